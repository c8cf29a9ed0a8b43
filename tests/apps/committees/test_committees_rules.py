"""Rules as rows: what is in force for a body on a day, what is not set, and what a row may say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.committees import operations, queries
from folkmoot.apps.committees.models import Rule
from folkmoot.apps.committees.queries import NotSet
from folkmoot.apps.committees.terms import Classification
from folkmoot.apps.committees.terms.parameters import BadParameter
from folkmoot.apps.committees.terms.rulebook import RULEBOOK, UnknownRule
from folkmoot.cli import law
from folkmoot.methods.document.keys import BadSource

NOW = datetime(2021, 10, 1, 12, tzinfo=UTC)
NOVEMBER = date(2021, 11, 11)
MAY = date(2021, 5, 1)
SPEAK = {"number": 4, "counting": "days before", "clock": "09:00"}
pytestmark = pytest.mark.django_db


def body(name: str = "Invented Scrutiny Committee", kind: Classification = Classification.SCRUTINY):
    return operations.create_organization(name=name, classification=kind, by=None, at=NOW)


def bring(organization, rule_id: str, *, start: date = MAY, **parameters):
    return operations.bring_rule_into_force(
        organization=organization, rule_id=rule_id, parameters=parameters, source="Invented standing orders",
        effective_from=start, by=None, at=NOW,
    )  # fmt: skip


def test_a_rule_is_the_one_in_force_on_the_day_and_the_one_before_it_ends():
    committee = body()
    bring(committee, "P1", **SPEAK)
    bring(committee, "P1", start=date(2025, 1, 1), **SPEAK | {"number": 3})
    assert [queries.rule(committee, "P1", on=day).whole("number") for day in (NOVEMBER, date(2025, 1, 1))] == [4, 3]
    assert queries.rule(committee, "P1", on=date(2021, 4, 30)) is None
    assert queries.rule(committee, "P1", on=NOVEMBER).effective_to == date(2024, 12, 31)


def test_a_body_s_own_rule_stands_before_the_law_and_other_bodies_keep_the_law():
    committee, other = body(), body("Another Committee (invented)")
    bring(None, "N2", start=date(2002, 10, 1), number=5, counting="clear days")
    bring(committee, "N2", start=date(2020, 1, 1), number=7, counting="clear days")
    own, law_s = (queries.rule(each, "N2", on=NOVEMBER) for each in (committee, other))
    assert (own.whole("number"), own.own) == (7, True)
    assert (law_s.whole("number"), law_s.own) == (5, False)
    assert str(law_s.count(NOVEMBER).day) == "2021-11-03"


def test_a_rule_is_not_in_force_for_a_body_that_it_is_not_made_for():
    bring(None, "N2", number=5, counting="clear days")
    board = body("Invented Board", Classification.PARTNER_BOARD)
    assert queries.rule(board, "N2", on=NOVEMBER) is None
    assert "N2" not in {each.id for each in queries.rules_not_set(board, on=NOVEMBER)}


def test_what_nobody_has_set_is_named_with_what_to_do():
    committee = body()
    assert "S5" in {each.id for each in queries.rules_not_set(committee, on=NOVEMBER)}
    with pytest.raises(NotSet, match="rule S5, Call-in: is not set for this body. Set it on the page of the body's"):
        queries.required_rule(committee, "S5", on=NOVEMBER)
    bring(committee, "S5", window_days=5, signatories=3)
    found = queries.required_rule(committee, "S5", on=NOVEMBER)
    assert (found.whole("signatories"), found.id) == (3, "S5")
    with pytest.raises(NotSet, match="working days within which the committee meets: is not set"):
        found.whole("meet_within_days")
    assert "S5" not in {each.id for each in queries.rules_not_set(committee, on=NOVEMBER)}


def test_a_parameter_is_read_as_what_it_holds():
    committee = body()
    bring(committee, "M1", share="1/4", least=3)
    bring(committee, "M8", same_group=False)
    bring(committee, "S6", criteria=["timely"], most=2)
    bring(committee, "P1", number=4, counting="days before", clock=time(9))
    found = {each.id: each for each in queries.rules_in_force(committee, on=NOVEMBER)}
    assert found["M1"].share("share") == Fraction(1, 4)
    assert found["M8"].flag("same_group") is False
    assert found["S6"].words("criteria") == ("timely",)
    assert found["P1"].clock() == time(9)
    with pytest.raises(BadParameter, match="rule M1 has no parameter 'most'; it has share, least"):
        found["M1"].whole("most")


@pytest.mark.parametrize(
    ("rule_id", "parameters", "said"),
    [
        ("M1", {}, "rule M1, share: is missing; give a share such as 1/4"),
        ("M1", {"share": "4"}, "share: '4' should be a share such as 1/4"),
        ("M1", {"share": "1/0"}, "share: '1/0' should be a share"),
        ("P1", SPEAK | {"number": -1}, "number: -1 should be a whole number"),
        ("P1", SPEAK | {"number": True}, "number: True should be a whole number"),
        ("P1", SPEAK | {"clock": "nine"}, "clock: 'nine' should be a time such as 09:00"),
        ("P1", SPEAK | {"counting": "days after"}, "counting: 'days after' should be 'clear days' or 'days before'"),
        ("P1", SPEAK | {"basis": "lunar"}, "basis: 'lunar' should be 'working' or 'calendar'"),
        ("P1", SPEAK | {"colour": "red"}, "rule P1 has no parameter 'colour'; it has number, counting, basis, clock"),
        ("N3", {"number": 1}, "rule N3 has no parameter 'number'; it has none"),
        ("M8", {"same_group": "yes"}, "same_group: 'yes' should be true or false"),
        ("S6", {"criteria": "timely", "most": 2}, "criteria: 'timely' should be a list of words"),
    ],
)
def test_a_parameter_that_a_rule_cannot_have_is_refused(rule_id, parameters, said):
    with pytest.raises(BadParameter, match=said.replace("(", r"\(")):
        bring(body(), rule_id, **parameters)
    assert not Rule.objects.exists()


def test_an_unknown_rule_is_refused():
    with pytest.raises(UnknownRule, match="there is no rule 'Z9'; there are N1, N2"):
        queries.rule(body(), "Z9", on=NOVEMBER)


def test_a_rule_begins_once_a_day_for_a_body_and_for_the_law():
    committee = body()
    for organization in (committee, None):
        bring(organization, "M6")
        with pytest.raises(IntegrityError), transaction.atomic():
            bring(organization, "M6")


def test_only_who_keeps_committees_brings_a_rule_into_force():
    chair = accounts.create_user(username="h", password="invented 1", first_name="I", last_name="H", by=None, at=NOW)
    accounts.give_role(user=chair, role=Role.CHAIR, by=None, at=NOW)
    with pytest.raises(NotAllowed, match="needs one of these: clerk"):
        operations.bring_rule_into_force(
            organization=None, rule_id="M6", parameters={}, source="x", effective_from=MAY, by=chair, at=NOW
        )


def test_the_law_is_loaded_once_and_leaves_open_what_a_constitution_sets(root: Path):
    path = root / "definitions" / "law.toml"
    added = law.load(path, at=NOW)
    assert added == Rule.objects.filter(organization=None).count() > 30
    assert law.load(path, at=NOW) == 0
    council = body("Invented Council", Classification.COUNCIL)
    not_set = {each.id for each in queries.rules_not_set(council, on=date(2026, 11, 26))}
    assert not_set == {"M1", "M3", "M4", "M6", "M7", "M8", "P1", "P2", "P3", "P4", "S8", "R1"}
    assert all(RULEBOOK[each].by_law is False for each in not_set)


def test_M10_members_at_a_distance_counted_only_while_the_regulations_were_in_force(root: Path):
    law.load(root / "definitions" / "law.toml", at=NOW)
    days = [date(2020, 4, 3), date(2020, 4, 4), date(2021, 5, 6), date(2021, 5, 7)]
    committee = body()
    assert [queries.rule(committee, "M10", on=day).flag("counted") for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('id = "Z9"\nsource = "x"\neffective_from = 2021-05-01', "law.toml, .*id: there is no rule 'Z9'"),
        ('id = "N3"\nsource = "x"', "effective_from: is missing"),
        ('id = "N1"\nsource = "x"\neffective_from = 2021-05-01', "rule N1, number: is missing; give a whole number"),
    ],
)
def test_a_fault_in_the_law_s_file_is_named_and_nothing_is_loaded(tmp_path: Path, text, said):
    path = tmp_path / "law.toml"
    path.write_text(f'[[rule]]\nid = "N5"\nsource = "x"\neffective_from = 2021-05-01\n\n[[rule]]\n{text}\n')
    with pytest.raises(BadSource, match=said):
        law.load(path, at=NOW)
    assert not Rule.objects.exists()
