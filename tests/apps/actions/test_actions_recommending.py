"""Recommendations have references, a clock that the law winds, an answer and an outcome."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.apps.actions.conftest import NOW, called, passed

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.actions import operations, published, queries
from folkmoot.apps.actions.terms import Answer
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import MeetingStatus

TODAY = date(2022, 1, 12)


def made(world, **changed):
    given = {
        "meeting_id": world.held.pk, "text": "build a crossing at the school", "to": world.cabinet,
        "origin": "Minute 9/21", "anchor": "rec-a", "by": None, "at": NOW,
    }  # fmt: skip
    return operations.make_recommendation(**given | changed)


def noticed(world, on=date(2021, 11, 12)):
    return operations.receive_notice(recommendation_id=made(world).pk, on=on, by=None, at=NOW)


def test_S7_references_count_by_body_and_council_year(world):
    assert [made(world).reference, made(world).reference] == ["SR (21/22) 01", "SR (21/22) 01"]
    assert made(world, text="paint it").reference == "SR (21/22) 02"
    later = called(world.committee, datetime(2022, 6, 9, 9, tzinfo=UTC))
    passed(later, MeetingStatus.CONFIRMED, MeetingStatus.HELD)
    assert made(world, meeting_id=later.pk).reference == "SR (22/23) 01"


@pytest.mark.parametrize(
    ("received", "due"),
    [(date(2021, 11, 12), date(2022, 1, 11)), (date(2021, 12, 31), date(2022, 2, 27))],
)
def test_S1_an_answer_is_due_two_months_beginning_with_the_day_of_receipt(world, received, due):
    found = noticed(world, received)
    assert queries.clock(found).due == due
    (view,) = published.recommendations(today=due)
    assert (view.due, view.overdue, view.stands) == (due, False, "Answer due")
    assert view.clock == (
        "2 months beginning with the day on which notice was received (Invented standing orders; rule S1)"
    )


def test_S1_the_rule_in_force_on_the_day_of_receipt_decides(world):
    found = noticed(world)
    committees.bring_rule_into_force(
        organization=world.committee, rule_id="S1", parameters={"months": 3}, source="Later orders",
        effective_from=date(2021, 11, 13), by=None, at=NOW,
    )  # fmt: skip
    assert queries.clock(found).due == date(2022, 1, 11)
    moved = operations.receive_notice(recommendation_id=found.pk, on=date(2021, 11, 13), by=None, at=NOW)
    assert queries.clock(moved).due == date(2022, 2, 12)


def test_S1_without_a_rule_there_is_no_day(world):
    found = noticed(world)
    world.committee.rules.filter(rule_id="S1").delete()
    assert queries.clock(found).due is None
    (view,) = published.recommendations(today=TODAY)
    assert (view.due, view.clock, view.stands) == (None, "", "Waiting for an answer")


def test_an_answer_is_recorded_once_and_only_after_notice(world):
    recommendation = made(world)
    answer = {"recommendation_id": recommendation.pk, "answer": Answer.IN_PART, "words": "One crossing.", "by": None}
    answer |= {"on": date(2022, 1, 5), "at": NOW}
    with pytest.raises(NotAllowed, match=r"SR \(21/22\) 01: record first when Invented Cabinet received notice of it."):
        operations.answer_recommendation(**answer)
    assert published.recommendation(recommendation.pk, today=TODAY).stands == "Notice not given yet"
    noticed(world)
    assert published.recommendation(recommendation.pk, today=TODAY).stands == "Answer overdue"
    operations.answer_recommendation(**answer)
    view = published.recommendation(recommendation.pk, today=TODAY)
    assert (view.stands, view.answer, view.answer_words) == ("Accepted in part", "accepted in part", "One crossing.")
    with pytest.raises(NotAllowed, match="was answered on 05 January 2022"):
        operations.answer_recommendation(**answer)


def test_only_what_is_accepted_can_be_carried_out_and_once(world):
    carried = {"recommendation_id": noticed(world).pk, "words": "It is built.", "on": TODAY, "by": None, "at": NOW}
    with pytest.raises(NotAllowed, match="was not accepted, or not answered yet"):
        operations.record_implementation(**carried)
    operations.answer_recommendation(
        recommendation_id=carried["recommendation_id"], answer=Answer.ACCEPTED, words="Yes.", on=TODAY, by=None, at=NOW
    )
    operations.record_implementation(**carried)
    (view,) = published.recommendations(today=TODAY, committee=world.committee.slug)
    assert (view.stands, view.implementation, view.implemented_on) == ("Carried out", "It is built.", TODAY)
    with pytest.raises(NotAllowed, match="was carried out on 12 January 2022"):
        operations.record_implementation(**carried)


def test_a_recommendation_that_is_not_accepted_says_so(world):
    operations.answer_recommendation(
        recommendation_id=noticed(world).pk, answer=Answer.NOT_ACCEPTED, words="No money.", on=TODAY, by=None, at=NOW
    )
    assert published.recommendations(today=TODAY)[0].stands == "Not accepted"


def test_notice_is_not_received_before_the_recommendation_is_made_nor_made_to_oneself(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        noticed(world, date(2021, 11, 10))
    with pytest.raises(IntegrityError), transaction.atomic():
        made(world, to=world.committee)
    assert published.recommendation(0, today=TODAY) is None
