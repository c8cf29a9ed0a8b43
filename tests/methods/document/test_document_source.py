import pytest

from folkmoot.methods.document import inline, model
from folkmoot.methods.document.alternative import MOST_VALUES
from folkmoot.methods.document.printed import Printed
from folkmoot.methods.document.source import BadSource, Bound, read

AGES = Printed(("Age band", "Count", "Rate"), (("0-4", "1664", "4243"), ("05-9", "3631", "8418"), ("All", "5295", "")))
PLANS = Printed(("measure", "March 2020", "March 2021"), (("In care", "810", "846"), ("Plans", "658", "723")))


def bind(data_set: str, cells: str) -> Bound:
    tables = {"ages": AGES, "plans": PLANS}
    if data_set not in tables:
        raise LookupError(f"there is no data set {data_set!r}")
    table = tables[data_set].select(cells)
    return Bound(table, "A title", "A pack, page 12", "to May 2021", "as printed", table.sha256, data_set == "plans")


HEAD = """[report]
id = "posc6"
kind = "report"
title = "A report"
"""
SECTION = """[[section]]
id = "s1"
title = "Summary"
"""
TABLE = """[[section.block]]
type = "table"
id = "table-1"
number = "Table 1"
caption = "Cases by age"
data_set = "ages"
numeric = ["Count", "Rate"]
totals = ["All"]
"""
FIGURE = """[[section.block]]
type = "figure"
id = "figure-1"
number = "Figure 1"
caption = "Rate by age"
data_set = "ages"
cells = "A1:C3"
chart = "bars"
category = "Age band"
values = ["Rate"]
unit = "cases per 100,000 people"
"""


def document(text: str) -> model.Document:
    return read(text.encode(), "posc6.toml", bind)


def block(text: str) -> model.Block:
    return document(HEAD + SECTION + text).sections[0].blocks[0]


def test_a_head_gives_what_stands_before_and_after_the_text():
    found = document(
        HEAD + 'reference = "POSC6"\nauthor = "Director"\ndated = 2021-11-11\nsubtitle = "Of health"\n'
        'particulars = [["Divisions affected", "All"]]\nclosing = [["Background papers", "Nil"]]\n' + SECTION
    )
    assert (found.id, found.kind, found.reference, found.author) == ("posc6", "report", "POSC6", "Director")
    assert found.particulars == (("Divisions affected", "All"),)
    assert found.closing == (("Background papers", "Nil"),)
    assert found.dated is not None


def test_numbered_paragraphs_count_on_through_the_report():
    numbered = '[[section.block]]\ntype = "paragraph"\nid = "p-{}"\nnumber = true\ntext = "Words"\n'
    plain = '[[section.block]]\ntype = "paragraph"\nid = "q"\ntext = "Words"\n'
    again = SECTION.replace("s1", "s2")
    found = document(HEAD + SECTION + numbered.format(1) + plain + numbered.format(2) + again + numbered.format(3))
    numbers = [block.number for section in found.sections for block in section.blocks]
    assert numbers == [1, None, 2, 3]


def test_lists_nest_and_nested_lists_are_named_after_their_item():
    found = block(
        '[[section.block]]\ntype = "list"\nid = "l"\nstyle = "letter"\n'
        'items = [{id = "a", text = "one", style = "roman", items = [{id = "a-1", text = "inner"}]}, '
        '{id = "b", text = "**two**"}]\n'
    )
    inner = model.ItemList("a-list", model.ListStyle.ROMAN, (model.Item("a-1", inline.parse("inner")),))
    assert found == model.ItemList(
        "l",
        model.ListStyle.LETTER,
        (model.Item("a", inline.parse("one"), (inner,)), model.Item("b", inline.parse("**two**"))),
    )


def test_the_other_blocks_are_read():
    assert block('[[section.block]]\ntype = "heading"\nid = "h"\ntext = "Title"\nlevel = 4\n') == model.Heading(
        "h", "Title", 4
    )
    assert block(
        '[[section.block]]\ntype = "unpublished"\nid = "u"\ncaption = "A chart"\nreason = "A picture."\n'
    ) == model.Unpublished("u", "A chart", "A picture.")
    assert block(
        '[[section.block]]\ntype = "quotation"\nid = "q"\ntext = "Words"\nsource = "Staff"\nparaphrased = true\n'
    ) == model.Quotation("q", inline.parse("Words"), "Staff", paraphrased=True)
    assert block(
        '[[section.block]]\ntype = "definitions"\nid = "d"\npairs = [["Step", "*soon*"]]\n'
    ) == model.Definitions("d", (("Step", inline.parse("*soon*")),))


def test_a_table_is_bound_to_its_data_set_and_never_typed():
    found = block(TABLE)
    assert isinstance(found, model.Table)
    assert found.rows == AGES.rows
    assert [column.align for column in found.columns] == ["start", "end", "end"]
    assert found.totals == {2}
    assert found.source == model.Source("A pack, page 12", "to May 2021", "ages", AGES.sha256, "")
    assert (found.notes, found.invented) == (("as printed",), False)


def test_a_wrong_printed_heading_is_corrected_with_a_note():
    corrected = TABLE + 'labels = {"Age band" = "Sex"}\nnotes = ["The pack heads this column Age band."]\n'
    found = block(corrected)
    assert isinstance(found, model.Table)
    assert found.columns[0].label == "Sex"
    with pytest.raises(BadSource, match="line 10, section 's1', block 'table-1', notes: say in a note"):
        block(TABLE + 'labels = {"Age band" = "Sex"}\n')


def test_a_figure_draws_its_cells_and_describes_them():
    found = block(FIGURE)
    assert isinstance(found, model.Figure)
    assert found.table.rows == (("0-4", "4243"), ("05-9", "8418"))
    assert found.chart == model.Chart(model.ChartKind.BARS, "Age band", ("Rate",), "cases per 100,000 people")
    assert found.alternative == (
        "Bar chart: Rate by age. Unit: cases per 100,000 people. "
        "Values: 0-4 (4,243), 05-9 (8,418); highest 05-9 (8,418), lowest 0-4 (4,243)."
    )


def test_one_changed_cell_changes_table_figure_and_alternative_text():
    def changed(data_set: str, cells: str) -> Bound:
        table = AGES.with_cell(1, "Rate", "9999").select(cells)
        return Bound(table, "A title", "A pack", "", "", table.sha256, False)

    before = document(HEAD + SECTION + TABLE + FIGURE)
    after = read((HEAD + SECTION + TABLE + FIGURE).encode(), "posc6.toml", changed)
    table, figure = after.sections[0].blocks
    assert isinstance(table, model.Table)
    assert isinstance(figure, model.Figure)
    assert table.rows[0] == ("0-4", "1664", "9999")
    assert figure.table.rows[0] == ("0-4", "9999")
    assert "highest 0-4 (9,999)" in figure.alternative
    assert after != before


def test_many_values_are_left_to_the_table_in_the_alternative_text():
    rows = tuple((str(age), str(age * 10)) for age in range(MOST_VALUES + 1))

    def many(data_set: str, cells: str) -> Bound:
        return Bound(Printed(("Age band", "Rate"), rows), "", "", "", "", "", False)

    found = read((HEAD + SECTION + FIGURE).encode(), "posc6.toml", many).sections[0].blocks[0]
    assert isinstance(found, model.Figure)
    assert found.alternative.endswith("Values: highest 12 (120), lowest 0 (0). All 13 values are in the table.")


def test_a_table_with_dates_across_is_turned_so_that_lines_run_over_dates():
    found = block(
        FIGURE.replace('"ages"', '"plans"')
        .replace("A1:C3", "")
        .replace('"bars"', '"lines"')
        .replace('"Age band"', '"Date"')
        .replace('["Rate"]', '["In care", "Plans"]\ntranspose = true')
    )
    assert isinstance(found, model.Figure)
    assert found.table.rows == (("March 2020", "810", "658"), ("March 2021", "846", "723"))
    assert "In care: March 2020 (810), March 2021 (846); highest March 2021 (846)" in found.alternative
    assert found.invented
    assert "The figures are invented." in found.alternative


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id = ?\n", "posc6.toml: this is not TOML: .*at line 1"),
        (HEAD, "posc6.toml, section: is missing"),
        (SECTION, "posc6.toml, report: is missing"),
        (HEAD.replace("posc6", "POSC 6") + SECTION, r"\[report\], id: 'POSC 6' is no id; use small letters"),
        (HEAD.replace('"report"', '"novel"') + SECTION, r"kind: 'novel' is none of notice, standing"),
        (HEAD + 'dated = "today"\n' + SECTION, "dated: should be a date such as 2021-11-11"),
        (HEAD + "author = 1\n" + SECTION, "author: should be text in quotation marks"),
        (HEAD + "invented = 1\n" + SECTION, "invented: should be true or false"),
        (HEAD + "notes = [1]\n" + SECTION, "notes: should be a list of texts"),
        (HEAD + "closing = [[1, 2]]\n" + SECTION, "each member should be"),
        (HEAD + "titel = 1\n" + SECTION, r"\[report\], titel: is not a key that belongs here"),
        ("section = [1]\n" + HEAD, "section: should be a list of tables"),
        (HEAD + SECTION + '[[section.block]]\ntype = "poem"\nid = "b"\n', "type: 'poem' is none of paragraph, list"),
        (HEAD + SECTION + '[[section.block]]\nid = "b"\n', "line 9, section 's1', block 'b', type: is missing"),
        (HEAD + SECTION + '[[section.block]]\ntype = "list"\nid = "l"\n', "items: a list needs at least one item"),
        (HEAD + SECTION + '[[section.block]]\ntype = "heading"\nid = "h"\nlevel = 2\n', "level: is 3 or 4, not 2"),
        (
            HEAD + SECTION + '[[section.block]]\ntype = "paragraph"\nid = "p"\ntext = "[x](javascript:1)"\n',
            "text: the link 'x' leads to 'javascript:1'; write https",
        ),
        (
            HEAD + SECTION + '[[section.block]]\ntype = "paragraph"\nid = "p"\ntext = "[x](ref:#gone)"\n',
            "the block 'p' refers to '#gone', which is not in this report",
        ),
        (
            HEAD + SECTION + '[[section.block]]\ntype = "definitions"\nid = "d"\npairs = [["x", "[x](ref:posc6#y)"]]\n',
            "the block 'd' refers to 'posc6#y'",
        ),
        (HEAD + SECTION + SECTION, "'s1' stands twice"),
        (HEAD + SECTION + TABLE.replace('"ages"', '"nothing"'), "line 13, .*data_set: .*there is no data set"),
        (HEAD + SECTION + TABLE + 'cells = "A1:Z9"\n', "block 'table-1', cells: A1:Z9 reaches beyond the table"),
        (HEAD + SECTION + TABLE.replace('"Rate"', '"Ratio"'), "numeric: no column is called 'Ratio'; there are Age"),
        (HEAD + SECTION + TABLE.replace('"All"', '"Sum"'), "totals: no row begins with 'Sum'"),
        (HEAD + SECTION + TABLE + "row_headers = 3\n", "row_headers: is between 0 and 2"),
        (HEAD + SECTION + TABLE + 'row_headers = "1"\n', "row_headers: should be a whole number"),
        (HEAD + SECTION + TABLE + "labels = {Count = 1}\n", "labels: should be a table of texts"),
        (HEAD + SECTION + FIGURE.replace('["Rate"]', "[]"), "values: name at least one column"),
        (HEAD + SECTION + FIGURE.replace('["Rate"]', '["Rate", "Count"]'), "use grouped-bars for several"),
        (HEAD + SECTION + FIGURE.replace('"Age band"', '"Count"').replace('["Rate"]', '["Age band"]'),
         "values: row 1 of 'Age band' is '0-4', which is no number"),
        (HEAD + SECTION + FIGURE.replace("A1:C3", "A4:C4"), "the column 'Rate' has no figures"),
        (HEAD + SECTION + FIGURE.replace("A1:C3", "A1:C1"), "the column 'Rate' has no figures"),
        (HEAD + SECTION + FIGURE.replace("A1:C3", "A1:C1") + "transpose = true\n", "no column is called 'Rate'"),
        (HEAD + SECTION + FIGURE + 'labels = {"Rate" = "Rates"}\n', "block 'figure-1', notes: say in a note"),
        (HEAD + SECTION + TABLE + 'labels = {"Sex" = "Age"}\n', "labels: no column is called 'Sex'"),
        (HEAD + SECTION + TABLE + "row_headers = -1\n", "row_headers: is between 0 and 2"),
        (HEAD + SECTION + '[[section.block]]\ntype = "heading"\nid = "h"\nlevel = 5\n', "level: is 3 or 4, not 5"),
        ("titel = 1\n" + HEAD + SECTION, "posc6.toml, titel: is not a key that belongs here"),
        (HEAD + SECTION + "titel = 1\n", "section 's1', titel: is not a key that belongs here"),
        (HEAD + SECTION + TABLE + "titel = 1\n", "block 'table-1', titel: is not a key that belongs here"),
        (
            HEAD + SECTION + '[[section.block]]\ntype = "list"\nid = "l"\nitems = [{id = "a", text = "b", n = 1}]\n',
            "block 'l', item 'a', n: is not a key that belongs here",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_refused_with_file_key_and_line(text, message):
    with pytest.raises(BadSource, match=message):
        document(text)


def test_a_file_in_another_encoding_is_refused():
    with pytest.raises(BadSource, match="posc6.toml: byte 0 is not UTF-8"):
        read(b"\xff", "posc6.toml", bind)


def test_references_lead_to_blocks_of_this_report_and_to_other_parts():
    found = block(
        '[[section.block]]\ntype = "paragraph"\nid = "p"\ntext = "[a](ref:#s1) [b](ref:posc7#p-9) [c](ref:posc7)"\n'
    )
    assert isinstance(found, model.Paragraph)
    assert [piece.target for piece in found.content if isinstance(piece, inline.Reference)] == [
        "#s1",
        "posc7#p-9",
        "posc7",
    ]


def test_what_is_left_out_is_plain():
    heading = block('[[section.block]]\ntype = "heading"\nid = "h"\ntext = "Title"\n')
    assert heading == model.Heading("h", "Title", 3)
    listed = block('[[section.block]]\ntype = "list"\nid = "l"\nitems = [{id = "a", text = "b"}]\n')
    assert isinstance(listed, model.ItemList)
    assert listed.style is model.ListStyle.BULLET
    table = block(TABLE)
    assert isinstance(table, model.Table)
    assert table.row_headers == 1
    assert document(HEAD + SECTION).sections[0].kind is model.SectionKind.PLAIN
    assert (document(HEAD + SECTION).language, document(HEAD + SECTION).invented) == ("en-GB", False)


@pytest.mark.parametrize("count", [0, 2])
def test_a_row_may_have_no_header_and_all_but_one_of_its_cells_may_be_headers(count):
    found = block(TABLE + f"row_headers = {count}\n")
    assert isinstance(found, model.Table)
    assert found.row_headers == count


def test_a_report_may_invent_what_is_drawn_from_printed_figures():
    table, figure = block(TABLE + "invented = true\n"), block(FIGURE + "invented = true\n")
    assert isinstance(table, model.Table)
    assert isinstance(figure, model.Figure)
    assert (table.invented, figure.invented, figure.table.invented) == (True, True, True)
    printed = block(FIGURE)
    assert isinstance(printed, model.Figure)
    assert (printed.invented, printed.table.invented) == (False, False)


def test_an_axis_begins_at_zero_unless_it_is_cut():
    whole, cut = block(FIGURE), block(FIGURE + "cut_axis = true\n")
    assert isinstance(whole, model.Figure)
    assert isinstance(cut, model.Figure)
    assert (whole.chart.from_zero, cut.chart.from_zero) == (True, False)


def test_the_table_of_a_figure_has_its_categories_at_the_start_and_its_numbers_at_the_end():
    found = block(FIGURE)
    assert isinstance(found, model.Figure)
    assert found.table.columns == (model.Column("Age band"), model.Column("Rate", model.Align.END))
    assert (found.table.id, found.table.caption) == ("figure-1-table", "Values drawn in Figure 1")


def test_the_note_of_a_data_set_stands_once_after_those_of_the_report():
    found = block(TABLE + 'notes = ["as printed"]\n')
    assert isinstance(found, model.Table)
    assert found.notes == ("as printed",)
    found = block(TABLE + 'notes = ["rounded"]\n')
    assert isinstance(found, model.Table)
    assert found.notes == ("rounded", "as printed")


def test_a_data_set_without_a_note_adds_none():
    def silent(data_set: str, cells: str) -> Bound:
        return Bound(AGES, "", "", "", "", "", False)

    found = read((HEAD + SECTION + TABLE).encode(), "posc6.toml", silent).sections[0].blocks[0]
    assert isinstance(found, model.Table)
    assert found.notes == ()


def test_the_report_may_name_the_source_in_words_of_its_own():
    found = block(TABLE + 'source = "The council"\ncells = "A1:C4"\n')
    assert isinstance(found, model.Table)
    assert found.source == model.Source("The council", "to May 2021", "ages", AGES.sha256, "A1:C4")
