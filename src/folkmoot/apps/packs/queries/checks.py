"""What the publish gate checks, a function a rule: each yields what is wrong with a meeting under that rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import AgendaItem
from folkmoot.apps.committees.terms import ItemKind, MeetingStatus
from folkmoot.apps.committees.terms.rulebook import RULEBOOK
from folkmoot.apps.packs.queries import planned
from folkmoot.apps.packs.queries.findings import Case, Finding
from folkmoot.apps.packs.queries.papers import called, last_meeting
from folkmoot.apps.packs.terms import Level
from folkmoot.apps.reports import rules as report_rules
from folkmoot.apps.reports.models import Attachment, Report
from folkmoot.apps.reports.queries import AttachedPdf
from folkmoot.methods.calendars.council_years import council_year
from folkmoot.methods.calendars.counting import LONDON, at_clock
from folkmoot.methods.calendars.notice import Kind
from folkmoot.methods.document.model import Document
from folkmoot.methods.document.words import references

FEW_DAYS = 1  # whole working days in which nobody can read a pack and ask to speak on it
# What a meeting's papers are held to; where one of these is not set, the gate says so.
ASKED = ("N1", "N2", "N3", "N4", "N5", "E1", "E2", "E3", "P1", "P2", "R1")


def not_set(case: Case) -> Iterator[Finding]:
    """Rules that nobody has set for the body."""
    missing = {entry.id for entry in committees.rules_not_set(case.meeting.organization, on=case.day)}
    for rule in (rule for rule in ASKED if rule in missing):
        title = RULEBOOK[rule].title
        yield Finding(
            rule, Level.WARNS, "body", f"Rule {rule}, {title}: is not set for this body, so it is not checked.",
            "Set it on the page of the body's rules.", ("rules", case.meeting.organization_id),
        )  # fmt: skip


def notice(case: Case) -> Iterator[Finding]:
    """N1: time and place were public in time, or the notice was short for a reason."""
    count = case.counts.get("N1")
    if count is None:
        return
    place = ("meeting", case.meeting.pk)
    told = case.meeting.status_changes.exclude(status=MeetingStatus.DRAFT).order_by("at").first()
    if told is None or case.meeting.status == MeetingStatus.DRAFT:
        yield Finding(
            "N1", Level.BLOCKS, "meeting", "The meeting is a draft, so that nobody has notice of it.", "Confirm it.",
            place, count.reason, overridable=False,
        )  # fmt: skip
    elif told.at.astimezone(LONDON).date() > count.day and not case.meeting.short_notice_reason:
        day = told.at.astimezone(LONDON).date()
        yield Finding(
            "N1", Level.BLOCKS, "meeting",
            f"The meeting was made public on {_day(day)}; the last day for that was {_day(count.day)}.",
            "Say why it is called at short notice, or put it off.", place, count.reason,
        )  # fmt: skip


def open_in_time(case: Case) -> Iterator[Finding]:
    """N2: the agenda and the reports can be read in time."""
    count = case.counts.get("N2")
    if count is not None and not case.published and case.today > count.day and not case.meeting.short_notice_reason:
        yield Finding(
            "N2", Level.BLOCKS, "meeting",
            f"Published on {_day(case.today)}, the agenda is open too late; the last day was {_day(count.day)}.",
            "Put the meeting off, or say why it is called at short notice.", ("meeting", case.meeting.pk), count.reason,
        )  # fmt: skip
    for problem in case.papers.problems:
        place = ("item", problem.item.pk) if problem.item else ("meeting", case.meeting.pk)
        subject = _item(problem.item) if problem.item else "agenda"
        yield Finding(problem.rule, Level.BLOCKS, subject, problem.sentence, "", place, overridable=False)
    for item in case.items:
        if item.to_follow_on and not any(report.agenda_item_id == item.pk for report in case.reports):
            yield Finding(
                "N2", Level.WARNS, _item(item),
                f"{called(item)}: the report is to follow by {_day(item.to_follow_on)} ({item.late_reason}).",
                "", ("item", item.pk),
            )  # fmt: skip


def considered(case: Case) -> Iterator[Finding]:
    """N3: what was added to an agenda that is public has a reason why it cannot wait."""
    before = case.in_time
    if "N3" not in case.rules or before is None or before.published_at is None:
        return
    parts = set(before.parts.values_list("part", flat=True))
    new = {report.agenda_item_id for report in case.reports if not report_rules.ground(report)}
    new &= {report.agenda_item_id for report in case.reports if report.part not in parts}
    for item in case.items:
        added = item.added_at is not None and item.added_at > before.published_at
        if (added or item.pk in new) and not item.urgent_reason and case.today > case.counts["N2"].day:
            what = "was added" if added else "has a report that came"
            yield Finding(
                "N3", Level.BLOCKS, _item(item),
                f"{called(item)} {what} after the agenda was public, less than {case.counts['N2'].number} days before "
                "the meeting.", "Record why it cannot wait and who agrees, or take it off the agenda.",
                ("item", item.pk), case.counts["N2"].reason,
            )  # fmt: skip


def withheld(case: Case) -> Iterator[Finding]:
    """N4: a report that is kept back says so on the agenda."""
    for report in case.reports if "N4" in case.rules else ():
        if report.exempt_ground and not report.agenda_item.withheld:
            yield Finding(
                "N4", Level.BLOCKS, _report(report),
                f"{called(report.agenda_item)}: its report is kept back, but the agenda does not say on which ground.",
                "Mark the item as exempt, with its paragraph and the reason.", ("item", report.agenda_item_id),
            )  # fmt: skip


def reports(case: Case) -> Iterator[Finding]:
    """N5 and R1: reports are finished, handed in, cleared as they stand, and list their background papers."""
    for report in case.reports:
        for lack in report_rules.lacks(report):
            if lack.rule == "N5" and ("N5" not in case.rules or report_rules.ground(report)):
                continue
            subject = f"{_report(report)}-{lack.key}"
            yield Finding(lack.rule, Level.BLOCKS, subject, lack.sentence, "", ("report", report.pk))


def handed_in(case: Case) -> Iterator[Finding]:
    """R1: a report that came late says why, why it cannot wait, and who agrees."""
    count = case.counts.get("R1")
    if count is None:
        return
    clock = case.rules["R1"].clock()
    for report in (report for report in case.reports if report.submitted_at):
        came, item = report.submitted_at or case.at, report.agenda_item
        late = came > at_clock(count.day, clock) if clock else came.astimezone(LONDON).date() > count.day
        if late and not (item.late_reason and item.urgent_reason):
            yield Finding(
                "R1", Level.BLOCKS, _report(report),
                f"{report_rules.name(report)} came after {_day(count.day)}, the last day for reports.",
                "Record why it is late, why it cannot wait and who agrees.", ("item", item.pk), count.reason,
            )  # fmt: skip


def exempt(case: Case) -> Iterator[Finding]:
    """E1 and E3: the public is asked to leave before what is exempt, and each exempt item is looked at again."""
    closed = [item for item in case.items if item.exempt_ground]
    asked = [item.order for item in case.items if item.kind == ItemKind.EXCLUSION]
    for item in closed if "E1" in case.rules else ():
        if not any(order < item.order for order in asked):
            yield Finding(
                "E1", Level.BLOCKS, _item(item),
                f"{called(item)} is exempt, but no item before it asks to exclude the public.",
                "Add an item of the kind exclusion before it.", ("meeting", case.meeting.pk),
            )  # fmt: skip
    for item in closed if "E3" in case.rules else ():
        if item.review_on is None or item.review_on <= case.today:
            when = f"the review date {_day(item.review_on)} is past" if item.review_on else "there is no review date"
            yield Finding(
                "E3", Level.BLOCKS, _item(item), f"{called(item)} is exempt, and {when}.",
                "Give a day on which it is asked again whether it may be opened.", ("item", item.pk),
            )  # fmt: skip


def confidential(case: Case) -> Iterator[Finding]:
    """E2: of what the law forbids to make known it is recorded who or what forbids it, and none of it is public."""
    shown = {part for version in case.published for part in version.parts.values_list("part", flat=True)}
    for item in [item for item in case.items if item.confidential_ground] if "E2" in case.rules else ():
        if not item.confidential_source:
            yield Finding(
                "E2", Level.BLOCKS, _item(item),
                f"{called(item)} is confidential, but it is not on record who supplied it or what forbids to tell.",
                "Name the department with its terms, or the Act or order.", ("item", item.pk), overridable=False,
            )  # fmt: skip
        if any(report.agenda_item_id == item.pk and report.part in shown for report in case.reports):
            yield Finding(
                "E2", Level.WARNS, _item(item),
                f"{called(item)} is confidential, but its report is in a version that was published.",
                "Tell the Monitoring Officer at once.", ("meeting", case.meeting.pk),
            )  # fmt: skip


def accessible(case: Case) -> Iterator[Finding]:
    """A1: what everybody can read meets the standard, PDFs from elsewhere too."""
    public = {paper.id for paper in case.papers.public if isinstance(paper.content, AttachedPdf)}
    for file in Attachment.objects.filter(report__in=case.reports) if "A1" in case.rules else ():
        if file.part in public and file.accessible_faults:
            yield Finding(
                "A1", Level.BLOCKS, f"attachment-{file.pk}",
                f"The attached PDF {file.title} does not meet PDF/UA: {'; '.join(file.accessible_faults[:3])}.",
                "Ask for a file that does, or write its words here.", ("report", file.report_id),
            )  # fmt: skip


def links(case: Case) -> Iterator[Finding]:
    """N2: every reference within the papers leads to a paper that is there."""
    parts = {paper.id for paper in (*case.papers.public, *case.papers.exempt)}
    standing = {"notice", "membership", "about", "agenda", "figures", "interests"}
    for paper in (*case.papers.public, *case.papers.exempt):
        if not isinstance(paper.content, Document):
            continue
        targets = {target.partition("#")[0] for target in references(paper.content)}
        for target in sorted(targets - parts - standing - {""}):
            yield Finding(
                "N2", Level.BLOCKS, f"part-{paper.id}",
                f"{paper.title} refers to {target!r}, which is not in the pack.",
                "Add that paper, or change the reference.", ("meeting", case.meeting.pk), overridable=False,
            )  # fmt: skip


def page_map(case: Case) -> Iterator[Finding]:
    """N2: the pages of a version run on without a gap, each part on the pages that its first and last leaf name."""
    version = case.version
    if version is None:
        return
    for part in version.parts.filter(numbered=True):
        folios = [folio for _, _, folio in part.leaves]
        if (part.first_folio, part.last_folio) != (folios[0], folios[-1]) or len(set(folios)) < len(folios):
            yield Finding(
                "N2", Level.BLOCKS, f"pages-{part.part}",
                f"The pages of {part.title} are not those that the agenda names.",
                "Build the pack again.", ("meeting", case.meeting.pk), overridable=False,
            )  # fmt: skip


def agenda(case: Case) -> Iterator[Finding]:
    """M5, M7 and I6: the agenda has the items that every such meeting has."""
    titles = " ".join(item.title.casefold() for item in case.items)
    place = ("meeting", case.meeting.pk)
    if not case.items:
        return
    if "I6" in case.rules and "declaration" not in titles:
        yield Finding(
            "I6", Level.WARNS, "agenda", "The agenda has no item for declarations of interest.", "Add one.", place
        )
    minuted = any(item.kind == ItemKind.MINUTES for item in case.items)
    if "M5" in case.rules and not minuted and last_meeting(case.meeting) is not None:
        yield Finding(
            "M5",
            Level.WARNS,
            "agenda",
            "The agenda has no item for the minutes of the last meeting.",
            "Add one.",
            place,
        )
    earlier = case.meeting.organization.meetings.filter(starts_at__lt=case.meeting.starts_at)
    year = council_year(case.day)
    first = not any(council_year(committees.meeting_day(each)) == year for each in earlier)
    if "M7" in case.rules and first and "elect" not in titles and "appoint" not in titles:
        yield Finding(
            "M7", Level.WARNS, "agenda",
            f"This is the body's first meeting of {year.label}, and nothing on the agenda elects a chair.",
            "Add an item for it, unless the council appoints the chair.", place,
        )  # fmt: skip


def speaking(case: Case) -> Iterator[Finding]:
    """P1: residents have time to read before they ask to speak."""
    place = ("meeting", case.meeting.pk)
    deadlines = {each.rule.kind: each for each in committees.deadlines(case.meeting)}
    speak = deadlines.get(Kind.REQUEST_TO_SPEAK)
    if speak is None:
        return
    shown = case.published[0].published_at if case.published else case.at
    days = committees.working_days_between(shown.astimezone(LONDON).date() if shown else case.today, speak.day)
    if days <= FEW_DAYS:
        have = "no whole working day" if days == 0 else "one whole working day"
        yield Finding(
            "P1", Level.WARNS, "meeting",
            f"Residents have {have} between the agenda and the last moment to ask to speak, {_day(speak.day)}.",
            "Publish earlier, or let the chair accept later requests.", place, speak.count.reason,
        )  # fmt: skip
    for item in case.items:
        if item.to_follow_on and item.to_follow_on >= speak.day:
            yield Finding(
                "P1", Level.WARNS, _item(item),
                f"{called(item)}: the report is to follow on {_day(item.to_follow_on)}, but requests to speak close on "
                f"{_day(speak.day)}.",
                "Ask for it earlier, or let the chair accept later requests.", ("item", item.pk),
            )  # fmt: skip


CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    notice, open_in_time, considered, withheld, reports, handed_in, exempt, confidential, accessible, links, page_map,
    agenda, speaking, planned.capacity, planned.before_decisions, not_set,
)  # fmt: skip


def _item(item: AgendaItem) -> str:
    return f"item-{item.pk}"


def _report(report: Report) -> str:
    return f"report-{report.pk}"


def _day(day: object) -> str:
    return f"{day:%A} {day:%d %B %Y}".replace(" 0", " ")
