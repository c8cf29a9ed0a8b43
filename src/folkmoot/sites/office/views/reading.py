"""Reading a meeting's papers, with notes of one's own that nobody else sees."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.adapters.typeset import html
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.packs import published
from folkmoot.apps.packs.operations.noting import keep_note
from folkmoot.apps.packs.queries import reading
from folkmoot.apps.packs.rules import may_read
from folkmoot.apps.packs.terms import PackKind
from folkmoot.methods.document.model import Figure
from folkmoot.sites.office.outcome_forms import NoteForm
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.formats import long_day

HERE = "Papers"


@require_safe
def papers(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The papers of a meeting as last published, the exempt ones for whoever may read them."""
    user, found = somebody(request), _meeting(meeting_id)
    require(may_enter(user))
    rows = reading.papers(user, found.pk, restricted=_restricted(user, found))
    return page(request, "papers", (_name(found), _address(found)), HERE, meeting=found, papers=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, meeting_id: int, part: str) -> HttpResponse:
    """One paper with one's own notes."""
    user, found = somebody(request), _meeting(meeting_id)
    require(may_enter(user))
    row = reading.paper(found.pk, part, restricted=_restricted(user, found))
    if row is None:
        raise Http404
    document = reading.document(row)
    standing = dict(reading.paragraphs(document)) if document else {}
    form = NoteForm(list(standing.items()), request.POST or None, initial={"block": request.GET.get("block", "")})
    if form.is_valid():
        block = form.cleaned_data["block"]
        keep_note(
            meeting_id=found.pk, part=part, block=block, text=form.cleaned_data["text"], quoted=standing[block],
            by=user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Your note is kept. Nobody else can read it.")
        return redirect("office:read", found.pk, part)
    shown = {
        "meeting": found,
        "part": row,
        "document": document,
        "body": html.render(document, address=partial(_block, found), picture=partial(_picture, found, part))
        if document
        else "",
        "notes": reading.notes(user, found.pk, part, set(standing)),
        "form": form,
    }
    return page(
        request,
        "paper",
        (_name(found), _address(found)),
        (HERE, reverse("office:papers", args=[found.pk])),
        row.title,
        **shown,
    )


@require_safe
def picture(request: HttpRequest, meeting_id: int, part: str, block: str) -> HttpResponse:
    """The picture of a figure of a paper that somebody may read."""
    user, found = somebody(request), _meeting(meeting_id)
    require(may_enter(user))
    row = reading.paper(found.pk, part, restricted=_restricted(user, found))
    svg = published.figure_of(row, block) if row and row.document else None
    if svg is None:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")


def _restricted(user: User, found: Meeting) -> bool:
    return bool(may_read(user, found, PackKind.RESTRICTED))


def _meeting(meeting_id: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("organization"), pk=meeting_id)


def _name(found: Meeting) -> str:
    return f"{found.organization.name}, {long_day(found.starts_at)}"


def _address(found: Meeting) -> str:
    return reverse("office:meeting", args=[found.pk])


def _block(found: Meeting, target: str) -> str:
    part, _, block = target.partition("#")
    if not part:
        return f"#{block}"
    return reverse("office:read", args=[found.pk, part]) + (f"#{block}" if block else "")


def _picture(found: Meeting, part: str, figure: Figure) -> str:
    return reverse("office:read-picture", args=[found.pk, part, figure.id])
