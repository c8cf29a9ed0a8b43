"""The rows of each data set that belong to a ward: who lives there, what happened to them, what they were asked.

A function takes a ward and its stream of random numbers and gives one array a column: the place of the LSOA in the
ward, days since 1970, whole numbers, and for words their place in the column's vocabulary, -1 where the cell is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from folkmoot.cli.county import illness
from folkmoot.cli.county.geography import Ward
from folkmoot.cli.county.illness import AGES, Floats, Illness

Whole = NDArray[np.int64]
Drawn = Mapping[str, Whole]
Draw = np.random.Generator

# Whatever year begins in one of these, calendar, financial or academic, is drawn to its end.
FIRST_YEAR, LAST_YEAR = 2017, 2021
YEARS = LAST_YEAR - FIRST_YEAR + 1
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 8, 31)
TIME = ((LAST_DAY - FIRST_DAY).days + 1) / 365.25  # years of events
EPOCH = date(1970, 1, 1)
EMPTY = -1

SEX = ("Female", "Male")
DECILE = tuple(str(number) for number in range(1, 11))
METHOD = ("emergency", "elective")
SCHOOL_YEAR = ("Reception", "Year 6")
CHILD_WEIGHT = ("underweight", "healthy weight", "overweight", "obese", "severely obese")
AT_DELIVERY = ("smoker", "non-smoker", "not known")
DOSE_BANDS = ("under25", *(f"{first}-{first + 4}" for first in range(25, 80, 5)), "80+")
ETHNICITY = (
    "British", "Any other White background", "Irish", "Indian", "Pakistani", "Bangladeshi", "Chinese",
    "Any other Asian background", "African", "Caribbean", "Any other Black / African / Caribbean background",
    "White and Asian", "White and Black African", "White and Black Caribbean",
    "Any other Mixed / Multiple ethnic background", "Any other ethnic group",
)  # fmt: skip
ETHNIC_SHARE = np.array([74, 6, 1, 3, 3, 1, 1, 2, 2, 1, 0.6, 0.8, 0.4, 0.9, 0.7, 2.6])

# The waves of Covid-19: the middle day of each, its width in days, its share of all cases.
WAVES = ((date(2020, 4, 10), 18, 0.06), (date(2020, 11, 8), 20, 0.2), (date(2021, 1, 4), 16, 0.26),
         (date(2021, 7, 18), 18, 0.2), (date(2021, 10, 25), 22, 0.28))  # fmt: skip
MEASURED = 0.94  # the share of children who are measured at school
ASKED = 0.006  # the share of adults whom a survey reaches in a year


def day(on: date) -> int:
    """Days since 1970."""
    return (on - EPOCH).days


def mid_year(year: int) -> int:
    """30 June, the day that a year's population is of."""
    return day(date(year, 6, 30))


def vocabulary(illnesses: tuple[Illness, ...], *, external: bool = False) -> tuple[str, ...]:
    """The codes under which illnesses, or what caused them, are recorded."""
    found = (code for each in illnesses for code in (each.external if external else each.codes) if code)
    return tuple(dict.fromkeys(found))


# Who lives there.


def residents(ward: Ward, draw: Draw) -> Drawn:
    """Everybody on the last mid-year day, each once."""
    people = _each(ward.persons)
    return {
        **_person(people),
        "date": np.full(len(people.lsoa), mid_year(LAST_YEAR)),
        "ethnicity": _ethnicity(draw, len(people.lsoa), missing=0.08),
        "imd_decile": ward.decile[people.lsoa] - 1,
    }


def population(ward: Ward, draw: Draw) -> Drawn:
    """How many are of each age and sex, in every year the same."""
    lsoa, sex, age = np.nonzero(ward.persons)
    persons = ward.persons[lsoa, sex, age]
    return {
        "unit": np.tile(lsoa, YEARS),
        "date": _mid_years(len(lsoa)),
        "age": np.tile(age, YEARS),
        "sex": np.tile(sex, YEARS),
        "persons": np.tile(persons, YEARS),
    }


def income(ward: Ward, draw: Draw) -> Drawn:
    """How many of an LSOA's people live in families that are income deprived, in every year the same."""
    return _deprived(ward, draw, ward.persons.sum((1, 2)), 1.0)


def children_in_low_income(ward: Ward, draw: Draw) -> Drawn:
    """How many of an LSOA's children under 16 do."""
    return _deprived(ward, draw, ward.persons[:, :, :16].sum((1, 2)), 1.3)


def _deprived(ward: Ward, draw: Draw, persons: Whole, times: float) -> Drawn:
    deprived = draw.binomial(persons, np.minimum(ward.income_deprived * times, 0.95))
    return {
        "unit": np.tile(np.arange(len(persons)), YEARS),
        "date": _mid_years(len(persons)),
        "deprived": np.tile(deprived, YEARS),
        "persons": np.tile(persons, YEARS),
    }


def _mid_years(rows: int) -> Whole:
    """Each year's mid-year day, for so many rows a year."""
    return np.repeat([mid_year(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)], rows)


# What happened to them.


def deaths(ward: Ward, draw: Draw) -> Drawn:
    """Deaths of residents, each with its underlying cause."""
    happened = _happened(illness.DEATHS, ward, draw)
    return {**_event(happened, draw), "cause": _code(illness.DEATHS, happened.what, draw)}


def preventable_deaths(ward: Ward, draw: Draw) -> Drawn:
    """Those of the deaths that count as preventable: they are among them where the stream is that of the deaths."""
    everybody = deaths(ward, draw)
    causes = np.isin(vocabulary(illness.DEATHS), illness.PREVENTABLE)
    kept = (everybody["age"] < 75) & causes[everybody["cause"]]
    return {column: found[kept] for column, found in everybody.items()}


def admissions(ward: Ward, draw: Draw) -> Drawn:
    """Stays in hospital, each with its main diagnosis and, after an injury, what caused it."""
    happened = _happened(illness.ADMISSIONS, ward, draw)
    methods = np.array([METHOD.index(each.method) for each in illness.ADMISSIONS])
    return {
        **_event(happened, draw),
        "method": methods[happened.what],
        "diagnosis": _code(illness.ADMISSIONS, happened.what, draw),
        "cause": _code(illness.ADMISSIONS, happened.what, draw, external=True),
    }


def attendances(ward: Ward, draw: Draw) -> Drawn:
    """Attendances at A&E, of all ages."""
    return _event(_happened((illness.ATTENDANCES,), ward, draw), draw)


def cancers(ward: Ward, draw: Draw) -> Drawn:
    """New cancers."""
    happened = _happened(illness.CANCERS, ward, draw)
    return {**_event(happened, draw), "diagnosis": _code(illness.CANCERS, happened.what, draw)}


def covid_cases(ward: Ward, draw: Draw) -> Drawn:
    """Positive tests; one in five without an ethnic group."""
    happened = _happened((illness.COVID,), ward, draw, years=2.0)
    number = len(happened.lsoa)
    wave = draw.choice(len(WAVES), number, p=[share for _, _, share in WAVES])
    middle, width = np.array([day(on) for on, _, _ in WAVES]), np.array([days for _, days, _ in WAVES])
    days = np.rint(draw.normal(middle[wave], width[wave])).astype(np.int64)
    return {
        **_person(happened),
        "date": np.clip(days, day(date(2020, 3, 1)), day(date(LAST_YEAR, 12, 31))),
        "ethnicity": _ethnicity(draw, number, missing=0.19),
        "imd_decile": ward.decile[happened.lsoa] - 1,
    }


def maternities(ward: Ward, draw: Draw) -> Drawn:
    """Women who gave birth, and whether they smoked then."""
    happened = _happened((illness.MATERNITIES,), ward, draw)
    smokes = 0.22 - 0.18 * ward.standing[happened.lsoa]
    told = _chosen(draw, np.stack([smokes * 0.98, (1 - smokes) * 0.98], -1))
    return {**_event(happened, draw), "smoking": told}


# What they were asked, or given.


def child_measurements(ward: Ward, draw: Draw) -> Drawn:
    """Children measured at school in the spring term of Reception and of Year 6."""
    measured = [_measured(ward, draw, year, age) for year in range(FIRST_YEAR, LAST_YEAR + 2) for age in (5, 11)]
    return {column: np.concatenate([each[column] for each in measured]) for column in measured[0]}


def _measured(ward: Ward, draw: Draw, year: int, age: int) -> Drawn:
    people = _each(draw.binomial(_only(ward.persons, age, age + 1), MEASURED))
    standing = ward.standing[people.lsoa]
    obese = 0.14 - 0.08 * standing if age == 5 else 0.3 - 0.18 * standing
    over, number = np.full(len(standing), 0.13 if age == 5 else 0.15), len(standing)
    healthy = 1 - obese - over - 0.012
    weight = _chosen(draw, np.stack([np.full(number, 0.012), healthy, over, obese * 0.74], -1))
    return {
        **_person(people),
        "date": draw.integers(day(date(year, 1, 10)), day(date(year, 3, 20)), number),
        "year": np.full(number, SCHOOL_YEAR.index("Reception" if age == 5 else "Year 6")),
        "weight": weight,
    }


def wellbeing_survey(ward: Ward, draw: Draw) -> Drawn:
    """Adults asked seven questions about their wellbeing: 7 to 35 points."""
    asked = _asked(ward, draw)
    points = draw.normal(23.6 + 2.2 * ward.standing[asked["unit"]], 4.4)
    return {**asked, "score": np.clip(np.rint(points), 7, 35).astype(np.int64)}


def vaccinations(ward: Ward, draw: Draw) -> Drawn:
    """Everybody of 12 and over on the last day of the register, and whether a first and a second dose was given."""
    people = _each(_only(ward.persons, 12, 91))
    number = len(people.lsoa)
    willing = (0.6 + 0.35 * np.clip((people.age - 12) / 55, 0, 1)) - 0.16 * (1 - ward.standing[people.lsoa])
    first = (draw.random(number) < willing).astype(np.int64)
    return {
        **_person(people),
        "date": np.full(number, day(date(LAST_YEAR, 12, 31))),
        "dose_age_band": np.clip(people.age // 5 - 4, 0, len(DOSE_BANDS) - 1),
        "first_dose": first,
        "second_dose": first * (draw.random(number) < 0.93),
        "nims_population": np.ones(number, dtype=np.int64),
    }


# How a ward's rows are drawn.


@dataclass(frozen=True, slots=True)
class People:
    """Some people, or what happened to them: which of the illnesses, in which LSOA, of which sex and age."""

    what: Whole
    lsoa: Whole
    sex: Whole
    age: Whole


def _happened(illnesses: tuple[Illness, ...], ward: Ward, draw: Draw, years: float = TIME) -> People:
    """What happened by chance where so much is expected."""
    numbers = draw.poisson(illness.expected(illnesses, ward.standing, ward.persons, years))
    return People(*_repeated(numbers))


def _each(persons: Whole) -> People:
    """Every one of so many people."""
    return People(*_repeated(persons[np.newaxis]))


def _repeated(numbers: Whole) -> tuple[Whole, ...]:
    cells = np.repeat(np.arange(numbers.size), numbers.ravel())
    return tuple(np.unravel_index(cells, numbers.shape))


def _only(persons: Whole, first: int, end: int) -> Whole:
    """The people of some ages, nobody of the others."""
    return np.where((first <= AGES) & (end > AGES), persons, 0)


def _person(people: People) -> Drawn:
    return {"unit": people.lsoa, "age": people.age, "sex": people.sex}


def _event(happened: People, draw: Draw) -> Drawn:
    days = draw.integers(day(FIRST_DAY), day(LAST_DAY) + 1, len(happened.lsoa))
    return {**_person(happened), "date": days}


def _asked(ward: Ward, draw: Draw) -> Drawn:
    people = _each(draw.binomial(_only(ward.persons, 18, 91), ASKED * TIME))
    return _event(people, draw)


def _chosen(draw: Draw, shares: Floats) -> Whole:
    """One of several answers for each row; `shares` are of all answers but the last, shape [rows, answers - 1]."""
    return np.asarray((draw.random(len(shares))[:, np.newaxis] >= np.cumsum(shares, -1)).sum(-1))


def _ethnicity(draw: Draw, number: int, *, missing: float) -> Whole:
    found = draw.choice(len(ETHNICITY), number, p=ETHNIC_SHARE / ETHNIC_SHARE.sum())
    return np.where(draw.random(number) < missing, EMPTY, found)


def _code(illnesses: tuple[Illness, ...], what: Whole, draw: Draw, *, external: bool = False) -> Whole:
    """One of the codes of each row's illness, by its place in their vocabulary."""
    words = vocabulary(illnesses, external=external)
    codes = [each.external if external else each.codes for each in illnesses]
    table = np.full((len(codes), max(map(len, codes))), EMPTY, dtype=np.int64)
    for place, of in enumerate(codes):
        table[place, : len(of)] = [words.index(code) if code else EMPTY for code in of]
    number = np.array([len(of) for of in codes])[what]
    return np.asarray(table[what, (draw.random(len(what)) * number).astype(np.int64)])


Drawing = Callable[[Ward, Draw], Drawn]
