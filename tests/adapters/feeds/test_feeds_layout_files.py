"""A layout file that cannot be used says which file, which key, and what should stand there."""

import pytest

from folkmoot.adapters.feeds.layout_files import BadSource, read, read_folder
from folkmoot.adapters.feeds.layouts import Holds, Others

HEAD = '[layout]\ntitle = "T"\nsource = "S"\nlicence = "L"\n'
COLUMN = '[[column]]\nname = "unit"\n'


def written(tmp_path, text: str, name: str = "some-visits.toml"):
    (tmp_path / name).write_text(text)
    return read(tmp_path / name)


def test_what_is_left_out_is_as_usual(tmp_path):
    layout = written(tmp_path, HEAD + COLUMN + '[[column]]\nname = "date"\n[[column]]\nname = "age"\n')
    assert (layout.kind, layout.data_set, layout.others) == ("some-visits", "some_visits", Others.REFUSED)
    assert [column.holds for column in layout.columns] == [Holds.WORDS, Holds.DAYS, Holds.WHOLE]
    assert layout.columns[0].headings == ("unit",)


def test_each_file_is_a_data_set_of_its_own_where_that_is_said(tmp_path):
    assert written(tmp_path, HEAD + 'data_set = ""\n' + COLUMN).data_set == ""


def test_columns_come_from_a_file_beside_it(tmp_path):
    (tmp_path / "shared.toml").write_text('[[column]]\nname = "area"\n')
    layout = written(tmp_path, HEAD + 'columns_from = "shared.toml"\nunit = ["area"]\n' + COLUMN)
    assert [column.name for column in layout.columns] == ["area", "unit"]


def test_every_layout_that_is_shipped_can_be_read(root):
    layouts = read_folder(root / "definitions/feeds")
    assert len(layouts) > 20
    assert all(layout.attribution for layout in layouts)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD, "some-visits.toml, column: is missing"),
        (HEAD + COLUMN + COLUMN, "'unit' is described twice"),
        (HEAD + '[[column]]\nname = "The Unit"\n', "'The Unit' is no name; use small letters"),
        (HEAD + '[[column]]\nname = "cost_mark"\n', "not ending in _mark"),
        (HEAD + '[[column]]\nname = "age"\nholds = "words"\n', "an age is in whole years"),
        (HEAD + '[[column]]\nname = "age"\nholds = "years"\n', "'years' is none of words, codes, whole numbers"),
        (HEAD + COLUMN + "lowest = 0\n", "a column that holds words has none"),
        (HEAD + COLUMN + 'matches = "("\n', "'(' is no regular expression"),
        (HEAD + COLUMN + 'matches = "W\\\\d"\nexample = "X1"\n', "'X1' does not have the form that 'matches' asks for"),
        (HEAD + COLUMN + 'heading = "x"\n', "heading: is not a key that belongs here"),
        (HEAD + 'rows = ["unit"]\n' + COLUMN, "rows: is not a key that belongs here"),
        (HEAD + 'row = ["visit"]\n' + COLUMN, "'visit' is the name of no [[column]]"),
        (HEAD + 'date = "unit"\n' + COLUMN, "'unit' is the name of no [[column]] that holds days or periods"),
        (HEAD + 'year_ends = "1 May"\n' + COLUMN, "should be one of 31 December, 31 March, 31 August"),
        (HEAD + 'period = "someday"\n' + COLUMN, "'someday' is no day"),
        (HEAD + 'columns_from = "none.toml"\n' + COLUMN, "there is no file 'none.toml' beside some-visits.toml"),
        (HEAD + "above = -1\n" + COLUMN, "is how many rows stand before the headings"),
        (COLUMN, "layout: is missing"),
        ("[layout", "this is not TOML"),
    ],
)
def test_a_fault_is_named_with_its_file_and_key(tmp_path, text, fault):
    with pytest.raises(BadSource) as refused:
        written(tmp_path, text)
    assert "some-visits.toml" in str(refused.value)
    assert fault in str(refused.value)
