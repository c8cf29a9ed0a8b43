from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.published import publication_number
from folkmoot.apps.actions import published as outcomes
from folkmoot.apps.actions.published import topics
from folkmoot.apps.actions.terms import TopicState
from folkmoot.apps.committees import published as committees
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.minutes import published as minutes
from folkmoot.apps.records import published as records
from folkmoot.apps.records.models import TableRevision
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports import rules
from folkmoot.apps.reports.models import BlockRevision, Report
from folkmoot.cli import samples
from folkmoot.methods.calendars.counting import LONDON

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def state() -> tuple[int, int, int, int]:
    counts = [model.objects.count() for model in (AuditEntry, BlockRevision, TableRevision)]
    return (publication_number(), *counts)


@pytest.fixture
def loaded(root: Path, sample_councils) -> Path:
    return root / "samples"


def test_the_printed_meetings_are_there_with_their_papers(loaded):
    held, called = (Meeting.objects.get(moderngov_id=number) for number in (6763, 6764))
    view = minutes.minutes(held.pk)
    assert [line.number for line in view.minutes] == ["1/21", "2/21", "3/21", "4/21", "5/21", "6/21"]
    assert [(line.agenda_number, line.title) for line in view.minutes][4:] == [
        ("6", "Developing the Overview and Scrutiny Function"), ("7", "Work Programme 2021/22")
    ]  # fmt: skip
    assert [(action.minute, action.owner, action.due, len(action.flags)) for action in view.actions] == [
        ("5/21", "", None, 2), ("6/21", "", None, 2)
    ]  # fmt: skip
    assert [person.label for person in view.present].count("Voting members") == 9
    assert [report.reference for report in reports.reports_of(called)] == ["POSC6", "POSC7"]
    assert [len(reports.annexes(report)) for report in reports.reports_of(called)] == [2, 1]
    assert committees.council().name == "Oxfordshire County Council"
    assert [rules.readiness(report) for report in Report.objects.filter(annex_to=None)] == [(), (), (), ()]


def test_the_deadlines_of_the_printed_meeting_are_those_of_its_day(loaded):
    found = {
        each.kind.value: each.day for each in committees.meeting(Meeting.objects.get(moderngov_id=6764).pk).deadlines
    }
    assert found["request_to_speak"] == date(2021, 11, 5)
    assert found["publish_agenda"] == date(2021, 11, 3)


def test_the_invented_committee_does_not_borrow_the_real_councils_name(loaded):
    (invented,) = Meeting.objects.filter(provenance="invented")
    assert committees.meeting(invented.pk).council == "Mootshire County Council (invented)"
    assert committees.meeting(Meeting.objects.get(moderngov_id=6764).pk).council == "Oxfordshire County Council"


def test_there_is_always_an_invented_meeting_to_come(loaded):
    def invented() -> list[Meeting]:
        return list(Meeting.objects.filter(provenance="invented").order_by("starts_at"))

    (first,) = invented()
    assert first.starts_at.astimezone(LONDON) == datetime(2026, 12, 23, 14, tzinfo=LONDON)
    samples.load(loaded, at=first.starts_at)
    assert len(invented()) == 2
    assert [report.part for report in reports.reports_of(invented()[1])] == ["mpsc1", "mpsc2"]


def test_the_world_finds_no_figures_of_the_exempt_report(loaded):
    assert rules.ground(Report.objects.get(part="mpsc2")) == "3"
    assert "i03_coach_offers" not in [line.key for line in records.data_sets()]


def test_loading_the_samples_twice_changes_nothing(loaded):
    before = state()
    samples.load(loaded, at=NOW)
    assert state() == before


def test_the_longlist_of_minute_6_is_on_the_work_programme_with_where_it_comes_from(sample_councils):
    programme = topics.programme("people-overview-scrutiny-committee", today=date(2021, 11, 11))
    shortlist = [topic for topic in programme.topics if topic.state is TopicState.SHORTLISTED]
    assert [topic.title for topic in shortlist if topic.theme == "Adults"] == ["Front door", "Transition", "Workforce"]
    assert len(shortlist) == 20
    assert len(programme.topics) == 47
    assert {topic.origin for topic in programme.topics} == {"minute 6/21"}
    actions = outcomes.actions(today=date(2021, 11, 11))
    assert {flag for action in actions if not action.invented for flag in action.flags} == {
        "The owner is not stated.",
        "The date by which it is due is not stated.",
    }
