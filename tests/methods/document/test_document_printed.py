import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.methods.document.printed import BadTable, Printed, parse

AGES = Printed(("Age", "Count", "Rate"), (("0-4", "1664", "4243"), ("05-9", "3631", "8418"), ("All", "5295", "")))


def test_a_table_is_read_as_printed_and_written_back():
    found = parse(b'\xef\xbb\xbfAge,Count,Rate\n0-4,1664,4243\n05-9,3631,8418\nAll,5295,""\n', "ages.csv")
    assert found == AGES
    assert parse(found.csv.encode(), "again") == AGES
    assert found.sha256 == AGES.sha256


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "ages.csv: a table needs a row of labels and at least one row"),
        (b"A,B\n", "at least one row of cells"),
        (b"A,B\n1,2\n3\n", "ages.csv, row 3: 1 cells where the labels are 2"),
        (b"A,\n1,2\n", "ages.csv, row 1, column B: the label is empty"),
        (b"A,A\n1,2\n", "ages.csv, row 1, column B: the label 'A' stands twice"),
        (b"A\n\xff\n", "ages.csv: byte 2 is not UTF-8"),
        (b"A\n1\0\n", "binary content"),
        (b'A\n"1\n', "the CSV cannot be read"),
        (b"A\n" + b"1\n" * 100_000, "ages.csv: more than 100,000 cells; a printed table is smaller"),
    ],
)
def test_a_fault_is_refused_with_file_row_and_field(content, message):
    with pytest.raises(BadTable, match=message):
        parse(content, "ages.csv")


@pytest.mark.parametrize(
    ("cells", "columns", "first"),
    [
        ("", ("Age", "Count", "Rate"), ("0-4", "1664", "4243")),
        ("A:B", ("Age", "Count"), ("0-4", "1664")),
        ("B1:C4", ("Count", "Rate"), ("1664", "4243")),
        ("A3:C4", ("Age", "Count", "Rate"), ("05-9", "3631", "8418")),
    ],
)
def test_a_range_is_addressed_like_a_spreadsheet(cells, columns, first):
    found = AGES.select(cells)
    assert (found.columns, found.rows[0]) == (columns, first)


def test_a_range_keeps_just_its_rows():
    assert AGES.select("A1:A2").rows == (("0-4",),)
    assert AGES.select("A2:A4").rows == (("0-4",), ("05-9",), ("All",))


@pytest.mark.parametrize("cells", ["A1:D4", "A1:C5", "C1:A1", "A3:A2", "A0:A1"])
def test_a_range_beyond_the_table_is_refused(cells):
    with pytest.raises(BadTable, match="reaches beyond the table, which is A1:C4"):
        AGES.select(cells)


def test_what_is_no_range_is_refused():
    with pytest.raises(BadTable, match="write one such as A1:C19"):
        AGES.select("first three")


def test_one_cell_changes_and_with_it_the_hash():
    changed = AGES.with_cell(2, "Count", "3632")
    assert changed.column("Count") == ("1664", "3632", "5295")
    assert changed.sha256 != AGES.sha256
    assert AGES.column("Count") == ("1664", "3631", "5295")


def test_a_cell_beyond_the_table_is_refused():
    with pytest.raises(BadTable, match="rows 1 to 3"):
        AGES.with_cell(4, "Count", "1")
    with pytest.raises(BadTable, match="row 0 does not exist; the table has rows 1 to 3"):
        AGES.with_cell(0, "Count", "1")
    with pytest.raises(BadTable, match="no column is called 'Sex'; there are Age, Count, Rate"):
        AGES.with_cell(1, "Sex", "1")


texts = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=8)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_whatever_is_in_the_cells_comes_back(rows):
    table = Printed(("A", "B"), tuple(rows))
    assert parse(table.csv.encode(), "t") == table


def test_wide_tables_are_addressed_with_two_letters():
    wide = Printed(tuple(f"c{n}" for n in range(30)), (tuple(str(n) for n in range(30)),))
    assert wide.select("AA:AD").columns == ("c26", "c27", "c28", "c29")


def test_the_first_and_the_last_row_can_be_changed():
    assert AGES.with_cell(1, "Age", "0").rows == (("0", "1664", "4243"), *AGES.rows[1:])
    assert AGES.with_cell(3, "Rate", "6000").rows == (*AGES.rows[:2], ("All", "5295", "6000"))


def test_a_hundred_thousand_cells_are_a_table_still():
    assert len(parse(b"A,B\n" + b"1,2\n" * 49_999, "ages.csv").rows) == 49_999


@pytest.mark.parametrize(("columns", "letters"), [(26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA")])
def test_a_column_is_named_by_its_letters_as_in_a_spreadsheet(columns, letters):
    labels = ["x"] + [f"c{n}" for n in range(columns - 2)] + ["x"]
    with pytest.raises(BadTable, match=f"row 1, column {letters}: the label 'x' stands twice"):
        parse(",".join(labels).encode() + b"\n" + b"," * (columns - 1) + b"\n", "wide.csv")


def test_a_range_may_be_the_labels_alone():
    assert AGES.select("B1:C1") == Printed(("Count", "Rate"), ())
