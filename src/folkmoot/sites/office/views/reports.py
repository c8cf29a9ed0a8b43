"""Reports: read one as its page will be, change its words, attach PDFs, hand it in, clear it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.adapters.charts import render as charts
from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset import html
from folkmoot.adapters.typeset.inspect import Unreadable
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees.models import AgendaItem
from folkmoot.apps.records.queries import UnknownTable
from folkmoot.apps.reports import operations, queries, rules
from folkmoot.apps.reports.models import Block, Report
from folkmoot.apps.reports.terms import Aspect
from folkmoot.methods.document.model import Document, Figure, walk
from folkmoot.methods.document.source import BadSource
from folkmoot.sites.office import blocks
from folkmoot.sites.office.forms import AttachForm, BlockForm, SourceForm
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.clock import received_at
from folkmoot.sites.shared.formats import long_day

Step = tuple[str, str]


@require_safe
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """A report as its page will be, what it still lacks, and its blocks to change."""
    found, user = _readable(report_id, somebody(request))
    shown = {
        "report": found,
        "fault": "",
        "ground": rules.ground(found),
        "lacking": rules.readiness(found),
        "changing": rules.may_change_report(user, found),
        "clearing": [aspect for aspect in Aspect if rules.may_clear_report(user, found, aspect)],
        "blocks": _blocks(found),
        "attachments": found.attachments.all(),
        "annexes": found.written_annexes.all(),
    }
    try:
        document = queries.document(found)
        shown |= {"body": _body(found, document), "document": document}
    except (BadSource, UnknownTable) as fault:
        shown["fault"] = str(fault)
    return page(request, "report", *_way(found), rules.name(found), **shown)


@require_safe
def figure(request: HttpRequest, report_id: int, block: str) -> HttpResponse:
    """The picture of a figure, drawn from the newest data."""
    found, _ = _readable(report_id, somebody(request))
    for each in walk(queries.document(found)):
        if isinstance(each, Figure) and each.id == block:
            return HttpResponse(charts.draw(each, fonts=Path(settings.FONTS)), content_type="image/svg+xml")
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def block(request: HttpRequest, block_id: int) -> HttpResponse:
    """Change the words of a block; where somebody was faster, show both."""
    found = get_object_or_404(
        Block.objects.select_related("report__agenda_item__meeting"), pk=block_id, removed_at=None
    )
    user = somebody(request)
    require(rules.may_change_report(user, found.report))
    standing = queries.current(found)
    places = list(blocks.places(standing.content))
    form = BlockForm(places, request.POST or None, initial={"base": standing.number})
    if form.is_valid() and (saved := _saved(form, found, user, received_at(request))):
        if not saved.draft:
            messages.success(request, "The block is saved.")
            return redirect(reverse("office:report", args=[found.report_id]) + f"#{found.key}")
        return redirect("office:block", found.pk)
    drafts = [(draft, list(blocks.places(draft.content))) for draft in queries.open_drafts(found)]
    shown = {"block": found, "standing": standing, "places": places, "drafts": drafts, "form": form}
    way = (rules.name(found.report), reverse("office:report", args=[found.report_id]))
    kind = blocks.kind(standing.content)
    return page(request, "block", *_way(found.report), way, f"{kind} {found.key}", kind=kind, **shown)


def _saved(form: BlockForm, found: Block, user: User, at: datetime) -> Any:
    """The revision that was saved, a draft where a newer one stands; None where the form has to say what is wrong."""
    base = found.revisions.filter(number=form.cleaned_data["base"]).first() or queries.current(found)
    try:
        return operations.revise_block(
            block_id=found.pk,
            content=blocks.rewritten(base.content, form.words),
            base=base.number,
            reason=form.cleaned_data["reason"],
            by=user,
            at=at,
        )
    except BadSource as fault:
        form.add_error(None, str(fault))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, item_id: int) -> HttpResponse:
    """Put a report to an agenda item from its source file; a changed file is taken in block by block."""
    item, user = (
        get_object_or_404(AgendaItem.objects.select_related("meeting__organization"), pk=item_id),
        somebody(request),
    )
    require(rules.may_write_reports(user, item))
    form = SourceForm(request.POST or None, request.FILES or None)
    take = partial(operations.import_report, item_id=item.pk, by=user, at=received_at(request))
    if form.is_valid() and (made := _taken_in(form, take)):
        messages.success(request, "The report is on its item.")
        return redirect("office:report", made.pk)
    return page(request, "report_source", *_way_to(item), "Put a report to it", form=form, item=item)


@require_http_methods(["GET", "HEAD", "POST"])
def add_annex(request: HttpRequest, report_id: int) -> HttpResponse:
    """Add a written annex to a report from its source file."""
    found, user = _readable(report_id, somebody(request))
    require(rules.may_change_report(user, found))
    if found.annex_to is not None:
        raise Http404
    form = SourceForm(request.POST or None, request.FILES or None)
    take = partial(operations.add_annex, report_id=found.pk, by=user, at=received_at(request))
    if form.is_valid() and _taken_in(form, take):
        messages.success(request, "The annex is added.")
        return redirect(reverse("office:report", args=[found.pk]) + "#attachments")
    way = (rules.name(found), reverse("office:report", args=[found.pk]))
    return page(request, "report_source", *_way(found), way, "Add an annex", form=form, report=found)


def _taken_in(form: SourceForm, take: Callable[..., Report]) -> Report | None:
    """What came of taking a file in; None where the form has to say what is wrong with it."""
    given: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        return take(content=given.read(), name=given.name or "the file")
    except (BadSource, UnknownTable, operations.PartTaken, operations.IdTaken) as fault:
        form.add_error("file", str(fault))
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, report_id: int) -> HttpResponse:
    """Attach a PDF from elsewhere, and show how it was judged."""
    found, user = _readable(report_id, somebody(request))
    require(rules.may_change_report(user, found))
    form = AttachForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _attached(form, found, user, received_at(request)):
        return redirect(reverse("office:report", args=[found.pk]) + "#attachments")
    way = (rules.name(found), reverse("office:report", args=[found.pk]))
    return page(request, "attach", *_way(found), way, "Attach a PDF", form=form, report=found)


def _attached(form: AttachForm, found: Report, user: User, at: datetime) -> bool:
    given: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        operations.attach_pdf(
            report_id=found.pk, title=form.cleaned_data["title"], content=given.read(), name=given.name or "the file",
            store=Store(Path(settings.STORE)), by=user, at=at,
        )  # fmt: skip
    except Unreadable as fault:
        form.add_error("file", str(fault))
        return False
    return True


@require_POST
def submit(request: HttpRequest, report_id: int) -> HttpResponse:
    """Hand a report in."""
    found, user = _readable(report_id, somebody(request))
    try:
        operations.submit_report(report_id=found.pk, by=user, at=received_at(request))
        messages.success(request, "The report is handed in.")
    except operations.Unready as fault:
        messages.error(request, str(fault))
    return redirect("office:report", found.pk)


@require_POST
def clear(request: HttpRequest, report_id: int, aspect: str) -> HttpResponse:
    """Clear one aspect of a report as it stands."""
    found, user = _readable(report_id, somebody(request))
    if aspect not in set(Aspect):
        raise Http404
    operations.clear_report(report_id=found.pk, aspect=Aspect(aspect), by=user, at=received_at(request))
    messages.success(request, f"The report is cleared: {aspect}.")
    return redirect("office:report", found.pk)


def _readable(report_id: int, user: User) -> tuple[Report, User]:
    rows = Report.objects.select_related("agenda_item__meeting__organization", "annex_to")
    found = get_object_or_404(rows, pk=report_id)
    require(rules.may_read_report(user, found))
    return found, user


def _way(found: Report) -> tuple[Step, ...]:
    return _way_to(found.agenda_item)


def _way_to(item: AgendaItem) -> tuple[Step, ...]:
    meeting = item.meeting
    name = f"{meeting.organization.name}, {long_day(meeting.starts_at)}"
    return ((name, reverse("office:meeting", args=[meeting.pk])),)


def _body(found: Report, document: Document) -> str:
    meeting = found.agenda_item.meeting
    parts = {row.part: row.pk for row in Report.objects.filter(agenda_item__meeting=meeting)}
    return html.render(document, address=partial(_address, parts), picture=partial(_picture, found))


def _address(parts: dict[str, int], target: str) -> str:
    """Another report's page where the target is one; a part that only the built pack has leads nowhere yet."""
    part, _, inside = target.partition("#")
    place = f"#{inside}" if inside else ""
    return reverse("office:report", args=[parts[part]]) + place if part in parts else place or "#"


def _picture(found: Report, figure: Figure) -> str:
    return reverse("office:figure", args=[found.pk, figure.id])


def _blocks(found: Report) -> list[tuple[Block, str, str, bool]]:
    """Each block that stands, its kind, its first words, and whether drafts wait beside it."""
    standing = queries.contents(found)
    rows = found.blocks.filter(removed_at=None).select_related("section")
    return [
        (row, blocks.kind(standing[row.pk]), blocks.first_words(standing[row.pk]), bool(queries.open_drafts(row)))
        for row in rows
    ]
