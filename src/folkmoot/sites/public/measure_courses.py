"""One place over time in words and as a picture: its values, its targets, and what is foreseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from folkmoot.adapters.charts import courses
from folkmoot.adapters.charts.courses import MOST_BESIDE, Course, Stop, Track
from folkmoot.apps.measures import published
from folkmoot.apps.measures.published import AimView, CourseView, MeasureView, PathView, Value
from folkmoot.sites.public import measure_words as words
from folkmoot.sites.public.measure_rows import Row, row


@dataclass(frozen=True, slots=True)
class Line:
    """A period: the place's value, those of others, and what its target asks for then."""

    period: str
    row: Row
    beside: tuple[str, ...]
    asked: str


@dataclass(frozen=True, slots=True)
class Aim:
    """A target in words; `outlook` is empty for one that is due, or where nothing is judged."""

    title: str
    rule: str
    made_on: date
    source: str
    now: str
    outlook: str


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A projection in words, with its period, value and limits line by line."""

    rule: str
    made_on: date
    source: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A course as a page tells it. `alternative` is empty where there is nothing to draw."""

    code: str
    name: str
    beside: tuple[str, ...]
    lines: tuple[Line, ...]
    aims: tuple[Aim, ...]
    projections: tuple[Foreseen, ...]
    breaks: tuple[tuple[date, str], ...]
    alternative: str

    @property
    def asks(self) -> bool:
        """Whether the target asks for something in one of the periods."""
        return any(line.asked for line in self.lines)

    @property
    def judges(self) -> bool:
        """Whether a value is compared with that of the year before."""
        return any(line.row.outcome for line in self.lines)


def of(found: MeasureView, unit: str) -> Told | None:
    """The course of a place, where it is more than one value."""
    given = published.course(found.id, found.vintage.sha256, unit)
    return told(found, given) if given and (len(given.steps) > 1 or drawable(given)) else None


def aimed(found: MeasureView, without: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each place but one that has a target or a projection."""
    paths = published.paths(found.id, found.vintage.sha256)
    return tuple(dict.fromkeys((path.unit, path.unit_name) for path in paths if path.unit != without))


def told(found: MeasureView, given: CourseView) -> Told:
    """The words of a course."""
    asked = dict(given.aims[0].path.values) if given.aims else {}
    return Told(
        code=given.unit.code,
        name=given.unit.name,
        beside=tuple(unit.name for unit in given.beside),
        lines=tuple(
            Line(
                step.value.period,
                row(found, step.value, given.unit.name, step.before.outcome if step.before else ""),
                tuple(_figure(found, other.value) for other in step.beside),
                _figure(found, asked.get(step.value.period)),
            )
            for step in given.steps
        ),
        aims=tuple(_aim(found, each) for each in given.aims),
        projections=tuple(_foreseen(found, each) for each in given.projections),
        breaks=tuple((each.on, each.why) for each in given.breaks),
        alternative=picture(found, given)[1] if drawable(given) else "",
    )


def drawable(given: CourseView) -> bool:
    """Whether there is anything over time to draw: two values, or one and where it should or would go."""
    known = sum(step.value.value is not None for step in given.steps)
    return known > 1 or bool(known and (given.aims or given.projections))


def picture(found: MeasureView, given: CourseView) -> tuple[dict[str, object], str]:
    """The specification of the picture of a course that is drawable, and the words that stand for it."""
    drawn = Course(
        own=_track(given.unit.name, [step.value for step in given.steps]),
        beside=tuple(
            _track(unit.name, [step.beside[place] for step in given.steps])
            for place, unit in enumerate(given.beside[:MOST_BESIDE])
        ),
        aim=_path("Target", given.aims[0].path) if given.aims else None,
        foreseen=_path("Projection", given.projections[0]) if given.projections else None,
        breaks=tuple(each.on for each in given.breaks),
        decimals=found.decimals,
    )
    headline = title(found, given)
    specification = courses.over_time(drawn, headline=headline, invented=found.invented)
    return specification, courses.described(drawn, headline=headline, invented=found.invented, unit=found.unit)


def title(found: MeasureView, given: CourseView) -> str:
    """What a picture shows: the measure, in its unit, of a place."""
    return f"{found.title}, {found.unit}: {given.unit.name}"


def _track(name: str, values: list[Value]) -> Track:
    return Track(name, tuple(
        Stop(each.period, each.period_ends_on, each.value, each.lower, each.upper,
             "withheld" if "withheld" in each.note else "no figure")
        for each in values
    ))  # fmt: skip


def _path(name: str, path: PathView) -> Track:
    return Track(name, tuple(Stop(each.period, each.day, each.value, each.lower, each.upper) for each in path.points))


def _figure(found: MeasureView, value: float | None) -> str:
    return words.number(value, found.decimals)


def _aim(found: MeasureView, given: AimView) -> Aim:
    value = f"{_figure(found, given.at.value)} {found.unit} by {given.at.day:%-d %B %Y}"
    apart = _figure(found, abs(given.distance))
    side = "above" if given.distance > 0 else "below"
    stands = f"{apart} {side} it" if float(apart.replace(",", "")) else "the target itself"
    now = f"{_figure(found, given.now.value)} in {given.now.period}: {stands}"
    if given.met is not None:
        now += f"; it was {'met' if given.met else 'missed'}"
    return Aim(
        title=words.first_upper(f"{given.path.bound} {value}".strip()),
        rule=given.path.rule,
        made_on=given.path.made_on,
        source=given.path.source,
        now=f"{now}.",
        outlook=_outlook(found, given),
    )


def _outlook(found: MeasureView, given: AimView) -> str:
    if given.at.day <= given.now.period_ends_on:
        return ""
    if given.foreseen is None:
        return "No projection that reaches its day is stored, so that nothing is said of whether it will be met."
    foreseen = f"{_figure(found, given.foreseen.value)} in {given.foreseen.period}"
    if given.foreseen.lower is not None:
        limits = f"{_figure(found, given.foreseen.lower)} to {_figure(found, given.foreseen.upper)}"
        foreseen += f" (limits {limits})"
    judged = f"it {given.outlook}: " if given.outlook else ""
    return f"If it went on as the newest projection has it, {judged}{foreseen}. A projection is not data."


def _foreseen(found: MeasureView, path: PathView) -> Foreseen:
    return Foreseen(path.rule, path.made_on, path.source, tuple(
        (each.period, _figure(found, each.value),
         f"{_figure(found, each.lower)} to {_figure(found, each.upper)}" if each.lower is not None else "")
        for each in path.points
    ))  # fmt: skip
