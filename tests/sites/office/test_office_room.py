"""What a clerk does in the room through ordinary forms, and what stands again where it is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.sites.office.world import NOW

from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes import operations
from folkmoot.apps.minutes.models import Motion, Question, Sitting

SAVE = {"introduction": "", "points": "- one\n- two", "summary": "", "decision": ""}


@pytest.fixture
def clerk(office, as_role):
    return as_role(Role.CLERK)


def text(answer) -> str:
    return answer.content.decode()


def record(clerk, office, verb, **given):
    return clerk.post(reverse("office:record", args=[office.sitting.pk, verb]), {"minute": office.minute.pk} | given)


def test_what_is_typed_stands_again_where_the_vote_is_refused(office, clerk):
    record(clerk, office, "propose", text="That it be noted.")
    motion = Motion.objects.get()
    answer = record(clerk, office, "vote", key=motion.pk, method="show_of_hands", in_favour=3)
    assert "3 votes are more than the 0 members who may vote on this item. Count again." in text(answer)
    assert 'value="3"' in text(answer)
    assert not hasattr(Motion.objects.get(), "vote")


def test_a_motion_that_nobody_opposes_is_recorded_with_its_vote_in_one_step(office, clerk):
    answer = record(clerk, office, "propose", text="That it be noted.", mover="", method="nem_con", amends="")
    assert answer.status_code == 302
    assert Motion.objects.get().vote.carried


def test_a_link_that_leads_nowhere_safe_is_refused_in_every_line(office, clerk):
    for verb, name in (("adjourn", "reason"), ("declare", "nature"), ("act", "owner"), ("ask", "text")):
        answer = record(clerk, office, verb, **{name: "[x](javascript:y)"})
        assert answer.status_code == 200, verb
        assert "write https://" in text(answer)


def test_the_same_token_records_a_thing_once(office, clerk):
    for _ in range(2):
        answer = record(clerk, office, "ask", text="How many?", token="t-1")
        assert answer.status_code == 302
    assert Question.objects.count() == 1


def test_a_save_by_script_is_answered_in_a_line_and_a_wrong_one_with_its_faults(office, clerk):
    address = reverse("office:minute-words", args=[office.minute.pk])
    answers = [
        clerk.post(address, SAVE | given, headers={"Accept": "application/json"})
        for given in ({"base": 0, "token": "a"}, {"base": 0, "token": "a"}, {"base": 0, "token": "b"}, {})
    ]
    assert [(each.status_code, each.json().get("draft")) for each in answers] == [
        (200, False), (200, False), (200, True), (422, None),
    ]  # fmt: skip
    bad = clerk.post(address, SAVE | {"base": 1, "points": "[x](javascript:y)"}, headers={"Accept": "application/json"})
    assert "javascript" in bad.json()["faults"][0]


def test_who_watches_is_told_that_nothing_is_new_until_something_is(office, clerk):
    address = reverse("office:room-live", args=[office.sitting.pk])
    first = clerk.get(address)
    same = clerk.get(address, headers={"If-None-Match": first["ETag"]})
    record(clerk, office, "ask", text="How many?")
    after = clerk.get(address, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, after.status_code, "How many?" in text(after)) == (304, 200, True)


def test_nobody_real_is_offered_for_an_invented_meeting(office, clerk):
    page = text(clerk.get(reverse("office:record", args=[office.sitting.pk, "arrive"])))
    assert office.sitting.meeting.provenance == Provenance.INVENTED
    assert "Ada Invented" in page
    assert page.count("<option value=") < 12


def test_the_register_takes_an_interest_and_says_when_dates_do_not_fit(office, as_role):
    officer = as_role(Role.MONITORING_OFFICER)
    address = reverse("office:member-register", args=[office.member.slug])
    given = {
        "form": "interest", "category": "land", "holder": "self", "text": "A field (invented)", "names": "Field",
        "notified_on": "2021-06-01", "held_from": "2021-05-01",
    }  # fmt: skip
    assert "The register is changed." in text(officer.post(address, given, follow=True))
    interest = office.member.interests.get()
    early = officer.post(address, {"form": "end", "interest": interest.pk, "on": "2020-01-01"})
    assert "These dates do not fit one another." in text(early)
    gift = {
        "form": "gift", "what": "A cake", "giver": "A baker (invented)", "worth": "12.50", "offered_on": "2021-06-01",
        "registered_on": "2021-06-02",
    }  # fmt: skip
    assert "A cake, from A baker (invented): £12.50, declined" in text(officer.post(address, gift, follow=True))
    public = text(officer.get(reverse("public:person", args=[office.member.slug])))
    assert "A field (invented)" in public


def test_a_step_that_cannot_be_taken_yet_says_why(office, clerk):
    address = reverse("office:minutes-step", args=[office.sitting.pk, "send"])
    assert "once the meeting has ended" in text(clerk.post(address, follow=True))
    for step in ("approve", "sign"):
        address = reverse("office:minutes-step", args=[office.sitting.pk, step])
        assert "Choose" in text(clerk.post(address, follow=True))


def test_what_arises_from_minutes_is_put_on_the_next_agenda_and_each_leads_to_the_other(office, clerk):
    minutes = reverse("office:minutes", args=[office.printed.pk])
    operations.record_action(
        minute_id=office.printed_minute.pk, key="ask", text="Count the crossings", owner="Director",
        due=date(2021, 12, 3), by=None, at=NOW,
    )  # fmt: skip
    assert "Put it on the next agenda" not in text(clerk.get(minutes))
    Sitting.objects.filter(pk=office.printed_sitting.pk).update(published_at=NOW)
    assert "Put it on the next agenda" in text(clerk.get(minutes))
    assert "Add what arises from the last minutes" in text(
        clerk.get(reverse("office:meeting", args=[office.meeting.pk]))
    )
    carry = reverse("office:carry-matters", args=[office.meeting.pk])

    page = text(clerk.post(carry, follow=True))
    assert "What the last minutes asked for is on the agenda." in page
    assert f'<a class="govuk-link" href="{minutes}">minutes of 11 November 2021</a>' in page
    assert "has an item for what arises from the last minutes already" in text(clerk.post(carry, follow=True))
    page = text(clerk.get(minutes))
    assert reverse("office:meeting", args=[office.meeting.pk]) + "#item-" in page
    assert "Put it on the next agenda" not in page
    public = reverse("public:minutes", args=[office.printed.pk])
    assert f'href="{public}">minutes of 11 November 2021' in text(
        clerk.get(reverse("public:meeting", args=[office.meeting.pk]))
    )
    assert reverse("public:meeting", args=[office.meeting.pk]) in text(clerk.get(public))
