"""What residents, members and officers of the invented county did, loaded for the demo from `business.toml`.

Everything goes through the operations and forms that people use. It is there whole or not at all; loaded again, it adds
only what belongs to a meeting or a day that has come since.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from folkmoot.apps.accounts.intake import Visitor
from folkmoot.apps.actions import operations as actions
from folkmoot.apps.actions.models import Topic
from folkmoot.apps.actions.terms import ActionState, Answer, Direction, Source, StakeholderRole, TopicState, Way
from folkmoot.apps.committees import intake
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.intake import Wish
from folkmoot.apps.committees.models import Meeting, Organization, Person
from folkmoot.apps.committees.models.planning import Gathering, PlannedDecision
from folkmoot.apps.committees.models.requests import Request
from folkmoot.apps.committees.operations import preparing
from folkmoot.apps.committees.operations import requests as asking
from folkmoot.apps.committees.operations.joint import set_joint_terms
from folkmoot.apps.committees.queries.rulebook import required_rule
from folkmoot.apps.committees.terms import Classification, ItemKind, MeetingStatus, Provenance
from folkmoot.apps.committees.terms.planning import GatheringKind
from folkmoot.apps.committees.terms.requests import Outcome, RequestKind, RequestStatus
from folkmoot.apps.committees.terms.requests import Way as TakesPart
from folkmoot.cli.samples import days_ahead, open_source
from folkmoot.methods.calendars.counting import LONDON
from folkmoot.methods.document.keys import Keys

INVENTED = Provenance.INVENTED
_KIND_OF = {"Welcome": ItemKind.PROCEDURAL, "Petitions and Public Address": ItemKind.PARTICIPATION}


@transaction.atomic
def show(file: Path, *, at: datetime) -> None:
    """Load the business of the invented county, whose samples are loaded. BadSource."""
    source = open_source(file)
    held, coming = source.table("held"), source.table("next")
    committee = Organization.objects.get(name=held.words("organization"))
    business = _Business(committee, at)
    starts_at = _moment(held, "starts_at")
    if not committee.meetings.filter(starts_at=starts_at).exists():
        meeting = business.hold(held, starts_at)
        for each in source.tables("action", "action"):
            business.action(each, meeting)
        for each in source.tables("recommendation", "recommendation"):
            business.recommendation(each, meeting)
        business.joint(source.table("joint"))
        business.prioritise(source.table("priorities"))
        for each in source.tables("suggestion", "suggestion"):
            business.suggestion(each)
        business.plan(source.table("link"), source.table("schedule"))
        for each in source.tables("heard", "heard"):
            business.heard(each)
    for each in source.tables("gathering", "gathering"):
        business.gathering(each)
    business.ask_of_next(coming)


@dataclass
class _Business:
    """The business of one committee; each step reads its own table of the file."""

    committee: Organization
    at: datetime

    def hold(self, held: Keys, starts_at: datetime) -> Meeting:
        """Call the meeting that was held, take what was asked of it in time and late, and hold it."""
        called_at, closed_at = _moment(held, "called_at"), _moment(held, "closed_at")
        meeting = committees.call_meeting(
            organization=self.committee, starts_at=starts_at, ends_at=held.moment("ends_at"),
            venue=held.words("venue"), provenance=INVENTED, by=None, at=called_at,
        )  # fmt: skip
        for number, title in enumerate(held.strings("items"), 1):
            kind = _KIND_OF.get(title, ItemKind.REPORT)
            committees.add_agenda_item(
                meeting_id=meeting.pk, title=title, kind=kind, number=str(number), by=None, at=called_at
            )
        self._status(meeting, MeetingStatus.CONFIRMED, called_at)
        asked_at, late_at = _moment(held, "asked_at"), _moment(held, "late_at")
        for number, each in enumerate(held.tables("request", "request")):
            self._ask(meeting, each, number, at=late_at if each.flag("late") else asked_at)
            each.finish()
        self._status(meeting, MeetingStatus.HELD, closed_at)
        return meeting

    def ask_of_next(self, coming: Keys) -> None:
        """What is asked of the meeting to come, unless somebody asked something of it already."""
        meeting = self.committee.meetings.filter(starts_at__gt=self.at).order_by("starts_at").first()
        if meeting is None or Request.objects.filter(meeting=meeting).exists():
            return
        asking.set_room(meeting_id=meeting.pk, places=coming.whole("places", 1), by=None, at=self.at)
        for number, each in enumerate(coming.tables("request", "request")):
            self._ask(meeting, each, number, at=self.at)
            each.finish()

    def _ask(self, meeting: Meeting, entry: Keys, number: int, *, at: datetime) -> None:
        kind, status = entry.choice("kind", RequestKind), entry.choice("status", RequestStatus)
        name, outcome = entry.words("name"), entry.words("outcome", "")
        wish = Wish(
            kind=kind, name=name, email=f"{name.rpartition(' ')[2].lower()}@mootshire.example",
            subject=entry.words("subject", ""), words=entry.words("words", ""),
            way=entry.choice("way", TakesPart, TakesPart.IN_PERSON), signatures=entry.whole("signatures", 0),
            evidence=entry.words("evidence", ""), presenter=entry.words("presenter", ""),
        )  # fmt: skip
        key, visitor = f"business-{meeting.pk}-{number}", Visitor("invented", f"invented-{meeting.pk}-{number}")
        receipt = intake.ask(meeting_id=meeting.pk, wish=wish, key=key, visitor=visitor, at=at)
        request = Request.objects.get(reference=receipt.reference)
        reason, referred_to, reply = entry.words("reason", ""), entry.words("referred_to", ""), entry.words("reply", "")
        if status is RequestStatus.ACCEPTED:
            asking.accept(request_id=request.pk, by=None, at=at)
        elif status is RequestStatus.DECLINED:
            asking.decline(reason=reason, request_id=request.pk, by=None, at=at)
        elif status is RequestStatus.WITHDRAWN:
            intake.withdraw(link=receipt.link, at=at)
        if outcome:
            asking.record_outcome(outcome=Outcome(outcome), request_id=request.pk, by=None, at=at)
        if reply:
            asking.refer_petition(to=referred_to, request_id=request.pk, by=None, at=at)
            asking.reply_to_petition(reply=reply, request_id=request.pk, by=None, at=at)
            asking.publish_petition(request_id=request.pk, by=None, at=at)

    def action(self, entry: Keys, meeting: Meeting) -> None:
        """An action of the meeting, and what was reported of it."""
        action = actions.record_action(
            meeting_id=meeting.pk, origin=entry.words("origin"), text=entry.words("text"), owner=entry.words("owner"),
            due=entry.day("due"), order=meeting.actions.count(), provenance=INVENTED, by=None, at=self.at,
        )  # fmt: skip
        done_on, words = entry.day("done_on"), entry.words("words", "")
        if done_on:
            actions.report_progress(
                action_id=action.pk, words=words, state=ActionState.DONE, by=None, at=_noon(done_on)
            )
        entry.finish()

    def recommendation(self, entry: Keys, meeting: Meeting) -> None:
        """A recommendation of the meeting from its notice to what was done, with the measure that it should move."""
        made = actions.make_recommendation(
            meeting_id=meeting.pk, text=entry.words("text"), to=Organization.objects.get(name=entry.words("to")),
            origin=entry.words("origin"), lead=entry.words("lead"), provenance=INVENTED, by=None, at=self.at,
        )  # fmt: skip
        actions.receive_notice(on=_day(entry, "notice_on"), recommendation_id=made.pk, by=None, at=self.at)
        if answer := entry.words("answer", ""):
            actions.answer_recommendation(
                answer=Answer(answer),
                words=entry.words("words"),
                on=_day(entry, "answered_on"),
                recommendation_id=made.pk,
                by=None,
                at=self.at,
            )
        if implemented_on := entry.day("implemented_on"):
            actions.record_implementation(
                words=entry.words("done"), on=implemented_on, recommendation_id=made.pk, by=None, at=self.at
            )
        if measure := entry.words("measure", ""):
            actions.expect_effect(
                measure=measure, unit=entry.words("unit"), direction=entry.choice("direction", Direction),
                size=entry.number("size"), by_day=_day(entry, "by"), recommendation_id=made.pk, by=None, at=self.at,
            )  # fmt: skip
        entry.finish()

    def joint(self, entry: Keys) -> None:
        """A joint committee with a district of the invented county."""
        bodies = [
            committees.create_organization(
                name=entry.words(key), classification=kind, provenance=INVENTED, by=None, at=self.at
            )
            for key, kind in (("name", Classification.JOINT_SCRUTINY), ("partner", Classification.AUTHORITY))
        ]
        lead, lender = (Organization.objects.get(name=entry.words(key)) for key in ("lead", "rules_of"))
        set_joint_terms(
            organization=bodies[0], lead=lead, partners=bodies[1:], terms=entry.words("terms"), rules_of=lender,
            by=None, at=self.at,
        )  # fmt: skip
        entry.finish()

    def prioritise(self, entry: Keys) -> None:
        """The meeting at which members chose topics: who came, what each gave, what was agreed, and its public note."""
        starts_at = _moment(entry, "starts_at")
        day = preparing.arrange_gathering(
            organization=self.committee, kind=GatheringKind.PRIORITIES, title=entry.words("title"),
            starts_at=starts_at, venue=entry.words("venue"), public=False, by=None, at=self.at,
        )  # fmt: skip
        absent = entry.strings("absent")
        invited = [
            preparing.invite(gathering_id=day.pk, person=_person(slug), by=None, at=self.at)
            for slug in entry.strings("invited")
        ]
        came = {each.pk: each.person.slug not in absent for each in invited}
        preparing.record_gathering(gathering_id=day.pk, came=came, by=None, at=self.at)
        criteria = required_rule(self.committee, "S6", on=self.at.date()).words("criteria")
        for each in entry.tables("topic", "topic"):
            topic = self._topic(each.words("title"))
            weighing = actions.consider_topic(gathering_id=day.pk, topic_id=topic.pk, by=None, at=self.at)
            given: list[tuple[Person | None, tuple[float, ...]]] = [
                (_person(one.words("person")), one.numbers("scores")) for one in each.tables("mark", "mark")
            ]
            for person, scores in (*given, (None, each.numbers("agreed"))):
                marks = {name: int(score) for name, score in zip(criteria, scores, strict=True)}
                actions.mark_topic(weighing_id=weighing.pk, person=person, marks=marks, by=None, at=self.at)
            actions.conclude_topic(
                weighing_id=weighing.pk,
                outcome=TopicState.SHORTLISTED,
                reason=each.words("reason"),
                by=None,
                at=self.at,
            )
            each.finish()
        actions.circulate_note(gathering_id=day.pk, text=entry.words("note"), by=None, at=self.at)
        actions.publish_note(gathering_id=day.pk, by=None, at=self.at)
        entry.finish()

    def suggestion(self, entry: Keys) -> None:
        """A topic that somebody suggested, perhaps declined, or referred to another body."""
        topic = actions.suggest_topic(
            organization=self.committee, title=entry.words("title"), why=entry.words("why"),
            source=entry.choice("source", Source), put_forward_by=entry.words("put_forward_by", ""),
            provenance=INVENTED, by=None, at=self.at,
        )  # fmt: skip
        if reason := entry.words("declined", ""):
            actions.sort_topic(state=TopicState.DECLINED, reason=reason, topic_id=topic.pk, by=None, at=self.at)
        if to := entry.words("referred_to", ""):
            body = Organization.objects.get(name=to)
            actions.sort_topic(
                state=TopicState.REFERRED,
                reason=entry.words("reason"),
                referred_to=body,
                topic_id=topic.pk,
                by=None,
                at=self.at,
            )
        entry.finish()

    def plan(self, link: Keys, schedule: Keys) -> None:
        """Link one topic with the decision that it is about, and put another on the programme of the next meeting."""
        decision = PlannedDecision.objects.filter(title=link.words("decision")).first()
        topic = self._topic(link.words("topic"))
        actions.link_decision(topic_id=topic.pk, decision=decision, by=None, at=self.at)
        meeting = self.committee.meetings.filter(starts_at__gt=self.at).order_by("starts_at").first()
        if meeting is not None:
            actions.schedule_topic(
                topic_id=self._topic(schedule.words("topic")).pk, meeting_id=meeting.pk,
                way=schedule.choice("way", Way), minutes=schedule.whole("minutes", 0) or None,
                reason=schedule.words("reason"), by=None, at=self.at,
            )  # fmt: skip

    def heard(self, entry: Keys) -> None:
        """Who should be heard on a topic, what they were asked, and what they gave."""
        row = actions.name_stakeholder(
            topic_id=self._topic(entry.words("topic")).pk, name=entry.words("name"), interest=entry.words("interest"),
            role=entry.choice("role", StakeholderRole), person=entry.flag("person"), by=None, at=self.at,
        )  # fmt: skip
        asked = actions.ask_stakeholder(
            stakeholder_id=row.pk, words=entry.words("asked"), on=_day(entry, "on"), by=None, at=self.at
        )
        if given_on := entry.day("given_on"):
            actions.record_evidence(
                asked_id=asked.pk, evidence=entry.words("evidence"), on=given_on, by=None, at=self.at
            )
        entry.finish()

    def gathering(self, entry: Keys) -> None:
        """A day beside the meetings that is always still to come."""
        title, on = entry.words("title"), days_ahead(self.at, entry.whole("in_working_days", 1))
        hours = [datetime.combine(on, entry.clock(key) or datetime.min.time(), LONDON) for key in ("starts", "ends")]
        kind, public, invited = entry.choice("kind", GatheringKind), entry.flag("public"), entry.strings("invited")
        text, venue = entry.words("text"), entry.words("venue")
        entry.finish()
        if Gathering.objects.filter(title=title, starts_at__gt=self.at).exists():
            return
        row = preparing.arrange_gathering(
            organization=self.committee, kind=kind, title=title, text=text, starts_at=hours[0], ends_at=hours[1],
            venue=venue, public=public, by=None, at=self.at,
        )  # fmt: skip
        for slug in invited:
            preparing.invite(gathering_id=row.pk, person=_person(slug), by=None, at=self.at)

    def _topic(self, title: str) -> Topic:
        return Topic.objects.get(organization=self.committee, title=title)

    def _status(self, meeting: Meeting, status: MeetingStatus, at: datetime) -> None:
        committees.change_meeting_status(meeting_id=meeting.pk, status=status, by=None, at=at)


def _person(slug: str) -> Person:
    return Person.objects.get(slug=slug)


def _moment(entry: Keys, key: str) -> datetime:
    found = entry.moment(key)
    if found is None:
        raise entry.fault(key, "is missing")
    return found


def _day(entry: Keys, key: str) -> date:
    found = entry.day(key)
    if found is None:
        raise entry.fault(key, "is missing")
    return found


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)
