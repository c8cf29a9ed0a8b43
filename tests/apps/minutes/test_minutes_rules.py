"""A test for each rule of the room, named after it: what the row in force says, and what changes with the row."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.apps.minutes.invented_room import NOW, after, invented_meeting, invented_room, published

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.operations import interests as register
from folkmoot.apps.committees.published import interests as registered
from folkmoot.apps.committees.queries import interests
from folkmoot.apps.committees.terms import ConfidentialGround, InterestCategory, ItemKind
from folkmoot.apps.minutes import operations, queries
from folkmoot.apps.minutes import published as public
from folkmoot.apps.minutes.models import Minute
from folkmoot.apps.minutes.queries import attendance, gate
from folkmoot.apps.minutes.queries.chamber import chamber
from folkmoot.apps.minutes.terms import Capacity, Choice, Concern, DeclarationKind, Method, Outcome
from folkmoot.methods.document.model import CONFIDENTIAL
from folkmoot.methods.document.words import words
from folkmoot.methods.meetings.absence import Standing
from folkmoot.methods.meetings.voting import BadVote, Result

pytestmark = pytest.mark.django_db
ALL = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir")


@pytest.fixture
def room():
    return invented_room()


def seated(room, name, minute=None):
    return next(each for each in chamber(room.sitting, minute, after(30)).members if each.person.name.endswith(name))


def missing(room) -> str:
    return "\n".join(gate.unready(room.sitting))


def has_interest(room, name, text="Runs the invented coach line", names="Coaches", **given):
    return register.register_interest(
        person=room.people[name], category=InterestCategory.EMPLOYMENT, text=text, names=names,
        notified_on=date(2026, 5, 20), held_from=date(2026, 5, 1), by=None, at=NOW, **given,
    )  # fmt: skip


# --- Quorum, votes, seats


def test_M1_nothing_is_decided_without_the_quorum_that_the_row_sets(room):
    room.rule("M1", share="1/2", least=2)
    room.here("Alder", "Birch")
    minute = room.take("Coaches")
    assert (chamber(room.sitting, minute, after(30)).quorum.needed, seated(room, "Alder").counts) == (3, True)
    with pytest.raises(operations.Inquorate, match="2 members count .* and 3 are needed"):
        room.decide(minute)
    room.rule("M1", share="1/3", since=date(2026, 6, 1), least=2)
    assert room.decide(minute).carried


def test_M1_a_quorum_that_nobody_set_is_said_to_be_not_set_and_stops_nothing(room):
    room.here("Alder")
    now = chamber(room.sitting, None, after(30)).quorum
    assert (now.there, now.seats, now.needed, now.met) == (1, 6, None, None)
    assert room.decide(room.take("Coaches")).carried


def test_M1_the_quorum_falls_as_members_leave_and_rises_as_they_return(room):
    room.rule("M1", share="1/2")
    room.here("Alder", "Birch", "Cedar")
    attending = room.sitting.attendances.get(person=room.people["Cedar"])
    operations.leave(attendance_id=attending.pk, left_at=after(20), by=None, at=after(20))
    assert [chamber(room.sitting, None, after(m)).quorum.met for m in (10, 20, 30)] == [True, False, False]
    operations.arrive(
        sitting_id=room.sitting.pk, person=room.people["Cedar"], capacity=Capacity.VOTING_MEMBER,
        present_from=after(40), by=None, at=after(40),
    )  # fmt: skip
    assert chamber(room.sitting, None, after(45)).quorum.met is True


def test_M2_a_tie_waits_for_the_casting_vote_of_whoever_presides(room):
    room.here(*ALL)
    minute = room.take("Coaches")
    tied = room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=3, against=3)
    assert tied.count.result is Result.TIED
    cast = operations.record_vote(
        motion_id=tied.motion_id, method=Method.SHOW_OF_HANDS, in_favour=3, against=3, casting=Choice.FOR, by=None,
        at=after(31),
    )  # fmt: skip
    assert (cast.carried, minute.motions.get().vote) == (True, cast)
    operations.preside(sitting_id=room.sitting.pk, person=room.people["Holly"], by=None, at=NOW)
    with pytest.raises(BadVote, match="who presides and may vote"):
        room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=3, against=3, casting=Choice.FOR)


def test_M2_nem_con_is_printed_apart_from_a_unanimous_vote(room):
    room.here(*ALL)
    minute = room.take("Coaches")
    room.decide(minute)
    room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=4, abstained=2)
    said = words(queries.document(room.meeting))
    assert "Resolved Carried nem con" in said[f"{minute.key}-motion-1"]
    assert "Carried, 4 for and 0 against, 2 abstaining (show of hands); nem con" in said[f"{minute.key}-motion-2"]


def test_M3_a_motion_needs_a_seconder_where_the_row_says_so(room):
    room.here(*ALL)
    minute = room.take("Coaches")
    motion = operations.propose(minute_id=minute.pk, text="So.", mover=room.people["Alder"], by=None, at=NOW)
    room.rule("M3", seconder=True)
    with pytest.raises(operations.NotSeconded, match="moved and seconded"):
        operations.record_vote(motion_id=motion.pk, method=Method.ASSENT, by=None, at=NOW)
    with pytest.raises(operations.NotSeconded, match="A nomination is seconded"):
        operations.nominate(
            minute_id=minute.pk, post="Chair", nominee=room.people["Alder"], nominator=room.people["Birch"],
            elected=True, by=None, at=NOW,
        )  # fmt: skip
    room.rule("M3", seconder=False, since=date(2026, 6, 1))
    assert operations.record_vote(motion_id=motion.pk, method=Method.ASSENT, by=None, at=NOW).carried


def test_M3_an_amendment_is_decided_before_the_motion_that_it_would_change(room):
    room.here(*ALL)
    minute = room.take("Coaches")
    motion = operations.propose(minute_id=minute.pk, text="Ask for coaches.", by=None, at=NOW)
    change = operations.propose(minute_id=minute.pk, text="Say: by May.", amends=motion, by=None, at=NOW)
    with pytest.raises(operations.AmendmentFirst):
        operations.record_vote(motion_id=motion.pk, method=Method.NEM_CON, by=None, at=NOW)
    operations.record_vote(motion_id=change.pk, method=Method.NEM_CON, by=None, at=NOW)
    operations.reword_motion(motion_id=motion.pk, text="Ask for coaches by May.", by=None, at=NOW)
    operations.record_vote(motion_id=motion.pk, method=Method.NEM_CON, by=None, at=NOW)
    said = words(queries.document(room.meeting))
    assert said[f"{minute.key}-motion-1"].startswith("Motion Ask for coaches by May.")
    assert said[f"{minute.key}-motion-2"].startswith("Amendment Say: by May.")


def test_M4_names_are_recorded_where_enough_members_ask_and_always_on_the_budget(room):
    room.here(*ALL)
    room.rule("M4", members=3)
    minute = room.take("Coaches")
    assert room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=4, asked_to_record=2).carried
    with pytest.raises(BadVote, match="needs a recorded vote"):
        room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=4, asked_to_record=3)
    room.rule("M4", members=4, since=date(2026, 6, 1))
    assert room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=4, asked_to_record=3).carried
    operations.describe_item(minute_id=minute.pk, concern=Concern.BUDGET, by=None, at=NOW)
    with pytest.raises(BadVote, match="needs a recorded vote"):
        room.decide(minute)


def test_M4_a_recorded_vote_prints_how_each_member_voted(room):
    room.here(*ALL)
    minute = room.take("Coaches")
    ballots = {room.people[name].pk: Choice.FOR for name in ("Alder", "Birch")}
    ballots |= {room.people["Cedar"].pk: Choice.AGAINST, room.people["Elder"].pk: Choice.ABSTAIN}
    vote = room.decide(minute, method=Method.RECORDED, ballots=ballots)
    assert (vote.in_favour, vote.against, vote.abstained) == (2, 1, 1)
    said = words(queries.document(room.meeting))[f"{minute.key}-motion-1"]
    assert "For Councillor Invented Alder; Councillor Invented Birch Against Councillor Invented Cedar" in said
    assert queries.votes_of(room.sitting) == ((f"{minute.key}-motion-1", vote.count),)
    with pytest.raises(operations.NotEntitled, match="not at the meeting may not vote"):
        room.decide(minute, method=Method.RECORDED, ballots={room.people["Ivy"].pk: Choice.FOR})


def approved_in_february(room) -> tuple[Minute, object]:
    """The minutes are published, and a meeting in February has come to its item of minutes."""
    room.here(*ALL)
    room.take("Coaches")
    published(room.sitting)
    meeting = invented_meeting(room.body, NOW + timedelta(days=90))
    later = operations.open_sitting(meeting_id=meeting.pk, began_at=meeting.starts_at, by=None, at=NOW)
    operations.arrive(
        sitting_id=later.pk, person=room.people["Birch"], capacity=Capacity.VOTING_MEMBER, by=None, at=NOW
    )
    return operations.take_item(sitting_id=later.pk, title="Minutes", by=None, at=NOW), meeting


def test_M5_minutes_are_signed_by_who_was_at_the_meeting_that_approved_them(room):
    minute, meeting = approved_in_february(room)
    sign = {"sitting_id": room.sitting.pk, "signed_on": meeting.starts_at.date(), "by": None, "at": NOW}
    with pytest.raises(operations.Unsuitable, match="after a meeting has approved them"):
        operations.sign_minutes(presiding=room.people["Birch"], **sign)
    with pytest.raises(operations.Unsuitable, match="at a later meeting of the same body"):
        operations.approve_minutes(
            sitting_id=room.sitting.pk, in_minute_id=room.sitting.minutes.get().pk, by=None, at=NOW
        )
    operations.approve_minutes(sitting_id=room.sitting.pk, in_minute_id=minute.pk, by=None, at=NOW)
    with pytest.raises(operations.Unsuitable, match="was not at the meeting"):
        operations.sign_minutes(presiding=room.people["Alder"], **sign)
    with pytest.raises(operations.Unsuitable, match="Mend the date"):
        operations.sign_minutes(presiding=room.people["Birch"], **(sign | {"signed_on": NOW.date()}))
    operations.sign_minutes(presiding=room.people["Birch"], **sign)
    view = public.minutes(room.meeting.pk)
    assert view.standing == "Signed on 17 February 2027 by Councillor Invented Birch"
    assert ("Signed by", "Councillor Invented Birch, in the Chair") in view.document.closing


def test_M5_minutes_without_anybody_present_are_not_published(room):
    room.take("Coaches")
    assert "minutes name who was there (M5)" in missing(room)


def test_M6_minutes_are_numbered_by_council_year_in_the_order_taken_and_no_number_is_given_twice(room):
    room.here("Alder")
    taken = [room.take(item) for item in ("Declarations", "Coaches", "Apologies")]
    assert [(each.number, each.agenda_number) for each in taken] == [("1/26", "2"), ("2/26", "3"), ("3/26", "1")]
    with pytest.raises(operations.AlreadyTaken, match="Coaches is minute 2/26 of this meeting already"):
        room.take("Coaches")
    with pytest.raises(NotAllowed, match="Only the minute with the highest number"):
        operations.put_back(minute_id=taken[1].pk, by=None, at=NOW)
    operations.put_back(minute_id=taken[2].pk, by=None, at=NOW)
    assert room.take("Apologies").number == "3/26"
    may = invented_meeting(room.body, NOW.replace(year=2027, month=5, day=20))
    later = operations.open_sitting(meeting_id=may.pk, began_at=may.starts_at, by=None, at=NOW)
    assert operations.take_item(sitting_id=later.pk, title="First", by=None, at=NOW).number == "1/27"


def test_M6_an_item_of_which_something_is_recorded_is_not_put_back(room):
    room.here(*ALL)
    minute = room.take("Coaches")
    operations.ask(minute_id=minute.pk, text="How many?", by=None, at=NOW)
    with pytest.raises(NotAllowed, match="Something is recorded"):
        operations.put_back(minute_id=minute.pk, by=None, at=NOW)


def test_M7_the_first_meeting_of_the_council_year_elects_its_chair_where_the_rule_is_in_force(room):
    room.here(*ALL)
    minute = room.take("Apologies")
    assert "(M7)" not in missing(room)
    room.rule("M7", own=False)
    assert "no chair was elected (M7)" in missing(room)
    operations.nominate(
        minute_id=minute.pk, post="Chair", nominee=room.people["Cedar"], nominator=room.people["Birch"],
        seconder=room.people["Alder"], elected=True, nem_con=True, by=None, at=NOW,
    )  # fmt: skip
    room.sitting.refresh_from_db()
    assert ("(M7)" in missing(room), room.sitting.presiding) == (False, room.people["Cedar"])


def stand_in(room, **given):
    chosen = {"person": room.people["Holly"], "in_place_of": room.people["Cedar"]} | given
    return operations.arrive(sitting_id=room.sitting.pk, capacity=Capacity.SUBSTITUTE, by=None, at=after(2), **chosen)


def test_M8_a_substitute_sits_for_a_named_absent_member_and_has_the_vote(room):
    room.here("Alder", "Birch")
    for wrong, reason in (
        ({"in_place_of": None}, "Name the member"),
        ({"in_place_of": room.people["Ivy"]}, "Name the member"),
        ({"person": room.people["Elder"]}, "has a place already"),
        ({"in_place_of": room.people["Alder"]}, "came to this meeting"),
    ):
        with pytest.raises(operations.NoSubstitute, match=reason):
            stand_in(room, **wrong)
    stand_in(room)
    assert seated(room, "Holly").votes
    with pytest.raises(operations.PlaceTaken, match="Holly sits in the place of"):
        room.here("Cedar")


def test_M8_the_row_in_force_asks_for_the_same_group_and_for_the_start(room):
    room.rule("M8", same_group=True)
    with pytest.raises(operations.NoSubstitute, match="from the start of the meeting"):
        stand_in(room, present_from=after(5))
    with pytest.raises(operations.NoSubstitute, match="same group as the member, which is Blue"):
        stand_in(room, in_place_of=room.people["Birch"])
    room.rule("M8", same_group=False, since=date(2026, 6, 1))
    assert stand_in(room, in_place_of=room.people["Birch"]).in_place_of == room.people["Birch"]


def test_M9_a_co_optee_votes_on_education_only_and_fills_no_seat_of_the_quorum(room):
    room.here(*ALL, "Gorse")
    minute = room.take("Coaches")
    assert seated(room, "Gorse", minute).no_vote == "Votes on education questions only."
    ballots = {room.people["Gorse"].pk: Choice.FOR}
    with pytest.raises(operations.NotEntitled, match="Gorse may not vote on this item. Votes on education"):
        room.decide(minute, method=Method.RECORDED, ballots=ballots)
    operations.describe_item(minute_id=minute.pk, concern=Concern.EDUCATION, by=None, at=NOW)
    assert room.decide(minute, method=Method.RECORDED, ballots=ballots).carried
    assert not seated(room, "Gorse", minute).counts


def test_M10_members_elsewhere_count_and_vote_only_while_the_row_lets_them(room):
    operations.arrive(
        sitting_id=room.sitting.pk, person=room.people["Alder"], capacity=Capacity.VOTING_MEMBER, remote=True,
        by=None, at=NOW,
    )  # fmt: skip
    assert (seated(room, "Alder").counts, seated(room, "Alder").votes) == (False, False)
    room.rule("M10", own=False, counted=True, since=date(2026, 6, 1))
    assert (seated(room, "Alder").counts, seated(room, "Alder").votes) == (True, True)
    assert "from elsewhere" in public_present(room)


def public_present(room) -> str:
    room.take("Coaches")
    return words(queries.document(room.meeting))["present"]


def test_M11_a_member_who_stays_away_is_warned_of_by_the_months_of_the_row(room):
    room.here("Alder")
    room.take("Coaches")
    today = date(2027, 5, 1)
    assert attendance.away_from(room.body, today) == []
    room.rule("M11", own=False, months=6)
    found = {each.person.name: each.away for each in attendance.away_from(room.body, today)}
    assert found["Invented Alder"].standing is Standing.FIVE_MONTHS
    assert (found["Invented Birch"].since, found["Invented Birch"].standing) == (date(2026, 5, 14), Standing.LOST)
    room.rule("M11", own=False, months=12, since=date(2027, 4, 1))
    found = {each.person.name: each.away for each in attendance.away_from(room.body, today)}
    assert found["Invented Alder"].standing is Standing.WELL


# --- Interests


def test_I1_interests_are_registered_within_the_days_of_the_row_that_begin_with_taking_office(room):
    seat = room.body.memberships.get(person=room.people["Alder"])
    assert interests.registration(seat) is None
    room.rule("I1", own=False, days=28)
    due = interests.registration(seat)
    assert (due.due_on, due.first_on) == (date(2026, 6, 10), None)
    assert (due.overdue(date(2026, 6, 10)), due.overdue(date(2026, 6, 11))) == (False, True)
    has_interest(room, "Alder")
    assert not interests.registration(seat).overdue(date(2026, 6, 11))
    room.rule("I1", own=False, days=14, since=date(2026, 5, 1))
    assert interests.registration(seat).due_on == date(2026, 5, 27)


def test_I2_seven_categories_are_disclosable_and_one_is_not():
    assert [each for each in InterestCategory if not each.disclosable] == [InterestCategory.OTHER]
    assert len(InterestCategory) == 8
    assert len({each.label for each in InterestCategory}) == 8


def declared(room, minute, name="Cedar", item="Coaches", **given):
    said = {"kind": DeclarationKind.DISCLOSABLE, "nature": "Runs the coach line"} | given
    return operations.declare(
        minute_id=minute.pk, person=room.people[name], item=room.items[item], by=None, at=NOW, **said
    )


def test_I3_a_disclosable_interest_takes_vote_and_quorum_seat_for_that_item_only(room):
    room.rule("M1", share="1/2")
    room.here("Alder", "Birch", "Cedar")
    declared(room, room.take("Declarations"))
    coaches, prices = room.take("Coaches"), room.take("Prices")
    cedar = seated(room, "Cedar", coaches)
    assert (cedar.votes, cedar.counts, cedar.no_vote) == (False, False, "Declared a disclosable interest in this item.")
    assert (seated(room, "Cedar", prices).votes, seated(room, "Cedar", prices).counts) == (True, True)
    with pytest.raises(operations.Inquorate):
        room.decide(coaches)
    assert room.decide(prices).carried


def test_I3_other_interests_are_said_and_bar_nothing(room):
    room.here("Cedar")
    declared(room, room.take("Declarations"), kind=DeclarationKind.NON_REGISTRABLE, nature="A neighbour")
    assert seated(room, "Cedar", room.take("Coaches")).votes


def test_I4_of_a_sensitive_interest_only_that_there_is_one_is_public(room):
    room.here("Cedar")
    interest = has_interest(room, "Cedar", text="Lives at a secret place", sensitive=True)
    minute = room.take("Declarations")
    declared(room, minute, interest=interest, nature="Lives at a secret place")
    said = " ".join(words(queries.document(room.meeting, whole=True)).values())
    assert "details the law lets the council withhold" in said
    view = registered.register(room.people["Cedar"].slug, today=date(2026, 11, 26))
    assert "secret" not in said + view.interests[0].text


def grant(room, **given):
    terms = {
        "ground": "a", "scope": "Coaches", "may_vote": True, "asked_on": date(2026, 6, 1),
        "starts_on": date(2026, 6, 2), "ends_on": date(2030, 6, 1), "granted_by": "The invented Standards Board",
    } | given  # fmt: skip
    return register.grant_dispensation(person=room.people["Cedar"], organization=room.body, by=None, at=NOW, **terms)


def test_I5_a_dispensation_gives_the_vote_back_for_as_long_as_the_row_allows(room):
    room.here("Cedar")
    room.rule("I5", own=False, years=4)
    with pytest.raises(register.TooLong, match="ends on 01 June 2030 at the latest"):
        grant(room, ends_on=date(2030, 6, 2))
    minute = room.take("Declarations")
    declared(room, minute, dispensation=grant(room))
    coaches = room.take("Coaches")
    assert (seated(room, "Cedar", coaches).votes, seated(room, "Cedar", coaches).counts) == (True, True)
    declared(room, minute, dispensation=grant(room, may_vote=False))
    assert seated(room, "Cedar", coaches).no_vote.startswith("Has a dispensation to take part")
    with pytest.raises(operations.NoDispensation):
        declared(room, minute, name="Birch", dispensation=grant(room))
    with pytest.raises(operations.NoDispensation, match="not in force"):
        declared(room, minute, dispensation=grant(room, ends_on=date(2026, 11, 18)))
    room.rule("I5", own=False, years=1, since=date(2026, 6, 1))
    with pytest.raises(register.TooLong, match="ends on 01 June 2027"):
        grant(room)


def test_I6_each_declaration_stands_against_its_item_and_the_register_is_searched_before(room):
    has_interest(room, "Cedar")
    found = queries.findings(room.meeting, room.people.values())
    assert [(each.person.name, each.item.title, each.names) for each in found] == [
        ("Invented Cedar", "Coaches", ("Coaches",))
    ]
    minute = room.take("Declarations")
    declaration = declared(room, minute)
    said = words(queries.document(room.meeting))[f"{minute.key}-declaration-{declaration.pk}"]
    assert "About item 3 Coaches" in said
    operations.nobody_declares(minute_id=minute.pk, by=None, at=NOW)
    minute.refresh_from_db()
    assert not minute.nobody_declared


def test_I7_arrears_of_council_tax_take_the_vote_on_the_budget(room):
    room.here("Cedar")
    declared(room, room.take("Declarations"), kind=DeclarationKind.ARREARS, nature="")
    minute = room.take("Coaches")
    assert seated(room, "Cedar", minute).votes
    minute = operations.describe_item(minute_id=minute.pk, concern=Concern.BUDGET, by=None, at=NOW)
    assert seated(room, "Cedar", minute).no_vote == "Owes council tax and may not vote on the budget."


# --- The public, urgency, what can be published


def test_N3_an_urgent_item_is_taken_with_the_chairs_opinion_which_is_minuted(room):
    room.here("Alder")
    assert room.take("Flood").urgency == ""
    operations.put_back(minute_id=room.sitting.minutes.get().pk, by=None, at=NOW)
    room.rule("N3", own=False)
    with pytest.raises(operations.NotUrgent, match=r"special circumstances, before it is taken \(N3\)"):
        room.take("Flood")
    minute = room.take("Flood", urgency="The river rose on Tuesday.")
    said = words(queries.document(room.meeting))
    assert said[f"{minute.key}-urgency"] == "The Chair held this item urgent: The river rose on Tuesday."
    operations.describe_item(minute_id=minute.pk, by=None, at=NOW)
    assert "the special circumstances (N3)" in missing(room)


def excluded(room, minute):
    vote = room.decide(minute, "That the public be excluded.")
    return operations.exclude_public(
        minute_id=minute.pk, ground="3", reason="The tenders are open.", motion=vote.motion, by=None, at=after(31)
    )


def test_E1_the_public_is_excluded_by_a_carried_resolution_which_is_minuted_and_readmitted(room):
    room.here(*ALL)
    room.rule("E1", own=False)
    minute = room.take("Prices")
    assert "no resolution to exclude the public is recorded" in missing(room)
    lost = room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=1, against=4)
    for motion in (None, lost.motion):
        with pytest.raises(operations.NotResolved, match="by a resolution"):
            operations.exclude_public(minute_id=minute.pk, ground="3", reason="R", motion=motion, by=None, at=NOW)
    exclusion = excluded(room, minute)
    with pytest.raises(operations.OutOfOrder, match="out already"):
        excluded(room, minute)
    assert room.take("Coaches", at=after(40)).withheld == "3"
    operations.readmit_public(sitting_id=room.sitting.pk, by=None, at=after(50))
    with pytest.raises(operations.OutOfOrder, match="not out"):
        operations.readmit_public(sitting_id=room.sitting.pk, by=None, at=after(51))
    assert room.take("Apologies", at=after(52)).withheld == ""
    said = words(queries.document(room.meeting))[f"{minute.key}-exclusion-{exclusion.pk}"]
    assert "Public excluded From 2.31 pm until 2.50 pm; Schedule 12A, paragraph 3" in said
    assert "Motion That the public be excluded. Moved by Councillor Invented Alder" in said
    assert "no resolution" not in missing(room)


def test_E2_a_confidential_item_s_minute_is_kept_back_as_confidential_by_no_vote(room):
    room.here("Alder")
    committees.revise_agenda_item(
        item_id=room.items["Coaches"].pk, title="Coaches", kind=ItemKind.REPORT, number="3", by=None, at=NOW,
        confidential=(ConfidentialGround.LAW, "An invented order"),
    )  # fmt: skip
    room.items["Coaches"].refresh_from_db()
    minute = room.take("Coaches")
    assert "its item is confidential, which no vote changes" in missing(room)
    operations.exclude_public(minute_id=minute.pk, ground=CONFIDENTIAL, reason="", by=None, at=NOW)
    minute.refresh_from_db()
    assert minute.withheld == CONFIDENTIAL
    assert "which no vote changes" not in missing(room)
    assert "no resolution" not in missing(room)


def test_E2_confidential_business_excludes_the_public_without_a_vote(room):
    room.here("Alder")
    minute = room.take("Prices")
    exclusion = operations.exclude_public(
        minute_id=minute.pk, ground="c", reason="A court forbids it.", by=None, at=NOW
    )
    assert (exclusion.motion, room.sitting.minutes.get().withheld) == (None, "c")
    said = words(queries.document(room.meeting))
    assert "it is confidential" in said[f"{minute.key}-withheld"]


def test_N7_withheld_minutes_have_a_public_summary_unless_the_rest_is_a_fair_record(room):
    room.here(*ALL)
    minute = room.take("Prices")
    excluded(room, minute)
    secret = {"points": [{"type": "paragraph", "id": "secret", "text": "The lowest price was hidden here."}]}
    operations.revise_minute(minute_id=minute.pk, content=secret, base=0, by=None, at=NOW)
    assert "(N7)" not in missing(room)
    room.rule("N7", own=False)
    assert "Write one, or say that the rest is a fair record without it (N7)." in missing(room)
    about = {"minute_id": minute.pk, "withheld": "3", "outcome": Outcome.AGREED, "by": None, "at": NOW}
    operations.describe_item(fair_without=True, **about)
    assert "(N7)" not in missing(room)
    operations.describe_item(public_summary="Members chose a bidder.", **about)
    assert "(N7)" not in missing(room)
    open_words, whole = (words(queries.document(room.meeting, whole=each)) for each in (False, True))
    assert "hidden" not in " ".join(open_words.values())
    assert "Members chose a bidder." in open_words.values()
    assert whole["secret"] == "The lowest price was hidden here."
    restricted = queries.withheld_document(room.meeting)
    assert (restricted.exempt, "secret" in words(restricted)) == ("3", True)
    room.decide(minute, method=Method.SHOW_OF_HANDS, in_favour=4)
    published(room.sitting)
    view = public.minutes(room.meeting.pk)
    assert [about for about, _ in view.votes] == [
        about for about, _ in queries.votes_of(room.sitting) if "-exclusion-" in about
    ]
    assert len(queries.votes_of(room.sitting)) == len(view.votes) + 1
    assert (view.minutes[0].outcome, view.actions) == ("", ())


def test_S8_an_action_is_a_record_with_owner_and_day_or_the_minutes_are_not_published(room):
    room.here("Alder")
    minute = room.take("Coaches")
    typed = {"decision": [{"type": "paragraph", "id": "typed", "text": "Agreed. ACTION: officers to report back."}]}
    operations.revise_minute(minute_id=minute.pk, content=typed, base=0, by=None, at=NOW)
    assert "an action is typed into its words. Record it as an action" in missing(room)
    said = {"decision": [{"type": "list", "id": "l", "items": [{"id": "i", "text": "Agreed."}]}]}
    operations.revise_minute(minute_id=minute.pk, content=said, base=1, by=None, at=NOW)
    action = {"minute_id": minute.pk, "key": "report", "text": "Report back", "by": None, "at": NOW}
    operations.record_action(**action)
    assert "The owner is not stated. Ask the committee" in missing(room)
    assert "The date by which it is due is not stated." in missing(room)
    operations.record_action(owner="Juniper (invented)", due=date(2027, 1, 8), **action)
    assert "action" not in missing(room)


def test_a_chair_checks_what_was_sent_and_again_what_is_changed_after(room):
    chair, clerk = room.user(Role.CHAIR), room.user(Role.CLERK)
    room.here("Alder")
    minute = room.take("Coaches")
    step = {"sitting_id": room.sitting.pk, "at": after(130)}
    with pytest.raises(operations.Unready, match="once the meeting has ended"):
        operations.send_to_chair(by=clerk, **step)
    operations.end_sitting(ended_at=after(120), by=clerk, **step)
    with pytest.raises(NotAllowed, match="Send them first"):
        operations.check_minutes(by=chair, **step)
    operations.send_to_chair(by=clerk, **step)
    with pytest.raises(NotAllowed, match="Check minutes for the chair"):
        operations.check_minutes(by=clerk, **step)
    operations.check_minutes(by=chair, **step)
    said = {"points": [{"type": "paragraph", "id": "p", "text": "Said."}]}
    operations.revise_minute(minute_id=minute.pk, content=said, base=0, by=clerk, at=after(140))
    with pytest.raises(operations.Unready, match="The Chair has not checked these minutes as they stand"):
        operations.publish_minutes(by=clerk, **step)
