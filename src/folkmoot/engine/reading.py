"""Reads definition files (TOML) into measures; whatever is wrong is named with file, line where known, and key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from folkmoot.engine import definition
from folkmoot.engine.definition import (
    BY_AGE,
    BY_LIMITS,
    OF_VALUES,
    REFERRING,
    WITHOUT_DENOMINATOR,
    Estimator,
    Measure,
    YearType,
)
from folkmoot.engine.plan import MISSING
from folkmoot.methods.document.keys import BadSource as BadSource
from folkmoot.methods.document.keys import Keys, load, text_of
from folkmoot.methods.statistics import STANDARDS, AgeBands, BadBands, Polarity

UNIT_TYPES = (
    "england", "region", "upper tier", "district", "ward", "msoa", "lsoa", "team", "provider",
)  # fmt: skip


def read_folder(folder: Path) -> tuple[Measure, ...]:
    """Every measure below a folder, in the order of their ids. BadSource where one is faulty, or there is none."""
    found = tuple(read(path.read_bytes(), path.name) for path in sorted(folder.glob("*.toml")))
    if not found:
        raise BadSource(f"{folder}: there are no definitions; the folder should hold a TOML file for each measure")
    return found


def read(content: bytes, name: str) -> Measure:
    """The measure that a file defines; the file is named for it. BadSource says what to put right."""
    keys = Keys(load(content, name), "", name, text_of(content, name))
    head = keys.table("measure")
    estimator = head.choice("estimator", Estimator)
    ages = _ages(head, estimator)
    year_type = head.choice("year_type", YearType)
    counted = keys.table("published" if estimator is Estimator.PUBLISHED else "numerator")
    published = _published(counted) if estimator is Estimator.PUBLISHED else None
    measure = Measure(
        id=head.id(),
        title=head.words("title"),
        why=head.words("why"),
        estimator=estimator,
        unit=head.words("unit"),
        per=head.number("per", 1.0),
        counting_unit=head.words("counting_unit"),
        kind=head.choice("kind", definition.Kind),
        year_type=year_type,
        pooled_years=_pooled(head, year_type),
        polarity=head.choice("polarity", Polarity),
        unit_types=_unit_types(head),
        disclosure=head.choice("disclosure", definition.Disclosure),
        comparison=head.choice("comparison", definition.ComparisonRule),
        complete=head.flag("complete"),
        not_held=head.words("not_held", ""),
        ages=ages,
        standard=_standard(head, estimator),
        measured=_measured(keys, estimator),
        numerator=_numerator(counted, estimator),
        denominator=_denominator(keys, estimator),
        survey=_survey(keys.table("survey")) if estimator is Estimator.HEALTHY_LIFE_EXPECTANCY else None,
        published=published,
        breakdowns=tuple(_breakdown(each) for each in keys.tables("breakdown", "breakdown")),
        targets=tuple(_target(each) for each in keys.tables("target", "target")),
        breaks=tuple(_break(each) for each in keys.tables("break", "break")),
        caveats=head.strings("caveats"),
        author=head.words("author"),
        checker=head.words("checker", ""),
        next_review=_day(head, "next_review"),
        changes=_changes(keys),
        example=_example(keys.table("example"), estimator, ages),
    )
    _check(measure, head, name)
    head.finish()
    keys.finish()
    return measure


def _check(measure: Measure, head: Keys, name: str) -> None:
    """Raise for keys that are each right and do not go together."""
    if name != f"{measure.id}.toml":
        raise head.fault("id", f"the file of {measure.id!r} should be named {measure.id}.toml")
    if measure.author == measure.checker:
        raise head.fault("checker", "should be somebody other than the author, or be left out until it was checked")
    published = measure.published
    if published is not None and measure.disclosure is not definition.Disclosure.NONE:
        raise head.fault("disclosure", "is of what is counted here; what is published already is shown: use 'none'")
    if published is not None and measure.breakdowns:
        raise head.fault(
            "breakdown", "is of what is counted here; a published value has a definition for each category"
        )
    limited = not measure.complete and (published is None or published.lower)
    if not limited and measure.comparison in BY_LIMITS:
        raise head.fault("comparison", "compares limits, and there are none; use 'target' or 'not compared'")


def _ages(head: Keys, estimator: Estimator) -> AgeBands | None:
    labels = head.strings("ages")
    if not labels and estimator in BY_AGE:
        raise head.fault("ages", f"is missing; a {estimator} needs age bands")
    try:
        return AgeBands.parse(labels) if labels else None
    except BadBands as error:
        raise head.fault("ages", str(error)) from error


def _pooled(head: Keys, year_type: YearType) -> int:
    years = head.whole("pooled_years", 1)
    if (years > 1) != (year_type is YearType.POOLED):
        raise head.fault("pooled_years", "is how many years, two or more, a pooled year type takes together")
    return years


def _unit_types(head: Keys) -> tuple[str, ...]:
    found = head.strings("unit_types")
    if not found or not set(found) <= set(UNIT_TYPES):
        raise head.fault("unit_types", f"should be some of {', '.join(UNIT_TYPES)}")
    return found


def _standard(head: Keys, estimator: Estimator) -> str:
    found = head.words("standard", "")
    if estimator is Estimator.DIRECT_RATE and found not in STANDARDS:
        raise head.fault("standard", f"should be one of {', '.join(STANDARDS)}")
    if estimator is not Estimator.DIRECT_RATE and found:
        raise head.fault("standard", f"a {estimator} has no standard population")
    return found


def _measured(keys: Keys, estimator: Estimator) -> definition.Measured | None:
    if estimator not in OF_VALUES:
        return None
    table = keys.table("measured")
    found = definition.Measured(table.words("column"), table.whole("highest", 0))
    if found.highest < 1:
        raise table.fault("highest", "should be the highest whole number that is believed, 1 or more")
    table.finish()
    return found


def _numerator(table: Keys, estimator: Estimator) -> definition.Counted:
    signed = table.flag("signed")
    if signed and (estimator is not Estimator.SCORE or "weight" not in table.values):
        raise table.fault("signed", "belongs to the weight of a score; a count of anything else cannot be negative")
    return replace(_counted(table), signed=signed)


def _published(table: Keys) -> definition.Published:
    figure, blank = table.words("figure"), table.strings("blank")
    optional = ("lower", "upper", "least", "most", "count", "denominator", "remark")
    found = definition.Published(figure, **{name: table.words(name, "") for name in optional}, blank=blank)
    for low, high in (("lower", "upper"), ("least", "most")):
        if bool(getattr(found, low)) != bool(getattr(found, high)):
            raise table.fault(low, f"and {high} go together; name both columns, or neither")
    return found


def _survey(table: Keys) -> definition.Survey:
    poor = tuple(_condition(each) for each in table.tables("poor", "condition"))
    if not poor:
        raise table.fault("poor", "is missing; say by which answers somebody is in poor health")
    return definition.Survey(_counted(table), poor)


def _target(table: Keys) -> definition.Target:
    found = definition.Target(
        table.words("whose"), table.choice("bound", definition.Bound), table.number("value"), _day(table, "by"),
        table.words("source"),
    )  # fmt: skip
    table.finish()
    return found


def _break(table: Keys) -> definition.Break:
    found = definition.Break(_day(table, "on"), table.words("why"))
    table.finish()
    return found


def _denominator(keys: Keys, estimator: Estimator) -> definition.Counted | None:
    if estimator in WITHOUT_DENOMINATOR:
        return None
    return _counted(keys.table("denominator"))


def _counted(table: Keys) -> definition.Counted:
    found = definition.Counted(
        table.words("data_set"),
        table.words("title"),
        tuple(_condition(each) for each in table.tables("where", "condition")),
        table.words("weight", ""),
    )
    table.finish()
    return found


def _condition(table: Keys) -> definition.Condition:
    found = definition.Condition(table.words("column"), table.strings("among"), table.strings("begins"))
    if not found.among and not found.begins:
        raise table.fault("among", "is missing, and so is begins; a condition has one of them")
    table.finish()
    return found


def _breakdown(table: Keys) -> definition.Breakdown:
    found = definition.Breakdown(
        table.id(), table.words("title"), table.words("column"), table.strings("categories"), table.flag("overlapping")
    )
    if not found.categories or len(set(found.categories)) < len(found.categories):
        raise table.fault("categories", "should be the categories in the order of the page, each once")
    if MISSING in found.categories:
        raise table.fault("categories", f"{MISSING!r} is a category of every breakdown already; leave it out")
    if any(";" in category for category in found.categories):
        raise table.fault("categories", "no category may hold ';', which stands between those of one row")
    table.finish()
    return found


def _changes(keys: Keys) -> tuple[definition.Change, ...]:
    found = []
    for each in keys.tables("change", "change"):
        found.append(definition.Change(_day(each, "on"), each.words("by"), each.words("what")))
        each.finish()
    if not found:
        raise keys.fault("change", "is missing; say when the definition was written, by whom, and what was done")
    return tuple(found)


def _day(table: Keys, key: str) -> date:
    found = table.day(key)
    if found is None:
        raise table.fault(key, "is missing")
    return found


_SIZES = {Estimator.CHANGE: 2, Estimator.PUBLISHED: 0}
"""How many figures an example has where it is not one, or one a band of age."""


def _example(table: Keys, estimator: Estimator, ages: AgeBands | None) -> definition.Example:
    found = definition.Example(
        source=table.words("source"),
        invented=table.flag("invented"),
        numerator=table.numbers("numerator"),
        denominator=table.numbers("denominator"),
        reference_numerator=table.numbers("reference_numerator"),
        reference_denominator=table.numbers("reference_denominator"),
        value=table.number("value"),
        lower=table.number("lower") if "lower" in table.values else None,
        upper=table.number("upper") if "upper" in table.values else None,
        decimals=table.whole("decimals", 0),
    )
    if estimator not in OF_VALUES:
        size = len(ages) if ages is not None and estimator in BY_AGE else _SIZES.get(estimator, 1)
        _check_size(table, "numerator", found.numerator, size)
        _check_size(table, "denominator", found.denominator, 0 if estimator in WITHOUT_DENOMINATOR else size)
        referred = size if estimator in REFERRING else 0
        _check_size(table, "reference_numerator", found.reference_numerator, referred)
        _check_size(table, "reference_denominator", found.reference_denominator, referred)
    table.finish()
    return found


def _check_size(table: Keys, key: str, found: tuple[float, ...], size: int) -> None:
    if len(found) != size:
        raise table.fault(key, f"should hold {size} numbers, not {len(found)}")
