"""The data sets of the invented county, by the names and columns that the definitions of measures ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from folkmoot.cli.county import drawing, illness
from folkmoot.cli.county.drawing import Drawing

Words = tuple[str, ...]


class Kind(Enum):
    """What a column holds, where it does not hold words."""

    UNIT = auto()
    DAY = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class DataSet:
    """A data set: its columns, each with its kind or its vocabulary, and how a ward's rows are drawn.

    `stream` names the random numbers; data sets that share it are drawn alike.
    """

    key: str
    title: str
    columns: Mapping[str, Kind | Words]
    draw: Drawing
    stream: str


PERSON: dict[str, Kind | Words] = {"unit": Kind.UNIT, "date": Kind.DAY, "age": Kind.NUMBER, "sex": drawing.SEX}
PLACE: dict[str, Kind | Words] = {"unit": Kind.UNIT, "date": Kind.DAY}


def _set(key: str, title: str, draw: Drawing, more: Mapping[str, Kind | Words], stream: str = "") -> DataSet:
    return DataSet(key, title, {**PERSON, **more}, draw, stream or key)


_CAUSE = {"cause": drawing.vocabulary(illness.DEATHS)}
_GROUP: dict[str, Kind | Words] = {"ethnicity": drawing.ETHNICITY, "imd_decile": drawing.DECILE}
_SHARE = {"deprived": Kind.NUMBER, "persons": Kind.NUMBER}

DATA_SETS = (
    _set("population", "Residents by age and sex", drawing.population, {"persons": Kind.NUMBER}),
    _set("residents", "Residents, one row each", drawing.residents, _GROUP),
    DataSet("iod2019_income", "Income deprivation", {**PLACE, **_SHARE}, drawing.income, "iod2019_income"),
    DataSet(
        "iod2019_children",
        "Income deprivation affecting children",
        {**PLACE, **_SHARE},
        drawing.children_in_low_income,
        "iod2019_children",
    ),
    _set("deaths", "Deaths", drawing.deaths, _CAUSE),
    _set("preventable_deaths", "Preventable deaths under 75", drawing.preventable_deaths, _CAUSE, "deaths"),
    _set(
        "admissions",
        "Admissions to hospital",
        drawing.admissions,
        {
            "method": drawing.METHOD,
            "diagnosis": drawing.vocabulary(illness.ADMISSIONS),
            "cause": drawing.vocabulary(illness.ADMISSIONS, external=True),
        },
    ),
    _set("ae_attendances", "Attendances at A&E", drawing.attendances, {}),
    _set("cancer_registrations", "New cancers", drawing.cancers, {"diagnosis": drawing.vocabulary(illness.CANCERS)}),
    _set(
        "child_measurements",
        "Children measured at school",
        drawing.child_measurements,
        {"year": drawing.SCHOOL_YEAR, "weight": drawing.CHILD_WEIGHT},
    ),
    _set("maternities", "Women who gave birth", drawing.maternities, {"smoking": drawing.AT_DELIVERY}),
    _set("wellbeing_survey", "Adults asked about wellbeing", drawing.wellbeing_survey, {"score": Kind.NUMBER}),
    _set("covid_cases", "Cases of Covid-19", drawing.covid_cases, _GROUP),
    _set(
        "covid_vaccinations",
        "People on the vaccination register",
        drawing.vaccinations,
        {
            "dose_age_band": drawing.DOSE_BANDS,
            "first_dose": Kind.NUMBER,
            "second_dose": Kind.NUMBER,
            "nims_population": Kind.NUMBER,
        },
    ),
)
KEYS = tuple(each.key for each in DATA_SETS)
