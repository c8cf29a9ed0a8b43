"""Officers and members choose topics, link them with decisions, hear people, and see what a meeting can take."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.actions import operations
from folkmoot.apps.actions.models import Asked, Stakeholder, Topic, Weighing
from folkmoot.apps.actions.terms import Way
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Organization
from folkmoot.apps.committees.operations import executive, preparing
from folkmoot.apps.committees.operations.executive import Plan
from folkmoot.apps.committees.terms import Classification
from folkmoot.apps.packs.queries.gate import gate


@pytest.fixture
def clerk(office, client):
    client.force_login(office.user(Role.CLERK))
    return client


def text(answer):
    return answer.content.decode()


def rule(office, rule_id, **parameters):
    committees.bring_rule_into_force(
        organization=office.committee, rule_id=rule_id, parameters=parameters, source="Invented standing orders",
        effective_from=timezone.localdate(), by=None, at=timezone.now(),
    )  # fmt: skip


def scheduled(office, minutes=None):
    topic = Topic.objects.get()
    return operations.schedule_topic(
        topic_id=topic.pk, meeting_id=office.meeting.pk, way=Way.ITEM, reason="Agreed.", minutes=minutes, by=None,
        at=timezone.now(),
    )  # fmt: skip


def test_S9_what_a_meeting_takes_is_on_its_agenda_the_programme_and_the_gate(clerk, office):
    address = f"/office/meetings/{office.meeting.pk}/"
    assert "How much a meeting can take is not set (rule S9)." in text(clerk.get(address))
    item = f"/office/items/{office.items[0].pk}/"
    form = {"title": "Welcome", "number": "1", "kind": "procedural", "planned_minutes": "50"}
    clerk.post(item, form)
    rule(office, "S9", minutes=60)
    assert "50 of 60 minutes are planned." in text(clerk.get(address))
    topic = scheduled(office, minutes=20)
    for page in (address, f"/office/meetings/{office.meeting.pk}/gate/"):
        assert "70 minutes are planned; a meeting can take 60." in text(clerk.get(page))
    assert "70 of 60 minutes are planned." in text(clerk.get("/office/programme/"))
    put = clerk.post(f"/office/programme/topics/{topic.pk}/agenda/")
    assert "On the agenda as" in text(clerk.get(f"/office/programme/topics/{topic.pk}/"))
    assert "Walking to school" in text(clerk.get(put.url))


def test_S10_a_topic_that_comes_after_its_decision_is_on_the_programme_and_the_gate(clerk, office):
    topic = scheduled(office)
    due = timezone.localdate() + timedelta(20)
    said = Plan("A crossing (invented)", "Whether to build it.", True, "Ada Invented", due, due, "")
    cabinet = Organization.objects.get(name="Invented Cabinet")
    decision = executive.plan_decision(organization=cabinet, plan=said, by=None, at=timezone.now())
    address = f"/office/programme/topics/{topic.pk}/decision/"
    assert "A crossing (invented)" in text(clerk.get(address))
    clerk.post(address, {"decision": decision.pk})
    assert "but Invented Cabinet may decide on A crossing (invented)" in text(clerk.get("/office/programme/"))
    found = gate(office.meeting, at=timezone.now())
    assert "S10" not in [each.rule for each in found.warnings]
    rule(office, "S10")
    (advice,) = [each for each in gate(office.meeting, at=timezone.now()).warnings if each.rule == "S10"]
    assert advice.sentence.endswith("Take it to an earlier meeting, or ask that the decision waits.")
    assert "Open the topic" in text(clerk.get(f"/office/meetings/{office.meeting.pk}/gate/"))
    operations.sort_topic(topic_id=topic.pk, state="shortlisted", reason="Again.", by=None, at=timezone.now())
    decision.due_from = decision.due_to = timezone.localdate() + timedelta(60)
    decision.save()
    (advice,) = [each for each in gate(office.meeting, at=timezone.now()).warnings if each.rule == "S10"]
    assert advice.mend == "Put it on this agenda."
    clerk.post(address, {"decision": ""})
    assert Topic.objects.get().decision is None


def test_members_score_topics_at_a_meeting_of_their_own_and_everybody_reads_the_note(clerk, office, client):
    weighing = Weighing.objects.get()
    day = weighing.prioritisation.gathering
    topics, weigh = f"/office/gatherings/{day.pk}/topics/", f"/office/gatherings/weighed/{weighing.pk}/"
    assert "Topics, scores and the note" in text(clerk.get(f"/office/gatherings/{day.pk}/"))
    assert clerk.get(f"{weigh}own/").status_code == 404
    chair = office.user(Role.CHAIR)
    person = chair.person
    preparing.invite(gathering_id=day.pk, person=person, by=None, at=timezone.now())
    client.force_login(chair)
    assert "Your scores" in text(client.get(topics))
    client.post(f"{weigh}own/", {"score-0": "1"})
    assert client.get(f"{weigh}agreed/").status_code == 403
    client.force_login(office.user(Role.CLERK))
    client.post(f"{weigh}agreed/", {"score-0": "2"})
    assert "Agreed 2; members gave 1 (1 member)" in text(client.get(topics))
    note = f"/office/gatherings/{day.pk}/note/"
    assert "record what was agreed of each topic" in text(client.post(note, {"text": "We chose."}))
    client.post(f"{weigh}outcome/", {"outcome": "shortlisted", "reason": "It matters most."})
    early = text(client.post(f"{note}publish/", follow=True))
    assert "Circulate the note to the members first." in early
    sent = text(client.post(note, {"text": "We chose."}, follow=True))
    assert f"No address is known of {person.called}." in sent
    client.post(f"{note}publish/")
    public = text(client.get(f"/outcomes/priorities/{day.pk}/"))
    assert "We chose." in public
    assert "It matters most." in public
    assert "Choosing topics (invented)" in text(client.get(f"/committees/{office.committee.slug}/programme/"))
    assert "At prioritisation meetings" in text(client.get(f"/office/programme/topics/{weighing.topic_id}/"))


def test_another_topic_is_put_before_a_prioritisation_meeting(clerk, office):
    day = Weighing.objects.get().prioritisation.gathering
    given = {"organization": office.committee.pk, "title": "Buses", "source": "officer"}
    clerk.post("/office/programme/suggest/", given)
    topic = Topic.objects.get(title="Buses")
    clerk.post(f"/office/gatherings/{day.pk}/topics/", {"topic": topic.pk})
    assert topic.weighings.exists()


def test_somebody_is_heard_and_how_to_reach_them_is_shown_to_clerks_only(clerk, office, client):
    heard, asked = Stakeholder.objects.get(), Asked.objects.get()
    address = f"/office/programme/heard/{heard.pk}/"
    assert "Give an email address or a telephone number." in text(clerk.post(f"{address}contact/", {"name": "I. Ivy"}))
    clerk.post(f"{address}contact/", {"name": "I. Ivy", "email": "ivy@invented.example"})
    assert "ivy@invented.example" in text(clerk.get(address))
    clerk.post(address, {"words": "How often?", "on": "2021-10-05"})
    evidence = f"/office/programme/asked/{asked.pk}/"
    early = text(clerk.post(evidence, {"evidence": "By the bridge.", "on": "2021-09-01"}))
    assert "It was asked for on 01 October 2021." in early
    clerk.post(evidence, {"evidence": "By the bridge.", "on": "2021-10-10"})
    assert "Given on 10 October 2021: By the bridge." in text(clerk.get(address))
    public = text(client.get(f"/committees/{office.committee.slug}/programme/"))
    assert "By the bridge." in public
    assert "ivy@invented.example" not in public


def test_an_officer_suggests_a_topic_as_an_officer(office, client):
    client.force_login(office.user(Role.REPORT_AUTHOR))
    form = text(client.get("/office/programme/suggest/"))
    assert re.findall(r'<option value="(\w+)"', form.partition('name="source"')[2].partition("</select>")[0]) == [
        "officer"
    ]
    given = {"organization": office.committee.pk, "title": "Buses", "source": "officer"}
    assert client.post("/office/programme/suggest/", given).status_code == 302


def test_a_joint_committee_s_terms_are_recorded_and_shown(clerk):
    def body(name, classification):
        return committees.create_organization(name=name, classification=classification, by=None, at=timezone.now())

    joint = body("Invented Joint Committee", Classification.JOINT_SCRUTINY)
    county, vale = body("Invented County", Classification.COUNCIL), body("Invented Vale", Classification.AUTHORITY)
    lender = body("Invented Other Scrutiny", Classification.SCRUTINY)
    rules = f"/office/bodies/{joint.pk}/rules/"
    assert "Nobody has recorded who leads" in text(clerk.get(rules))
    given = {"lead": county.pk, "partners": [county.pk], "terms": "Buses.", "rules_of": lender.pk}
    assert "and the lead not as a partner" in text(clerk.post(f"/office/bodies/{joint.pk}/joint/", given))
    clerk.post(f"/office/bodies/{joint.pk}/joint/", given | {"partners": [vale.pk]})
    assert "Invented Vale" in text(clerk.get(rules))
    assert "Invented County leads it, with Invented Vale." in text(clerk.get(f"/committees/{joint.slug}/"))
