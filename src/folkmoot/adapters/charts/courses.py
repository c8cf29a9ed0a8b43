"""One unit over time, with its limits, beside others, its target and what is foreseen.

What was counted is a solid line with filled points. Nothing is drawn where there is no figure, and the line is broken
where the series is. A target is a dashed line; a projection is dashed, hollow and paler, so that nobody takes it for
what was counted. Each line is named at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from folkmoot.adapters.charts.labels import NAME_LINE, End, dates, margin, named
from folkmoot.adapters.charts.style import COLOURS, CONFIG, EDGE, INK, WIDTH, WORDS, Drawing, titled, wrapped

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_HEIGHT, _AXIS, _YEAR = 300.0, 56.0, 365.25
_GREY = "#50575e"
_OWN, _FORESEEN = COLOURS[0], COLOURS[2]
_BESIDE = ((_GREY, [5, 3], "square"), (WORDS[3], [2, 3], "triangle-up"))
MOST_BESIDE = len(_BESIDE)


@dataclass(frozen=True, slots=True)
class Stop:
    """A figure of the period that ends on a day, with its limits where it has any; for None, `why` there is none."""

    period: str
    day: date
    value: float | None
    lower: float | None = None
    upper: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """Figures of one name in the order of their days."""

    name: str
    stops: tuple[Stop, ...]

    @property
    def known(self) -> tuple[Stop, ...]:
        """Those with a figure."""
        return tuple(stop for stop in self.stops if stop.value is not None)


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn; the unit's own track has at least one figure. Breaks are days that begin something else."""

    own: Track
    beside: tuple[Track, ...] = ()
    aim: Track | None = None
    foreseen: Track | None = None
    breaks: tuple[date, ...] = ()
    decimals: int = 1

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Everything that has a name at its end, in the order in which it is told."""
        return tuple(each for each in (self.own, *self.beside, self.aim, self.foreseen) if each and each.known)

    def words(self, stop: Stop) -> str:
        """A figure as it is written."""
        return f"{stop.value:,.{self.decimals}f}"


def over_time(course: Course, *, headline: str, invented: bool) -> Drawing:
    """The specification of the picture."""
    low, high = _domain(course)
    ends = {each.name: _end(course, each, (low, high)) for each in course.tracks}
    right = margin(list(ends.values())) + 14 + EDGE
    plot = WIDTH - right - _AXIS
    places = {stop.period: _at(stop.day) for each in course.tracks for stop in each.stops}
    first, last = min(places.values()), max(places.values())
    room = (last - first or 1.0) * 0.04
    across = {"domain": [first - room, last + room], "nice": False, "zero": False}
    scale = {"domain": [low, high], "nice": False, "zero": False}
    axis = {"title": None, "ticks": False, "domain": False, "tickCount": 5, "labelPadding": 8}
    drawn: Drawing = {
        "width": plot,
        "height": _HEIGHT,
        "padding": {"left": _AXIS, "right": right, "top": 22.0, "bottom": 46},
        "encoding": {
            "x": {"field": "at", "type": "quantitative", "scale": across, "axis": dates(places, plot)},
            "y": {"field": "value", "type": "quantitative", "scale": scale, "axis": axis},
        },
        "layer": [*_layers(course), *named(ends, _HEIGHT)],
    }
    cut = ", the axis does not begin at zero" if low > 0 else ""
    frame = {"$schema": _SCHEMA, "config": CONFIG, "autosize": {"type": "none"}}
    return frame | titled(drawn, headline + cut, invented)


def described(course: Course, *, headline: str, invented: bool, unit: str) -> str:
    """The text that stands for the picture: the ends, the extremes, what is missing, and what is not data."""
    known = course.own.known
    least, most = (find(known, key=lambda stop: stop.value or 0.0) for find in (min, max))
    told = [f"Line over time: {headline}."]
    if invented:
        told.append("The figures are invented.")
    told.append(
        f"{course.own.name}: {_when(course, known[0])}, {_when(course, known[-1])}; lowest {_when(course, least)}, "
        f"highest {_when(course, most)}; in {unit}."
    )
    missing = [f"{stop.period} ({stop.why})" for stop in course.own.stops if stop.value is None]
    if missing:
        told.append(f"Without a figure: {', '.join(missing)}.")
    told += [f"{each.name} for comparison: {_when(course, each.known[-1])}." for each in course.beside if each.known]
    told += [f"The series is broken on {day:%-d %B %Y}." for day in course.breaks]
    if course.aim is not None:
        told.append(f"{course.aim.name}: {_when(course, course.aim.stops[-1])}.")
    if course.foreseen is not None:
        last = course.foreseen.stops[-1]
        told.append(f"{course.foreseen.name}, which is not data: {_when(course, last)}.")
    return " ".join([*told, "All values are in the table."])


def _when(course: Course, stop: Stop) -> str:
    return f"{course.words(stop)} ({stop.period})"


def _at(day: date) -> float:
    return round(day.toordinal() / _YEAR, 3)  # as many places as ticks keep when they are compared with labels


def _domain(course: Course) -> tuple[float, float]:
    """From the least to the most that is drawn, with room; from zero where that is near."""
    found = [end for each in course.tracks for stop in each.known for end in (stop.value, stop.lower, stop.upper)]
    values = [each for each in found if each is not None]
    low, high = min(values), max(values)
    room = (high - low or abs(high) or 1.0) * 0.08
    return (0.0 if 0 <= low < high * 0.4 else low - room), high + room


def _end(course: Course, track: Track, domain: tuple[float, float]) -> End:
    last = track.known[-1]
    assert last.value is not None  # those known have a figure
    wanted = (domain[1] - last.value) * _HEIGHT / (domain[1] - domain[0])
    looks = {course.own: WORDS[0], course.aim: INK, course.foreseen: WORDS[2]}
    colours = looks | {each: _BESIDE[place][0] for place, each in enumerate(course.beside)}
    return End(wrapped(f"{track.name}: {course.words(last)}", NAME_LINE), colours[track], wanted)


def _layers(course: Course) -> Iterator[Drawing]:
    """From the back to the front: breaks, others, the target, what is foreseen, the unit itself."""
    yield from _breaks(course)
    for (colour, dash, shape), each in zip(_BESIDE, course.beside, strict=False):
        rows = _rows(each.stops, course.breaks)
        line = {"type": "line", "color": colour, "strokeWidth": 2, "strokeDash": dash}
        yield _layer(rows, line, {"detail": {"field": "piece"}})
        yield _layer(rows, {"type": "point", "filled": True, "shape": shape, "size": 50, "opacity": 1, "color": colour})
    if course.aim is not None:
        yield from _aim(course.aim, course.own)
    if course.foreseen is not None:
        yield from _foreseen(course.foreseen)
    rows = _rows(course.own.stops, course.breaks)
    yield _limits(rows, {"color": _OWN, "strokeWidth": 2, "opacity": 0.55})
    yield _layer(rows, {"type": "line", "color": _OWN, "strokeWidth": 3}, {"detail": {"field": "piece"}})
    yield _layer(rows, {"type": "point", "filled": True, "size": 110, "opacity": 1, "color": _OWN, "stroke": "white"})
    yield from _missing(course.own)


def _layer(rows: list[Drawing], mark: Drawing, encoding: Drawing | None = None) -> Drawing:
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding or {}}


def _limits(rows: list[Drawing], looks: Drawing) -> Drawing:
    found = [row for row in rows if row["lower"] is not None]
    ends = {"y": {"field": "lower", "type": "quantitative"}, "y2": {"field": "upper"}}
    return _layer(found, {"type": "rule"} | looks, ends)


def _rows(stops: Sequence[Stop], breaks: Sequence[date]) -> list[Drawing]:
    """The figures, each with the unbroken piece of the line that it belongs to."""
    rows: list[Drawing] = []
    piece, before = 0, None
    for stop in stops:
        broken = before is not None and any(before.day < day <= stop.day for day in breaks)
        piece += stop.value is None or broken
        before = stop
        if stop.value is not None:
            rows.append(
                {"at": _at(stop.day), "value": stop.value, "lower": stop.lower, "upper": stop.upper, "piece": piece}
            )
    return rows


def _aim(aim: Track, own: Track) -> Iterator[Drawing]:
    """A dashed line through its points; one point is a level that is to be reached by its day."""
    rows = _rows(aim.stops, ())
    if len(rows) == 1:
        rows = [rows[0] | {"at": min(_at(own.stops[0].day), rows[0]["at"])}, rows[0]]
    yield _layer(rows, {"type": "line", "color": INK, "strokeWidth": 2, "strokeDash": [7, 4]})
    point = {"type": "point", "filled": True, "shape": "diamond", "size": 130, "opacity": 1, "color": INK}
    yield _layer(rows[-1:], point)


def _foreseen(foreseen: Track) -> Iterator[Drawing]:
    rows = _rows(foreseen.stops, ())
    yield _limits(rows, {"color": _FORESEEN, "strokeWidth": 12, "opacity": 0.2})
    yield _layer(rows, {"type": "line", "color": _FORESEEN, "strokeWidth": 2, "strokeDash": [2, 4]})
    hollow = {"type": "point", "filled": True, "fill": "white", "size": 90, "opacity": 1, "stroke": _FORESEEN}
    yield _layer(rows, hollow | {"strokeWidth": 2})


def _breaks(course: Course) -> Iterator[Drawing]:
    """A line between the periods that are not comparable, with its word above."""
    rows = [
        {"at": (_at(earlier.day) + _at(later.day)) / 2, "words": "break"}
        for earlier, later in pairwise(course.own.stops)
        if any(earlier.day < day <= later.day for day in course.breaks)
    ]
    if rows:
        height = {"y": {"value": 0}, "y2": {"value": _HEIGHT}}
        yield _layer(rows, {"type": "rule", "color": _GREY, "strokeWidth": 1.5, "strokeDash": [3, 3]}, height)
        above = {"y": {"value": -8}, "text": {"field": "words"}}
        yield _layer(rows, {"type": "text", "color": _GREY}, above)


def _missing(own: Track) -> Iterator[Drawing]:
    """Why there is no figure, upright at the foot of its place."""
    rows = [{"at": _at(stop.day), "words": stop.why} for stop in own.stops if stop.value is None]
    if rows:
        mark = {"type": "text", "angle": 270, "align": "left", "baseline": "middle", "color": _GREY}
        yield _layer(rows, mark, {"y": {"value": _HEIGHT - 8}, "text": {"field": "words"}})
