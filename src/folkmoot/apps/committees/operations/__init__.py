"""Verbs of committees: each is atomic, refuses with a reason, and leaves an audit row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models import (
    Authority,
    ClosureDay,
    Meeting,
    Membership,
    Organization,
    Person,
    Post,
    Rule,
    StandingText,
    StatusChange,
)
from folkmoot.apps.committees.operations import news
from folkmoot.apps.committees.operations.agenda import AgendaFull as AgendaFull
from folkmoot.apps.committees.operations.agenda import ItemInUse as ItemInUse
from folkmoot.apps.committees.operations.agenda import Lateness as Lateness
from folkmoot.apps.committees.operations.agenda import UnknownItem as UnknownItem
from folkmoot.apps.committees.operations.agenda import add_agenda_item as add_agenda_item
from folkmoot.apps.committees.operations.agenda import add_template_item as add_template_item
from folkmoot.apps.committees.operations.agenda import chase_report as chase_report
from folkmoot.apps.committees.operations.agenda import keep_changed
from folkmoot.apps.committees.operations.agenda import move_agenda_item as move_agenda_item
from folkmoot.apps.committees.operations.agenda import remove_agenda_item as remove_agenda_item
from folkmoot.apps.committees.operations.agenda import reorder_agenda as reorder_agenda
from folkmoot.apps.committees.operations.agenda import revise_agenda_item as revise_agenda_item
from folkmoot.apps.committees.operations.agenda import take_standing_items as take_standing_items
from folkmoot.apps.committees.terms import (
    Classification,
    MeetingStatus,
    MembershipRole,
    Mode,
    Provenance,
    VotingRight,
)
from folkmoot.apps.committees.terms.parameters import checked
from folkmoot.apps.committees.terms.rulebook import RULE_OF_KIND, entry_of
from folkmoot.methods.calendars import notice
from folkmoot.methods.document import inline

LONGEST_SLUG = 50  # letters of a body's address; PostgreSQL holds to it, SQLite does not


@transaction.atomic
def set_authority(*, name: str, gss_code: str, chief_executive: str, by: User | None, at: datetime) -> Authority:
    """Name the council whose installation this is."""
    require(rules.may_manage_committees(by))
    values = {"name": name, "gss_code": gss_code, "chief_executive": chief_executive}
    authority, _ = Authority.objects.update_or_create(pk=1, defaults=values)
    note(by=by, did=Event.AUTHORITY_SET, to=authority, at=at)
    advance_publication(at=at)
    return authority


@transaction.atomic
def add_closure_day(*, day: date, name: str, by: User | None, at: datetime) -> ClosureDay:
    """Close the council on a weekday: every deadline that would count it moves earlier."""
    require(rules.may_manage_committees(by))
    closure = ClosureDay.objects.create(day=day, name=name)
    note(by=by, did=Event.RULE_SET_ADDED, to=closure, at=at)
    advance_publication(at=at)
    return closure


@transaction.atomic
def create_organization(
    *,
    name: str,
    classification: Classification,
    by: User | None,
    at: datetime,
    code: str = "",
    parent: Organization | None = None,
    provenance: Provenance = Provenance.RECORDED,
    moderngov_id: int | None = None,
) -> Organization:
    """Create a body. IntegrityError when its name is taken."""
    require(rules.may_manage_committees(by))
    organization = Organization.objects.create(
        slug=slugify(name)[:LONGEST_SLUG].rstrip("-"),
        name=name,
        code=code,
        classification=classification,
        parent=parent,
        provenance=provenance,
        moderngov_id=moderngov_id,
    )
    note(by=by, did=Event.ORGANIZATION_CREATED, to=organization, at=at)
    advance_publication(at=at)
    return organization


@transaction.atomic
def create_person(
    *, name: str, by: User | None, at: datetime, honorific: str = "", provenance: Provenance = Provenance.RECORDED
) -> Person:
    """Create a person; a second one of the same name gets a number in the address."""
    require(rules.may_manage_committees(by))
    stem = slugify(name) or "person"
    taken = Person.objects.filter(slug__startswith=stem).count()
    slug = f"{stem}-{taken + 1}" if Person.objects.filter(slug=stem).exists() else stem
    person = Person.objects.create(slug=slug, name=name, honorific=honorific, provenance=provenance)
    note(by=by, did=Event.PERSON_CREATED, to=person, at=at)
    return person


@transaction.atomic
def link_account(*, person: Person | None, user: User, by: User | None, at: datetime, email: str = "") -> None:
    """Say whose account it is, so that the account finds its own meetings, actions and interests; None unlinks it.

    Reminders of that person's duties go to `email`; without one they get none.
    """
    require(rules.may_link_accounts(by))
    Person.objects.filter(account=user).update(account=None)
    if person is not None:
        Person.objects.filter(pk=person.pk).update(account=user)
    user.email = email
    user.save(update_fields=["email"])
    note(by=by, did=Event.ACCOUNT_LINKED, to=user, at=at)


@transaction.atomic
def hold_post(*, person: Person, label: str, held_from: date, by: User | None, at: datetime) -> Post:
    """Record that somebody holds an office from a day on."""
    require(rules.may_manage_committees(by))
    post = Post.objects.create(person=person, label=label, held_from=held_from)
    note(by=by, did=Event.POST_HELD, to=post, at=at)
    advance_publication(at=at)
    return post


@transaction.atomic
def appoint(
    *,
    person: Person,
    organization: Organization,
    role: MembershipRole,
    start: date,
    by: User | None,
    at: datetime,
    voting_right: VotingRight = VotingRight.FULL,
    on_behalf_of: str = "",
    order: int = 0,
) -> Membership:
    """Seat somebody on a body. IntegrityError for a second chair or deputy chair at the same time."""
    require(rules.may_manage_committees(by))
    membership = Membership.objects.create(
        person=person,
        organization=organization,
        role=role,
        voting_right=voting_right,
        on_behalf_of=on_behalf_of,
        start=start,
        order=order,
    )
    note(by=by, did=Event.MEMBERSHIP_STARTED, to=membership, at=at)
    advance_publication(at=at)
    return membership


@transaction.atomic
def bring_rule_into_force(
    *,
    organization: Organization | None,
    rule_id: str,
    parameters: Mapping[str, Any],
    source: str,
    effective_from: date,
    by: User | None,
    at: datetime,
    effective_to: date | None = None,
    confirmed: bool = True,
) -> Rule:
    """Bring a rule into force for a body, or as the law for all (None); the one before it ends on the day before.

    UnknownRule, BadParameter. IntegrityError when the rule has a row that begins on the same day.
    """
    require(rules.may_manage_committees(by))
    kept = checked(entry_of(rule_id), parameters)
    earlier = Rule.objects.filter(
        organization=organization, rule_id=rule_id, effective_to=None, effective_from__lt=effective_from
    )
    earlier.update(effective_to=date.fromordinal(effective_from.toordinal() - 1))
    row = Rule.objects.create(
        organization=organization,
        rule_id=rule_id,
        parameters=kept,
        source=source,
        confirmed=confirmed,
        effective_from=effective_from,
        effective_to=effective_to,
    )
    note(by=by, did=Event.RULE_SET_ADDED, to=row, at=at)
    advance_publication(at=at)
    return row


def set_rule(*, organization: Organization, rule: notice.Rule, by: User | None, at: datetime) -> Rule:
    """Bring a rule of notice into force; its id in the rulebook is that of its kind."""
    parameters = {"number": rule.number, "counting": rule.counting.value, "basis": rule.basis.value}
    return bring_rule_into_force(
        organization=organization,
        rule_id=RULE_OF_KIND[rule.kind],
        parameters=parameters | ({"clock": rule.clock} if rule.clock else {}),
        source=rule.source,
        effective_from=rule.effective_from,
        effective_to=rule.effective_to,
        by=by,
        at=at,
    )


@transaction.atomic
def add_standing_text(
    *, organization: Organization, key: str, title: str, body: str, effective_from: date, by: User | None, at: datetime
) -> StandingText:
    """Bring a standing text into force; the one before it ends the day before. UnsafeLink for a link off the web."""
    require(rules.may_manage_committees(by))
    inline.parse(body)
    earlier = StandingText.objects.filter(
        organization=organization, key=key, effective_to=None, effective_from__lt=effective_from
    )
    earlier.update(effective_to=date.fromordinal(effective_from.toordinal() - 1))
    text = StandingText.objects.create(
        organization=organization, key=key, title=title, body=body, effective_from=effective_from
    )
    note(by=by, did=Event.STANDING_TEXT_ADDED, to=text, at=at)
    advance_publication(at=at)
    return text


@transaction.atomic
def call_meeting(
    *,
    organization: Organization,
    starts_at: datetime,
    venue: str,
    by: User | None,
    at: datetime,
    ends_at: datetime | None = None,
    mode: Mode = Mode.IN_PERSON,
    stream_url: str = "",
    contact: Person | None = None,
    contact_post: str = "",
    provenance: Provenance = Provenance.RECORDED,
    moderngov_id: int | None = None,
) -> Meeting:
    """Put a meeting into the calendar as a draft. IntegrityError when the body already meets at that moment."""
    require(rules.may_manage_meetings(by))
    meeting = Meeting.objects.create(
        organization=organization,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue,
        mode=mode,
        stream_url=stream_url,
        contact=contact,
        contact_post=contact_post,
        provenance=provenance,
        moderngov_id=moderngov_id,
        changed_at=at,
    )
    StatusChange.objects.create(meeting=meeting, status=meeting.status, at=at)
    note(by=by, did=Event.MEETING_CALLED, to=meeting, at=at)
    return meeting


@transaction.atomic
def change_meeting_status(
    *, meeting_id: int, status: MeetingStatus, by: User | None, at: datetime, reason: str = ""
) -> Meeting:
    """Pass a meeting to another status and keep the history. NotAllowed when it cannot pass there."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(rules.may_change_meeting(by, meeting))
    require(rules.may_pass(meeting, status))
    _pass(meeting, status, at=at, reason=reason)
    note(by=by, did=Event.MEETING_STATUS_CHANGED, to=meeting, at=at)
    news.tell_status(meeting, at)
    advance_publication(at=at)
    return meeting


@transaction.atomic
def move_meeting(*, meeting_id: int, venue: str, reason: str, by: User | None, at: datetime) -> Meeting:
    """Have a meeting elsewhere on the same day; the reason is shown. NotAllowed when it cannot be moved any more."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(rules.may_change_meeting(by, meeting))
    require(rules.may_pass(meeting, MeetingStatus.MOVED))
    meeting.venue = venue
    _pass(meeting, MeetingStatus.MOVED, at=at, reason=reason)
    note(by=by, did=Event.MEETING_STATUS_CHANGED, to=meeting, at=at)
    news.tell_status(meeting, at)
    advance_publication(at=at)
    return meeting


@transaction.atomic
def reschedule_meeting(
    *, meeting_id: int, starts_at: datetime, ends_at: datetime | None, reason: str, by: User | None, at: datetime
) -> Meeting:
    """Put a meeting off to another time: a new draft that names the one it comes from, which keeps its agenda.

    NotAllowed when it cannot be put off any more; IntegrityError when the body already meets at that moment.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(rules.may_change_meeting(by, meeting))
    require(rules.may_pass(meeting, MeetingStatus.RESCHEDULED))
    later = call_meeting(
        organization=meeting.organization,
        starts_at=starts_at,
        ends_at=ends_at,
        venue=meeting.venue,
        mode=Mode(meeting.mode),
        stream_url=meeting.stream_url,
        contact=meeting.contact,
        contact_post=meeting.contact_post,
        provenance=Provenance(meeting.provenance),
        by=by,
        at=at,
    )
    later.rescheduled_from = meeting
    later.save()
    _pass(meeting, MeetingStatus.RESCHEDULED, at=at, reason=reason)
    note(by=by, did=Event.MEETING_STATUS_CHANGED, to=meeting, at=at)
    news.tell_status(meeting, at)
    advance_publication(at=at)
    return later


@transaction.atomic
def explain_short_notice(*, meeting_id: int, reason: str, by: User | None, at: datetime) -> Meeting:
    """Say why a meeting is called at shorter notice than the law asks for; it is printed. "" takes it back."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(rules.may_change_meeting(by, meeting))
    meeting.short_notice_reason = reason
    note(by=by, did=Event.MEETING_CHANGED, to=meeting, at=at)
    keep_changed(meeting, at)
    return meeting


def _pass(meeting: Meeting, status: MeetingStatus, *, at: datetime, reason: str) -> None:
    meeting.status = status
    meeting.sequence += 1
    meeting.changed_at = at
    meeting.save()
    StatusChange.objects.create(meeting=meeting, status=status, at=at, reason=reason)
