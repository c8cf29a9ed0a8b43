"""The figures that the council printed: their sums and rates come out again, and what has no denominator says so."""

import numpy as np
from tests.methods.statistics.oracle import read

from folkmoot.methods.statistics import AgeBands, Status, rate

CASES = 75_375


def printed(shared, name):
    return read(next((shared / "seed" / "tables").glob(f"{name}*.csv")))


def test_the_rates_of_cases_by_age_come_out_to_the_unit(shared):
    table = printed(shared, "t04")
    counts, rates = table["Count"], table["Rate per 100,000 population"]
    assert counts[:-1].sum() == counts[-1] == CASES
    assert AgeBands.parse(table["Age band"][:-1].tolist()).labels[-1] == "85+"
    people = counts / rates * 1e5
    assert np.round(people[:-1].sum()) == 696_887
    assert np.round(people[-1]) == 696_884
    np.testing.assert_array_equal(np.round(rate(counts, np.round(people)).value), rates)
    whole = rate(CASES, people[:-1].sum())
    assert np.round(whole.value) == 10_816
    assert whole.lower < whole.value < whole.upper


def test_cases_by_decile_and_ethnic_group_have_no_rate_because_their_tables_have_no_population(shared):
    for name, absent in (("t06", 19_559), ("t07", 91)):
        counts = printed(shared, name)["Count"]
        assert CASES - counts[-1] == absent
        found = rate(counts, np.full(counts.shape, np.nan))
        assert np.isnan(found.value).all()
        assert set(found.status.tolist()) == {Status.MISSING}
