"""Documents that make themselves: the tracker for an agenda, and the report of a body's year of scrutiny."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from folkmoot.apps.actions.models import Action, Recommendation, Topic
from folkmoot.apps.actions.queries import clock, is_overdue, later_values, tracker_of, unstated
from folkmoot.apps.actions.terms import ActionState, Direction, TopicState
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.terms import ItemKind, MeetingStatus, Provenance
from folkmoot.methods.document import inline
from folkmoot.methods.document.model import (
    Block,
    Column,
    Definitions,
    Document,
    Paragraph,
    PartKind,
    Section,
    Source,
    Table,
)

HERE = Source("The council's own record of what was asked for and what came of it.")


def tracker(meeting: Meeting) -> Document:
    """What a body is waiting for on the day of a meeting: actions and recommendations, with where each stands."""
    day = meeting_day(meeting)
    actions = tracker_of(meeting)
    open_ones = _recommendations(meeting.organization).filter(implemented_on=None)
    recommended = [row for row in open_ones if row.made_on < day]
    return Document(
        id="tracker",
        kind=PartKind.REPORT,
        title="Actions and recommendations",
        sections=(
            Section("actions", "Actions", (_actions(actions, day),)),
            Section("recommendations", "Recommendations", (_recommended(recommended, day),)),
        ),
        particulars=(("Committee", meeting.organization.name), ("As it stands on", _day(day))),
        dated=day,
        invented=meeting.provenance == Provenance.INVENTED,
    )


def periodic(organization: Organization, first: date, last: date) -> Document:
    """What a body looked into between two days, what it recommended, and what came of it: for the full Council."""
    held = organization.meetings.filter(status=MeetingStatus.HELD, starts_at__date__range=(first, last))
    meetings = list(held.order_by("starts_at").prefetch_related("items"))
    recommended = list(_recommendations(organization).filter(made_on__range=(first, last)))
    actions = list(Action.objects.filter(organization=organization, meeting__in=meetings).order_by("due", "id"))
    topics = list(Topic.objects.filter(organization=organization).exclude(state=TopicState.SUGGESTED))
    return Document(
        id="scrutiny-report",
        kind=PartKind.REPORT,
        title=f"Scrutiny from {_day(first)} to {_day(last)}",
        sections=(
            Section("meetings", "What was looked into", (_meetings(meetings),)),
            Section("recommendations", "Recommendations", (_recommended(recommended, last),)),
            Section("actions", "Actions", (_actions(actions, last),)),
            Section("programme", "Work programme", (_topics(topics),)),
        ),
        particulars=(("Committee", organization.name),),
        dated=last,
        invented=organization.provenance == Provenance.INVENTED,
    )


def _recommendations(organization: Organization) -> QuerySet[Recommendation]:
    rows = Recommendation.objects.filter(organization=organization)
    return rows.select_related("to", "effect").order_by("year", "number")


def _actions(actions: list[Action], day: date) -> Block:
    if not actions:
        return _nothing("actions", "No action is open, and none was closed since the last meeting.")
    rows = tuple(
        (each.text, each.origin, each.owner or "not stated", _day(each.due) or "not stated", _state(each, day))
        for each in actions
    )
    return _table(
        "actions",
        "What was asked for, and where it stands",
        ("Action", "Asked for in", "Owner", "Due", "Where it stands"),
        rows,
    )


def _state(action: Action, day: date) -> str:
    if action.state != ActionState.OPEN:
        return f"{action.state.capitalize()} on {_day(action.closed_on)}"
    return "Overdue" if is_overdue(action, day) else "Open" if not unstated(action) else "Open; not fully stated"


def _recommended(recommended: list[Recommendation], day: date) -> Block:
    if not recommended:
        return _nothing("recommendations", "No recommendation is waiting for its answer or its outcome.")
    rows = tuple(
        (row.reference.replace(" ", "\u00a0"), row.text, row.to.name, _answer(row, day), _moved(row))
        for row in recommended
    )
    titles = ("Reference", "Recommendation", "To", "Answer", "Measure it should move")
    return _table("recommendations", "What was recommended, and what came of it", titles, rows)


def _answer(row: Recommendation, day: date) -> str:
    if row.implemented_on:
        return f"Carried out on {_day(row.implemented_on)}"
    if row.answer:
        return f"{row.answer.capitalize()} on {_day(row.answered_on)}: {row.answer_words}"
    due = clock(row).due
    if due is None:
        return "None yet"
    return f"{'Overdue since' if due < day else 'Due by'} {_day(due)}"


def _moved(row: Recommendation) -> str:
    """The measure with its first value, what is expected, and its latest value."""
    if not hasattr(row, "effect"):
        return "None is named"
    effect, found = row.effect, later_values(row.effect)
    sign = 1 if effect.direction == Direction.UP else -1
    first, goal = (
        f"{number:.{effect.decimals}f}" for number in (effect.baseline, effect.baseline + sign * effect.size)
    )
    said = f"{effect.title}, {effect.unit_name}: from {first} ({effect.baseline_period}) to {goal} by {_day(effect.by)}"
    if not found:
        return f"{said}; no later value yet"
    last = found[-1]
    return f"{said}; {last.value.value:.{effect.decimals}f} in {last.value.period}, release {last.value.vintage[:8]}"


def _meetings(meetings: list[Meeting]) -> Block:
    if not meetings:
        return _nothing("meetings", "No meeting was held.")
    pairs = tuple(
        (
            _day(meeting_day(each)),
            _words(", ".join(item.title for item in each.items.all() if item.kind == ItemKind.REPORT)),
        )
        for each in meetings
    )
    return Definitions("meetings-held", tuple((day, run or _words("no report")) for day, run in pairs))


def _topics(topics: list[Topic]) -> Block:
    if not topics:
        return _nothing("programme", "Nothing is on the work programme.")
    rows = tuple((each.title, each.theme, TopicState(each.state).words) for each in topics)
    return _table("programme", "Topics, and where each stands", ("Topic", "Theme", "Where it stands"), rows)


def _table(key: str, caption: str, titles: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    return Table(f"{key}-table", caption, tuple(Column(title) for title in titles), rows, HERE)


def _nothing(key: str, sentence: str) -> Paragraph:
    return Paragraph(f"{key}-none", _words(sentence))


def _words(text: str) -> inline.Run:
    return (inline.Text(text),) if text else ()


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
