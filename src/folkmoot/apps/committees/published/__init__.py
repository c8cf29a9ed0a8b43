"""What the world may read of committees: frozen dataclasses only, drafts left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet

from folkmoot.apps.committees import queries
from folkmoot.apps.committees.models import AgendaItem, JointTerms, Meeting, Membership, Organization, Person
from folkmoot.apps.committees.terms import (
    EXEMPT_GROUNDS,
    PUBLIC_STATUSES,
    SCRUTINISES,
    Classification,
    ConfidentialGround,
    MeetingStatus,
    MembershipRole,
    Mode,
    Provenance,
    VotingRight,
)
from folkmoot.methods.calendars.council_years import CouncilYear, council_year, opens_on
from folkmoot.methods.calendars.counting import LONDON, at_clock
from folkmoot.methods.calendars.notice import Deadline, Kind

DEADLINE_LABELS = {
    Kind.PUBLISH_AGENDA: "Agenda and reports open to the public by the end of",
    Kind.REQUEST_TO_SPEAK: "Ask to speak by",
    Kind.WRITTEN_STATEMENT: "Send a written statement by",
    Kind.ATTEND_IN_PERSON: "Ask for a place in the room by",
}
VOTING_NOTES = {VotingRight.EDUCATION_ONLY: "votes on education only", VotingRight.NONE: "no vote"}


@dataclass(frozen=True, slots=True)
class CouncilView:
    """The council whose installation this is."""

    name: str
    chief_executive: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """Who sits on a body, as what; `note` says what the vote is limited to."""

    slug: str
    name: str
    role: str
    note: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in a list."""

    id: int
    committee: str
    committee_slug: str
    starts_at: datetime
    ends_at: datetime | None
    venue: str
    status: MeetingStatus
    sequence: int
    changed_at: datetime
    invented: bool


@dataclass(frozen=True, slots=True)
class JointView:
    """On which terms a joint body works: who leads, who takes part, and whose rules apply."""

    lead: str
    partners: tuple[str, ...]
    terms: str
    rules_of: str


@dataclass(frozen=True, slots=True)
class CommitteeView:
    """A body with its members on a day and its meetings, the latest first; `joint` for a joint one with terms."""

    slug: str
    name: str
    code: str
    members: tuple[MemberView, ...]
    co_optees: tuple[MemberView, ...]
    remit: str
    meetings: tuple[MeetingLine, ...]
    scrutinises: bool
    joint: JointView | None
    invented: bool


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of notice: by which clock, how long before the meeting in words, in force from when to when, and why."""

    label: str
    words: str
    clock: time | None
    effective_from: date
    effective_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class DeadlineView:
    """A deadline worked out: the day, the moment where a clock counts, the days counted, and where the rule stands."""

    kind: Kind
    label: str
    day: date
    at: datetime | None
    reason: str
    calendar_reason: str
    rule_id: str
    source: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An agenda item as the public sees it; `exempt` says on which ground its papers are withheld, and why."""

    id: int
    number: str
    title: str
    paragraphs: tuple[str, ...]
    report_by: str
    exempt: str


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting with its agenda and deadlines."""

    line: MeetingLine
    council: str
    mode: Mode
    stream_url: str
    contact: str
    items: tuple[ItemView, ...]
    deadlines: tuple[DeadlineView, ...]
    residents_have: int | None
    history: tuple[tuple[datetime, str, str], ...]
    printed: bool
    short_notice: str


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat on a body, from a day until another, both included; None while it is held."""

    committee_slug: str
    committee: str
    role: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person: posts, and seats on bodies with their dates."""

    slug: str
    name: str
    posts: tuple[str, ...]
    seats: tuple[SeatView, ...]
    invented: bool


def council() -> CouncilView | None:
    """The council, or None before it is set up."""
    found = queries.authority()
    return CouncilView(found.name, found.chief_executive) if found else None


def meetings(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    committee: str = "",
    soonest_first: bool = False,
    limit: int | None = None,
) -> tuple[MeetingLine, ...]:
    """Meetings that are not drafts, the latest first; from a moment on, before a moment, of one committee."""
    rows = _public_meetings().select_related("organization")
    if since is not None:
        rows = rows.filter(starts_at__gte=since)
    if until is not None:
        rows = rows.filter(starts_at__lt=until)
    if committee:
        rows = rows.filter(organization__slug=committee)
    ordered = rows.order_by("starts_at" if soonest_first else "-starts_at", "id")
    return tuple(_line(row) for row in ordered[:limit])


def council_years() -> tuple[CouncilYear, ...]:
    """The council years in which there are meetings, the latest first."""
    starts = _public_meetings().values_list("starts_at", flat=True)
    found = {council_year(at.astimezone(LONDON).date()) for at in starts}
    return tuple(sorted(found, key=lambda year: year.first_year, reverse=True))


def meetings_in(year: CouncilYear) -> tuple[MeetingLine, ...]:
    """The meetings of a council year, the latest first."""
    first, last = (at_clock(opens_on(number), time.min) for number in (year.first_year, year.first_year + 1))
    return meetings(since=first, until=last)


def committees() -> tuple[tuple[str, str, bool], ...]:
    """Slug, name and whether invented, of every body, and of a council if it meets; invented ones last."""
    others = [Classification.COUNCIL, Classification.AUTHORITY]
    bodies = Organization.objects.exclude(classification__in=others, meetings=None)
    rows = bodies.order_by("name").values_list("slug", "name", "provenance").distinct()
    found = [(slug, name, provenance == Provenance.INVENTED) for slug, name, provenance in rows]
    return tuple(sorted(found, key=lambda row: row[2]))


def committee(slug: str, *, day: date) -> CommitteeView | None:
    """A body with its members on the day, or None where there is none of that name."""
    row = Organization.objects.filter(slug=slug).first()
    if row is None:
        return None
    seated = list(queries.members_on(row, day))
    remit = queries.standing_texts_on(row, day).get("remit")
    return CommitteeView(
        slug=row.slug,
        name=row.name,
        code=row.code,
        members=_members(seated, co_opted=False),
        co_optees=_members(seated, co_opted=True),
        remit=remit.body if remit else "",
        meetings=meetings(committee=slug),
        scrutinises=row.classification in SCRUTINISES,
        joint=_joint(row),
        invented=row.provenance == Provenance.INVENTED,
    )


def _joint(row: Organization) -> JointView | None:
    found = JointTerms.objects.filter(organization=row).select_related("lead", "rules_of").first()
    if found is None:
        return None
    partners = tuple(found.partners.order_by("name").values_list("name", flat=True))
    return JointView(found.lead.name, partners, found.terms, found.rules_of.name)


def meeting_line(meeting_id: int) -> MeetingLine | None:
    """A meeting as it stands in a list; None where there is none or it is a draft."""
    row = _public_meetings().filter(pk=meeting_id).select_related("organization").first()
    return _line(row) if row else None


def meeting(meeting_id: int) -> MeetingView | None:
    """A meeting with its agenda and its deadlines worked out; None where there is none or it is a draft."""
    row = _public_meetings().filter(pk=meeting_id).select_related("organization", "contact").first()
    if row is None:
        return None
    found = queries.deadlines(row)
    return MeetingView(
        line=_line(row),
        council=queries.council_of(row.organization),
        mode=Mode(row.mode),
        stream_url=row.stream_url,
        contact=", ".join(part for part in (row.contact.name if row.contact else "", row.contact_post) if part),
        items=tuple(_item(item) for item in row.items.all()),
        deadlines=tuple(_deadline(each) for each in found),
        residents_have=queries.residents_have(found),
        history=tuple(row.status_changes.exclude(status="draft").values_list("at", "status", "reason")),
        printed=row.provenance == Provenance.PRINTED,
        short_notice=row.short_notice_reason,
    )


def people() -> tuple[str, ...]:
    """The slugs of everybody who sits or sat on a body, or holds an office."""
    rows = Person.objects.filter(Q(memberships__isnull=False) | Q(posts__isnull=False))
    return tuple(rows.order_by("slug").values_list("slug", flat=True).distinct())


def person(slug: str) -> PersonView | None:
    """A person with posts and seats, or None."""
    row = Person.objects.filter(slug=slug).first()
    if row is None:
        return None
    seats = row.memberships.select_related("organization").order_by("-start")
    return PersonView(
        slug=row.slug,
        name=row.called,
        posts=tuple(row.posts.order_by("held_from").values_list("label", flat=True)),
        seats=tuple(
            SeatView(
                seat.organization.slug, seat.organization.name, MembershipRole(seat.role).label, seat.start, seat.end
            )
            for seat in seats
        ),
        invented=row.provenance == Provenance.INVENTED,
    )


def rules(slug: str) -> tuple[RuleView, ...]:
    """A body's rules of notice, in the order of `Kind`, each kind's newest first."""
    body = Organization.objects.filter(slug=slug).first()
    found = queries.rules_of(body) if body else []
    kinds = list(Kind)
    ordered = sorted(found, key=lambda rule: (kinds.index(rule.kind), -rule.effective_from.toordinal()))
    return tuple(
        RuleView(
            DEADLINE_LABELS[rule.kind], rule.words, rule.clock, rule.effective_from, rule.effective_to, rule.source
        )
        for rule in ordered
    )


def _public_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.filter(status__in=[status.value for status in PUBLIC_STATUSES])


def _line(row: Meeting) -> MeetingLine:
    return MeetingLine(
        id=row.pk,
        committee=row.organization.name,
        committee_slug=row.organization.slug,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        venue=row.venue,
        status=MeetingStatus(row.status),
        sequence=row.sequence,
        changed_at=row.changed_at,
        invented=row.provenance == Provenance.INVENTED,
    )


def _members(rows: Iterable[Membership], *, co_opted: bool) -> tuple[MemberView, ...]:
    return tuple(
        MemberView(
            slug=row.person.slug,
            name=row.person.called,
            role=MembershipRole(row.role).label,
            note=VOTING_NOTES.get(VotingRight(row.voting_right), ""),
        )
        for row in rows
        if (row.role == MembershipRole.CO_OPTEE) is co_opted
    )


def _item(row: AgendaItem) -> ItemView:
    exempt = ""
    if row.confidential_ground:
        exempt = f"They are confidential. {ConfidentialGround(row.confidential_ground).sentence}"
    if row.exempt_ground:
        ground = EXEMPT_GROUNDS[row.exempt_ground]
        exempt = f"Schedule 12A, paragraph {row.exempt_ground}: {ground}. {row.exempt_reason}"
    return ItemView(
        id=row.pk,
        number=row.number,
        title=row.title,
        paragraphs=tuple(part for part in row.text.split("\n\n") if part),
        report_by=row.report_by,
        exempt=exempt,
    )


def _deadline(found: Deadline) -> DeadlineView:
    return DeadlineView(
        kind=found.rule.kind,
        label=DEADLINE_LABELS[found.rule.kind],
        day=found.day,
        at=found.at,
        reason=found.count.reason,
        calendar_reason=found.calendar_count.reason if found.calendar_count else "",
        rule_id=found.rule.id,
        source=found.rule.source,
    )
