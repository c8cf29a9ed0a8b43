"""The work programme: suggestions are sorted with a reason, scored by the rule in force, and scheduled."""

from datetime import date

import pytest
from tests.apps.actions.conftest import NOW, called

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models.mail import Message
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.actions import operations, queries, rules
from folkmoot.apps.actions.models import Suggester, Topic
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.terms import Source, TopicState, Way
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import Classification

TODAY = date(2021, 11, 12)


def suggested(world, title="Walking to school", **changed):
    given = {"organization": world.committee, "title": title, "source": Source.MEMBER, "by": None, "at": NOW}
    return operations.suggest_topic(**given | changed)


def sort(topic, state, **changed):
    given = {"topic_id": topic.pk, "state": state, "reason": "It is within the remit.", "by": None, "at": NOW}
    return operations.sort_topic(**given | changed)


def shortlisted(world, title="Walking to school"):
    topic = suggested(world, title)
    sort(topic, TopicState.LONGLISTED)
    return sort(topic, TopicState.SHORTLISTED)


def test_a_topic_is_suggested_once_a_day_and_shown_once_it_is_sorted(world):
    topic = suggested(world)
    assert suggested(world) == topic
    assert topics.programme(world.committee.slug, today=TODAY) is None
    sort(topic, TopicState.LONGLISTED)
    (view,) = topics.programme(world.committee.slug, today=TODAY).topics
    assert (view.title, [each.reason for each in view.steps]) == ("Walking to school", ["It is within the remit."])
    assert topics.programmes() == ((world.committee.slug, world.committee.name),)


def test_a_topic_goes_only_where_its_state_leads(world):
    with pytest.raises(NotAllowed, match=r"The topic is suggested; it can become declined, longlisted, referred."):
        sort(suggested(world), TopicState.SHORTLISTED)


def test_a_topic_is_referred_to_another_body_and_the_link_is_kept(world):
    topic = suggested(world)
    for body in (None, world.committee):
        with pytest.raises(NotAllowed, match="Name the body"):
            sort(topic, TopicState.REFERRED, referred_to=body)
    sort(topic, TopicState.REFERRED, referred_to=world.cabinet)
    (view,) = topics.programme(world.committee.slug, today=TODAY).of(TopicState.REFERRED)
    assert view.referred_to == "Invented Cabinet"


def test_S6_topics_are_scored_by_the_criteria_in_force(world):
    one, other = shortlisted(world), shortlisted(world, "Buses")
    score = {"by": None, "at": NOW}
    operations.score_topic(topic_id=one.pk, criterion="timely", value=1, **score)
    operations.score_topic(topic_id=one.pk, criterion="timely", value=2, **score)
    operations.score_topic(topic_id=other.pk, criterion="timely", value=1, **score)
    operations.score_topic(topic_id=other.pk, criterion="of public interest", value=2, **score)
    assert [(topic.title, total) for topic, total in queries.ranked(Topic.objects.all())] == [
        ("Buses", 3),
        ("Walking to school", 2),
    ]
    programme = topics.programme(world.committee.slug, today=TODAY)
    assert (programme.most, programme.threshold) == (2, 3)
    assert [view.title for view in programme.of(TopicState.SHORTLISTED)] == ["Buses", "Walking to school"]
    assert programme.of(TopicState.SHORTLISTED)[1].scores == (("timely", 2), ("of public interest", None))


def test_S6_a_score_beyond_the_rule_is_refused(world):
    topic = shortlisted(world)
    for criterion, value, words in (
        ("cheap", 1, r"'cheap' is none of the criteria timely, of public interest."),
        ("timely", 3, r"timely: give a score from 0 to 2, not 3."),
        ("timely", -1, "not -1"),
    ):
        with pytest.raises(operations.BadScore, match=words):
            operations.score_topic(topic_id=topic.pk, criterion=criterion, value=value, by=None, at=NOW)


def test_S6_without_criteria_nothing_is_scored(world):
    topic = shortlisted(world)
    world.committee.rules.filter(rule_id="S6").delete()
    with pytest.raises(operations.NoCriteria, match="has set no criteria"):
        operations.score_topic(topic_id=topic.pk, criterion="timely", value=1, by=None, at=NOW)
    programme = topics.programme(world.committee.slug, today=TODAY)
    assert (programme.criteria, programme.most, programme.threshold) == ((), 0, None)


def test_a_shortlisted_topic_is_put_on_the_programme_of_a_meeting_to_come(world):
    topic = shortlisted(world)
    plan = {"topic_id": topic.pk, "way": Way.DEEP_DIVE, "reason": "Agreed in November.", "by": None, "at": NOW}
    with pytest.raises(NotAllowed, match="That meeting is held"):
        operations.schedule_topic(meeting_id=world.held.pk, **plan)
    elsewhere = called(world.cabinet, world.to_come.starts_at)
    with pytest.raises(NotAllowed, match="another body's"):
        operations.schedule_topic(meeting_id=elsewhere.pk, **plan)
    operations.schedule_topic(meeting_id=world.to_come.pk, **plan)
    (view,) = topics.programme(world.committee.slug, today=TODAY).of(TopicState.SCHEDULED)
    assert (view.meeting_on, view.way, view.meeting_id) == (date(2022, 2, 17), "deep dive", world.to_come.pk)
    with pytest.raises(NotAllowed, match="it can become declined, done, shortlisted"):
        operations.schedule_topic(meeting_id=world.to_come.pk, **plan)


def test_what_is_referred_to_a_body_that_scrutinises_is_suggested_there_and_both_name_each_other(world):
    other = committees.create_organization(
        name="Invented Joint Committee", classification=Classification.JOINT_SCRUTINY, by=None, at=NOW
    )
    topic = suggested(world, why="Buses cross the boundary.")
    sort(topic, TopicState.REFERRED, referred_to=other)
    (taken,) = topic.taken_over_as.all()
    assert (taken.organization, taken.state, taken.source) == (other, TopicState.SUGGESTED, Source.PARTNER)
    sort(taken, TopicState.LONGLISTED)
    (there,) = topics.programme(other.slug, today=TODAY).topics
    assert (there.referred_from, there.referred_from_slug) == (world.committee.name, world.committee.slug)
    (here,) = topics.programme(world.committee.slug, today=TODAY).topics
    assert (here.referred_to, here.referred_to_slug) == (other.name, other.slug)
    sort(topic, TopicState.LONGLISTED)
    sort(topic, TopicState.REFERRED, referred_to=other)
    assert topic.taken_over_as.count() == 1


def test_a_topic_of_the_programme_is_put_on_the_agenda_once(world):
    topic = shortlisted(world)
    with pytest.raises(NotAllowed, match="on the programme of a meeting first"):
        operations.put_on_agenda(topic_id=topic.pk, by=None, at=NOW)
    plan = {"meeting_id": world.to_come.pk, "way": Way.ITEM, "reason": "Agreed.", "minutes": 40}
    operations.schedule_topic(topic_id=topic.pk, by=None, at=NOW, **plan)
    item = operations.put_on_agenda(topic_id=topic.pk, by=None, at=NOW)
    assert (item.meeting, item.title, item.planned_minutes) == (world.to_come, "Walking to school", 40)
    with pytest.raises(NotAllowed, match="on the agenda already"):
        operations.put_on_agenda(topic_id=topic.pk, by=None, at=NOW)
    committees.remove_agenda_item(item_id=item.pk, by=None, at=NOW)
    topic.refresh_from_db()
    assert topic.item is None


def account(role):
    made = accounts.create_user(
        username=role.value, password="three invented words", first_name="Invented", last_name="Oak",
        email="oak@invented.example", by=None, at=NOW,
    )  # fmt: skip
    accounts.give_role(user=made, role=role, by=None, at=NOW)
    return made


def test_members_and_officers_suggest_as_themselves_and_are_told_what_came_of_it(world):
    for role, source, other in (
        (Role.COUNCILLOR, Source.MEMBER, Source.OFFICER),
        (Role.REPORT_AUTHOR, Source.OFFICER, Source.RESIDENT),
    ):
        user = account(role)
        with pytest.raises(NotAllowed, match=f"You suggest a topic as {source.value}"):
            suggested(world, role.value, by=user, source=other)
        topic = suggested(world, role.value, by=user, source=source, tell=("Invented Oak", user.email))
        sort(topic, TopicState.LONGLISTED)
        letter = Message.objects.get(reference__startswith=f"topic-{topic.pk}-step")
        assert (letter.to, "The reason: It is within the remit." in letter.body) == (user.email, True)
    assert rules.sources_of(account(Role.CLERK)) == tuple(Source)
    with pytest.raises(NotAllowed, match="Suggest topics"):
        suggested(world, by=account(Role.AUDITOR))


def test_a_task_and_finish_group_has_terms_and_a_day(world):
    body = committees.create_organization(
        name="Invented Walking Group", classification=Classification.TASK_AND_FINISH, parent=world.committee, by=None,
        at=NOW,
    )  # fmt: skip
    group = operations.set_up_task_group(
        topic_id=shortlisted(world).pk, organization=body, terms="Find the gaps.", reports_on=date(2022, 5, 1),
        by=None, at=NOW,
    )  # fmt: skip
    assert body.task_group == group


def test_who_suggested_a_topic_is_forgotten_on_its_day(world):
    topic = suggested(world, source=Source.RESIDENT)
    Suggester.objects.create(topic=topic, name="Invented Ivy", email="ivy@example.org", delete_on=date(2021, 11, 12))
    later = suggested(world, "Buses", source=Source.RESIDENT)
    Suggester.objects.create(topic=later, name="Invented Oak", email="oak@example.org", delete_on=date(2021, 11, 13))
    assert operations.forget_suggesters(at=NOW) == 1
    assert Suggester.objects.get().topic == later
