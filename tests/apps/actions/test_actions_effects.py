"""The measure that a recommendation should move: cited once from a release, and held against what is released later."""

from datetime import date

import pytest
from tests.samples.walking import NOW, correct, release_a_year_later

from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.actions import operations, published
from folkmoot.apps.actions.queries import papers
from folkmoot.apps.actions.terms import Direction
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import Classification, MeetingStatus
from folkmoot.methods.document.model import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def recommendation(sample_councils):
    cabinet = committees.create_organization(
        name="Another Mootshire Cabinet (invented)", classification=Classification.CABINET, by=None, at=NOW
    )
    meeting = Meeting.objects.get(organization__code="MPSC")
    committees.change_meeting_status(meeting_id=meeting.pk, status=MeetingStatus.HELD, by=None, at=NOW)
    return operations.make_recommendation(
        meeting_id=meeting.pk, text="build a crossing", to=cabinet, origin="Minute 1/26", by=None, at=NOW
    )


def expected(recommendation, **changed):
    given = {
        "recommendation_id": recommendation.pk, "measure": "children-who-walk", "unit": "Mythbridge", "size": 3,
        "direction": Direction.UP, "by_day": date(2027, 8, 31), "by": None, "at": NOW,
    }  # fmt: skip
    return operations.expect_effect(**given | changed)


def later(recommendation):
    (found,) = published.recommendation(recommendation.pk, today=NOW.date()).effect.later
    return found.stands


def test_a_baseline_is_cited_once_and_never_changed(recommendation):
    effect = expected(recommendation)
    assert (effect.baseline_period, round(effect.baseline, 1), effect.invented) == ("2025/26", 54.0, True)
    with pytest.raises(NotAllowed, match="has its measure already; a baseline is never changed"):
        expected(recommendation)


def test_what_is_expected_lies_after_the_baseline(recommendation):
    with pytest.raises(operations.NoBaseline, match="The baseline is of 2025/26; choose a day after 31 August 2026."):
        expected(recommendation, by_day=date(2026, 8, 31))


@pytest.mark.parametrize(
    ("walking", "direction", "stands"),
    [
        ("356", Direction.UP, "On the way, no more than chance could do"),
        ("354", Direction.UP, "Not moved, no more than chance could do"),
        ("300", Direction.UP, "The other way, more than chance would do"),
        ("300", Direction.DOWN, "As far as expected, more than chance would do"),
    ],
)
def test_a_later_value_is_held_against_what_was_expected(recommendation, root, tmp_path, walking, direction, stands):
    expected(recommendation, direction=direction)
    correct(3, walking)
    release_a_year_later(root, tmp_path)
    assert later(recommendation) == stands
    report = papers.periodic(recommendation.organization, date(2026, 5, 1), date(2027, 4, 30))
    table = next(each for each in walk(report) if each.id == "recommendations-table")
    assert f"{100 * int(walking) / 655:.1f} in 2026/27, release " in table.rows[0][4]


def test_where_there_is_no_value_there_is_no_baseline(recommendation, root, tmp_path):
    correct(3, "0")
    correct(3, "0", "Children asked")
    release_a_year_later(root, tmp_path)
    with pytest.raises(
        operations.NoBaseline, match="Mythbridge, 2026/27: there is nobody to divide by. Choose another"
    ):
        expected(recommendation, by_day=date(2028, 1, 1))
