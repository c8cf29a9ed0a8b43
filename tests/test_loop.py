"""The loop that Folkmoot is for, one test a step, each fed by the real step before.

sample row -> measure -> report -> pack -> minute -> action -> measure
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.apps.minutes.invented_room import published as publish
from tests.samples.walking import DATA_SET, NOW, correct, release_a_year_later

from folkmoot.apps.actions import operations as outcomes
from folkmoot.apps.actions import published as came
from folkmoot.apps.actions.terms import Direction
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import Classification, MeetingStatus, Provenance
from folkmoot.apps.measures import queries as measures
from folkmoot.apps.minutes import operations as minutes
from folkmoot.apps.minutes import published as minuted
from folkmoot.apps.minutes import queries as minutes_read
from folkmoot.apps.minutes.terms import Capacity, Outcome
from folkmoot.apps.packs import operations as packs
from folkmoot.apps.packs import published as packed
from folkmoot.apps.records import queries as tables
from folkmoot.apps.reports import queries as reports
from folkmoot.apps.reports.models import Report
from folkmoot.methods.document.inline import plain
from folkmoot.methods.document.model import Document, Table, walk

TOWN, COLUMN = "Mythbridge", "Walk"
RECOMMENDATION = "rec-b"
pytestmark = pytest.mark.django_db


def cell(document: Document) -> str:
    """The town's cell as the document's bound table shows it."""
    table = next(each for each in walk(document) if isinstance(each, Table) and each.source.data_set == DATA_SET)
    labels = [column.label for column in table.columns]
    return next(row[labels.index(COLUMN)] for row in table.rows if row[0] == TOWN)


@pytest.fixture
def row(sample_councils) -> tuple[int, tuple[str, ...]]:
    """Step 1: a row of the samples, with its number in the data set."""
    rows = tables.table(DATA_SET).table.rows
    return next((number, cells) for number, cells in enumerate(rows, 1) if cells[0] == TOWN)


@pytest.fixture
def measure(row):
    """Step 2: the row's share of children who walk, as a value of a measure."""
    return measures.value("children-who-walk", unit=row[1][0])


@pytest.fixture
def report(row) -> Report:
    """Step 3: the report that cites the row (its measure, once there are measures)."""
    return Report.objects.get(part="mpsc1")


@pytest.fixture
def part(report) -> Document:
    """Step 4: the report as the published version of the pack keeps it."""
    meeting_id = report.agenda_item.meeting_id
    version = packs.build_pack(meeting_id=meeting_id, by=None, at=NOW)
    packs.publish_pack(version_id=version.pk, by=None, at=NOW)
    return packed.part(meeting_id, report.part).document


@pytest.fixture
def minute(report, part):
    """Step 5: the meeting is held, and its minute cites the recommendation in the pack."""
    meeting = report.agenda_item.meeting
    committees.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.HELD, by=None, at=meeting.starts_at)
    sitting = minutes.open_sitting(
        meeting_id=meeting.pk, began_at=meeting.starts_at, provenance=Provenance.INVENTED, by=None, at=NOW
    )
    agreed = f"[The recommendation](ref:{part.id}#{RECOMMENDATION}) was agreed."
    return minutes.record_minute(
        sitting_id=sitting.pk,
        title=part.title,
        content={"decision": [{"type": "paragraph", "id": "agreed", "text": agreed}]},
        agenda_item=report.agenda_item,
        outcome=Outcome.AGREED,
        by=None,
        at=NOW,
    )


@pytest.fixture
def action(part, minute):
    """Step 6: what the recommendation asks for becomes an action with an owner and a date."""
    words = next(plain(each.content) for each in walk(part) if each.id == RECOMMENDATION)
    found = minutes.record_action(
        minute_id=minute.pk, key="action-1", text=words, owner="Cabinet (invented)", due=date(2027, 7, 31), by=None,
        at=NOW,
    )  # fmt: skip
    chair = minute.sitting.presiding
    minutes.arrive(sitting_id=minute.sitting_id, person=chair, capacity=Capacity.VOTING_MEMBER, by=None, at=NOW)
    deputy = minute.organization.memberships.get(role="deputy_chair").person
    minutes.nominate(
        minute_id=minute.pk, post="Chair", nominee=chair, nominator=deputy, elected=True, nem_con=True, by=None, at=NOW,
        seconder=minute.organization.memberships.filter(role="member").first().person,
    )  # fmt: skip
    publish(minute.sitting, at=minute.sitting.began_at + timedelta(days=1))
    return found


def test_1_a_sample_row_is_kept_cell_by_cell(row):
    assert row == (3, ("Mythbridge", "655", "354", "59", "66", "176", "54%"))


def test_2_the_row_becomes_a_measure(measure):
    assert (measure.count, measure.denominator) == (354, 655)
    assert round(measure.value) == 54
    assert measure.invented


def test_3_the_report_shows_what_it_is_bound_to_and_follows_it(row, report):
    number, cells = row
    assert cell(reports.document(report)) == cells[2]
    correct(number, "355")
    assert cell(reports.document(report)) == "355"


def test_4_the_pack_shows_the_report_and_keeps_what_it_showed(row, report, part):
    number, cells = row
    correct(number, "355")
    assert cell(part) == cells[2]
    assert cell(reports.document(report)) == "355"


def test_5_the_minute_cites_the_recommendation_in_the_pack(part, minute):
    meeting = Meeting.objects.get(sitting=minute.sitting)
    document = next(each for each in walk(minutes_read.document(meeting)) if each.id == "agreed")
    target = document.content[0].target
    assert target == f"{part.id}#{RECOMMENDATION}"
    assert RECOMMENDATION in {each.id for each in walk(part)}
    assert (minute.title, minute.agenda_number) == (part.title, "5")


def test_6_the_action_keeps_the_words_of_the_recommendation(minute, action):
    (view,) = minuted.actions(meeting_id=minute.sitting.meeting_id)
    assert view.text.startswith("ask the Cabinet to bring the share of children who walk to 47%")
    assert (view.minute, view.owner, view.due, view.flags) == (minute.number, action.owner, action.due, ())


@pytest.fixture
def effect(minute, action):
    """Step 7: the recommendation goes to the Cabinet, with the measure it should move."""
    cabinet = committees.create_organization(
        name="Another Mootshire Cabinet (invented)", classification=Classification.CABINET, by=None, at=NOW,
        provenance=Provenance.INVENTED,
    )  # fmt: skip
    recommendation = outcomes.make_recommendation(
        meeting_id=minute.sitting.meeting_id, text=action.text, to=cabinet, origin=f"Minute {minute.number}",
        provenance=Provenance.INVENTED, by=None, at=NOW,
    )  # fmt: skip
    return outcomes.expect_effect(
        recommendation_id=recommendation.pk, measure="children-who-walk", unit=TOWN, direction=Direction.UP, size=3,
        by_day=date(2027, 8, 31), by=None, at=NOW,
    )  # fmt: skip


def test_7_the_measure_says_whether_the_recommendation_worked(measure, effect, root, tmp_path):
    assert (effect.baseline, effect.vintage) == (measure.value, measure.vintage)
    (view,) = (each for each in came.recommendations(today=NOW.date()) if each.effect)
    assert (round(view.effect.expected), view.effect.later) == (57, ())
    correct(3, "400")
    release_a_year_later(root, tmp_path)
    (view,) = (each for each in came.recommendations(today=NOW.date()) if each.effect)
    (later,) = view.effect.later
    assert (later.period, round(later.value)) == ("2026/27", 61)
    assert later.stands == "As far as expected, more than chance would do"
