"""Verbs of the words: opening the record, numbering and writing minutes, revising them, recording actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees.models import AgendaItem, Meeting
from folkmoot.apps.committees.queries import meeting_day, members_on
from folkmoot.apps.committees.terms import MembershipRole, Provenance
from folkmoot.apps.minutes import queries, rules
from folkmoot.apps.minutes.models import Action, Minute, MinuteRevision, Sitting
from folkmoot.apps.minutes.operations.keeping import changed, minute_to_change, sitting_to_change
from folkmoot.apps.minutes.terms import Outcome, Stage
from folkmoot.apps.reports.queries import Content, bind
from folkmoot.methods.calendars.council_years import council_year
from folkmoot.methods.document import source
from folkmoot.methods.document.keys import BadSource


@transaction.atomic
def open_sitting(
    *,
    meeting_id: int,
    began_at: datetime,
    by: User | None,
    at: datetime,
    provenance: Provenance | None = None,
) -> Sitting:
    """Begin the record of a meeting; the body's chair presides until it is said otherwise.

    The record is invented where the meeting is. IntegrityError when the meeting has a record.
    """
    require(rules.may_keep_minutes(by))
    meeting = Meeting.objects.select_related("organization").get(pk=meeting_id)
    found = provenance or (Provenance.INVENTED if meeting.provenance == Provenance.INVENTED else Provenance.RECORDED)
    chair = members_on(meeting.organization, meeting_day(meeting)).filter(role=MembershipRole.CHAIR).first()
    sitting = Sitting.objects.create(
        meeting=meeting, began_at=began_at, provenance=found, presiding=chair.person if chair else None
    )
    note(by=by, did=Event.SITTING_OPENED, to=sitting, at=at)
    return sitting


@transaction.atomic
def record_minute(
    *,
    sitting_id: int,
    title: str,
    content: Content,
    by: User | None,
    at: datetime,
    agenda_item: AgendaItem | None = None,
    outcome: Outcome | None = None,
) -> Minute:
    """Write the next minute; it takes the next number of the body's council year. `content` is blocks by stage.

    BadSource names the block that cannot be read.
    """
    sitting = sitting_to_change(sitting_id, by)
    minute = number_minute(sitting, title=title, item=agenda_item, at=None)
    minute.outcome = outcome or ""
    minute.save()
    check(sitting, f"minute {minute.number}", instead={minute.pk: content})
    if content:
        save(minute, content, base=0, by=by, at=at)
    note(by=by, did=Event.MINUTE_RECORDED, to=minute, at=at)
    changed(sitting, at)
    return minute


def number_minute(sitting: Sitting, *, title: str, item: AgendaItem | None, at: datetime | None) -> Minute:
    """The next minute of the body's council year, with nothing written yet."""
    organization, suffix = sitting.meeting.organization, suffix_of(sitting)
    last = Minute.objects.filter(organization=organization, suffix=suffix).aggregate(Max("sequence"))["sequence__max"]
    return Minute.objects.create(
        sitting=sitting,
        organization=organization,
        sequence=(last or 0) + 1,
        suffix=suffix,
        agenda_item=item,
        agenda_number=item.number if item else "",
        title=title,
        taken_at=at,
    )


@transaction.atomic
def revise_minute(
    *,
    minute_id: int,
    content: Content,
    base: int,
    by: User | None,
    at: datetime,
    reason: str = "",
    token: str = "",
) -> MinuteRevision:
    """Save a minute that was written from the revision `base`; 0 is before anything was written.

    Where a newer revision stands by now, nothing is lost and nothing is overwritten: the save is kept as a draft
    (`draft` is true) and both are shown. The same `token` twice is one save, sent again over a poor connection.
    BadSource names the block that cannot be read.
    """
    minute = minute_to_change(minute_id, by)
    earlier = minute.revisions.filter(token=token).first() if token else None
    if earlier is not None:
        return earlier
    check(minute.sitting, f"minute {minute.number}", instead={minute.pk: content})
    revision = save(minute, content, base=base, by=by, at=at, reason=reason, token=token)
    note(by=by, did=Event.MINUTE_REVISED, to=minute, at=at)
    changed(minute.sitting, at)
    return revision


@transaction.atomic
def record_action(
    *, minute_id: int, key: str, text: str, by: User | None, at: datetime, owner: str = "", due: date | None = None
) -> Action:
    """Record what a minute asks for; who and by when may follow, but before the minutes are published."""
    minute = minute_to_change(minute_id, by)
    said = {"text": text, "owner": owner, "due": due}
    action, _ = Action.objects.update_or_create(
        minute=minute, key=key, defaults=said, create_defaults={**said, "order": minute.actions.count()}
    )
    check(minute.sitting, f"minute {minute.number}")
    note(by=by, did=Event.ACTION_RECORDED, to=action, at=at)
    changed(minute.sitting, at)
    return action


def suffix_of(sitting: Sitting) -> str:
    """The second part of the numbers of a sitting's minutes: 21 for the council year 2021/22."""
    return council_year(meeting_day(sitting.meeting)).suffix


def save(
    minute: Minute, content: Content, *, base: int, by: User | None, at: datetime, reason: str = "", token: str = ""
) -> MinuteRevision:
    """Add a revision; it is a draft when it was not written from the revision that stands."""
    newest, stands = minute.revisions.last(), queries.current(minute)
    return MinuteRevision.objects.create(
        minute=minute,
        number=newest.number + 1 if newest else 1,
        base=base,
        content=content,
        draft=base != (stands.number if stands else 0),
        reason=reason,
        token=token,
        at=at,
        by=by,
    )


def check(sitting: Sitting, name: str, instead: Mapping[int, Content] | None = None) -> None:
    """BadSource unless the minutes can be read, with other content in a minute where `instead` has one."""
    for content in (instead or {}).values():
        unknown = set(content) - {stage.value for stage in Stage}
        if unknown:
            raise BadSource(f"{name}: {min(unknown)!r} is none of the stages {', '.join(Stage)}")
    source.compose(queries.source_of(sitting, instead or {}, whole=True), name, bind)
