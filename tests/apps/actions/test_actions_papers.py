"""The tracker of an agenda and the report to Council make themselves from the record, and can be set."""

from datetime import date

from tests.apps.actions.conftest import NOW

from folkmoot.apps.actions import operations
from folkmoot.apps.actions.models import Effect
from folkmoot.apps.actions.queries import papers
from folkmoot.apps.actions.terms import ActionState, Answer, Source, TopicState
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.terms import ItemKind, Provenance
from folkmoot.methods.document.model import Paragraph, Table, check_ids, walk

FIRST, LAST = date(2021, 5, 1), date(2022, 4, 30)


def tables(document):
    check_ids(document)
    return {each.id: each.rows for each in walk(document) if isinstance(each, Table)}


def asked(world, order, **changed):
    given = {"meeting_id": world.held.pk, "origin": "Minute 5/21", "text": "count", "owner": "Director", "order": order}
    return operations.record_action(**given | {"due": date(2022, 1, 31), "by": None, "at": NOW} | changed)


def recommended(world, text):
    return operations.make_recommendation(
        meeting_id=world.held.pk, text=text, to=world.cabinet, origin="Minute 9/21", by=None, at=NOW
    )


def test_the_tracker_says_where_each_action_stands_on_the_day_of_the_meeting(world):
    asked(world, 1)
    done = asked(world, 2, due=date(2022, 3, 1))
    operations.report_progress(action_id=done.pk, words="Counted.", state=ActionState.DONE, by=None, at=NOW)
    asked(world, 3, due=date(2022, 4, 1))
    asked(world, 4, owner="", due=None, provenance=Provenance.PRINTED)
    rows = tables(papers.tracker(world.to_come))["actions-table"]
    assert [row[2:] for row in rows if row[2] != "not stated"] == [
        ("Director", "31 January 2022", "Overdue"),
        ("Director", "1 March 2022", "Done on 12 November 2021"),
        ("Director", "1 April 2022", "Open"),
    ]
    assert ("count", "Minute 5/21", "not stated", "not stated", "Open; not fully stated") in rows


def test_the_tracker_follows_recommendations_until_they_are_carried_out(world):
    waiting, answered, late = (recommended(world, text) for text in ("wait", "answer", "be late"))
    for each in (answered, late):
        operations.receive_notice(recommendation_id=each.pk, on=date(2021, 11, 12), by=None, at=NOW)
    answer = {"recommendation_id": answered.pk, "answer": Answer.ACCEPTED, "words": "Yes.", "on": date(2021, 12, 1)}
    operations.answer_recommendation(**answer, by=None, at=NOW)
    Effect.objects.create(
        recommendation=waiting, measure="none-yet", title="Crossings", unit="x", unit_name="Mythbridge",
        unit_words="crossings", decimals=1, invented=True, vintage="0" * 64, baseline_period="2020/21",
        baseline_on=date(2021, 8, 31), baseline=4, direction="up", size=2, by=date(2022, 8, 31),
    )  # fmt: skip
    rows = tables(papers.tracker(world.to_come))["recommendations-table"]
    assert [row[3] for row in rows] == [
        "None yet",
        "Accepted on 1 December 2021: Yes.",
        "Overdue since 11 January 2022",
    ]
    assert rows[0][4] == "Crossings, Mythbridge: from 4.0 (2020/21) to 6.0 by 31 August 2022; no later value yet"
    operations.record_implementation(
        recommendation_id=answered.pk, words="Built.", on=date(2022, 1, 2), by=None, at=NOW
    )
    assert len(tables(papers.tracker(world.to_come))["recommendations-table"]) == 2
    year = tables(papers.periodic(world.committee, FIRST, LAST))["recommendations-table"]
    assert year[1][3] == "Carried out on 2 January 2022"


def test_a_tracker_without_anything_says_so(world):
    sentences = [each.id for each in walk(papers.tracker(world.to_come)) if isinstance(each, Paragraph)]
    assert sentences == ["actions-none", "recommendations-none"]


def test_the_report_to_council_tells_what_was_looked_into_and_what_came_of_it(world):
    committees.add_agenda_item(
        meeting_id=world.held.pk, title="Health", kind=ItemKind.REPORT, number="1", by=None, at=NOW
    )
    topic = operations.suggest_topic(
        organization=world.committee, title="Buses", theme="Roads", source=Source.MEMBER, by=None, at=NOW
    )
    operations.sort_topic(topic_id=topic.pk, state=TopicState.LONGLISTED, reason="In the remit.", by=None, at=NOW)
    document = papers.periodic(world.committee, FIRST, LAST)
    assert document.title == "Scrutiny from 1 May 2021 to 30 April 2022"
    assert tables(document)["programme-table"] == (("Buses", "Roads", "On the longlist"),)
    held = next(each for each in walk(document) if each.id == "meetings-held")
    assert [(day, run[0].text) for day, run in held.pairs] == [("11 November 2021", "Health")]
    before = papers.periodic(world.committee, date(2020, 5, 1), date(2021, 4, 30))
    assert next(each for each in walk(before) if each.id == "meetings-none")
