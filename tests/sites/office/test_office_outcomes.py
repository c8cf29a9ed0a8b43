"""Officers follow what a meeting asked for, and keep the work programme."""

import re

import pytest

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.actions.models import Action, Recommendation, Topic, Weighing
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees.models import Organization


@pytest.fixture
def clerk(office, client):
    client.force_login(office.user(Role.CLERK))
    return client


def text(answer):
    return answer.content.decode()


def test_progress_is_reported_with_its_evidence_and_seen_by_the_public(clerk):
    action = Action.objects.get()
    address = f"/office/follow-up/actions/{action.pk}/"
    given = {"words": "Counted, all nine.", "evidence": "https://example.org/count", "state": "done"}
    assert clerk.post(address, given).url == "/office/follow-up/"
    shown = text(clerk.get("/outcomes/"))
    assert "Counted, all nine." in shown
    assert 'href="https://example.org/count"' in shown
    assert "Done" in shown
    assert clerk.get(address).status_code == 403


def test_a_recommendation_goes_from_notice_to_answer_to_what_was_done(clerk):
    found = Recommendation.objects.get()
    address = f"/office/follow-up/recommendations/{found.pk}/"
    assert "Record the notice" in text(clerk.get(address))
    early = text(clerk.post(address, {"on": "2021-09-08"}))
    assert "The recommendation was made on 09 September 2021; this is earlier." in early
    clerk.post(address, {"on": "10/9/2021"})
    waiting = text(clerk.get(address))
    assert "The answer is due on 9 November 2021" in waiting
    assert "Record the answer" in waiting
    clerk.post(address, {"answer": "accepted", "words": "We shall build it.", "on": "2021-10-01"})
    clerk.post(address, {"words": "It is built.", "on": "2021-12-01"})
    final = text(clerk.get(address))
    assert "It is built." in final
    assert "<form" not in final.partition("<main")[2]
    public = text(clerk.get(f"/outcomes/recommendations/{found.pk}/"))
    assert "We shall build it." in public
    assert "Invented" in public


def test_a_recommendation_is_recorded_to_another_body_only(clerk, office):
    meeting = Recommendation.objects.get().meeting
    given = {"meeting": meeting.pk, "text": "paint the crossing", "origin": "Minute 2/21", "to": office.committee.pk}
    refused = text(clerk.post("/office/follow-up/recommendations/new/", given))
    assert "A committee recommends to another body." in refused
    given["to"] = Organization.objects.get(name="Invented Cabinet").pk
    clerk.post("/office/follow-up/recommendations/new/", given)
    assert Recommendation.objects.get(text="paint the crossing").reference == "SR (21/22) 02"


def test_a_topic_is_suggested_sorted_scored_heard_and_scheduled(clerk, office):
    given = {
        "organization": office.committee.pk,
        "title": "Buses",
        "source": "partner",
        "put_forward_by": "Invented Bus Users",
    }
    address = clerk.post("/office/programme/suggest/", given).url
    assert "It waits to be sorted." in text(clerk.get(address))
    reason = {"reason": "Within the remit."}
    refused = text(clerk.post(f"{address}sort/", reason | {"state": "referred"}))
    assert "Name the body that the topic is referred to" in refused
    for state in ("longlisted", "shortlisted"):
        clerk.post(f"{address}sort/", reason | {"state": state})
    clerk.post(f"{address}score/", {"score-0": "2"})
    clerk.post(f"{address}hear/", {"name": "Invented Drivers", "interest": "drive them", "role": "affected by it"})
    clerk.post(f"{address}schedule/", reason | {"meeting": office.meeting.pk, "way": "deep dive"})
    shown = text(clerk.get(address))
    assert "On the programme" in shown
    assert re.search(r"Invented Drivers</a> \(affected by it\): drive them", shown)
    assert Topic.objects.get(title="Buses").state == TopicState.SCHEDULED
    public = text(clerk.get(f"/committees/{office.committee.slug}/programme/"))
    assert "Scores 2 of 2: timely 2." in public
    assert "Put forward by Invented Bus Users" in public


def test_without_criteria_nobody_scores(clerk, office):
    office.committee.rules.filter(rule_id="S6").delete()
    address = f"/office/programme/topics/{Topic.objects.get().pk}/"
    assert "The committee has set no criteria" in text(clerk.get(address))
    assert "Set rule S6" in text(clerk.get(f"{address}score/"))


def test_pages_without_anything_say_so(clerk):
    Weighing.objects.all().delete()
    for model in (Topic, Recommendation, Action):
        for related in ("steps", "scores") if model is Topic else ():
            getattr(model.objects.get(), related).all().delete()
        model.objects.all().delete()
    assert "Nothing has been suggested yet." in text(clerk.get("/office/programme/"))
    assert "No action is followed yet." in text(clerk.get("/office/follow-up/"))
    assert "No recommendation has been recorded yet." in text(clerk.get("/outcomes/"))
    assert "No committee has published its work programme yet." in text(clerk.get("/outcomes/"))


def test_the_report_to_council_makes_itself_as_a_page_and_as_pdf(clerk, office):
    asked = {"organization": office.committee.pk, "first": "2021-05-01", "last": "2022-04-30"}
    shown = text(clerk.get("/office/follow-up/report/", asked))
    assert "Scrutiny from 1 May 2021 to 30 April 2022" in shown
    assert "build a crossing" in shown
    assert clerk.get("/office/follow-up/report/", asked | {"pdf": "1"}).content.startswith(b"%PDF")
    backwards = text(clerk.get("/office/follow-up/report/", asked | {"last": "2020-01-01"}))
    assert "The report ends before it begins." in backwards


def test_a_resident_suggests_a_topic_and_the_clerk_finds_it(clerk, office, settings):
    settings.FORMS_QUICKEST_SECONDS = 0
    address = f"/committees/{office.committee.slug}/suggest/"
    form = text(clerk.get(address))
    given = {"key": re.search(r'name="key" value="([^"]+)"', form)[1], "title": "Buses", "why": "They are late."}
    assert "Type your name." in text(clerk.post(address, given))
    thanks = text(clerk.post(address, given | {"name": "Invented Ivy", "email": "ivy@invented.example"}))
    assert "Your suggestion went to the Invented Scrutiny Committee: Buses." in thanks
    assert "Buses" in text(clerk.get("/office/programme/"))
    settings.FORMS_PER_BROWSER = 0
    assert "Too many forms" in text(clerk.post(address, given | {"name": "I", "email": "i@invented.example"}))
