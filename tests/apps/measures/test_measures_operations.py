"""A vintage from its computing to its release and its withdrawal."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.apps.measures.conftest import COVERAGE, NOW, ROWS, carry
from tests.engine import county

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.measures import operations, published, queries
from folkmoot.apps.measures.models import Target, Vintage, VintageMeasure
from folkmoot.apps.measures.operations import Exposed, NoRecords, NothingToCompute, Overtaken, Withdrawn
from folkmoot.apps.measures.terms import Series, State
from folkmoot.engine.cells import CELL
from folkmoot.methods.projection.trajectories import Path

OTHER = county.definition("count", disclosure="none", comparison="not compared").replace('"falls"', '"all-falls"', 1)
pytestmark = pytest.mark.django_db


def events() -> list[str]:
    return list(AuditEntry.objects.filter(app="measures").order_by("pk").values_list("did", flat=True))


def test_values_are_computed_from_facts_and_kept_with_what_they_were_made_from(facts, compute):
    facts()
    vintage = compute()
    row = vintage.measures.get()
    assert (vintage.state, row.measure, row.values, row.invented) == (State.DRAFT, "falls", 8 * 2 * 4, True)
    assert [(each["part"], each["key"], each["known"]) for each in row.built_from] == [
        ("numerator", "falls", False), ("denominator", "residents", True), ("coverage", "invented wards", True),
    ]  # fmt: skip
    assert events() == [Event.MEASURES_COMPUTED]


def test_the_same_values_from_the_same_inputs_are_the_same_vintage(facts, compute):
    facts()
    first = compute()
    assert compute() == first
    assert Vintage.objects.count() == 1
    facts([*ROWS, ("W1", 2021, "Male", 1)])
    assert compute() != first


def test_what_nothing_changed_for_is_not_computed_again(facts, compute, store):
    facts()
    first = compute("", OTHER)
    facts([*ROWS, ("W1", 2021, "Male", 1)])
    made = {path.name for path in (store / "content").rglob("*") if path.is_file()}
    again = compute(county.definition(), title="The same under another title")
    assert again.measures.get().exact != first.measures.get(measure="falls").exact
    new = {path.name for path in (store / "content").rglob("*") if path.is_file()} - made
    compute(county.definition())
    assert {path.name for path in (store / "content").rglob("*") if path.is_file()} - made == new


def test_a_cube_larger_than_the_memory_is_counted_in_parts_and_gives_the_same_values(facts, compute, store, settings):
    facts()
    texts = (county.definition(), county.definition(more='ages = ["0-64", "65+"]').replace('"falls"', '"aged"', 1))
    whole = compute(*texts)
    shutil.rmtree(store / "keys")
    (store / "keys").mkdir()
    settings.COUNTING_MEMORY, said = 2 * 3 * 3 * CELL, []
    assert compute(*texts, progress=said.append) == whole
    assert "falls: counted part 4, of at least 4" in said
    assert said[-1].startswith("aged: ")


def test_a_part_of_a_cube_that_is_lost_or_damaged_is_counted_again(facts, compute, store, settings):
    facts()
    settings.COUNTING_MEMORY = 2 * 3 * CELL
    whole = compute()
    kept = [path for path in (store / "content").rglob("*") if path.is_file()]
    one, other, *_ = (path for path in kept if b"folkmoot.cube" in path.read_bytes())
    one.unlink()
    other.write_bytes(b"")
    again = compute(county.definition().replace('why = "Invented."', 'why = "For another reason."'))
    assert again.measures.get().exact == whole.measures.get().exact
    assert one.is_file()
    assert other.stat().st_size


def test_nobody_computes_or_sets_targets_without_the_permission(facts, compute, person):
    facts()
    clerk = person("clerk", Role.CLERK)
    with pytest.raises(NotAllowed, match="analyst"):
        compute(by=clerk)
    with pytest.raises(NotAllowed, match="analyst"):
        set_target(by=clerk)
    assert not Vintage.objects.exists()


def test_a_data_set_that_is_missing_is_named_or_its_measure_left_out(facts, compute):
    with pytest.raises(NoRecords, match="no data set of facts 'falls'"):
        compute()
    with pytest.raises(NothingToCompute):
        compute(skip_missing=True)
    not_held = county.definition(more='not_held = "Nobody counts them."').replace('"falls"', '"unheard"', 1)
    with pytest.raises(NoRecords, match="Nobody counts them"):
        compute(not_held)
    facts()
    told: list[str] = []
    vintage = compute(not_held, "", skip_missing=True, progress=told.append)
    assert vintage.measures.get().measure == "falls"
    assert told == ["unheard: left out, no records are held: Nobody counts them.", "falls: 64 values"]


def test_a_second_person_approves(facts, compute, person):
    facts(invented=False)
    analyst, other, director = (
        person("a", Role.ANALYST), person("b", Role.ANALYST), person("c", Role.DIRECTOR),
    )  # fmt: skip
    vintage = compute(by=analyst)
    for refused, why in ((other, "still a draft"), (None, "still a draft")):
        with pytest.raises(NotAllowed, match=why):
            operations.approve_vintage(vintage_id=vintage.pk, by=refused, at=NOW)
    operations.submit_vintage(vintage_id=vintage.pk, by=other, at=NOW)
    for refused, why in ((analyst, "second person"), (other, "second person"), (None, "without a second person"),
                         (person("d", Role.CLERK), "analyst, director")):  # fmt: skip
        with pytest.raises(NotAllowed, match=why):
            operations.approve_vintage(vintage_id=vintage.pk, by=refused, at=NOW)
    operations.approve_vintage(vintage_id=vintage.pk, by=director, at=NOW)
    with pytest.raises(NotAllowed, match="without a second person"):
        operations.release_vintage(vintage_id=vintage.pk, by=None, at=NOW)
    released = operations.release_vintage(vintage_id=vintage.pk, by=director, at=NOW)
    assert (released.state, released.approved_by) == (State.RELEASED, director)
    assert events() == [
        Event.MEASURES_COMPUTED,
        Event.VINTAGE_SUBMITTED,
        Event.VINTAGE_APPROVED,
        Event.VINTAGE_RELEASED,
    ]


def test_the_database_refuses_that_one_person_computes_and_approves(facts, compute, person):
    facts()
    analyst = person("a", Role.ANALYST)
    vintage = compute(by=analyst)
    vintage.submitted_at = vintage.approved_at = NOW
    vintage.approved_by = analyst
    with pytest.raises(IntegrityError), transaction.atomic():
        vintage.save()


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "0" * 64}, {"computed_at": NOW + timedelta(1)}, {"coverage": "elsewhere"}, {"invented": False},
        {"approved_at": None}, {"released_at": NOW + timedelta(1)}, {"embargo_until": NOW}, {"decided_at": None},
    ],
)  # fmt: skip
def test_the_database_refuses_every_change_to_a_released_vintage(facts, compute, change):
    facts()
    vintage = carry(compute())
    with pytest.raises(DatabaseError), transaction.atomic():
        Vintage.objects.filter(pk=vintage.pk).update(**change)


@pytest.mark.parametrize("change", [{"exact": "0" * 64}, {"values": 1}, {"built_from": []}, {"public": "0" * 64}])
def test_the_database_refuses_every_change_to_its_measures(facts, compute, change):
    facts()
    vintage = carry(compute())
    with pytest.raises(DatabaseError), transaction.atomic():
        VintageMeasure.objects.filter(vintage=vintage).update(**change)
    row = VintageMeasure.objects.get(vintage=vintage)
    row.pk, row.measure = None, "another"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()


def test_an_embargo_ends_in_its_second(facts, compute):
    facts()
    until = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
    vintage = carry(compute(), embargo_until=until)
    before = publication_number()
    assert (vintage.state, published.measures()) == (State.EMBARGOED, ())
    assert operations.release_due(at=until - timedelta(microseconds=1)) == []
    assert published.measure("falls") is None
    assert operations.release_due(at=until) == [vintage]
    assert operations.release_due(at=until) == []
    (line,) = published.measures()
    assert (line.id, line.released_at) == ("falls", until)
    assert publication_number() == before + 1
    assert events()[-2:] == [Event.VINTAGE_EMBARGOED, Event.VINTAGE_RELEASED]


def test_an_embargo_that_is_over_puts_nothing_off(facts, compute):
    facts()
    assert carry(compute(), embargo_until=NOW).state is State.RELEASED


def test_a_withdrawn_vintage_gives_its_reason_and_the_one_before_stands(facts, compute):
    facts()
    first = carry(compute())
    facts([*ROWS, ("W1", 2021, "Male", 9)])
    second = carry(compute(), at=NOW + timedelta(1))
    assert published.measure("falls").vintage.sha256 == second.sha256
    with pytest.raises(ValueError, match="Say why"):
        operations.withdraw_vintage(vintage_id=second.pk, reason=" ", by=None, at=NOW)
    operations.withdraw_vintage(vintage_id=second.pk, reason="Counted twice.", by=None, at=NOW + timedelta(2))
    view = published.measure("falls")
    assert view.vintage.sha256 == first.sha256
    assert [each.withdrawn_reason for each in view.vintages] == ["Counted twice.", ""]
    assert published.measure("falls", second.sha256) is None
    with pytest.raises(NotAllowed, match="withdrawn already"):
        operations.withdraw_vintage(vintage_id=second.pk, reason="Again.", by=None, at=NOW)
    with pytest.raises(Withdrawn, match="Counted twice"):
        compute()


def test_an_embargoed_vintage_that_is_withdrawn_is_never_released(facts, compute):
    facts()
    until = NOW + timedelta(1)
    vintage = carry(compute(), embargo_until=until)
    before = publication_number()
    operations.withdraw_vintage(vintage_id=vintage.pk, reason="A mistake.", by=None, at=NOW)
    assert operations.release_due(at=until) == []
    assert publication_number() == before


def test_a_release_withholds_by_the_rule_and_the_exact_values_stay(facts, compute):
    facts()
    told: list[str] = []
    carry(compute(), progress=told.append)
    birch = {"unit": "Birch", "period": "2020", "breakdown": "sex", "category": "Female"}
    assert queries.value("falls", **birch).note.startswith("withheld: small")
    assert queries.value("falls", **birch).value is queries.value("falls", **birch).count is None
    assert queries.value("falls", **birch, exact=True).count == 2
    row = VintageMeasure.objects.get()
    assert told == [f"falls: {row.withheld} of 64 values withheld"]
    assert row.withheld > 2


def test_a_measure_that_did_not_change_keeps_its_public_values(facts, compute):
    facts()
    first = carry(compute("", OTHER))
    facts([*ROWS, ("W1", 2021, "Male", 40)])
    second = carry(compute("", OTHER, title="Again"))
    again = carry(compute("", OTHER, title="Once more"))
    assert second.measures.get(measure="falls").public != first.measures.get(measure="falls").public
    assert again.measures.get(measure="falls").public == second.measures.get(measure="falls").public


def test_what_an_earlier_release_gave_away_stops_a_release_until_it_is_accepted(facts, compute):
    facts()
    carry(compute(county.definition(disclosure="none")))
    later = compute()
    with pytest.raises(Exposed, match="falls: Birch, 2020, Female") as refused:
        carry(later)
    assert len(refused.value.places) == 2
    assert Vintage.objects.get(pk=later.pk).state is State.APPROVED
    released = operations.release_vintage(vintage_id=later.pk, by=None, at=NOW, accept_exposed=True)
    assert released.state is State.RELEASED


def test_a_release_that_another_overtook_is_refused(facts, compute):
    facts()
    first = compute()
    facts([*ROWS, ("W1", 2021, "Male", 40)])
    second = compute()
    for each in (first, second):
        operations.submit_vintage(vintage_id=each.pk, by=None, at=NOW)
        operations.approve_vintage(vintage_id=each.pk, by=None, at=NOW)

    def overtake(words: str) -> None:
        operations.release_vintage(vintage_id=second.pk, by=None, at=NOW)

    with pytest.raises(Overtaken, match="Release this one again"):
        operations.release_vintage(vintage_id=first.pk, by=None, at=NOW, progress=overtake)
    assert Vintage.objects.get(pk=first.pk).released_at is None


def set_target(**changes):
    given = {
        "measure": "falls", "unit": "C1", "path": Path(((date(2020, 12, 31), 4.0), (date(2022, 12, 31), 2.0))),
        "rule": "from 4 to 2, in a straight line", "made_on": date(2020, 6, 1), "source": "Invented", "invented": True,
        "by": None, "at": NOW,
    }  # fmt: skip
    return operations.set_target(**(given | changes))


def test_a_target_is_a_series_with_its_rule_and_the_day_it_was_made(facts, compute):
    facts()
    plain = compute()
    assert set_target() == set_target()
    set_target(unit="nowhere")
    carry(compute())
    (path,) = published.paths("falls", unit="Mootshire")
    assert path.values == (("2020", 4.0), ("2021", pytest.approx(3.0)))
    assert [(point.period, point.value) for point in path.points] == [("2020", 4.0), ("2022", 2.0)]
    assert (path.series, path.rule, path.made_on) == (
        Series.TARGET,
        "from 4 to 2, in a straight line",
        date(2020, 6, 1),
    )
    assert compute() != plain
    compared = published.comparisons("falls", unit="C1", period="2021")
    assert next(each for each in compared if each.against == "its target").other_value == pytest.approx(3)


def test_a_target_of_the_definition_holds_for_the_unit_that_it_names(facts, compute):
    facts()
    stated = '[[target]]\nwhose = "Mootshire"\nbound = "below"\nvalue = 5\nby = 2021-06-30\nsource = "A strategy"\n'
    elsewhere = stated.replace("Mootshire", "England")
    carry(compute(county.definition(below=f"{county.BELOW}\n{stated}{elsewhere}")))
    (path,) = published.paths("falls")
    assert (path.unit_name, path.values) == ("Mootshire", (("2021", 5.0),))
    assert (path.points[0].period, path.bound, path.source) == ("30 June 2021", "below", "A strategy")
    assert path.rule == "below 5 falls per 100 residents by 30 June 2021"


def test_a_target_never_changes(db):
    target = set_target()
    with pytest.raises(DatabaseError), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(rule="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        set_target(rule="another rule on the same day")


def test_a_vintage_that_another_process_kept_meanwhile_is_found(facts, compute, monkeypatch):
    """The row appears between the look and the insert, as when two computes run at once."""
    facts()
    first = compute()
    look = Vintage.objects.filter
    monkeypatch.setattr(
        Vintage.objects, "filter", lambda **asked: look(pk=None) if "sha256" in asked else look(**asked)
    )
    assert compute() == first


def test_what_one_unit_of_the_coverage_lacks_is_refused(facts, compute):
    facts()
    with pytest.raises(ValueError, match="has none of these"):
        compute(coverage=replace(COVERAGE, units=county.UNITS[-1:]))


def test_what_a_release_would_do_is_foreseen_and_is_what_the_release_does(facts, compute):
    facts()
    carry(compute())
    facts([*ROWS, ("W1", 2021, "Male", 40)])
    vintage = compute()
    (seen,) = queries.foreseen(vintage)
    small = [(each.unit, each.period, each.category, each.count) for each in seen.withheld if each.small]
    assert ("Birch", "2020", "Female", 2) in small
    assert (seen.small, seen.guards) == (len(small), len(seen.withheld) - len(small))
    assert seen.guards > 0
    assert seen.public.exposed == ()
    assert (seen.fates["moved"] > 0, seen.before.vintage_id if seen.before else 0) == (True, vintage.pk - 1)
    released = carry(vintage).measures.get()
    assert (released.public, released.withheld) == (seen.public.sha256, len(seen.withheld))


def test_what_earlier_releases_give_away_is_foreseen_by_place(facts, compute):
    facts()
    carry(compute(county.definition(disclosure="none")))
    (seen,) = queries.foreseen(compute())
    assert "Birch, 2020, Female" in seen.public.exposed
    assert (seen.changes, seen.beyond, not seen.fates) == ((), 0, True)


def test_a_first_release_without_a_rule_withholds_and_changes_nothing(facts, compute):
    facts()
    (seen,) = queries.foreseen(compute(county.definition(disclosure="none")))
    assert (seen.before, seen.withheld, seen.changes, seen.public.exposed) == (None, (), (), ())
