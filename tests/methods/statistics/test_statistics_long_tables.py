"""Long tables of any library become dense arrays, and results go back; nothing is dropped on the way."""

import datetime
import math

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from folkmoot.methods.statistics import AgeBands, BadBands, Status, coding, direct_rate, from_long
from folkmoot.methods.statistics.coding import coded, packed

NAN = math.nan
BANDS = AgeBands((0, 5, 10))
AREA = ["E2", "E1", "E2", "E1", "E1", "E2"]
SEX = ["F"] * 6
AGE = ["0-4", "10+", "10+", "5-9", "0-4", "5-9"]
EVENTS = [1.0, 2, 3, 4, 5, 6]
PEOPLE = [10.0, 20, 30, 40, 50, 60]


def agree(dense):
    assert dense.bands == BANDS
    assert dense.events.tolist() == [[5, 4, 2], [1, 6, 3]]
    assert dense.population.tolist() == [[50, 40, 20], [10, 60, 30]]
    assert dense.unplaced.tolist() == [0, 0]
    assert dense.status.tolist() == [0, 0]


def test_columns_of_numpy_and_of_plain_lists():
    dense = from_long(np.array(AREA), np.array(AGE), np.array(EVENTS), np.array(PEOPLE))
    agree(dense)
    assert dense.keys["key"].tolist() == ["E1", "E2"]
    agree(from_long(AREA, AGE, EVENTS, PEOPLE))
    agree(from_long({"area": AREA, "sex": SEX}, AGE, EVENTS, PEOPLE, BANDS))


def table(**other):
    return {"area": AREA, "sex": SEX, "age": AGE, "x": EVENTS, "n": PEOPLE, **other}


NAMES = (["area", "sex"], "age", "x", "n")


def encoded(column):
    return pa.array(column).dictionary_encode()


def chunk(columns, part):
    """Some rows, with a dictionary of their own for the areas."""
    rest = {name: pa.array(column, pa.float64() if name in "xn" else pa.string()) for name, column in columns.items()}
    return pa.table({**{name: column[part] for name, column in rest.items()}, "area": encoded(columns["area"][part])})


LIBRARIES = {
    "polars": pl.DataFrame,
    "polars categories": lambda columns: pl.DataFrame(columns).with_columns(pl.col("area", "age").cast(pl.Categorical)),
    "pyarrow": pa.table,
    "pyarrow large strings": lambda columns: pl.DataFrame(columns).to_arrow(),
    "pyarrow dictionary": lambda columns: pa.table(
        {
            name: pa.array(column).dictionary_encode() if name in ("area", "age") else column
            for name, column in columns.items()
        }
    ),
    "pyarrow chunks": lambda columns: pa.concat_tables([pa.table(columns).slice(0, 2), pa.table(columns).slice(2)]),
    "pyarrow dictionary chunks": lambda columns: pa.concat_tables(
        [chunk(columns, slice(0, 2)), chunk(columns, slice(2, 6))]
    ),
    "plain": dict,
}


@pytest.mark.parametrize("library", LIBRARIES)
def test_tables_of_other_libraries(library):
    dense = from_long(*NAMES, table=LIBRARIES[library](table()))
    agree(dense)
    assert dense.keys["area"].tolist() == ["E1", "E2"]
    assert dense.keys["sex"].tolist() == ["F", "F"]


@pytest.mark.parametrize("library", [name for name in LIBRARIES if name != "plain"])
def test_missing_keys_ages_and_figures_of_other_libraries(library):
    columns = table(area=["E2", None, "E2", None, "E1", "E2"], age=[*AGE[:5], None], x=[None, 2.0, 3, 4, 5, 6])
    dense = from_long(*NAMES, BANDS, table=LIBRARIES[library](columns))
    assert dense.keys["area"].tolist() == ["E1", "E2", None]
    np.testing.assert_array_equal(dense.events, [[5, NAN, NAN], [NAN, NAN, 3], [NAN, 4, 2]])
    assert dense.unplaced.tolist() == [0, 6, 0]
    assert dense.status.tolist() == [Status.INCOMPLETE_BANDS] * 3


def test_a_stream_that_can_be_read_only_once_is_read_once():
    once = pa.RecordBatchReader.from_batches(pa.table(table()).schema, pa.table(table()).to_batches(max_chunksize=4))
    agree(from_long(*NAMES, table=once))


def test_single_columns_of_other_libraries():
    frame = pl.DataFrame(table())
    agree(from_long(frame["area"], frame["age"], frame["x"], frame["n"]))
    agree(from_long(pa.array(AREA), pa.chunked_array([AGE[:2], AGE[2:]]), pa.array(EVENTS), PEOPLE))
    sliced = pa.table(table(area=[None, *AREA[1:]])).slice(1)
    assert from_long("area", "age", "x", "n", BANDS, table=sliced).keys["area"].tolist() == ["E1", "E2"]


def test_long_strings_and_whole_numbers_and_days_are_keys():
    long = [f"an area with a long name, {area}" for area in AREA]
    for library in ("polars", "polars categories", "pyarrow"):
        dense = from_long(*NAMES, table=LIBRARIES[library](table(area=long)))
        agree(dense)
        assert dense.keys["area"].tolist() == ["an area with a long name, E1", "an area with a long name, E2"]
    welsh = ["Ynys Môn" if area == "E2" else name for area, name in zip(AREA, long, strict=True)]
    mixed = from_long(*NAMES, table=pl.DataFrame(table(area=welsh)))
    assert mixed.keys["area"].tolist() == ["Ynys Môn", "an area with a long name, E1"]
    days = [datetime.date(2021, 11, int(area[1])) for area in AREA]
    dense = from_long(*NAMES, table=pl.DataFrame(table(area=days)))
    agree(dense)
    assert dense.keys["area"].tolist() == [datetime.date(2021, 11, 1), datetime.date(2021, 11, 2)]
    whole = from_long(*NAMES, table=pl.DataFrame(table(area=[int(area[1]) for area in AREA])))
    assert whole.keys["area"].tolist() == [1, 2]
    small = table(x=pl.Series(EVENTS).cast(pl.Int8), n=pl.Series(PEOPLE).cast(pl.Float32))
    agree(from_long(*NAMES, table=pl.DataFrame(small)))


def test_long_strings_may_lie_in_several_buffers():
    first, second = (pl.DataFrame({"area": [f"a long name of an area, {part}"] * 2}) for part in "ab")
    areas = pl.concat([first, second], rechunk=True)["area"]
    dense = from_long(areas, [0, 5, 0, 5], [1.0, 2, 3, 4], [9.0] * 4)
    assert dense.keys["key"].tolist() == ["a long name of an area, a", "a long name of an area, b"]
    assert dense.events.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("width", [1, 8, 11, 12, 13])
def test_a_string_is_read_to_its_last_letter_whether_a_view_holds_it_or_not(width):
    names = ["x" * (width - 1) + end for end in "ab"]
    for column in (pl.Series(names), pa.array(names), pa.array([*names, "", None])[:2]):
        assert from_long(column, [0, 0], [1.0, 2], [9.0, 9]).keys["key"].tolist() == names
    for column in (pl.Series(names[:1]), pa.array(names[:1])):
        assert from_long(column, [0], [1.0], [9.0]).keys["key"].tolist() == names[:1]


def test_one_short_label_beside_an_empty_or_a_missing_one():
    for column in (pa.array(["a", ""]), pa.array(["", "a"], pa.large_string())):
        assert from_long(column, [0, 0], [1.0, 2], [9.0, 9]).keys["key"].tolist() == ["", "a"]
    single = pa.array(["a", None]).dictionary_encode()
    assert from_long(single, [0, 0], [1.0, 2], [9.0, 9]).keys["key"].tolist() == ["a", None]


def test_columns_of_no_use_are_named():
    from folkmoot.methods.statistics.arrow import UnreadableColumn

    for names, message in (
        ((["area"], "age", "count", "n"), "no column 'count'; it has 'area', 'sex', 'age', 'x', 'n', 'yes'"),
        ((["area"], "age", "sex", "n"), "column 'sex' holds string_view; give numbers"),
        ((["x"], "age", "x", "n"), "column 'x' holds double; give whole numbers, days or strings"),
        ((["yes"], "age", "x", "n"), "column 'yes' holds bool; give whole numbers, days or strings"),
        ((["area"], "age", "yes", "n"), "column 'yes' holds bool; give numbers"),
    ):
        with pytest.raises(UnreadableColumn, match=message):
            from_long(*names, table=pl.DataFrame(table(yes=[True] * 6)))
    with pytest.raises(UnreadableColumn, match="column 'area' holds"):
        from_long("sex", "age", "area", "n", table=LIBRARIES["polars categories"](table()))


def test_empty_tables_give_no_groups():
    for frame in (pl.DataFrame(table()).clear(), pa.table(table()).slice(0, 0), pa.table(table()).schema.empty_table()):
        dense = from_long(*NAMES, BANDS, table=frame)
        assert dense.events.shape == (0, 3)
        assert dense.keys["area"].shape == (0,)
    categories = pa.table(table(area=pa.array([None] * 6, pa.dictionary(pa.int32(), pa.string()))))
    assert from_long("area", "age", "x", "n", table=categories).keys["area"].tolist() == [None]
    none = pa.table(table(area=pa.array([None] * 6, pa.string())))
    assert from_long("area", "age", "x", "n", table=none).keys["area"].tolist() == [None]
    assert from_long([], [], [], [], BANDS).events.shape == (0, 3)
    chunkless = pa.chunked_array([], pa.dictionary(pa.int32(), pa.string()))
    assert from_long(chunkless, [], [], [], BANDS).events.shape == (0, 3)
    assert from_long([], [], pa.chunked_array([], pa.float64()), [], BANDS).events.shape == (0, 3)
    assert from_long(pa.chunked_array([], pa.int64()), [], [], [], BANDS).events.shape == (0, 3)


def test_missing_keys_and_ages_are_kept_in_plain_columns():
    dense = from_long(["b", None, "b"], ["0-4", "0-4", None], [1.0, 2, 3], [10.0, 20, 30], AgeBands((0, 5)))
    assert dense.keys["key"].tolist() == ["b", None]
    np.testing.assert_array_equal(dense.events, [[1, NAN], [2, NAN]])
    assert dense.unplaced.tolist() == [3, 0]
    numbers = from_long([2.0, NAN, 2.0], [0, 0, 5], [1.0, 2, 3], [10.0, 20, 30], AgeBands((0, 5)))
    assert numbers.keys["key"].tolist() == [2, None]


def test_rows_of_the_same_group_and_band_are_summed():
    dense = from_long(["a", "a", "a"], [0, 0, 5], [1.0, 2, 3], [10.0, 20, 30])
    assert dense.events.tolist() == [[3, 3]]
    assert dense.population.tolist() == [[30, 30]]
    assert dense.bands == AgeBands((0, 5))


def test_ages_in_years_fall_into_the_band_that_holds_them():
    ages = [0, 4, 5, 9, 10, 99, -1]
    dense = from_long(["a"] * 7, ages, np.arange(7.0), np.ones(7), BANDS)
    assert dense.events.tolist() == [[1, 5, 9]]
    assert dense.unplaced.tolist() == [6]
    assert dense.status.tolist() == [Status.INCOMPLETE_BANDS]
    closed = from_long(["a"] * 7, ages, np.arange(7.0), np.ones(7), AgeBands((0, 5), end=10))
    assert closed.events.tolist() == [[1, 5]]
    assert closed.unplaced.tolist() == [15]


def test_a_label_of_another_band_is_counted_outside():
    dense = from_long(["a", "a", "a"], ["0-4", "5+", "all ages"], [1.0, 2, 3], [9.0, 9, 9], AgeBands((0, 5)))
    assert dense.events.tolist() == [[1, 2]]
    assert dense.unplaced.tolist() == [3]
    with pytest.raises(BadBands, match="cannot read the age band 'all ages'"):
        from_long(["a", "a"], ["0-4", "all ages"], [1.0, 2], [9.0, 9])


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="different lengths: 2, 1, 2, 2"):
        from_long(["a", "a"], [0, 5], [1.0, 2], [1.0])


def test_results_go_back_beside_their_keys():
    dense = from_long({"area": AREA, "sex": SEX}, AGE, EVENTS, PEOPLE)
    found = direct_rate(dense.events, dense.population, [1, 1, 1], levels=(0.95, 0.998))
    columns = dense.to_long(found)
    assert list(columns) == [
        *("area", "sex", "value", "lower_95", "upper_95", "lower_99_8", "upper_99_8"),
        *("numerator", "denominator", "status", "method", "crude", "variance"),
    ]
    assert columns["method"].tolist() == ["dobson", "dobson"]
    assert columns["status"].tolist() == [0, 0]
    np.testing.assert_array_equal(columns["upper_99_8"], found.upper[:, 1])
    assert pl.DataFrame(columns).height == 2
    with pytest.raises(ValueError, match="2 groups, but a result of the shape"):
        dense.to_long(direct_rate([20.0], [30.0], [1]))


def test_flags_of_the_table_and_of_the_result_are_joined():
    dense = from_long(["a", "b", "b"], [0, 0, 5], [10.0, 20, 30], [90.0, 90, 90])
    columns = dense.to_long(direct_rate(dense.events, dense.population, [1, 1]))
    assert columns["status"].tolist() == [Status.INCOMPLETE_BANDS | Status.MISSING, 0]
    assert columns["method"].tolist() == ["none", "dobson"]


def test_the_dense_arrays_are_read_only():
    dense = from_long(AREA, AGE, EVENTS, PEOPLE)
    with pytest.raises(TypeError):
        dense.keys["key"] = 0
    for array in (dense.events, dense.population, dense.unplaced, dense.status, dense.keys["key"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize(
    "values",
    [
        np.array([5, 3, 5, 4]),
        np.array([5, 3, 5, 4], dtype=np.uint8),
        np.array([-128, 127, 0], dtype=np.int8),
        np.array([10**12, 3, 10**12, -5]),
        np.array([-(10**12), 5, -(10**12)]),
        np.array(["b", "a", "b"]),
        np.array(["a name that is longer than a word", "a name that is longer than a wore", "a"]),
        np.array([b"bc", b"ab", b"bc"]),
        np.array([b"a name that is longer", b"a", b"a name that is longer"]),
        np.array([0.5, 0.25, 0.5]),
        np.array([], dtype=np.int64),
        np.array([], dtype="U3"),
    ],
)
def test_labels_are_coded_in_ascending_order(values):
    places, labels = coded(values)
    plain = [label.decode() if isinstance(label, bytes) else label for label in values.tolist()]
    assert labels.tolist() == sorted(set(plain))
    assert [labels[place] for place in places] == plain


def test_strings_whose_digests_collide_are_still_told_apart(monkeypatch):
    monkeypatch.setattr(coding, "_MIX", np.uint64(0))
    values = np.array(["one long name, same end", "two long name, same end", "one long name, same end"])
    places, labels = coded(values)
    assert places.tolist() == [0, 1, 0]
    assert labels.tolist() == ["one long name, same end", "two long name, same end"]


def test_missing_labels_come_last():
    places, labels = coded(np.array(["b", "", "a"]), np.array([False, True, False]))
    assert places.tolist() == [1, 2, 0]
    assert labels.tolist() == ["a", "b", None]
    places, labels = coded(np.array(["b", "a"]), np.array([False, False]))
    assert labels.tolist() == ["a", "b"]


def test_columns_are_packed_into_one():
    together, combined = packed([(np.array([0, 1, 0, 1]), 2), (np.array([2, 0, 2, 2]), 3)])
    assert together.tolist() == [0, 1, 0, 2]
    assert combined.tolist() == [2, 3, 5]
