"""The sample councils, loaded from their files through the same operations that officers use.

Each folder holds `tables.toml` (data sets), `council.toml` (a council with its bodies, people, rules and meetings), or
both. Loading is one transaction: it is there whole or not at all. Loading again adds only what is new in the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.db import IntegrityError, transaction

from folkmoot.apps.actions import operations as programme
from folkmoot.apps.actions.terms import Source, TopicState
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees import queries as calendar
from folkmoot.apps.committees.models import (
    AgendaItem,
    Meeting,
    Membership,
    Organization,
    Person,
    Post,
    Rule,
    StandingText,
)
from folkmoot.apps.committees.operations import executive
from folkmoot.apps.committees.terms import (
    Classification,
    ItemKind,
    MeetingStatus,
    MembershipRole,
    Mode,
    Provenance,
    VotingRight,
)
from folkmoot.apps.measures import operations as measures
from folkmoot.apps.measures import queries as measures_read
from folkmoot.apps.minutes import operations as minutes
from folkmoot.apps.records import operations as records
from folkmoot.apps.records.terms import Provenance as Origin
from folkmoot.apps.reports import operations as reports
from folkmoot.cli import law
from folkmoot.methods.calendars.counting import LONDON, is_working
from folkmoot.methods.document import keys
from folkmoot.methods.document.keys import BadSource, Keys

# The real council first: it is the one that the installation is named after.
FOLDERS = ("tables", "oxfordshire", "invented")
# What a meeting passes through on its way to where it stands.
WAYS = {
    MeetingStatus.DRAFT: (),
    MeetingStatus.CONFIRMED: (MeetingStatus.CONFIRMED,),
    MeetingStatus.HELD: (MeetingStatus.CONFIRMED, MeetingStatus.HELD),
}


Value = TypeVar("Value")


def _quietly(words: str) -> None:
    """Say nothing."""


@transaction.atomic
def load(folder: Path, *, at: datetime, say: Callable[[str], None] = _quietly) -> None:
    """Load the samples below a folder. BadSource, BadTable or a named refusal says which file and key is at fault.

    `say` is told what is being loaded.
    """
    found = [folder / name for name in FOLDERS if (folder / name).is_dir()]
    if not found:
        raise BadSource(f"{folder}: there are no samples; the folder should hold {', '.join(FOLDERS)}")
    for each in found:
        if (each / "tables.toml").is_file():
            say(f"Data sets of {each.name}")
            _load_tables(each, at)
    for each in found:
        if (each / "measures.toml").is_file():
            say(f"Measures of {each.name}")
            _load_measures(each, at)
    for each in found:
        if (each / "council.toml").is_file():
            _Council(each, at, say).load()


def _load_tables(folder: Path, at: datetime) -> None:
    listing = open_source(folder / "tables.toml")
    for table in listing.tables("table", "table"):
        key = table.words("key")
        with _naming(table, "key"):
            records.import_printed_table(
                key=key,
                title=table.words("title"),
                source=table.words("source"),
                content=_content(folder, f"{key}.csv", table, "key"),
                provenance=table.choice("provenance", Origin),
                by=None,
                at=at,
                file_name=f"{key}.csv",
                period=table.words("period", ""),
                licence=table.words("licence", ""),
                remark=table.words("note", ""),
                public="public" not in table.values or table.flag("public"),
            )
        table.finish()
    listing.finish()


def _load_measures(folder: Path, at: datetime) -> None:
    """The measures of a folder, computed for what measures.toml covers, and released if they are new."""
    listing = open_source(folder / "targets.toml")
    for each in listing.tables("target", "target"):
        with _naming(each, ""):
            measures.set_target(**measures_read.read_target(each), by=None, at=at)
    covered = measures_read.read_coverage(folder / "measures.toml")
    definitions = [measures_read.Definition.read(path) for path in sorted((folder / "measures").glob("*.toml"))]
    try:
        vintage = measures.compute_measures(
            definitions=definitions, coverage=covered.coverage, title=covered.title, sources=covered.sources, by=None,
            at=at,
        )  # fmt: skip
    except measures.Withdrawn:  # somebody who tried the demo took it back, and it stays withdrawn
        return
    if vintage.submitted_at is None:
        measures.submit_vintage(vintage_id=vintage.pk, by=None, at=at)
        measures.approve_vintage(vintage_id=vintage.pk, by=None, at=at)
        measures.release_vintage(vintage_id=vintage.pk, by=None, at=at)


@dataclass
class _Council:
    """One council's file, and what of it is there so far, by the keys that the file uses."""

    folder: Path
    at: datetime
    say: Callable[[str], None]
    provenance: Provenance = Provenance.PRINTED
    bodies: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def load(self) -> None:
        """Everything in the order in which it names one another."""
        council = open_source(self.folder / "council.toml")
        self.authority(council.table("authority"))
        steps: list[tuple[str, Callable[[Keys], None]]] = [
            ("organization", self.organization),
            ("person", self.person),
            ("membership", self.membership),
            ("rule", self.rule),
            ("standing", self.standing),
            ("template", self.template),
            ("plan", self.plan),
            ("meeting", self.meeting),
            ("topics", self.topics),
        ]
        for name, step in steps:
            for each in council.tables(name, name):
                with _naming(each, ""):
                    step(each)
                each.finish()
        council.finish()

    def authority(self, entry: Keys) -> None:
        """Name the council; an invented one never gives its name to the installation."""
        name, chief = entry.words("name"), entry.words("chief_executive", "")
        code = entry.words("gss_code", "")
        self.provenance = entry.choice("provenance", Provenance)
        entry.finish()
        self.say(name)
        found = calendar.authority()
        known = found is not None and (found.name, found.gss_code, found.chief_executive) == (name, code, chief)
        if self.provenance is not Provenance.INVENTED and not known:
            committees.set_authority(name=name, gss_code=code, chief_executive=chief, by=None, at=self.at)

    def organization(self, entry: Keys) -> None:
        key, name = entry.words("key"), entry.words("name")
        code, classification = entry.words("code", ""), entry.choice("classification", Classification)
        provenance, moderngov_id = entry.choice("provenance", Provenance), entry.whole("moderngov_id", 0)
        parent = entry.words("parent", "")
        if parent and parent not in self.bodies:
            raise entry.fault("parent", f"{parent!r} is the key of no organization before this one")
        entry.strings("co_optees")  # said for the reader of the file; who sits is told by the memberships
        self.bodies[key] = Organization.objects.filter(name=name).first() or committees.create_organization(
            name=name,
            classification=classification,
            code=code,
            parent=self.bodies[parent] if parent else None,
            provenance=provenance,
            moderngov_id=moderngov_id or None,
            by=None,
            at=self.at,
        )

    def person(self, entry: Keys) -> None:
        key, name, honorific = entry.words("key"), entry.words("name"), entry.words("honorific", "")
        person = Person.objects.filter(slug=key).first() or committees.create_person(
            name=name, honorific=honorific, provenance=self.provenance, by=None, at=self.at
        )
        if person.slug != key:
            raise entry.fault("key", f"should be {person.slug!r}, which is made from the name")
        self.people[key] = person
        for post in entry.tables("posts", "post"):
            label, held_from = post.words("label"), _day(post, "held_from")
            if not Post.objects.filter(person=person, label=label, held_from=held_from).exists():
                committees.hold_post(person=person, label=label, held_from=held_from, by=None, at=self.at)
            post.finish()

    def membership(self, entry: Keys) -> None:
        person, organization, start = self.named(entry, "person"), self.body(entry), _day(entry, "start")
        role = entry.choice("role", MembershipRole)
        voting_right = entry.choice("voting_right", VotingRight, VotingRight.FULL)
        on_behalf_of, order = entry.words("on_behalf_of", ""), entry.whole("order", 0)
        if not Membership.objects.filter(person=person, organization=organization, start=start).exists():
            committees.appoint(
                person=person,
                organization=organization,
                role=role,
                start=start,
                voting_right=voting_right,
                on_behalf_of=on_behalf_of,
                order=order,
                by=None,
                at=self.at,
            )

    def rule(self, entry: Keys) -> None:
        """A rule of a body: its parameters are the keys that the rulebook knows for its id."""
        organization, rule = self.body(entry), entry.words("id")
        source, first, last = entry.words("source"), _day(entry, "effective_from"), entry.day("effective_to")
        known = Rule.objects.filter(organization=organization, rule_id=rule, effective_from=first).exists()
        parameters = law.parameters(entry, rule)
        if not known:
            committees.bring_rule_into_force(
                organization=organization,
                rule_id=rule,
                parameters=parameters,
                source=source,
                effective_from=first,
                effective_to=last,
                by=None,
                at=self.at,
            )

    def topics(self, entry: Keys) -> None:
        """Suggestions for a work programme that stand together: one body, day, theme, origin and state for them all."""
        organization, state, suggested_on = self.body(entry), entry.choice("state", TopicState), _day(entry, "on")
        source, theme, origin = entry.choice("source", Source), entry.words("theme", ""), entry.words("origin")
        provenance, reason = entry.choice("provenance", Provenance), entry.words("reason")
        for title in entry.strings("titles"):
            topic = programme.suggest_topic(
                organization=organization,
                title=title,
                theme=theme,
                source=source,
                origin=origin,
                suggested_on=suggested_on,
                provenance=provenance,
                by=None,
                at=self.at,
            )
            for step in _steps_to(state) if topic.state == TopicState.SUGGESTED else ():
                programme.sort_topic(topic_id=topic.pk, state=step, reason=reason, by=None, at=self.at)

    def standing(self, entry: Keys) -> None:
        organization, key, title = self.body(entry), entry.words("key"), entry.words("title")
        file, effective_from = entry.words("file"), _day(entry, "effective_from")
        body = _content(self.folder, file, entry, "file").decode().strip()
        entry.words("data_set", "")  # said for the reader of the file: where its figures come from
        known = StandingText.objects.filter(organization=organization, key=key, effective_from=effective_from)
        if not known.exists():
            committees.add_standing_text(
                organization=organization,
                key=key,
                title=title,
                body=body,
                effective_from=effective_from,
                by=None,
                at=self.at,
            )

    def template(self, entry: Keys) -> None:
        """An item with which every agenda of a body begins."""
        organization, title, kind = self.body(entry), entry.words("title"), entry.choice("kind", ItemKind)
        text, effective_from = _paragraphs(entry, "text"), _day(entry, "effective_from")
        if not organization.template_items.filter(title=title, effective_from=effective_from).exists():
            committees.add_template_item(
                organization=organization, title=title, kind=kind, text=text, effective_from=effective_from, by=None,
                at=self.at,
            )  # fmt: skip

    def plan(self, entry: Keys) -> None:
        """A decision that a body is to make so many working days from now, announced at once."""
        organization, title = self.body(entry), entry.words("title")
        due = days_ahead(self.at, entry.whole("in_working_days", 0))
        said = executive.Plan(
            title=title,
            matter=entry.words("matter"),
            key=entry.flag("key"),
            decided_by=entry.words("decided_by"),
            due_from=due,
            due_to=due,
            documents="\n".join(entry.strings("documents")),
            contact=entry.words("contact", ""),
        )
        if not organization.planned_decisions.filter(title=title).exists():
            row = executive.plan_decision(organization=organization, plan=said, by=None, at=self.at)
            executive.publish_plan(planned_id=row.pk, by=None, at=self.at)

    def meeting(self, entry: Keys) -> None:
        """A meeting with its agenda, then its papers and minutes; one that is there keeps its time and its status."""
        entry.words("key")  # for the reader of the file
        organization, status = self.body(entry), entry.choice("status", MeetingStatus)
        if status not in WAYS:
            raise entry.fault("status", f"is one of {', '.join(WAYS)} in a sample")
        meeting = self.called(entry, organization)
        items = list(entry.tables("item", "item"))
        agenda = [self.item(each, meeting, place) for place, each in enumerate(items, 1)]
        for step in WAYS[status] if meeting.status == MeetingStatus.DRAFT else ():
            committees.change_meeting_status(meeting_id=meeting.pk, status=step, by=None, at=self.at)
        for each, item in zip(items, agenda, strict=True):
            with _naming(each, ""):
                self.papers(each, item)
            each.finish()
        if "minutes" in entry.values:
            self.minutes(entry, meeting)

    def called(self, entry: Keys, organization: Organization) -> Meeting:
        """The meeting that is there, or one called now."""
        known, starts_at, ends_at = self.times(entry, organization)
        venue, mode = entry.words("venue"), entry.choice("mode", Mode)
        contact = self.named(entry, "contact") if "contact" in entry.values else None
        contact_post, stream_url = entry.words("contact_post", ""), entry.words("stream_url", "")
        provenance, moderngov_id = entry.choice("provenance", Provenance), entry.whole("moderngov_id", 0)
        return known or committees.call_meeting(
            organization=organization,
            starts_at=starts_at,
            ends_at=ends_at,
            venue=venue,
            mode=mode,
            stream_url=stream_url,
            contact=contact,
            contact_post=contact_post,
            provenance=provenance,
            moderngov_id=moderngov_id or None,
            by=None,
            at=self.at,
        )

    def times(self, entry: Keys, organization: Organization) -> tuple[Meeting | None, datetime, datetime | None]:
        """When a meeting is, with the meeting that is there already.

        A meeting `in_working_days` is always still to come: there is one until it is past, then the next is called.
        """
        ahead = entry.whole("in_working_days", 0)
        if not ahead:
            starts_at = _required(entry, "starts_at", entry.moment("starts_at"))
            return organization.meetings.filter(starts_at=starts_at).first(), starts_at, entry.moment("ends_at")
        day = days_ahead(self.at, ahead)
        starts, ends = _required(entry, "starts", entry.clock("starts")), entry.clock("ends")
        return (
            organization.meetings.filter(starts_at__gt=self.at).order_by("starts_at").first(),
            datetime.combine(day, starts, LONDON),
            datetime.combine(day, ends, LONDON) if ends else None,
        )

    def item(self, entry: Keys, meeting: Meeting, place: int) -> AgendaItem:
        """The item in that place of the agenda, added where there is none yet."""
        number, kind, title = entry.words("number", ""), entry.choice("kind", ItemKind), entry.words("title")
        text, report_by = _paragraphs(entry, "text"), entry.words("report_by", "")
        ground, reason = entry.words("exempt", ""), entry.words("exempt_reason", "")
        review_on = entry.day("review_on")
        planned_minutes = entry.whole("minutes", 0) or None
        entry.words("reference", "")  # for the reader of the file; the report says its own
        with _naming(entry, ""):
            return meeting.items.filter(order=place).first() or committees.add_agenda_item(
                meeting_id=meeting.pk,
                title=title,
                kind=kind,
                number=number,
                text=text,
                report_by=report_by,
                exempt=(ground, reason) if ground else None,
                review_on=review_on,
                planned_minutes=planned_minutes,
                by=None,
                at=self.at,
            )

    def papers(self, entry: Keys, item: AgendaItem) -> None:
        """The report of an item with its annexes, handed in."""
        file, annexes = entry.words("report", ""), entry.strings("annexes")
        if not file:
            return
        self.say(f"Report {file}")
        content = _content(self.folder, file, entry, "report")
        report = reports.import_report(item_id=item.pk, content=content, name=file, by=None, at=self.at)
        for annex in annexes:
            content = _content(self.folder, annex, entry, "annexes")
            reports.add_annex(report_id=report.pk, content=content, name=annex, by=None, at=self.at)
        if report.submitted_at is None:
            reports.submit_report(report_id=report.pk, by=None, at=self.at)

    def minutes(self, entry: Keys, meeting: Meeting) -> None:
        """The minutes of a meeting that was held."""
        file = entry.words("minutes")
        self.say(f"Minutes {file}")
        minutes.import_printed_minutes(
            meeting_id=meeting.pk,
            content=_content(self.folder, file, entry, "minutes"),
            name=file,
            provenance=Provenance(meeting.provenance),
            by=None,
            at=self.at,
        )

    def body(self, entry: Keys) -> Organization:
        """The body that an entry names; BadSource when the file does not describe it."""
        key = entry.words("organization")
        if key not in self.bodies:
            raise entry.fault("organization", f"{key!r} is not described; there are {', '.join(self.bodies)}")
        return self.bodies[key]

    def named(self, entry: Keys, key: str) -> Person:
        """The person whom an entry names; BadSource when the file does not describe them."""
        slug = entry.words(key)
        if slug not in self.people:
            raise entry.fault(key, f"nobody of the key {slug!r} is described; add a [[person]]")
        return self.people[slug]


def _steps_to(state: TopicState) -> tuple[TopicState, ...]:
    """The steps of a topic up to the longlist or the shortlist."""
    return (TopicState.LONGLISTED, TopicState.SHORTLISTED)[: 1 + (state is TopicState.SHORTLISTED)]


@contextmanager
def _naming(entry: Keys, key: str) -> Iterator[None]:
    """Say which file and entry a refusal is about, unless it says so itself."""
    try:
        yield
    except BadSource:
        raise
    except IntegrityError as error:
        raise entry.fault(key, f"the database refuses this entry, {error}") from error
    except ValueError as error:
        raise entry.fault(key, str(error)) from error


def open_source(path: Path) -> Keys:
    """The tables of a file of samples. BadSource."""
    content = path.read_bytes()
    name = f"{path.parent.name}/{path.name}"
    return Keys(keys.load(content, name), "", name, keys.text_of(content, name))


def _content(folder: Path, file: str, entry: Keys, key: str) -> bytes:
    path = folder / file
    if not path.is_file():
        raise entry.fault(key, f"there is no file {file!r} beside {entry.file}")
    return path.read_bytes()


def _paragraphs(entry: Keys, key: str) -> str:
    """Text whose paragraphs are parted by blank lines."""
    text = entry.values.pop(key, "")
    if not isinstance(text, str):
        raise entry.fault(key, "should be text in quotation marks")
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n") if part.strip())


def _required(entry: Keys, key: str, value: Value | None) -> Value:
    if value is None:
        raise entry.fault(key, "is missing")
    return value


def _day(entry: Keys, key: str) -> date:
    return _required(entry, key, entry.day(key))


def days_ahead(at: datetime, number: int) -> date:
    """The day that many working days after the one on which the samples are loaded."""
    day, closed = at.astimezone(LONDON).date(), calendar.closed_days()
    while number:
        day += timedelta(days=1)
        number -= is_working(day, closed)
    return day
