"""How much a meeting can take: what is planned is counted against the rule in force, and nothing is assumed."""

from tests.apps.actions.conftest import NOW
from tests.apps.actions.test_actions_programme import shortlisted

from folkmoot.apps.actions import operations
from folkmoot.apps.actions.queries.capacity import load
from folkmoot.apps.actions.terms import Way
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import ItemKind


def item(world, title, minutes=None, kind=ItemKind.REPORT, **changed):
    given = {"meeting_id": world.to_come.pk, "title": title, "kind": kind, "planned_minutes": minutes}
    return committees.add_agenda_item(**given, by=None, at=NOW, **changed)


def limit(world, **parameters):
    committees.bring_rule_into_force(
        organization=world.committee, rule_id="S9", parameters=parameters, source="Invented standing orders",
        effective_from=NOW.date(), by=None, at=NOW,
    )  # fmt: skip


def scheduled(world, title, minutes=None):
    topic = shortlisted(world, title)
    return operations.schedule_topic(
        topic_id=topic.pk, meeting_id=world.to_come.pk, way=Way.ITEM, reason="Agreed.", minutes=minutes, by=None, at=NOW
    )


def test_S9_without_a_rule_no_limit_is_assumed(world):
    item(world, "Welcome", 5, kind=ItemKind.PROCEDURAL)
    item(world, "Buses", 40)
    found = load(world.to_come)
    assert found.sentences == ("45 minutes are planned.", "How much a meeting can take is not set (rule S9).")
    assert found.over == ()


def test_S9_what_is_planned_is_counted_against_the_rule_and_too_much_is_said(world):
    limit(world, minutes=60, items=2)
    item(world, "Buses", 40)
    item(world, "Ferries")
    scheduled(world, "Walking", 30)
    found = load(world.to_come)
    assert found.sentences == (
        "70 of 60 minutes are planned.",
        "3 of 2 reports and topics.",
        "Not stated how long: Ferries.",
    )
    assert found.over == (
        "70 minutes are planned; a meeting can take 60.",
        "3 reports and topics are planned; a meeting can take 2.",
    )
    assert found.source == "Invented standing orders"


def test_S9_a_topic_on_the_agenda_is_counted_once(world):
    limit(world, minutes=60)
    topic = scheduled(world, "Walking", 30)
    before = load(world.to_come)
    operations.put_on_agenda(topic_id=topic.pk, by=None, at=NOW)
    assert load(world.to_come) == before
    assert (before.minutes, before.items, before.over) == (30, 1, ())


def test_S9_an_item_whose_parts_have_their_time_has_its_own_stated(world):
    above = item(world, "Buses")
    item(world, "By day", 10, parent=above)
    item(world, "By night", 15, parent=above)
    found = load(world.to_come)
    assert (found.minutes, found.items, found.unstated) == (25, 1, ())
    scheduled(world, "Walking")
    assert load(world.to_come).unstated == ("Walking",)
