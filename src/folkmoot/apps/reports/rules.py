"""May somebody read, change or clear a report, and is it ready for a pack? The reason is what the page prints."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, Q

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees.models import AgendaItem
from folkmoot.apps.committees.queries import meeting_day
from folkmoot.apps.committees.rules import PRINTED
from folkmoot.apps.committees.rules.seats import may_at
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.reports.models import BlockRevision, Report, RequiredClearance
from folkmoot.apps.reports.terms import PERMISSION_TO_CLEAR, Aspect
from folkmoot.methods.document.model import SectionKind


def ground(report: Report) -> str:
    """The ground that keeps a report from the public, a paragraph of Schedule 12A or CONFIDENTIAL; "" when none does.

    An annex is kept back with its report, and both with their agenda item.
    """
    of_report = report.annex_to.exempt_ground if report.annex_to else ""
    if report.agenda_item.confidential_ground:
        return report.agenda_item.withheld
    return report.exempt_ground or of_report or report.agenda_item.exempt_ground


def may_read_report(user: User | AnonymousUser, report: Report) -> Allowed | Refused:
    """Whether somebody may read a report in the office: who writes it, or has business with it before it is published.

    A report that came from a file is any writer's, unless it is exempt.
    """
    its_own = isinstance(user, User) and user.pk in (report.created_by_id, report.agenda_item.report_owner_id)
    from_a_file = report.created_by_id is None and not ground(report)
    if (its_own or from_a_file) and may(user, Permission.WRITE_REPORTS):
        return Allowed()
    meeting = report.agenda_item.meeting
    closed = may_at(user, Permission.READ_RESTRICTED, meeting) if ground(report) else Allowed()
    if closed and not may_at(user, Permission.READ_DRAFTS, meeting):
        return Refused(
            "Before it is published, a report is read by its author, by those who clear it, by the Chair of its "
            "committee and by democratic services. Read the published pack on the page of the meeting."
        )
    return closed


def may_write_reports(user: User | None, item: AgendaItem) -> Allowed | Refused:
    """Whether somebody may put a report to an agenda item; None is the machine itself, loading a sample."""
    if user is None:
        return Allowed()
    if item.meeting.provenance == Provenance.PRINTED:
        return Refused(PRINTED)
    return may(user, Permission.WRITE_REPORTS)


def may_change_report(user: User | None, report: Report) -> Allowed | Refused:
    """Whether somebody may change a report: who writes reports and may read this one; never a printed meeting's."""
    allowed = may_write_reports(user, report.agenda_item)
    return allowed if user is None or not allowed else may_read_report(user, report)


def may_clear_report(user: User | None, report: Report, aspect: Aspect) -> Allowed | Refused:
    """Whether somebody may clear one aspect of a report that they may read; it has to be submitted first."""
    if report.submitted_at is None:
        return Refused(f"{name(report)} has not been submitted; it is cleared after that.")
    if user is None:
        return Allowed()
    allowed = may(user, PERMISSION_TO_CLEAR[aspect])
    return may_read_report(user, report) if allowed else allowed


def may_set_clearances(user: User | None) -> Allowed | Refused:
    """Whether somebody may say what a body asks its reports to be cleared for; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.MANAGE_COMMITTEES)


def name(report: Report) -> str:
    """Health Inequalities (POSC6)."""
    return f"{report.title} ({report.reference})" if report.reference else report.title


@dataclass(frozen=True, slots=True)
class Lack:
    """What a report lacks: the rule that asks for it, what that is, and a sentence that says how to mend it."""

    rule: str
    key: str
    sentence: str


def lacks(report: Report) -> tuple[Lack, ...]:
    """What keeps a report out of a published pack: what is unfinished, not handed in, or not cleared as it stands."""
    handed_in = Lack("R1", "submitted", f"{name(report)} has not been submitted. Ask its author to submit it.")
    return (*_unfinished(report), *(() if report.submitted_at else (handed_in,)), *_uncleared(report))


def unfinished(report: Report) -> tuple[str, ...]:
    """What a report lacks before it can be submitted, a sentence each, which says how to mend it."""
    return tuple(lack.sentence for lack in _unfinished(report))


def _unfinished(report: Report) -> tuple[Lack, ...]:
    called = name(report)
    recommended = report.blocks.filter(section__kind=SectionKind.RECOMMENDATION, removed_at=None).exists()
    checks = [
        (recommended, "recommendation", "has no recommendation. Add one to a section of the kind 'recommendation'."),
        (report.author_post, "author", "names no author. Give the post of the officer who reports."),
        (report.contact_officer, "contact", "names no contact officer. Add the closing line 'Contact officer'."),
        (
            report.background_papers, "background",
            "lists no background papers. Add the closing line 'Background papers', or Nil.",
        ),
    ]  # fmt: skip
    return tuple(
        Lack("N5" if key == "background" else "R1", key, f"{called} {fault}")
        for present, key, fault in checks
        if not present
    )


def uncleared(report: Report) -> tuple[str, ...]:
    """The clearances that the committee asks for and the report, as it now stands, does not have."""
    return tuple(lack.sentence for lack in _uncleared(report))


def _uncleared(report: Report) -> tuple[Lack, ...]:
    cleared = dict(report.clearances.values_list("aspect").annotate(Max("at")))
    changed_at = BlockRevision.objects.filter(block__report=report, draft=False).aggregate(Max("at"))["at__max"]
    found = []
    for aspect in required(report):
        role = PERMISSION_TO_CLEAR[aspect].value.replace("_", " ")
        if aspect not in cleared:
            sentence = f"{name(report)} is not cleared for {aspect}. Ask somebody who may {role} to clear it."
        elif changed_at is not None and changed_at > cleared[aspect]:
            sentence = f"{name(report)} was changed after it was cleared for {aspect}. Ask for it to be cleared again."
        else:
            continue
        found.append(Lack("R1", aspect.value, sentence))
    return tuple(found)


def required(report: Report) -> tuple[Aspect, ...]:
    """What the committee asks its reports to be cleared for on the day of the meeting."""
    meeting = report.agenda_item.meeting
    day = meeting_day(meeting)
    rows = RequiredClearance.objects.filter(organization=meeting.organization_id, effective_from__lte=day)
    asked = set(rows.filter(Q(effective_to=None) | Q(effective_to__gte=day)).values_list("aspect", flat=True))
    return tuple(aspect for aspect in Aspect if aspect.value in asked)


def readiness(report: Report) -> tuple[str, ...]:
    """What keeps a report out of a pack, a sentence each, which says how to mend it; none when it is ready."""
    return tuple(lack.sentence for lack in lacks(report))
