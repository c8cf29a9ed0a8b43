"""Verbs of the way from the room to the signature: the chair's check, publication, approval, signing, corrections."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event, Occasion
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import AgendaItem, Meeting, Person
from folkmoot.apps.committees.operations import news
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.rules import may_change_meeting
from folkmoot.apps.committees.terms import ItemKind
from folkmoot.apps.minutes import queries, rules
from folkmoot.apps.minutes.models import Arising, Correction, Minute, Signature, Sitting
from folkmoot.apps.minutes.operations.keeping import follow_up, sitting_to_change
from folkmoot.apps.minutes.queries import gate
from folkmoot.apps.minutes.terms import Standing
from folkmoot.apps.reports.queries import bind
from folkmoot.methods.document import source, wire


class Unready(ValueError):
    """Minutes cannot be published; the message lists what is missing."""


class Unsuitable(ValueError):
    """A meeting or a person that cannot approve or sign minutes was named (M5); the message says why."""


@transaction.atomic
def send_to_chair(*, sitting_id: int, by: User | None, at: datetime) -> Sitting:
    """Give the drafted minutes to the chair. Unready until the meeting has ended and has a minute."""
    sitting = sitting_to_change(sitting_id, by)
    if sitting.ended_at is None or not sitting.minutes.exists():
        raise Unready("Minutes go to the Chair once the meeting has ended. Record when it did.")
    sitting.sent_at, sitting.checked_at, sitting.checked_by = at, None, None
    return _moved(sitting, Event.MINUTES_SENT_TO_CHAIR, by, at)


@transaction.atomic
def check_minutes(*, sitting_id: int, by: User | None, at: datetime) -> Sitting:
    """The chair has read the minutes as they stand. NotAllowed for anybody else, or before they were sent."""
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("meeting__organization").get(pk=sitting_id)
    require(rules.may_check_minutes(by, sitting, localdate(at)))
    sitting.checked_at, sitting.checked_by = at, by
    return _moved(sitting, Event.MINUTES_CHECKED, by, at)


@transaction.atomic
def publish_minutes(*, sitting_id: int, by: User | None, at: datetime) -> Sitting:
    """Let the world read recorded minutes as a draft. Unready, with a sentence for each thing that is missing."""
    sitting = sitting_to_change(sitting_id, by)
    missing = gate.unready(sitting)
    if missing:
        raise Unready("\n".join(missing))
    sitting.published_at, sitting.published_by = at, by
    _tell(sitting, Occasion.MINUTES_PUBLISHED, at, page="public:minutes")
    follow_up(sitting, by=by, at=at)
    return _moved(sitting, Event.MINUTES_PUBLISHED, by, at, public=True)


@transaction.atomic
def publish_decisions(*, sitting_id: int, by: User | None, at: datetime) -> Sitting:
    """Publish the list of what was decided, on the day itself if need be; it follows what is recorded from then on."""
    sitting = sitting_to_change(sitting_id, by)
    sitting.decisions_at = sitting.decisions_at or at
    _tell(sitting, Occasion.DECISIONS_PUBLISHED, at, page="public:meeting")
    return _moved(sitting, Event.DECISIONS_PUBLISHED, by, at, public=True)


def _tell(sitting: Sitting, occasion: Occasion, at: datetime, *, page: str) -> None:
    """Those who follow are told once; what is sought in the news is what the minutes are called."""
    titles = " ".join(sitting.minutes.values_list("title", flat=True))
    news.tell(sitting.meeting, occasion, key=f"{occasion}-{sitting.pk}", words=titles, at=at, page=page)


@transaction.atomic
def approve_minutes(*, sitting_id: int, in_minute_id: int, by: User | None, at: datetime) -> Sitting:
    """Record in which minute of a later meeting the body approved these minutes, with what was corrected till then.

    Unsuitable unless the minute is one of a later meeting of the same body (M5).
    """
    sitting = sitting_to_change(sitting_id, by)
    minute = Minute.objects.select_related("sitting__meeting").get(pk=in_minute_id)
    if sitting.published_at is None:
        raise Unsuitable("Minutes are published as a draft before a meeting approves them.")
    later = minute.sitting.meeting.starts_at > sitting.meeting.starts_at
    if minute.organization_id != sitting.meeting.organization_id or not later:
        raise Unsuitable("Minutes are approved at a later meeting of the same body (M5). Choose its minute.")
    sitting.approved_in = minute
    return _moved(sitting, Event.MINUTES_APPROVED, by, at, public=True)


@transaction.atomic
def sign_minutes(*, sitting_id: int, presiding: Person, signed_on: date, by: User | None, at: datetime) -> Signature:
    """Freeze approved minutes as who presided signed them. From then on the database refuses every change.

    Unsuitable unless they were approved, and whoever signs was at the meeting that did so (M5).
    """
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("meeting__organization").get(pk=sitting_id)
    require(rules.may_keep_minutes(by))
    if rules.standing(sitting) is not Standing.APPROVED:
        raise Unsuitable("Minutes are signed once, after a meeting has approved them (M5).")
    approving = Sitting.objects.get(minutes=sitting.approved_in)
    if not approving.attendances.filter(person=presiding).exists():
        raise Unsuitable(f"{presiding.called} was not at the meeting that approved the minutes, so cannot sign (M5).")
    if signed_on < meeting_day(approving.meeting):
        raise Unsuitable("Minutes are signed at the meeting that approved them, or later (M5). Mend the date.")
    document, whole = (
        wire.dump(
            source.compose(queries.source_of(sitting, whole=each, signed=(presiding, signed_on)), "minutes", bind)
        )
        for each in (False, True)
    )
    signature = Signature.objects.create(
        sitting=sitting,
        presiding=presiding,
        signed_on=signed_on,
        document=document,
        whole=whole,
        sha256=hashlib.sha256(whole.encode()).hexdigest(),
        at=at,
        by=by,
    )
    _moved(sitting, Event.MINUTES_SIGNED, by, at, public=True)
    return signature


@transaction.atomic
def correct_minute(*, minute_id: int, text: str, by: User | None, at: datetime) -> Correction:
    """Say beside a signed minute what was found wrong in it. Unsuitable before it is signed: then it is revised."""
    require(rules.may_keep_minutes(by))
    sitting = Sitting.objects.select_for_update(of=("self",)).get(minutes=minute_id)
    if rules.standing(sitting) is not Standing.SIGNED:
        raise Unsuitable("These minutes are not signed yet: change the minute itself, and say why.")
    number = Correction.objects.filter(minute=minute_id).count() + 1
    correction = Correction.objects.create(minute_id=minute_id, number=number, text=text, at=at, by=by)
    note(by=by, did=Event.MINUTE_CORRECTED, to=correction, at=at)
    advance_publication(at=at)
    return correction


@transaction.atomic
def carry_matters_arising(*, meeting_id: int, by: User | None, at: datetime) -> AgendaItem:
    """Put what the last minutes asked for on the agenda, below its item of minutes where it has one.

    Unsuitable where those minutes asked for nothing or are not public yet, and once it was done.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("organization").get(pk=meeting_id)
    require(may_change_meeting(by, meeting))
    last, arising = queries.last_sitting(meeting), queries.matters_arising(meeting)
    if last is None or not arising:
        raise Unsuitable("The last minutes asked for nothing, so that nothing arises from them.")
    if last.published_at is None:
        raise Unsuitable("The last minutes are not public yet. Publish them first; an agenda quotes them.")
    if queries.carried_to(meeting):
        raise Unsuitable("The agenda has an item for what arises from the last minutes already.")
    parent = meeting.items.filter(kind=ItemKind.MINUTES, parent=None).first()
    item = committees.add_agenda_item(
        meeting_id=meeting_id,
        title="Matters arising from the last minutes",
        kind=ItemKind.PROCEDURAL,
        text="\n".join(f"- {matter}" for matter in arising),
        parent=parent,
        by=by,
        at=at,
    )
    Arising.objects.create(item=item, sitting=last)
    return item


def _moved(sitting: Sitting, did: Event, by: User | None, at: datetime, *, public: bool = False) -> Sitting:
    sitting.change += 1
    sitting.save()
    note(by=by, did=did, to=sitting, at=at)
    if public:
        advance_publication(at=at)
    return sitting
