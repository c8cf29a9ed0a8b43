"""The publish gate: everything wrong with a meeting's papers on one page, and the page that overrides a finding."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms.rulebook import RULEBOOK
from folkmoot.apps.packs import operations, queries, rules
from folkmoot.apps.packs.queries.findings import Finding
from folkmoot.apps.packs.queries.gate import gate, may_be_overridden
from folkmoot.apps.packs.terms import OverrideGround, PackKind
from folkmoot.sites.office.meeting_forms import OverrideForm
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.views.meetings import name, the_meeting
from folkmoot.sites.shared.clock import received_at

PLACES = {
    "meeting": ("office:meeting", "Open the meeting"),
    "item": ("office:item", "Open the item"),
    "report": ("office:report", "Open the report"),
    "rules": ("office:rules", "Open the body's rules"),
    "topic": ("office:topic", "Open the topic"),
}


@require_safe
def show(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """What stops the publication, what only warns, what was overridden, and the days that were counted."""
    found, user = the_meeting(meeting_id), somebody(request)
    require(rules.may_build(user, PackKind.PUBLIC))
    newest = queries.versions(found.pk, PackKind.PUBLIC).first()
    asked = gate(found, at=received_at(request), version=newest)
    shown = {
        "meeting": found,
        "gate": asked,
        "blocking": [_line(found, each) for each in asked.blocking],
        "warnings": [_line(found, each) for each in asked.warnings],
        "overridden": [(each, row, OverrideGround(row.ground).sentence) for each, row in asked.overridden],
        "version": newest,
        "publishing": rules.may_publish(user, newest) if newest else None,
    }
    return page(request, "gate", _way(found), "Publish gate", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def override(request: HttpRequest, meeting_id: int, rule: str, subject: str) -> HttpResponse:
    """Publish in spite of a finding: on which ground, why, and who decided it."""
    found, user = the_meeting(meeting_id), somebody(request)
    require(rules.may_override(user))
    newest = queries.versions(found.pk, PackKind.PUBLIC).first()
    finding = gate(found, at=received_at(request), version=newest).finding(rule, subject)
    if finding is None or not may_be_overridden(finding):
        raise Http404
    form = OverrideForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        operations.override_finding(
            meeting_id=found.pk, rule_id=rule, subject=subject, ground=OverrideGround(given["ground"]),
            reason=given["reason"], decided_by=given["decided_by"], by=user, at=received_at(request),
        )  # fmt: skip
        messages.success(request, "It is overridden. Build the pack again, so that it prints why.")
        return redirect("office:gate", found.pk)
    gate_way = ("Publish gate", reverse("office:gate", args=[found.pk]))
    title = RULEBOOK[rule].title
    return page(
        request, "override", _way(found), gate_way, "Override", form=form, finding=finding, title=title, meeting=found
    )


def _line(found: Meeting, finding: Finding) -> dict[str, object]:
    """A finding with its rule's title, the page where it is mended, and where it can be overridden."""
    kind, key = finding.place
    address, text = PLACES[kind]
    able = may_be_overridden(finding)
    args = [found.pk, finding.rule, finding.subject]
    return {
        "finding": finding,
        "title": RULEBOOK[finding.rule].title,
        "href": reverse(address, args=[key]),
        "text": text,
        "override": reverse("office:override", args=args) if able else "",
    }


def _way(found: Meeting) -> tuple[str, str]:
    return (name(found), reverse("office:meeting", args=[found.pk]))
