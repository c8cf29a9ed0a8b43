from datetime import date
from fractions import Fraction

import pytest

from folkmoot.methods.meetings.absence import Excused, Standing, away
from folkmoot.methods.meetings.mentions import mentions
from folkmoot.methods.meetings.quorum import Quorum
from folkmoot.methods.meetings.seats import Concern, Right, Seat, counts_for_quorum, why_not_voting
from folkmoot.methods.meetings.voting import BadVote, Choice, Count, Method, Result, check

FULL = Seat(Right.FULL)
QUARTER = Fraction(1, 4)


@pytest.mark.parametrize(
    ("quorum", "seats", "needed"),
    [
        (Quorum(QUARTER), 63, 16),
        (Quorum(QUARTER), 64, 16),
        (Quorum(QUARTER), 65, 17),
        (Quorum(QUARTER, least=3), 9, 3),
        (Quorum(QUARTER, least=3), 16, 4),
        (Quorum(Fraction(0), least=3), 63, 3),
    ],
)
def test_a_quorum_is_a_share_of_all_seats_and_never_below_its_least(quorum, seats, needed):
    assert quorum.needed(seats) == needed


@pytest.mark.parametrize(
    ("count", "result"),
    [
        (Count(Method.NEM_CON), Result.CARRIED),
        (Count(Method.ASSENT), Result.CARRIED),
        (Count(Method.SHOW_OF_HANDS, 4, 3, 2), Result.CARRIED),
        (Count(Method.SHOW_OF_HANDS, 3, 4), Result.LOST),
        (Count(Method.SHOW_OF_HANDS, 1, 0, 8), Result.CARRIED),
        (Count(Method.RECORDED, 4, 4), Result.TIED),
        (Count(Method.RECORDED, 4, 4, casting=Choice.FOR), Result.CARRIED),
        (Count(Method.RECORDED, 4, 4, casting=Choice.AGAINST), Result.LOST),
        (Count(Method.BALLOT, 0, 0, 3), Result.TIED),
    ],
)
def test_a_vote_is_the_majority_of_those_who_vote_and_a_tie_waits_for_the_casting_vote(count, result):
    assert count.result is result


def test_nem_con_is_not_the_same_as_unanimous():
    abstained = Count(Method.SHOW_OF_HANDS, 5, 0, 2)
    assert (abstained.nem_con, abstained.unanimous) == (True, False)
    everybody = Count(Method.SHOW_OF_HANDS, 5)
    assert (everybody.nem_con, everybody.unanimous) == (True, True)
    opposed = Count(Method.SHOW_OF_HANDS, 5, 1)
    assert (opposed.nem_con, opposed.unanimous) == (False, False)
    assert (Count(Method.NEM_CON).nem_con, Count(Method.NEM_CON).unanimous) == (True, False)
    assert not Count(Method.BALLOT, 0, 0, 3).nem_con


@pytest.mark.parametrize(
    ("count", "recorded", "said"),
    [
        (Count(Method.SHOW_OF_HANDS, 4), True, "needs a recorded vote"),
        (Count(Method.NEM_CON, 1), False, "leave the counts empty"),
        (Count(Method.BALLOT), False, "nobody has voted yet"),
        (Count(Method.SHOW_OF_HANDS, 4, 3, 3), False, "10 votes are more than the 9 members"),
        (Count(Method.SHOW_OF_HANDS, 4, 4, casting=Choice.ABSTAIN), False, "is for or against"),
        (Count(Method.SHOW_OF_HANDS, 5, 4, casting=Choice.FOR), False, "only where the votes are equal"),
    ],
)
def test_counts_that_cannot_be_a_vote_are_refused_with_what_to_do(count, recorded, said):
    with pytest.raises(BadVote, match=said):
        check(count, 9, must_be_recorded=recorded)


@pytest.mark.parametrize(
    "count",
    [Count(Method.NEM_CON), Count(Method.SHOW_OF_HANDS, 5, 4), Count(Method.RECORDED, 4, 4, 1, Choice.AGAINST)],
)
def test_counts_that_can_be_a_vote_pass(count):
    check(count, 9, must_be_recorded=count.method is Method.RECORDED)


@pytest.mark.parametrize(
    ("seat", "concern", "reason"),
    [
        (FULL, Concern.NOTHING_SPECIAL, ""),
        (Seat(Right.FULL, present=False), Concern.NOTHING_SPECIAL, "Not in the room."),
        (Seat(Right.NONE), Concern.EDUCATION, "Takes part without a vote."),
        (Seat(Right.EDUCATION_ONLY), Concern.BUDGET, "Votes on education questions only."),
        (Seat(Right.EDUCATION_ONLY), Concern.EDUCATION, ""),
        (Seat(Right.FULL, barred="An interest."), Concern.NOTHING_SPECIAL, "An interest."),
        (Seat(Right.FULL, remote=True), Concern.NOTHING_SPECIAL, "Takes part from elsewhere; only members in the room"),
        (Seat(Right.FULL, in_arrears=True), Concern.BUDGET, "Owes council tax"),
        (Seat(Right.FULL, in_arrears=True), Concern.NOTHING_SPECIAL, ""),
    ],
)
def test_whoever_may_not_vote_on_an_item_is_told_why(seat, concern, reason):
    found = why_not_voting(seat, concern, remote_counts=False)
    assert found.startswith(reason)
    assert bool(found) is bool(reason)


def test_somebody_elsewhere_counts_and_votes_only_while_the_law_lets_them():
    seat = Seat(Right.FULL, remote=True)
    assert why_not_voting(seat, Concern.NOTHING_SPECIAL, remote_counts=True) == ""
    assert counts_for_quorum(seat, remote_counts=True)
    assert not counts_for_quorum(seat, remote_counts=False)


def test_the_quorum_counts_full_members_in_the_room_whom_nothing_bars():
    seats = [
        FULL, Seat(Right.FULL, present=False), Seat(Right.FULL, barred="An interest."), Seat(Right.EDUCATION_ONLY),
        Seat(Right.NONE), Seat(Right.FULL, in_arrears=True),
    ]  # fmt: skip
    counted = [counts_for_quorum(seat, remote_counts=False) for seat in seats]
    assert counted == [True, False, False, False, False, True]


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 1, 10), Standing.WELL),
        (date(2026, 5, 10), Standing.WELL),
        (date(2026, 5, 11), Standing.FOUR_MONTHS),
        (date(2026, 6, 10), Standing.FOUR_MONTHS),
        (date(2026, 6, 11), Standing.FIVE_MONTHS),
        (date(2026, 6, 25), Standing.FIVE_MONTHS),
        (date(2026, 6, 26), Standing.ALMOST),
        (date(2026, 7, 10), Standing.ALMOST),
        (date(2026, 7, 11), Standing.LOST),
    ],
)
def test_warnings_come_two_months_one_month_and_half_a_month_before_a_seat_is_lost(today, standing):
    found = away(date(2026, 1, 10), today, 6)
    assert (found.standing, found.keeps_until) == (standing, date(2026, 7, 10))


JUNE_TO_OCTOBER = (date(2026, 6, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("approved_on", "today", "standing", "end"),
    [
        (date(2026, 7, 10), date(2026, 8, 1), Standing.WELL, date(2026, 10, 31)),
        (date(2026, 7, 10), date(2026, 9, 2), Standing.FOUR_MONTHS, date(2026, 10, 31)),
        (date(2026, 7, 10), date(2026, 10, 2), Standing.FIVE_MONTHS, date(2026, 10, 31)),
        (date(2026, 7, 10), date(2026, 10, 17), Standing.ALMOST, date(2026, 10, 31)),
        (date(2026, 7, 10), date(2026, 11, 1), Standing.LOST, date(2026, 10, 31)),
        (date(2026, 7, 11), date(2026, 7, 11), Standing.LOST, date(2026, 7, 10)),  # approved when it was too late
    ],
)
def test_an_absence_that_is_approved_before_the_months_are_over_keeps_the_seat_to_its_last_day(
    approved_on, today, standing, end
):
    found = away(date(2026, 1, 10), today, 6, [Excused(*JUNE_TO_OCTOBER, approved_on)])
    assert (found.standing, found.keeps_until) == (standing, end)


def test_an_absence_before_the_last_meeting_or_after_the_months_puts_nothing_off():
    for starts, ends in ((date(2025, 10, 1), date(2026, 1, 9)), (date(2026, 7, 11), date(2026, 12, 1))):
        found = away(date(2026, 1, 10), date(2026, 2, 1), 6, [Excused(starts, ends, date(2025, 9, 1))])
        assert found.keeps_until == date(2026, 7, 10)


def test_one_approved_absence_leads_to_the_next():
    both = [Excused(date(2026, 10, 1), date(2026, 12, 31), date(2026, 9, 1)),
            Excused(*JUNE_TO_OCTOBER, date(2026, 5, 1))]  # fmt: skip
    assert away(date(2026, 1, 10), date(2026, 2, 1), 6, both).keeps_until == date(2026, 12, 31)


def test_a_shorter_period_leaves_out_the_warnings_that_it_has_no_room_for():
    assert away(date(2026, 1, 10), date(2026, 1, 12), 1).standing is Standing.WELL
    assert away(date(2026, 1, 10), date(2026, 2, 10), 1).standing is Standing.ALMOST


def test_a_name_is_found_as_whole_words_in_any_case_and_spacing():
    text = "The bid of INVENTED\n  Coaches, and the coaching of others"
    assert mentions(text, ["Invented Coaches", "Coach", "", "others", "Bid of"]) == (
        "Invented Coaches", "others", "Bid of",
    )  # fmt: skip
