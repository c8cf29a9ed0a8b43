"""Rules P1 to P4, each recomputed from the row in force."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.apps.committees.asking import (
    BEGINS,
    MAY,
    OCTOBER,
    RULES,
    SPEAK_BY,
    STATE_BY,
    ask,
    call,
    meeting_of_november,
    request_of,
)

from folkmoot.apps.committees import operations, queries
from folkmoot.apps.committees.intake import Closed, TooLong
from folkmoot.apps.committees.published import requests as published
from folkmoot.apps.committees.queries import requests as windows
from folkmoot.apps.committees.terms.requests import RequestKind, RequestStatus, WindowState

A_MICROSECOND = timedelta(microseconds=1)
pytestmark = pytest.mark.django_db


def bring(meeting, rule_id: str, start: date = MAY, **parameters: object) -> None:
    operations.bring_rule_into_force(
        organization=meeting.organization, rule_id=rule_id, parameters=RULES[rule_id] | parameters,
        source="New standing orders", effective_from=start, by=None, at=OCTOBER,
    )  # fmt: skip


@pytest.mark.parametrize("kind", [RequestKind.SPEAK, RequestKind.PETITION, RequestKind.QUESTION])
def test_P1_nine_o_clock_to_the_second_is_in_time_and_a_microsecond_later_is_for_the_chair(kind):
    meeting = meeting_of_november()
    assert ask(meeting, kind, at=SPEAK_BY).status is RequestStatus.RECEIVED
    late = ask(meeting, kind, at=SPEAK_BY + A_MICROSECOND)
    assert late.status is RequestStatus.LATE
    assert request_of(late).late
    assert (request_of(late).closes_at, request_of(late).rule_id) == (SPEAK_BY, "P1")


def test_P1_nine_is_nine_by_the_clock_of_london_in_summer():
    meeting = meeting_of_november()
    june = call(meeting.organization, datetime(2022, 6, 16, 9, tzinfo=UTC))
    assert windows.window(june, RequestKind.SPEAK, OCTOBER).closes_at == datetime(2022, 6, 10, 8, tzinfo=UTC)


def test_P1_another_number_of_days_from_a_day_on_moves_the_form_s_time():
    meeting = meeting_of_november()
    bring(meeting, "P1", date(2021, 11, 11), number=3)
    assert windows.window(meeting, RequestKind.SPEAK, OCTOBER).closes_at == SPEAK_BY + timedelta(3)
    assert published.forms(meeting.pk, at=OCTOBER).form(RequestKind.SPEAK).words == (
        "three working days before the meeting"
    )


def test_P1_without_an_hour_the_whole_day_is_in_time():
    meeting = meeting_of_november(P1={"number": 4, "counting": "days before"})
    last = datetime(2021, 11, 5, 23, 59, 59, 999999, tzinfo=UTC)
    assert windows.window(meeting, RequestKind.SPEAK, last).state is WindowState.OPEN
    assert windows.window(meeting, RequestKind.SPEAK, last + A_MICROSECOND).state is WindowState.LATE


def test_P1_where_no_rule_is_in_force_nothing_is_promised_and_nothing_taken():
    meeting = meeting_of_november(P1=None)
    assert windows.window(meeting, RequestKind.SPEAK, OCTOBER).state is WindowState.NO_RULE
    with pytest.raises(Closed, match="has no rule about this; ask its officer"):
        ask(meeting)


def test_P1_nothing_is_taken_once_the_meeting_begins():
    meeting = meeting_of_november()
    assert ask(meeting, at=BEGINS - A_MICROSECOND).status is RequestStatus.LATE
    with pytest.raises(Closed, match="takes no more requests"):
        ask(meeting, at=BEGINS)


def test_P2_a_statement_has_a_time_of_its_own():
    meeting = meeting_of_november()
    assert ask(meeting, RequestKind.STATEMENT, at=STATE_BY, words="A word.").status is RequestStatus.RECEIVED
    assert ask(meeting, RequestKind.STATEMENT, at=STATE_BY + A_MICROSECOND, words="A word.").status == "late"
    bring(meeting, "P2", date(2021, 11, 11), number=0)
    on_the_day = BEGINS.replace(hour=9)
    assert windows.window(meeting, RequestKind.STATEMENT, OCTOBER).closes_at == on_the_day


def test_P2_a_statement_fills_one_side_of_A4_and_is_told_how_far_it_is_over():
    meeting = meeting_of_november()
    ask(meeting, RequestKind.STATEMENT, words="\n".join(["A line."] * 46))
    with pytest.raises(TooLong, match="fills 2 sides of A4, and at most one may be sent.*it is 3 lines too long"):
        ask(meeting, RequestKind.STATEMENT, words="\n".join(["A line."] * 49))


def test_P2_more_sides_where_the_rule_allows_more():
    meeting = meeting_of_november(P2=RULES["P2"] | {"sides": 2})
    ask(meeting, RequestKind.STATEMENT, words="\n".join(["A line."] * 92))
    with pytest.raises(TooLong, match="fills 3 sides of A4, and at most 2 may be sent.*it is 1 line too long"):
        ask(meeting, RequestKind.STATEMENT, words="\n".join(["A line."] * 93))


def test_P3_a_place_in_the_room_is_asked_for_in_time_and_only_while_the_rule_is_in_force():
    meeting = meeting_of_november()
    assert ask(meeting, RequestKind.ATTEND, at=SPEAK_BY).status is RequestStatus.OFFERED
    assert ask(meeting, RequestKind.ATTEND, at=SPEAK_BY + A_MICROSECOND).status is RequestStatus.LATE
    without = a_meeting_without_rules()
    assert windows.window(without, RequestKind.ATTEND, OCTOBER).state is WindowState.NO_RULE


def a_meeting_without_rules():
    body = operations.create_organization(
        name="Another Committee (invented)", classification="scrutiny", by=None, at=OCTOBER
    )
    return call(body, BEGINS)


def test_P3_the_rule_s_places_are_offered_and_then_people_wait():
    meeting = meeting_of_november(P3=RULES["P3"] | {"places": 2})
    found = [ask(meeting, RequestKind.ATTEND, at=OCTOBER + timedelta(n)).status for n in range(3)]
    assert found == ["offered", "offered", "waiting"]


def test_P4_a_petitioner_is_told_within_ten_working_days_of_receipt():
    meeting = meeting_of_november()
    received = datetime(2021, 10, 29, 9, tzinfo=UTC)  # a Friday
    assert request_of(ask(meeting, RequestKind.PETITION, at=received)).petition.reply_due == date(2021, 11, 12)
    bring(meeting, "P4", date(2021, 10, 29), days=3)
    assert request_of(ask(meeting, RequestKind.PETITION, at=received)).petition.reply_due == date(2021, 11, 3)


def test_P4_sets_no_day_where_the_council_has_no_such_rule():
    meeting = meeting_of_november(P4=None)
    assert request_of(ask(meeting, RequestKind.PETITION)).petition.reply_due is None


def test_the_room_and_the_minutes_read_what_was_asked_by_meeting():
    meeting = meeting_of_november()
    asked = [request_of(ask(meeting, kind, words="A word.")) for kind in (RequestKind.SPEAK, RequestKind.STATEMENT)]
    assert list(queries.requests_of(meeting)) == asked
