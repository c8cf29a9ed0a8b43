"""Packs: build a version, look at it, publish it."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.packs import operations, queries, rules
from folkmoot.apps.packs.models import PackVersion
from folkmoot.apps.packs.terms import Edition, PackKind
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.clock import received_at
from folkmoot.sites.shared.formats import long_day

UNBUILT = (operations.NotReady, operations.Leaked, operations.Unproved, operations.Overtaken)


@require_POST
def build(request: HttpRequest, meeting_id: int, kind: str) -> HttpResponse:
    """Build a version of one of a meeting's packs."""
    if kind not in set(PackKind):
        raise Http404
    get_object_or_404(Meeting, pk=meeting_id)
    restricted = PackKind(kind) == PackKind.RESTRICTED
    try:
        version = operations.build_pack(
            meeting_id=meeting_id, restricted=restricted, by=somebody(request), at=received_at(request)
        )
        messages.success(request, f"Version {version.number} of the {kind} pack is built: {version.pages} pages.")
    except UNBUILT as fault:
        messages.error(request, str(fault))
    return redirect(reverse("office:meeting", args=[meeting_id]) + "#packs")


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, version_id: int) -> HttpResponse:
    """Say what publishing does, and publish once that is confirmed."""
    version, user = _version(version_id), somebody(request)
    require(rules.may_publish(user, version))
    require(rules.may_read(user, version.pack.meeting, PackKind(version.pack.kind)))
    meeting = version.pack.meeting
    name = f"{meeting.organization.name}, {long_day(meeting.starts_at)}"
    if request.method == "POST":
        try:
            operations.publish_pack(version_id=version.pk, by=user, at=received_at(request))
            messages.success(request, f"Version {version.number} is published.")
        except UNBUILT as fault:
            messages.error(request, str(fault))
        return redirect(reverse("office:meeting", args=[meeting.pk]) + "#packs")
    way = (name, reverse("office:meeting", args=[meeting.pk]))
    return page(request, "publish", way, "Publish", version=version, meeting=meeting)


@require_safe
def file(request: HttpRequest, version_id: int, edition: str) -> HttpResponseBase:
    """The PDF of a version: a published public one for everybody here, others by their rule."""
    version, user = _version(version_id), somebody(request)
    if edition not in set(Edition):
        raise Http404
    require(rules.may_read(user, version.pack.meeting, PackKind(version.pack.kind)))
    chosen = Edition(edition)
    answer = FileResponse(queries.path(version, chosen).open("rb"), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{queries.file_name(version, chosen)}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _version(version_id: int) -> PackVersion:
    return get_object_or_404(PackVersion.objects.select_related("pack__meeting__organization"), pk=version_id)
