"""The publish gate: for each blocking rule a meeting that breaks it alone, one that breaks all, overrides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import Client
from tests.apps.packs import invented

from folkmoot.apps.accounts import operations as accounts
from folkmoot.apps.accounts.models import AuditEntry
from folkmoot.apps.accounts.rules import NotAllowed
from folkmoot.apps.accounts.terms import Event, Role
from folkmoot.apps.committees import operations as committees
from folkmoot.apps.committees.models import Meeting, Rule, StatusChange
from folkmoot.apps.committees.operations import Lateness
from folkmoot.apps.committees.terms import ConfidentialGround, ItemKind, MeetingStatus, Provenance
from folkmoot.apps.committees.terms.rulebook import RULE_OF_KIND, RULEBOOK
from folkmoot.apps.packs import operations, published, queries
from folkmoot.apps.packs.models import Pack, PackPart, PackVersion
from folkmoot.apps.packs.operations import NoSuchFinding, NotReady
from folkmoot.apps.packs.queries import checks, front, leaking
from folkmoot.apps.packs.queries import papers as gathering
from folkmoot.apps.packs.queries.gate import gate, may_be_overridden
from folkmoot.apps.packs.queries.papers import gather
from folkmoot.apps.packs.terms import Level, OverrideGround, PackKind
from folkmoot.apps.reports import operations as reports
from folkmoot.apps.reports import rules as lacking
from folkmoot.apps.reports.models import Attachment, Report
from folkmoot.cli import law
from folkmoot.methods.document.model import CONFIDENTIAL
from folkmoot.methods.document.words import words

NOW = invented.NOW  # Friday 1 March 2024; the meeting is on Thursday 14 March, its agenda due on Wednesday 6 March
LATE = datetime(2024, 3, 8, 12, tzinfo=UTC)
SUMMER = date(2024, 9, 1)


@pytest.fixture
def sound(sitting: Meeting, root: Path) -> Meeting:
    """A meeting with which nothing is wrong, under the law as it stood and two rules of its own."""
    law.load(root / "definitions" / "law.toml", at=NOW)
    own(sitting, "P1", number=4, counting="days before", clock="09:00")
    own(sitting, "P2", number=2, counting="days before", clock="09:00")
    own(sitting, "R1", number=7, counting="days before", clock="10:00")
    invented.add_item(sitting, "2", "Declarations of Interest", kind=ItemKind.PROCEDURAL)
    invented.submit_reports(sitting)
    return Meeting.objects.get(pk=sitting.pk)


def own(meeting: Meeting, rule: str, *, start: date = date(2021, 1, 1), **parameters: object) -> Rule:
    return committees.bring_rule_into_force(
        organization=meeting.organization, rule_id=rule, parameters=parameters, source="Invented standing orders",
        effective_from=start, by=None, at=NOW,
    )  # fmt: skip


def publish_by_hand(meeting: Meeting, at: datetime) -> PackVersion:
    """A published version as the database has it, without the work of setting it."""
    pack = Pack.objects.create(meeting=meeting, kind=PackKind.PUBLIC)
    version = PackVersion.objects.create(
        pack=pack, number=1, content="c" * 64, built_at=at, sha256="a" * 64, size=1, pages=1,
        large_print_sha256="a" * 64, large_print_size=1, large_print_pages=1, claims_accessible=True,
        claims_archival=True,
    )  # fmt: skip
    for order, part in enumerate(("isc4", "isc5"), 1):
        PackPart.objects.create(
            version=version, order=order, part=part, kind="report", title=part, document="d" * 64, numbered=True,
            first_folio=str(order), last_folio=str(order), leaves=[[1, "x", str(order)]],
        )  # fmt: skip
    PackVersion.objects.filter(pk=version.pk).update(published_at=at)
    return version


def break_N1(meeting: Meeting) -> datetime:
    StatusChange.objects.filter(meeting=meeting, status=MeetingStatus.CONFIRMED).update(at=LATE)
    return NOW


def break_N2(meeting: Meeting) -> datetime:
    invented.add_item(meeting, "8", "A Report Not Yet Written")
    return NOW


def break_N3(meeting: Meeting) -> datetime:
    publish_by_hand(meeting, NOW)
    committees.add_agenda_item(
        meeting_id=meeting.pk, title="A Flood", kind=ItemKind.PROCEDURAL, number="9", by=None, at=LATE
    )
    return LATE


def break_N4(meeting: Meeting) -> datetime:
    Report.objects.filter(part="isc5").update(exempt_ground="3")
    return NOW


def break_N5(meeting: Meeting) -> datetime:
    Report.objects.filter(part="isc4").update(closing=[["Contact officer", "Ada Invented"]])
    return NOW


def break_R1(meeting: Meeting) -> datetime:
    Report.objects.filter(part="isc4").update(submitted_at=None)
    return NOW


def break_E1(meeting: Meeting) -> datetime:
    add_exempt(meeting, "Tenders", review_on=SUMMER)
    return NOW


def break_E3(meeting: Meeting) -> datetime:
    committees.add_agenda_item(
        meeting_id=meeting.pk, title="Exclusion of the Public", kind=ItemKind.EXCLUSION, by=None, at=NOW
    )
    add_exempt(meeting, "Wages", review_on=None)
    return NOW


def break_E2(meeting: Meeting) -> datetime:
    committees.add_agenda_item(
        meeting_id=meeting.pk, title="A Minister's Letter", kind=ItemKind.PROCEDURAL,
        confidential=(ConfidentialGround.DEPARTMENT, ""), by=None, at=NOW,
    )  # fmt: skip
    return NOW


def break_A1(meeting: Meeting) -> datetime:
    report = Report.objects.get(part="isc4")
    Attachment.objects.create(
        report=report, order=1, part="isc4-annex-1", title="A Scan", name="scan.pdf",
        sha256=queries.store().put(b"%PDF-1.7 a scan"), pages=1, tagged=False,
        accessible_faults=["it is not tagged"], added_at=NOW,
    )  # fmt: skip
    return NOW


def break_M5(meeting: Meeting) -> datetime:
    held = committees.call_meeting(
        organization=meeting.organization, starts_at=datetime(2024, 1, 11, 10, tzinfo=UTC), venue="Invented Hall",
        by=None, at=NOW,
    )  # fmt: skip
    for status in (MeetingStatus.CONFIRMED, MeetingStatus.HELD):
        committees.change_meeting_status(meeting_id=held.pk, status=status, by=None, at=NOW)
    invented.add_item(meeting, "3", "Minutes", kind=ItemKind.MINUTES)
    return NOW


BREAKS: dict[str, Callable[[Meeting], datetime]] = {
    "N1": break_N1, "N2": break_N2, "N3": break_N3, "N4": break_N4, "N5": break_N5, "R1": break_R1, "E1": break_E1,
    "E2": break_E2, "E3": break_E3, "A1": break_A1, "M5": break_M5,
}  # fmt: skip


def add_exempt(meeting: Meeting, title: str, *, review_on: date | None) -> None:
    committees.add_agenda_item(
        meeting_id=meeting.pk, title=title, kind=ItemKind.PROCEDURAL, exempt=("3", "Prices are open."),
        review_on=review_on, by=None, at=NOW,
    )  # fmt: skip


def rules(meeting: Meeting, at: datetime = NOW) -> list[str]:
    return [finding.rule for finding in gate(meeting, at=at).blocking]


def test_a_sound_meeting_passes_and_its_days_are_counted(sound):
    found = gate(sound, at=NOW)
    assert found.blocking == ()
    assert [(title, count.day) for title, count in found.counts] == [
        ("Notice of the meeting", date(2024, 3, 6)),
        ("Agenda and reports open", date(2024, 3, 6)),
        ("Reports are handed in", date(2024, 3, 5)),
        ("Asking to speak", date(2024, 3, 8)),
        ("Written statements", date(2024, 3, 12)),
    ]


@pytest.mark.parametrize("rule", BREAKS)
def test_a_meeting_that_breaks_one_rule_alone_is_stopped_by_that_rule_alone(sound, rule):
    at = BREAKS[rule](sound)
    (finding,) = gate(sound, at=at).blocking
    assert (finding.rule, finding.level) == (rule, Level.BLOCKS)
    assert finding.sentence.endswith(".")


def test_a_meeting_that_breaks_all_rules_is_told_of_each_exactly(sound):
    at = max(each(sound) for each in BREAKS.values())
    # E1 once: the exempt item of E3 stands after the exclusion, the one of E1 before it.
    assert sorted(rules(sound, at)) == sorted(BREAKS)


def test_every_rule_that_the_gate_can_stop_a_publication_for_is_broken_here():
    text = "\n".join(Path(module.__file__).read_text() for module in (checks, leaking, gathering, lacking))
    blocking = r'"([A-Z]\d+)", Level\.BLOCKS|problem\("([A-Z]\d+)"|Lack\("([A-Z]\d+)"|"(N5)" if'
    assert {rule for found in re.findall(blocking, text) for rule in found if rule} == set(BREAKS)


@pytest.mark.parametrize("rule", ["N1", "N2", "R1", "P1", "P2", "P3"])
def test_another_number_of_days_in_a_rule_s_row_changes_page_pack_and_gate(sound, client, rule):
    counting = "clear days" if rule in ("N1", "N2") else "days before"
    own(sound, "P3", number=2, counting="days before")
    clerk = accounts.create_user(username="c", password="invented 1", first_name="I", last_name="C", by=None, at=NOW)
    accounts.give_role(user=clerk, role=Role.CLERK, by=None, at=NOW)
    client.force_login(clerk)
    own(sound, rule, number=30, counting=counting, start=date(2024, 3, 15))  # after the meeting: not its rule
    before = where_days_are_said(sound, client, rule)

    own(sound, rule, number=9, counting=counting, start=date(2024, 1, 1))

    day = "Thursday 29 February 2024" if counting == "clear days" else "Friday 1 March 2024"
    after = where_days_are_said(sound, client, rule)
    assert all(day not in said for said in before.values())
    assert {place: day for place, said in after.items() if day in said} == dict.fromkeys(after, day)


@pytest.fixture(autouse=True)
def nothing_is_kept_from_another_test():
    caches["pages"].clear()


def where_days_are_said(meeting: Meeting, client: Client, rule: str) -> dict[str, str]:
    """What is said of a rule's days, by place; notice and handing in are between the office and its authors alone."""
    days = [count.day for title, count in gate(meeting, at=NOW).counts if title == RULEBOOK[rule].title]
    said = {
        "gate": " ".join(f"{day:%A} {day.day} {day:%B %Y}" for day in days),
        "gate's page": client.get(f"/office/meetings/{meeting.pk}/gate/").content.decode(),
    }
    if rule in RULE_OF_KIND.values():
        said["page"] = client.get(f"/meetings/{meeting.pk}/").content.decode()
        said["pack"] = " ".join(words(front.notice(front.frame(meeting))).values()).replace("y, ", "y ")
    return said


@pytest.mark.parametrize("rule", ["N1", "N2", "N3", "N4", "N5", "E1", "E2", "E3", "A1"])
def test_a_rule_that_is_not_in_force_on_the_day_of_the_meeting_stops_nothing(sound, rule):
    at = BREAKS[rule](sound) if rule != "N2" else LATE
    assert rules(sound, at) == [rule]
    Rule.objects.filter(rule_id=rule).update(effective_to=date(2024, 3, 13))
    assert rules(sound, at) == []


def test_N2_an_agenda_published_too_late_is_stopped_and_the_days_are_listed(sound):
    (finding,) = gate(sound, at=LATE).blocking
    assert finding.reason == (
        "Published on Friday 8 March 2024, the agenda is open too late; the last day was Wednesday 6 March 2024."
    )
    assert finding.days.startswith("Wed 6 Mar leaves five clear working days before Thu 14 Mar: Wed 13, Tue 12")
    committees.explain_short_notice(meeting_id=sound.pk, reason="A bridge fell.", by=None, at=LATE)
    sound.refresh_from_db()
    assert rules(sound, LATE) == []


def test_N2_is_counted_anew_when_its_row_is_changed(sound):
    tuesday = datetime(2024, 3, 5, 12, tzinfo=UTC)
    assert rules(sound, tuesday) == []
    own(sound, "N2", number=7, counting="clear days")
    assert rules(sound, tuesday) == ["N2"]
    assert gate(sound, at=NOW).counts[1][1].day == date(2024, 3, 4)


def test_N2_a_report_that_is_to_follow_for_a_reason_only_warns(sound):
    item = committees.add_agenda_item(
        meeting_id=sound.pk, title="Ice", kind=ItemKind.REPORT, number="7",
        lateness=Lateness(late_reason="The figures come on Monday.", to_follow_on=date(2024, 3, 11)), by=None, at=NOW,
    )  # fmt: skip
    found = gate(sound, at=NOW)
    assert found.blocking == ()
    warned = {(each.rule, each.subject) for each in found.warnings}
    assert {("N2", f"item-{item.pk}"), ("P1", f"item-{item.pk}")} <= warned  # requests to speak close on 8 March


def test_N3_an_urgent_item_with_the_chair_s_agreement_passes(sound):
    at = break_N3(sound)
    item = sound.items.get(title="A Flood")
    committees.revise_agenda_item(
        item_id=item.pk, title=item.title, kind=ItemKind.URGENT, number="9", by=None, at=at,
        lateness=Lateness("The river rose.", "Homes are at risk.", "Councillor Ada Invented"),
    )  # fmt: skip
    assert rules(sound, at) == []


def test_N3_a_report_that_comes_after_the_agenda_was_public_needs_a_reason(sound):
    publish_by_hand(sound, NOW)
    PackPart.objects.filter(part="isc5")  # a trigger keeps parts as they are; another report comes instead
    item = sound.items.get(title="Declarations of Interest")
    source = invented.SHORT_REPORT % ("isc9", "Ice on the Fell", "It is cold.")
    report = reports.import_report(item_id=item.pk, content=source.encode(), name="9.toml", by=None, at=LATE)
    reports.submit_report(report_id=report.pk, by=None, at=LATE)
    assert sorted(rules(sound, LATE)) == ["N3", "R1"]


def test_R1_a_late_report_needs_both_reasons_and_the_hour_counts(sound):
    hour = datetime(2024, 3, 5, 10, tzinfo=UTC)
    Report.objects.filter(part="isc4").update(submitted_at=hour)
    assert rules(sound) == []
    Report.objects.filter(part="isc4").update(submitted_at=hour + timedelta(microseconds=1))
    assert rules(sound) == ["R1"]
    item = Report.objects.get(part="isc4").agenda_item
    committees.revise_agenda_item(
        item_id=item.pk, title=item.title, kind=ItemKind.REPORT, number=item.number, by=None, at=NOW,
        lateness=Lateness("The survey was late.", "The grant ends.", "Councillor Ada Invented"),
    )  # fmt: skip
    assert rules(sound) == []


def test_E3_a_review_date_that_is_past_is_no_review_date(sound):
    break_E3(sound)
    item = sound.items.get(title="Wages")
    for day, found in ((date(2024, 3, 1), ["E3"]), (date(2024, 3, 2), [])):
        committees.revise_agenda_item(
            item_id=item.pk, title=item.title, kind=ItemKind.PROCEDURAL, exempt=("3", "Prices are open."),
            review_on=day, by=None, at=NOW,
        )  # fmt: skip
        assert rules(sound) == found


def test_E2_what_a_court_forbids_to_tell_is_in_no_public_paper_and_its_agenda_says_only_that(sound):
    item = sound.items.get(title="Lamps")
    committees.revise_agenda_item(
        item_id=item.pk, title="A Matter of Lamps", kind=ItemKind.REPORT, number="5", by=None, at=NOW,
        confidential=(ConfidentialGround.LAW, "Order of the Invented County Court, claim 7"),
    )  # fmt: skip
    found = gather(Meeting.objects.get(pk=sound.pk), queries.store())
    assert [(paper.id, paper.exempt) for paper in found.exempt] == [("isc5", CONFIDENTIAL)]
    assert gate(sound, at=NOW).blocking == ()  # no vote leads up to it, and nobody is asked to look at it again
    version = operations.build_pack(meeting_id=sound.pk, by=None, at=NOW)
    said = " ".join(" ".join(words(published.document_of(part)).values()) for part in version.parts.all())
    assert "confidential and not for publication. An Act or the order of a court forbids making it known." in said
    assert "Invented County Court" not in said
    assert "Lamps are lit" not in said


def test_E2_what_was_public_before_it_was_confidential_is_told(sound):
    publish_by_hand(sound, NOW)
    item = sound.items.get(title="Lamps")
    committees.revise_agenda_item(
        item_id=item.pk, title="Lamps", kind=ItemKind.REPORT, number="5", by=None, at=NOW,
        confidential=(ConfidentialGround.LAW, "Order of the Invented County Court, claim 7"),
    )  # fmt: skip
    (warned,) = [each for each in gate(sound, at=NOW).warnings if each.rule == "E2"]
    assert "is in a version that was published. Tell the Monitoring Officer" in warned.sentence


def test_I6_M5_M7_and_P1_warn_without_stopping(sound):
    own(sound, "M7")
    sound.items.filter(title="Declarations of Interest").update(title="Anything Else")
    warned = [finding.rule for finding in gate(sound, at=datetime(2024, 3, 6, 12, tzinfo=UTC)).warnings]
    assert {"I6", "M7", "P1"} <= set(warned)
    assert rules(sound) == []


def test_what_nobody_has_set_is_a_finding_that_leads_to_the_rules(sound):
    Rule.objects.filter(rule_id="P2").delete()
    (finding,) = [each for each in gate(sound, at=NOW).warnings if each.subject == "body"]
    assert (finding.rule, finding.place) == ("P2", ("rules", sound.organization_id))
    assert "Rule P2, Written statements: is not set for this body" in finding.sentence


def test_a_draft_is_no_notice_and_nobody_overrides_that(sound):
    Meeting.objects.filter(pk=sound.pk).update(status=MeetingStatus.DRAFT)
    sound.refresh_from_db()
    (finding,) = gate(sound, at=NOW).blocking
    assert (finding.rule, may_be_overridden(finding)) == ("N1", False)


def test_a_printed_meeting_is_not_judged(sound):
    break_N4(sound)
    Meeting.objects.filter(pk=sound.pk).update(provenance=Provenance.PRINTED)
    sound.refresh_from_db()
    assert gate(sound, at=LATE).blocking == ()


def override(meeting: Meeting, rule: str, subject: str, *, by=None, at: datetime = LATE):
    return operations.override_finding(
        meeting_id=meeting.pk, rule_id=rule, subject=subject, ground=OverrideGround.ADVICE,
        reason="The hall is booked for no other day.", decided_by="Zed Invented, Monitoring Officer", by=by, at=at,
    )  # fmt: skip


def test_an_override_names_ground_person_and_reason_and_is_on_record(sound):
    row = override(sound, "N2", "meeting")
    found = gate(sound, at=LATE)
    assert found.blocking == ()
    assert [(finding.rule, each) for finding, each in found.overridden] == [("N2", row)]
    assert AuditEntry.objects.filter(did=Event.RULE_OVERRIDDEN).count() == 1
    with pytest.raises(NoSuchFinding, match="finds nothing of that kind any more"):
        override(sound, "N2", "meeting")


def test_nobody_overrides_what_has_no_remedy_but_mending(sound):
    break_N2(sound)
    (finding,) = gate(sound, at=NOW).blocking
    with pytest.raises(NoSuchFinding, match="Nobody may override this: Item 8"):
        override(sound, "N2", finding.subject, at=NOW)


def test_only_who_publishes_overrides(sound):
    chair = accounts.create_user(username="h", password="invented 1", first_name="I", last_name="H", by=None, at=NOW)
    accounts.give_role(user=chair, role=Role.CHAIR, by=None, at=NOW)
    with pytest.raises(NotAllowed, match="needs one of these: clerk"):
        override(sound, "N2", "meeting", by=chair)


def test_an_overridden_pack_is_published_once_it_prints_why_and_so_does_the_meeting_s_page(sound, client):
    clerk = accounts.create_user(username="c", password="invented 1", first_name="I", last_name="C", by=None, at=NOW)
    accounts.give_role(user=clerk, role=Role.CLERK, by=None, at=NOW)
    first = operations.build_pack(meeting_id=sound.pk, by=clerk, at=LATE)
    with pytest.raises(NotReady, match="the agenda is open too late"):
        operations.publish_pack(version_id=first.pk, by=clerk, at=LATE)
    override(sound, "N2", "meeting", by=clerk, at=LATE + timedelta(minutes=1))
    assert published.overrides(sound.pk) == ()
    with pytest.raises(NotReady, match="does not print why rule N2 is not kept. Build the pack again."):
        operations.publish_pack(version_id=first.pk, by=clerk, at=LATE + timedelta(minutes=2))
    second = operations.build_pack(meeting_id=sound.pk, by=clerk, at=LATE + timedelta(minutes=3))
    operations.publish_pack(version_id=second.pk, by=clerk, at=LATE + timedelta(minutes=4))
    said = " ".join(words(published.part(sound.pk, "notice").document).values())
    assert (
        "Rule N2, agenda and reports open: The Monitoring Officer advises that it may be published as it is. "
        "The hall is booked for no other day. Decided by Zed Invented, Monitoring Officer, 8 March 2024."
    ) in said
    (line,) = published.overrides(sound.pk)
    assert line in said
    assert "The hall is booked for no other day." in client.get(f"/meetings/{sound.pk}/").content.decode()


def test_E3_a_leak_in_a_version_that_was_built_before_stops_it_and_nobody_overrides_it(sound):
    item = sound.items.get(title="Lamps")
    version = operations.build_pack(meeting_id=sound.pk, by=None, at=NOW)
    committees.add_agenda_item(
        meeting_id=sound.pk, title="Exclusion of the Public", kind=ItemKind.EXCLUSION, by=None, at=NOW
    )
    order = [each.pk for each in sound.items.exclude(pk=item.pk)]
    committees.reorder_agenda(meeting_id=sound.pk, items=[*order, item.pk], by=None, at=NOW)
    committees.revise_agenda_item(
        item_id=item.pk, title="A contract", kind=ItemKind.REPORT, number=sound.items.get(pk=item.pk).number,
        exempt=("3", "Prices are open."), review_on=SUMMER, by=None, at=NOW,
    )  # fmt: skip
    found = gate(sound, at=NOW, version=version).finding("E3", "leak")
    assert found is not None
    assert "Lamps on the Fell" in found.reason
    assert not may_be_overridden(found)
