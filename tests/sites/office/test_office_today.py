"""What waits for somebody on the first page, how long there is for it, and who is asked nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone
from tests.sites import measured
from tests.sites.office.world import NOW

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts import rules
from folkmoot.apps.accounts.models.mail import Message
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.actions import operations as actions
from folkmoot.apps.actions.models import Recommendation
from folkmoot.apps.actions.terms import Source
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Person
from folkmoot.apps.committees.models.requests import Petition, Request
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.committees.terms.requests import RequestStatus
from folkmoot.apps.minutes.models import Sitting
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports.models import Report
from folkmoot.sites.office.today import tasks_of
from folkmoot.sites.office.today.tasks import Desk, Task, when

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def tasks(office):
    """What waits for a role, by the words of each."""

    def found(role: Role) -> dict[str, Task]:
        user = office.user(role)
        return {task.words: task for task in tasks_of(Desk(user, rules.permissions_of(user), timezone.now()))}

    return found


@pytest.mark.parametrize(
    ("due", "words", "pressing"),
    [
        (FRIDAY, "Today", True),
        (date(2026, 11, 26), "1 working day overdue", True),
        (date(2026, 11, 20), "5 working days overdue", True),
        (date(2026, 6, 5), "Since 5 June 2026", True),
        (date(2026, 11, 28), "Before the next working day", False),
        (date(2026, 11, 30), "In 1 working day", False),
        (date(2026, 12, 29), "In 20 working days", False),  # Christmas Day and Boxing Day's substitute between
        (date(2027, 3, 1), "By 1 March 2027", False),
    ],
)
def test_how_long_there_is_is_said_in_working_days(db, due, words, pressing):
    found = when(due, FRIDAY)
    assert (found.words, found.pressing) == (words, pressing)


def test_what_fell_due_on_a_weekend_is_overdue_on_it_too(db):
    assert when(date(2026, 11, 28), date(2026, 11, 29)).words == "Overdue"


def test_a_clerk_is_shown_everything_from_the_agenda_to_the_minutes(tasks, office):
    found = tasks(Role.CLERK)
    assert {
        "Publish the agenda and reports", "Ask for the report: A Report Not Yet Written",
        "Confirm the meeting or cancel it", "Publish the decision: A bridge", "Check 2 requests from residents",
        "Record the meeting", "Finish the minutes and send them to the Chair", "Report progress: count the crossings",
        "Give notice of SR (21/22) 01",
    } <= set(found)  # fmt: skip
    assert found["Publish the agenda and reports"].note == "3 things stand in the way."
    dues = [task.due for task in found.values()]
    assert dues == sorted(dues, key=lambda due: (due is None, due or FRIDAY))


def test_what_is_done_asks_for_nothing_more(tasks, office):
    Request.objects.exclude(status=RequestStatus.LATE).update(status=RequestStatus.ACCEPTED)
    Petition.objects.update(reply_due=date(2021, 12, 1))
    PackVersion.objects.update(published_at=timezone.now())
    found = tasks(Role.CLERK)
    assert "Check 2 requests from residents" not in found
    assert "Publish the agenda and reports" not in found
    assert found["Answer the petition: The crossing"].due == date(2021, 12, 1)


def test_a_chair_decides_on_what_came_late_and_checks_minutes(tasks, office):
    Sitting.objects.filter(pk=office.sitting.pk).update(sent_at=NOW)
    found = tasks(Role.CHAIR)
    assert found["Decide on a late request to speak"].note == "The crossing"
    assert "Check the minutes" in found
    assert not set(found) & {"Record the meeting", "Check 2 requests from residents"}


def test_authors_finish_and_clearers_clear(tasks, office):
    assert "Finish the report: Walking to School" in tasks(Role.REPORT_AUTHOR)
    Report.objects.filter(pk=office.report.pk).update(submitted_at=timezone.now())
    assert "Finish the report: Walking to School" not in tasks(Role.REPORT_AUTHOR)
    assert "Clear the report: Walking to School" not in tasks(Role.FINANCE_CLEARER)  # nothing asks for it
    reports.require_clearance(
        organization=office.committee, aspect="finance", effective_from=date(2021, 5, 1), by=None, at=NOW
    )
    assert "Clear the report: Walking to School" in tasks(Role.FINANCE_CLEARER)


def test_an_answer_that_is_due_waits_for_whoever_may_record_it(tasks, office):
    Recommendation.objects.update(notice_on=date(2021, 10, 1))
    assert tasks(Role.DIRECTOR)["Record the answer to SR (21/22) 01"].due == date(2021, 11, 30)


def test_suggestions_are_sorted_and_the_longlist_is_scored(tasks, office):
    topic = actions.suggest_topic(
        organization=office.committee, title="Buses", source=Source.MEMBER, by=None, at=NOW,
        provenance=Provenance.INVENTED,
    )  # fmt: skip
    assert "Sort the suggestion: Buses" in tasks(Role.CLERK)
    actions.sort_topic(topic_id=topic.pk, state="longlisted", reason="Within the remit.", by=None, at=NOW)
    assert "Score the topic: Buses" in tasks(Role.COUNCILLOR)


def test_vintages_wait_for_who_may_take_their_next_step(tasks, office):
    measured.in_every_state()
    assert {words.split()[0] for words in tasks(Role.ANALYST)} == {"Submit", "Approve", "Release"}
    assert "Submit" not in {words.split()[0] for words in tasks(Role.DIRECTOR)}


def test_registers_letters_accounts_and_sign_ins_wait_for_who_keeps_them(tasks, office, django_user_model):
    committees.bring_rule_into_force(
        organization=office.committee, rule_id="I1", parameters={"days": 28}, source="Invented", by=None, at=NOW,
        effective_from=date(2021, 5, 1),
    )  # fmt: skip
    django_user_model.objects.create(username="new")
    Message.objects.update(given_up_at=NOW)
    accounts.record_failed_sign_in(username="nobody", at=timezone.now())
    assert "Ask 1 member for interests" in tasks(Role.MONITORING_OFFICER)
    assert "See why 4 letters were not sent" in tasks(Role.CLERK)
    assert set(tasks(Role.ADMINISTRATOR)) == {"Give new a role"}
    assert set(tasks(Role.AUDITOR)) == {"Look at 1 sign-in that failed in the last seven days"}


def test_a_member_is_asked_to_read_the_papers_and_for_what_they_owe(tasks, office):
    member = Person.objects.get(account=office.user(Role.COUNCILLOR))
    committees.hold_post(person=member, label="Invented Director", held_from=date(2021, 5, 1), by=None, at=NOW)
    PackVersion.objects.update(published_at=timezone.now())
    assert set(tasks(Role.COUNCILLOR)) == {"Read the papers", "You owe: count the crossings"}
