"""What the world may read of minutes: printed ones once imported, recorded ones once published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.queries import council_of, meeting_day
from folkmoot.apps.committees.terms import PUBLIC_STATUSES, Provenance
from folkmoot.apps.minutes import queries, rules
from folkmoot.apps.minutes.models import Action, Arising, Attendance, Correction, Minute, MinuteRevision, Sitting
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.document.model import Document
from folkmoot.methods.meetings.voting import Count


@dataclass(frozen=True, slots=True)
class PresentView:
    """Somebody at the meeting, under what the record calls them; `note` is a post, or in whose place they came."""

    label: str
    slug: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """A minute in a list; `anchor` is the id of its heading in the document."""

    number: str
    agenda_number: str
    title: str
    outcome: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """What a minute asked for, in its words. `flags` say what the record does not state; nothing is filled in."""

    meeting_id: int
    committee: str
    held_on: date
    minute: str
    anchor: str
    text: str
    owner: str
    due: date | None
    flags: tuple[str, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """What was found wrong in a signed minute; the minute's own words stay as they were signed."""

    minute: str
    anchor: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RevisionView:
    """A change to a minute after it was published as a draft, with the reason that was given for it."""

    minute: str
    anchor: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArisingView:
    """An item of a later agenda for what published minutes asked for: which item, of when, and of which minutes."""

    item_id: int
    on_agenda_of: int
    meets_on: date
    minutes_of: int
    held_on: date


@dataclass(frozen=True, slots=True)
class MinutesView:
    """The minutes of a meeting: the record, and the document that is printed.

    `standing` says how far they have come, in words; it is empty for printed ones. `votes` stand each with the id of
    the block of its motion.
    """

    meeting_id: int
    committee: str
    committee_slug: str
    held_on: date
    began_at: datetime | None
    ended_at: datetime | None
    present: tuple[PresentView, ...]
    minutes: tuple[MinuteLine, ...]
    actions: tuple[ActionView, ...]
    document: Document
    printed: bool
    invented: bool
    council: str
    version_on: date
    standing: str = ""
    corrections: tuple[CorrectionView, ...] = ()
    changes: tuple[RevisionView, ...] = ()
    votes: tuple[tuple[str, Count], ...] = ()


def minutes(meeting_id: int) -> MinutesView | None:
    """The published minutes of a meeting, or None where there are none."""
    meeting = Meeting.objects.filter(pk=meeting_id, status__in=[each.value for each in PUBLIC_STATUSES]).first()
    sitting = queries.sitting_of(meeting) if meeting else None
    document = queries.document(meeting) if meeting and sitting and sitting.published_at else None
    if sitting is None or sitting.published_at is None or document is None:
        return None
    return MinutesView(
        meeting_id=meeting_id,
        committee=sitting.meeting.organization.name,
        committee_slug=sitting.meeting.organization.slug,
        held_on=meeting_day(sitting.meeting),
        began_at=sitting.began_at,
        ended_at=sitting.ended_at,
        present=tuple(
            PresentView(label, row.person.slug, row.person.called, _note(sitting, row))
            for label, rows in queries.present_by_label(sitting).items()
            for row in rows
        ),
        minutes=tuple(_minute(row) for row in sitting.minutes.all()),
        actions=actions(meeting_id=meeting_id),
        document=document,
        printed=sitting.provenance == Provenance.PRINTED,
        invented=sitting.provenance == Provenance.INVENTED,
        council=council_of(sitting.meeting.organization),
        version_on=_version_day(sitting, sitting.published_at),
        standing="" if sitting.provenance == Provenance.PRINTED else queries.standing_in_words(sitting),
        corrections=tuple(map(_correction, Correction.objects.filter(minute__sitting=sitting).order_by("at", "id"))),
        changes=tuple(_changes(sitting)),
        votes=_votes(sitting),
    )


def _votes(sitting: Sitting) -> tuple[tuple[str, Count], ...]:
    """The votes that stand in what the public reads."""
    secret = tuple(f"{row.key}-motion-" for row in sitting.minutes.exclude(withheld=""))
    return tuple((about, count) for about, count in queries.votes_of(sitting) if not about.startswith(secret))


def _version_day(sitting: Sitting, published_at: datetime) -> date:
    """The day from which the words stand as they are: of the newest revision, or of publication."""
    newest = MinuteRevision.objects.filter(minute__sitting=sitting, draft=False).order_by("-at").first()
    return max(newest.at if newest else published_at, published_at).astimezone(LONDON).date()


def _correction(row: Correction) -> CorrectionView:
    return CorrectionView(row.minute.number, row.minute.key, row.text, row.at)


def _changes(sitting: Sitting) -> Iterator[RevisionView]:
    if sitting.provenance == Provenance.PRINTED or sitting.published_at is None:
        return
    for minute in sitting.minutes.filter(withheld=""):
        for row in minute.revisions.filter(draft=False, at__gt=sitting.published_at):
            yield RevisionView(minute.number, minute.key, row.reason, row.at)


def meetings() -> tuple[int, ...]:
    """The meetings whose minutes are published."""
    rows = Sitting.objects.filter(
        published_at__isnull=False, meeting__status__in=[each.value for each in PUBLIC_STATUSES]
    )
    return tuple(rows.order_by("meeting").values_list("meeting", flat=True))


def lines(meeting_id: int) -> tuple[MinuteLine, ...]:
    """The published minutes of a meeting as a list, in the order taken; empty where there are none."""
    rows = Minute.objects.filter(
        sitting__meeting=meeting_id,
        sitting__published_at__isnull=False,
        sitting__meeting__status__in=[each.value for each in PUBLIC_STATUSES],
    )
    return tuple(map(_minute, rows))


def actions(*, meeting_id: int | None = None, committee: str = "") -> tuple[ActionView, ...]:
    """The actions of published minutes, the latest meeting first; of one meeting or committee where asked."""
    rows = Action.objects.filter(
        minute__withheld="",
        minute__sitting__published_at__isnull=False,
        minute__sitting__meeting__status__in=[each.value for each in PUBLIC_STATUSES],
    )
    if meeting_id is not None:
        rows = rows.filter(minute__sitting__meeting=meeting_id)
    if committee:
        rows = rows.filter(minute__organization__slug=committee)
    order = ("-minute__sitting__meeting__starts_at", "minute__sequence", "order", "id")
    return tuple(_action(row) for row in rows.select_related("minute__sitting__meeting__organization").order_by(*order))


def arising(meeting_id: int) -> tuple[ArisingView, ...]:
    """The items that arise from a meeting's published minutes, and those of its own agenda that arise from others'."""
    public = [each.value for each in PUBLIC_STATUSES]
    rows = Arising.objects.filter(
        Q(item__meeting=meeting_id) | Q(sitting__meeting=meeting_id), sitting__published_at__isnull=False,
        item__meeting__status__in=public, sitting__meeting__status__in=public,
    )  # fmt: skip
    return tuple(map(_arising, rows.select_related("item__meeting", "sitting__meeting").order_by("item__order")))


def _arising(row: Arising) -> ArisingView:
    to, of = row.item.meeting, row.sitting.meeting
    return ArisingView(row.item_id, to.pk, meeting_day(to), of.pk, meeting_day(of))


def _note(sitting: Sitting, row: Attendance) -> str:
    return ", ".join(filter(None, (queries.note_on(row), queries.while_there(sitting, row))))


def _minute(row: Minute) -> MinuteLine:
    outcome = "" if row.withheld else queries.outcome_of(row)
    return MinuteLine(row.number, row.agenda_number, row.title, outcome, row.key)


def _action(row: Action) -> ActionView:
    sitting = row.minute.sitting
    return ActionView(
        meeting_id=sitting.meeting_id,
        committee=sitting.meeting.organization.name,
        held_on=meeting_day(sitting.meeting),
        minute=row.minute.number,
        anchor=row.key,
        text=row.text,
        owner=row.owner,
        due=row.due,
        flags=rules.unstated(row),
        invented=sitting.provenance == Provenance.INVENTED,
    )
