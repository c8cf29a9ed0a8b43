from datetime import UTC, date, datetime

import pytest

from folkmoot.methods.document import minutes
from folkmoot.methods.document.keys import BadSource
from folkmoot.methods.document.minutes import Capacity, Outcome, Stage

SOURCE = """
[sitting]
began = 2021-09-30T10:00:00
ended = 2021-09-30T12:30:00

[[present]]
person = "ada-invented"
capacity = "voting_member"

[[present]]
person = "bob-invented"
capacity = "substitute"
in_place_of = "cy-invented"

[[minute]]
number = "1/21"
agenda = "1"
title = "Election of a Chair"
outcome = "elected"
nomination = [{post = "Chair", nominee = "ada-invented", nominator = "bob-invented", elected = true, nem_con = true}]
apology = [{person = "cy-invented", substitute = "bob-invented"}]

[[minute]]
number = "2/21"
title = "Declarations"
nobody_declared = true

[[minute.points]]
type = "paragraph"
id = "m-2-21-a"
text = "Nobody spoke."

[[minute.action]]
id = "m-2-21-action"
text = "Write a report."
owner = "Clerk"
due = 2021-11-11
"""


def refuse(data_set: str, cells: str):
    raise LookupError(f"there is no data set {data_set!r}")


def read(text: str = SOURCE):
    return minutes.read(text.encode(), "minutes.toml", refuse)


def test_minutes_are_read_in_the_order_taken():
    found = read()
    assert found.began_at == datetime(2021, 9, 30, 9, tzinfo=UTC)
    assert [(each.person, each.capacity, each.in_place_of) for each in found.present] == [
        ("ada-invented", Capacity.VOTING_MEMBER, ""), ("bob-invented", Capacity.SUBSTITUTE, "cy-invented")
    ]  # fmt: skip
    first, second = found.minutes
    assert (first.sequence, first.suffix, first.agenda, first.outcome) == (1, "21", "1", Outcome.ELECTED)
    assert (first.nominations[0].nominee, first.nominations[0].seconder, first.nominations[0].nem_con) == (
        "ada-invented", "", True
    )  # fmt: skip
    assert first.apologies[0].substitute == "bob-invented"
    assert (second.agenda, second.outcome, second.nobody_declared) == ("", None, True)
    assert [block["text"] for block in second.stages[Stage.POINTS]] == ["Nobody spoke."]
    assert second.actions == (minutes.Action("m-2-21-action", "Write a report.", "Clerk", date(2021, 11, 11)),)


def test_what_the_record_does_not_state_is_empty():
    found = read(SOURCE.replace("began = 2021-09-30T10:00:00", "").replace('owner = "Clerk"\ndue = 2021-11-11', ""))
    assert found.began_at is None
    assert (found.minutes[1].actions[0].owner, found.minutes[1].actions[0].due) == ("", None)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("12:30:00", "09:30:00", r"minutes.toml, line 4, \[sitting\], ended: is not after the meeting began"),
        ("12:30:00", "10:00:00", r"\[sitting\], ended: is not after the meeting began"),
        ("T10:00:00", "T10:00:00Z", r"\[sitting\], began: should be London's date and time"),
        ('in_place_of = "cy-invented"', "", "minutes.toml, line 10, present 2, in_place_of: names the member"),
        ('"voting_member"', '"voter"', "present 1, capacity: 'voter' is none of voting_member"),
        ('"2/21"', '"0/21"', "minute 2, number: '0/21' is no number of a minute"),
        ('"elected"', '"won"', "minute 1, outcome: 'won' is none of noted"),
        ("nem_con = true", "nem_kon = true", "nem_kon: is not a key that belongs here"),
        ('text = "Nobody spoke."', "", r"minutes.toml, line 30, minute 2, block 'm-2-21-a', text: is missing"),
        ("elected = true, ", "", "minute 1, nomination 1, nem_con: nobody against means elected"),
        ("elected = true", 'seconder = "bob-invented", elected = true', "seconder: is somebody other than"),
        ('"bob-invented"\ncap', '"ada-invented"\ncap', "minutes.toml, present: 'ada-invented' stands twice"),
        ('"2/21"', '"1/21"', "minutes.toml, minute: '1/21' stands twice"),
        ("due = 2021-11-11", 'due = "soon"', "action 'm-2-21-action', due: should be a date"),
        ("ended = ", "over = ", r"\[sitting\], over: is not a key that belongs here"),
        ("[sitting]", "place = 1\n[sitting]", "minutes.toml, place: is not a key that belongs here"),
        ('capacity = "voting_member"', 'capacity = "voting_member"\nage = 1', "present 1, age: is not a key"),
        (
            'capacity = "voting_member"',
            'capacity = "voting_member"\nin_place_of = "x"',
            "present 1, in_place_of: names",
        ),
        ('agenda = "1"', 'item = "1"', "minute 1, item: is not a key that belongs here"),
        ('substitute = "bob-invented"}', 'substitute = "x", why = "ill"}', "apology 1, why: is not a key"),
        ("due = 2021-11-11", "by = 2021-11-11", "action 'm-2-21-action', by: is not a key"),
        ('id = "m-2-21-a"', 'id = "m-2-21-a"\nstyle = "x"', "block 'm-2-21-a', style: is not a key"),
        ('"1/21"', '"1/2021"', "minute 1, number: '1/2021' is no number of a minute; write one such as 5/21"),
    ],
)
def test_a_fault_is_named_by_file_and_key(before, after, message):
    with pytest.raises(BadSource, match=message):
        read(SOURCE.replace(before, after))


APOLOGY = '{person = "cy-invented", substitute = "bob-invented"}'
ELECTED = '{post = "Chair", nominee = "ada-invented", nominator = "bob-invented", elected = true, nem_con = true}'
ACTION = SOURCE[SOURCE.index("[[minute.action]]") :]
SUBSTITUTE = SOURCE[SOURCE.index('[[present]]\nperson = "bob') : SOURCE.index("[[minute]]")]


@pytest.mark.parametrize(
    ("once", "again", "message"),
    [
        (APOLOGY, APOLOGY.replace("bob", "di"), "minute 1, apology: 'cy-invented' stands twice; once is meant"),
        (ELECTED, ELECTED.replace("ada", "di"), "minute 1, nomination: 'elected Chair' stands twice; once is meant"),
        (ACTION, ACTION.replace("Clerk", "Chair"), "minute 2, action: 'm-2-21-action' stands twice; once is meant"),
        (SUBSTITUTE, SUBSTITUTE.replace("bob", "di"), "present: 'cy-invented' stands twice; once is meant"),
    ],
)
def test_who_or_what_can_stand_only_once_is_refused_twice(once, again, message):
    joint = ", " if once.startswith("{") else "\n"
    with pytest.raises(BadSource, match=message):
        read(SOURCE.replace(once, once + joint + again))


def test_many_may_be_nominated_and_one_is_elected():
    beside = ELECTED.replace("ada", "di").replace(", elected = true, nem_con = true", ', seconder = "cy-invented"')
    first, second = read(SOURCE.replace(ELECTED, f"{ELECTED}, {beside}")).minutes[0].nominations
    assert (first.elected, first.nem_con) == (True, True)
    assert (second.elected, second.nem_con, second.seconder) == (False, False, "cy-invented")


def test_some_vote_against_one_who_is_elected():
    nomination = read(SOURCE.replace("elected = true, nem_con = true", "elected = true")).minutes[0].nominations[0]
    assert (nomination.elected, nomination.nem_con) == (True, False)


@pytest.mark.parametrize("stated", ["began = 2021-09-30T10:00:00", "ended = 2021-09-30T12:30:00"])
def test_a_meeting_may_state_only_when_it_began_or_only_when_it_ended(stated):
    found = read("[sitting]\n" + stated + SOURCE[SOURCE.index("\n\n[[present]]") :])
    assert (found.began_at is None) is stated.startswith("ended")
    assert (found.ended_at is None) is stated.startswith("began")


def test_minutes_have_at_least_one_minute():
    with pytest.raises(BadSource, match=r"at least one \[\[minute\]\]"):
        read("[sitting]\n")
