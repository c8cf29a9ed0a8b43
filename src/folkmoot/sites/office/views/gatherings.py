"""Briefings, drop-ins, training and engagement days: arranged, invited to, attended, with papers."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset.inspect import Unreadable
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models.planning import Gathering, GatheringPaper
from folkmoot.apps.committees.operations import preparing as operations
from folkmoot.apps.committees.rules import planning
from folkmoot.apps.committees.terms.planning import GatheringKind
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.planning_forms import GatheringForm, InviteForm, PaperForm


@require_safe
def gatherings(request: HttpRequest) -> HttpResponse:
    """Every gathering that somebody may see, the latest first."""
    user = somebody(request)
    require(may_enter(user))
    rows = Gathering.objects.select_related("organization").order_by("-starts_at")
    seen = [(row, GatheringKind(row.kind).words) for row in rows if planning.may_see_gathering(user, row)]
    return page(request, "gatherings", rows=seen, keeping=rules.may_manage_meetings(user))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Arrange one."""
    user = somebody(request)
    require(rules.may_manage_meetings(user))
    form = GatheringForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data | {"kind": GatheringKind(form.cleaned_data["kind"])}
        row = operations.arrange_gathering(**given, by=user, at=timezone.now())
        messages.success(request, "It is arranged. Invite people now.")
        return redirect("office:gathering", row.pk)
    title = "Arrange a briefing or another day"
    return page(request, "plan_form", "Arrange", form=form, title=title)


@require_http_methods(["GET", "HEAD", "POST"])
def gathering(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """One gathering with who is invited; the form invites another."""
    user, found = somebody(request), _gathering(gathering_id)
    require(planning.may_see_gathering(user, found))
    keeping = rules.may_manage_meetings(user)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        require(keeping)
    if form.is_valid():
        operations.invite(gathering_id=found.pk, person=form.cleaned_data["person"], by=user, at=timezone.now())
        messages.success(request, "They are invited.")
        return redirect("office:gathering", found.pk)
    shown = {
        "gathering": found, "kind": GatheringKind(found.kind).words, "form": form, "keeping": keeping,
        "invitations": found.invitations.select_related("person"), "papers": _papers(user, found),
        "begun": found.starts_at <= timezone.now(),
    }  # fmt: skip
    return page(request, "gathering", found.title, **shown)


def _papers(user: User, found: Gathering) -> list[GatheringPaper]:
    return [row for row in found.papers.select_related("gathering__organization") if planning.may_see_paper(user, row)]


@require_POST
def attended(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Record who came."""
    found = _gathering(gathering_id)
    came = {row.pk: f"came-{row.pk}" in request.POST for row in found.invitations.all()}
    operations.record_gathering(gathering_id=found.pk, came=came, by=somebody(request), at=timezone.now())
    messages.success(request, "Who came is recorded.")
    return redirect("office:gathering", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def add_paper(request: HttpRequest, gathering_id: int) -> HttpResponse:
    """Put a paper to a gathering."""
    user, found = somebody(request), _gathering(gathering_id)
    require(rules.may_manage_meetings(user))
    form = PaperForm(found, request.POST or None, request.FILES or None)
    if form.is_valid() and _added(form, found, user):
        messages.success(request, "The paper is there.")
        return redirect("office:gathering", found.pk)
    way = (found.title, reverse("office:gathering", args=[found.pk]))
    return page(request, "plan_form", way, "Add a paper", form=form, title="Add a paper", upload=True)


def _added(form: PaperForm, found: Gathering, user: User) -> bool:
    given: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        operations.add_gathering_paper(
            gathering_id=found.pk, title=form.cleaned_data["title"], name=given.name or "file", content=given.read(),
            public=form.cleaned_data.get("public", False), store=Store(Path(settings.STORE)), by=user,
            at=timezone.now(),
        )  # fmt: skip
    except Unreadable as fault:
        form.add_error("file", f"{fault}.")
        return False
    return True


@require_safe
def paper(request: HttpRequest, paper_id: int) -> HttpResponseBase:
    """The file of a paper."""
    found = get_object_or_404(GatheringPaper.objects.select_related("gathering__organization"), pk=paper_id)
    require(planning.may_see_paper(somebody(request), found))
    content = Store(Path(settings.STORE)).path(found.sha256).open("rb")
    answer = FileResponse(content, as_attachment=True, filename=found.name, content_type="application/octet-stream")
    answer["Cache-Control"] = "no-store"
    return answer


def _gathering(gathering_id: int) -> Gathering:
    return get_object_or_404(Gathering.objects.select_related("organization", "item"), pk=gathering_id)
