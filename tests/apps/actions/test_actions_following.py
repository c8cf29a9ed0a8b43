"""Actions are recorded once, keep their words, and are followed until they are closed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.apps.actions.conftest import NOW, called

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.actions import operations, published, queries
from folkmoot.apps.actions.models import Action
from folkmoot.apps.actions.terms import ActionState
from folkmoot.apps.committees.terms import Provenance

DUE = date(2022, 1, 31)


def asked(world, **changed):
    given = {
        "meeting_id": world.held.pk, "origin": "Minute 5/21", "anchor": "minute-5-21", "text": "count the crossings",
        "owner": "Director of Invented Journeys", "due": DUE, "by": None, "at": NOW,
    }  # fmt: skip
    return operations.record_action(**given | changed)


def test_an_action_is_recorded_once_and_keeps_its_words(world):
    first = asked(world)
    assert asked(world, text="something else") == first
    assert Action.objects.get().text == "count the crossings"
    assert AuditEntry.objects.filter(did=Event.ACTION_RECORDED).count() == 1


def test_S8_an_action_without_an_owner_or_a_day_is_refused_by_the_database(world):
    for lacking in ({"owner": ""}, {"due": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked(world, **lacking)


def test_a_printed_action_says_what_it_does_not_state(world):
    action = asked(world, owner="", due=None, provenance=Provenance.PRINTED)
    assert queries.unstated(action) == (
        "The owner is not stated.",
        "The date by which it is due is not stated.",
    )


def test_progress_closes_an_action_with_its_evidence(world):
    action = asked(world)
    operations.report_progress(action_id=action.pk, words="Half are counted.", by=None, at=NOW)
    (view,) = published.actions(today=DUE + timedelta(1))
    assert (view.state, view.overdue, [each.words for each in view.progress]) == ("open", True, ["Half are counted."])
    operations.report_progress(
        action_id=action.pk, words="All are counted.", evidence="https://example.org/count", state=ActionState.DONE,
        by=None, at=NOW + timedelta(5),
    )  # fmt: skip
    (view,) = published.actions(today=DUE + timedelta(1), committee=world.committee.slug, meeting_id=world.held.pk)
    assert (view.state, view.closed_on, view.overdue) == ("done", date(2021, 11, 17), False)
    assert view.progress[-1].evidence == "https://example.org/count"
    with pytest.raises(NotAllowed, match=r"The action is done since 17 November 2021. Record a new one instead."):
        operations.report_progress(action_id=action.pk, words="Again.", by=None, at=NOW)


def test_a_printed_action_is_closed_by_nobody(world):
    clerk = accounts.create_user(
        username="c", password="three invented words", first_name="I", last_name="N", by=None, at=NOW
    )
    accounts.give_role(user=clerk, role=Role.CLERK, by=None, at=NOW)
    printed = asked(world, owner="", due=None, provenance=Provenance.PRINTED)
    with pytest.raises(NotAllowed, match="as printed"):
        operations.report_progress(action_id=printed.pk, words="Done.", by=clerk, at=NOW)
    operations.report_progress(action_id=asked(world, order=1).pk, words="Begun.", by=clerk, at=NOW)


def test_the_tracker_of_an_agenda_shows_what_is_open_and_what_was_closed_since_the_last_meeting(world):
    still, done = asked(world), asked(world, order=1, text="paint them")
    operations.report_progress(action_id=done.pk, words="Painted.", state=ActionState.DONE, by=None, at=NOW)
    assert queries.tracker_of(world.to_come) == [still, Action.objects.get(pk=done.pk)]
    after = called(world.committee, world.to_come.starts_at + timedelta(60))
    assert queries.tracker_of(after) == [still]
    assert queries.tracker_of(world.held) == [still, done]
    assert list(queries.open_actions(world.committee)) == [still]


def test_open_actions_come_first_and_the_earliest_day_of_them(world):
    late, soon, closed = asked(world, order=1, due=date(2022, 3, 1)), asked(world, order=2), asked(world, order=3)
    operations.report_progress(
        action_id=closed.pk, words="No longer wanted.", state=ActionState.DROPPED, by=None, at=NOW
    )
    assert [view.id for view in published.actions(today=DUE)] == [soon.pk, late.pk, closed.pk]
