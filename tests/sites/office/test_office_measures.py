"""Measures in the office: computed by an analyst, approved by a second person, released, and taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from tests.sites import measured

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.terms import Role
from folkmoot.apps.measures import tasks
from folkmoot.apps.measures.models import Vintage
from folkmoot.apps.measures.terms import State
from folkmoot.sites.office import definitions


def text(answer) -> str:
    return answer.content.decode()


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text(answer)).split())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The installation's definitions: the invented measure, one that nobody holds records of, and a coverage."""
    (tmp_path / "definitions/measures").mkdir(parents=True)
    (tmp_path / "definitions/coverage").mkdir()
    (tmp_path / f"definitions/measures/{measured.MEASURE}.toml").write_bytes(measured.definition().content)
    lost = measured.DEFINITION.format(id="lost").replace("i_hardship", "i_lost")
    (tmp_path / "definitions/measures/lost.toml").write_text(lost)
    held = measured.DEFINITION.format(id="kept-elsewhere").replace(
        'disclosure = "under5"', 'disclosure = "under5"\nnot_held = "The trust has them."'
    )
    (tmp_path / "definitions/measures/kept-elsewhere.toml").write_text(held)
    units = "".join(f'[[unit]]\ncode = "{town}"\nunit_type = "ward"\nparent = "shire"\n' for town in measured.TOWNS)
    towns = ", ".join(f'"{town}"' for town in measured.TOWNS)
    (tmp_path / "definitions/coverage/towns.toml").write_text(
        '[coverage]\ntitle = "The towns"\nfirst = 2025\nlast = 2025\n'
        f'{units}[[unit]]\ncode = "shire"\nunit_type = "upper tier"\nof = [{towns}]\n'
    )
    monkeypatch.setattr(definitions, "DEFINITIONS", tmp_path / "definitions")
    return tmp_path / "definitions"


def work() -> None:
    """What the worker does with the task that waits."""
    worker = Worker(
        queue_names=["default"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
        worker_id="tried", excluded_queue_names=[],
    )  # fmt: skip
    waiting = DBTaskResult.objects.get()
    waiting.claim("tried")
    worker.run_task(waiting)


def computed(client, *measures: str):
    """The page of a run, from the form to the end of the worker's work."""
    answer = client.post(reverse("office:compute"), {"coverage": "towns.toml", "measures": measures})
    work()
    return client.get(answer["Location"])


def compute_as(user: User) -> Vintage:
    return measured.draft(by=user)


def test_the_list_says_what_is_computed_what_is_not_and_of_what_no_records_are_held(office, as_role, folder):
    measured.released()
    told = words(as_role(Role.ANALYST).get(reverse("office:measures")))
    assert re.search(r"Invented hardship: income-deprivation Invented .* Vintage \d+", told)
    assert "Released" in told
    assert "Invented hardship: lost Its definition is not checked by a second person yet. None Not computed" in told
    assert "Invented hardship: kept-elsewhere No records are held. None Not computed" in told


def test_a_director_sees_the_list_but_is_not_offered_to_compute(office, as_role, folder):
    assert "Compute measures" in text(as_role(Role.ANALYST).get(reverse("office:measures")))
    assert "Compute measures" not in text(as_role(Role.DIRECTOR).get(reverse("office:measures")))


def test_without_definitions_the_list_says_where_they_belong(office, as_role, tmp_path, monkeypatch):
    monkeypatch.setattr(definitions, "DEFINITIONS", tmp_path)
    told = words(as_role(Role.ANALYST).get(reverse("office:measures")))
    assert "There is no definition yet. Definitions are files in the folder definitions/measures." in told


def test_a_measure_shows_its_definition_its_example_its_records_and_its_vintages(office, as_role, folder):
    measured.released()
    told = words(as_role(Role.ANALYST).get(reverse("office:measure", args=[measured.MEASURE])))
    for expected in (
        "240 / 600 = 40.0 (36.2 to 44.0) % of invented people; invented figures",
        "Counted: Hardship by town Invented 4 rows; vintage 1, 30 June 2025",
        "Rule under5, applied at release",
        "Towns. 5 values,",
    ):
        assert expected in told


def test_records_newer_than_the_values_are_pointed_out(office, as_role, folder):
    measured.released()
    address = reverse("office:measure", args=[measured.MEASURE])
    assert "Newer than the newest values" not in words(as_role(Role.ANALYST).get(address))
    measured.receive(measured.FIGURES | {"North": 1})
    assert "Newer than the newest values" in words(as_role(Role.ANALYST).get(address))


def test_a_measure_defined_elsewhere_is_shown_by_its_vintages(office, as_role, folder):
    measured.released("of-another-folder")
    told = words(as_role(Role.ANALYST).get(reverse("office:measure", args=["of-another-folder"])))
    assert "Its definition lies outside definitions/measures" in told


def test_an_analyst_computes_and_finds_the_draft(office, as_role, folder):
    measured.receive()
    told = words(computed(as_role(Role.ANALYST), measured.MEASURE, "lost"))
    assert "The values are kept as a draft." in told
    assert f"{measured.MEASURE}: 5 values" in told
    assert "lost: left out, there is no data set of facts" in told
    vintage = Vintage.objects.get()
    assert vintage.computed_by == office.user(Role.ANALYST)
    assert vintage.state is State.DRAFT


def test_what_stands_in_the_way_of_computing_is_told(office, as_role, folder):
    told = words(computed(as_role(Role.ANALYST), "lost"))
    assert "None of these measures has records yet; folkmoot import takes them in. Nothing was kept." in told


def test_a_worker_that_stopped_leaves_nothing_and_says_so(office, as_role, folder):
    address = as_role(Role.ANALYST).post(
        reverse("office:compute"), {"coverage": "towns.toml", "measures": [measured.MEASURE]}
    )["Location"]
    DBTaskResult.objects.get().set_failed(MemoryError("killed"))
    told = words(as_role(Role.ANALYST).get(address))
    assert "The worker stopped while computing. Nothing was kept" in told


def test_a_run_that_waits_says_so(office, as_role, folder):
    given = {"coverage": "towns.toml", "measures": [measured.MEASURE]}
    told = words(as_role(Role.ANALYST).post(reverse("office:compute"), given, follow=True))
    assert "It waits for the worker" in told
    assert "Look again" in told


def test_nothing_chosen_is_refused_beside_its_field(office, as_role, folder):
    told = words(as_role(Role.ANALYST).post(reverse("office:compute"), {"coverage": "towns.toml"}))
    assert "There is a problem" in told
    assert not Vintage.objects.exists()


def test_a_run_keeps_its_words_for_who_asks(db):
    assert tasks.progress("none") == ()


def test_a_second_person_approves_and_releases(office, as_role, folder):
    vintage = compute_as(office.user(Role.ANALYST))
    analyst, director = as_role(Role.ANALYST), as_role(Role.DIRECTOR)
    address = reverse("office:values", args=[vintage.pk])
    assert "waits for the approval of a second person" in words(
        analyst.post(reverse("office:submit-vintage", args=[vintage.pk]), follow=True)
    )
    assert "a second person looks at it." in words(analyst.get(address))
    assert analyst.post(reverse("office:approve-vintage", args=[vintage.pk])).status_code == 403
    assert "is approved and can be released" in words(
        director.post(reverse("office:approve-vintage", args=[vintage.pk]), follow=True)
    )
    told = words(director.post(reverse("office:release-vintage", args=[vintage.pk]), follow=True))
    assert f"Vintage {vintage.pk} is released." in told
    assert "by director" in told
    assert "Invented hardship" in text(director.get(reverse("public:measures")))


def test_under_an_embargo_nothing_is_shown_before_its_time(office, as_role, folder):
    vintage = measured.approved()
    until = timezone.localtime() + timedelta(days=2)
    given = {"embargo_until": f"{until:%Y-%m-%d %H:%M}"}
    address = reverse("office:release-vintage", args=[vintage.pk])
    told = words(as_role(Role.DIRECTOR).post(address, given, follow=True))
    assert "will be released when its embargo ends" in told
    assert f"under embargo until {until.day} {until:%B %Y}" in told
    assert "Invented hardship" not in text(as_role(Role.DIRECTOR).get(reverse("public:measures")))


def test_a_time_that_cannot_be_read_is_refused_beside_its_field(office, as_role, folder):
    address = reverse("office:release-vintage", args=[measured.approved().pk])
    told = words(as_role(Role.DIRECTOR).post(address, {"embargo_until": "soon"}))
    assert "Enter a valid date/time." in told


def test_a_vintage_tells_what_changed_since_the_release_before(office, as_role, folder):
    measured.released()
    vintage = measured.draft(figures=measured.FIGURES | {"North": 60})
    told = words(as_role(Role.DIRECTOR).get(reverse("office:values", args=[vintage.pk])))
    assert "2 moved, 2 beyond the old limits" in told
    told = words(as_role(Role.DIRECTOR).get(reverse("office:values-of", args=[vintage.pk, measured.MEASURE])))
    assert "North Town 2025 All 40.0 10.0 Moved beyond the old limits" in told


def test_a_first_vintage_has_nothing_to_compare_with(office, as_role, folder):
    vintage = measured.draft()
    assert "First release" in words(as_role(Role.ANALYST).get(reverse("office:values", args=[vintage.pk])))
    address = reverse("office:values-of", args=[vintage.pk, measured.MEASURE])
    told = words(as_role(Role.ANALYST).get(address))
    assert "Nothing was released of this measure before" in told
    assert "North Town 40.0 36.2 to 44.0 240" in told
    assert "East Town 0.5" in told
    assert "4 rows were read for what is counted, and 4 for what it is divided by." in told
    assert "Nothing: every row was counted." in told
    assert "The rule under5 is applied when the vintage is released; what it will withhold ." in told


def test_rows_that_match_no_unit_are_named(office, as_role, folder):
    vintage = measured.draft(elsewhere={"Nowhere": 7})
    address = reverse("office:values-of", args=[vintage.pk, measured.MEASURE])
    assert "Numerator Is in no unit of the coverage Nowhere 1" in words(as_role(Role.ANALYST).get(address))


def test_what_is_withheld_is_told_with_its_reason(office, as_role, folder):
    vintage = measured.released()
    address = reverse("office:values-of", args=[vintage.pk, measured.MEASURE])
    told = words(as_role(Role.DIRECTOR).get(address))
    assert "East Town 2025 All withheld: small, or a small number could be worked out" in told
    assert "South Town 2025 All withheld: small, or a small number could be worked out" in told


def test_who_approves_sees_first_what_the_release_withholds_and_what_changed(office, as_role, folder):
    measured.released()
    vintage = measured.draft(figures=measured.FIGURES | {"North": 60}, by=office.user(Role.ANALYST))
    analyst, director = as_role(Role.ANALYST), as_role(Role.DIRECTOR)
    address = reverse("office:review-vintage", args=[vintage.pk])
    assert "needs one that is approved" in words(analyst.get(address))
    analyst.post(reverse("office:submit-vintage", args=[vintage.pk]))
    assert address in text(director.get(reverse("office:values", args=[vintage.pk])))
    page = text(director.get(address))
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for expected in (
        "No small number can be worked out from this release beside the earlier ones.",
        "Invented hardship: income-deprivation under5 5 1 1 2 moved, 2 beyond the old limits",
        "East Town 2025 All 3 Small",
        "South Town 2025 All 100 Guards a small one",
        "North Town 2025 All 40.0 10.0 Moved beyond the old limits",
    ):
        assert expected in told, expected
    assert reverse("office:approve-vintage", args=[vintage.pk]) in page
    assert "A second person" not in told
    assert reverse("office:approve-vintage", args=[vintage.pk]) not in text(analyst.get(address))
    assert "a second person looks at it." in words(analyst.get(address))


def test_what_earlier_releases_give_away_is_a_warning_before_the_approval(office, as_role, folder):
    open_rule = measured.DEFINITION.replace('disclosure = "under5"', 'disclosure = "none"')
    measured.released(text=open_rule)
    vintage = measured.submitted()
    told = words(as_role(Role.DIRECTOR).get(reverse("office:review-vintage", args=[vintage.pk])))
    assert "Earlier releases give away 1 small number that the rule withholds" in told
    assert "Invented hardship: income-deprivation: East Town, 2025" in told


def test_a_first_release_that_withholds_nothing_says_so_and_a_decided_one_is_past_looking_at(office, as_role, folder):
    vintage = measured.approved(figures=dict.fromkeys(measured.TOWNS, 100))
    address = reverse("office:review-vintage", args=[vintage.pk])
    told = words(as_role(Role.DIRECTOR).get(address))
    assert "Nothing of this was released before." in told
    assert "under5 5 0 0 First release" in told
    assert "Release Back to vintage" in told
    as_role(Role.DIRECTOR).post(reverse("office:release-vintage", args=[vintage.pk]))
    assert as_role(Role.DIRECTOR).get(address)["Location"] == reverse("office:values", args=[vintage.pk])


def test_a_vintage_is_withdrawn_for_a_reason(office, as_role, folder):
    vintage = measured.released()
    director, address = as_role(Role.DIRECTOR), reverse("office:withdraw-vintage", args=[vintage.pk])
    assert "This field is required." in words(director.post(address, {"reason": ""}))
    told = words(director.post(address, {"reason": "Counted twice."}, follow=True))
    assert f"Vintage {vintage.pk} is withdrawn." in told
    assert "Counted twice." in told
    assert director.get(address).status_code == 403
    assert "Invented hardship" not in text(director.get(reverse("public:measures")))


def test_a_table_of_facts_is_not_among_the_printed_tables(office, as_role):
    measured.receive()
    assert "Hardship by town" not in text(as_role(Role.ANALYST).get(reverse("office:tables")))
    assert as_role(Role.ANALYST).get(reverse("office:table", args=["i_hardship"])).status_code == 404


def test_an_analyst_stores_a_projection_and_is_told_what_stands_in_the_way(office, as_role, folder):
    measured.released(first=2023)
    analyst, address = as_role(Role.ANALYST), reverse("office:project", args=[measured.MEASURE])
    given = {"unit": "shire", "method": "straight line", "periods": "3", "until": "2026-12-31"}
    assert "There are 3 periods, not 5; take fewer" in words(analyst.post(address, given | {"periods": "5"}))
    told = words(analyst.post(address, given, follow=True))
    assert "The projection is stored. It is shown once measures are computed and released again." in told
    assert "shire Invented A straight line through the last 3 periods (2023 to 2025), by least squares;" in told
    assert "Stored by analyst." in told
    told = words(analyst.post(address, given | {"method": "unchanged level"}))
    assert "A projection of this was stored today" in told
