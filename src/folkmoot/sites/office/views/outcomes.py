"""Following up: actions and their progress, recommendations and the answers to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.adapters.typeset import html, pdf
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.actions import operations, published, queries, rules
from folkmoot.apps.actions.models import Action, Recommendation
from folkmoot.apps.actions.queries import papers
from folkmoot.apps.actions.terms import ActionState, Answer
from folkmoot.apps.committees.models import Meeting, Organization
from folkmoot.apps.committees.terms import MeetingStatus
from folkmoot.methods.document.model import Document
from folkmoot.sites.office.outcome_forms import (
    AnswerForm,
    ImplementationForm,
    NoticeForm,
    ProgressForm,
    RecommendationForm,
    ReportForm,
)
from folkmoot.sites.office.pages import page, somebody

Step = tuple[str, str, type[forms.Form], Callable[..., Recommendation]]


@require_safe
def outcomes(request: HttpRequest) -> HttpResponse:
    """Everything that is followed, what is overdue first."""
    user = somebody(request)
    require(may_enter(user))
    today = timezone.localdate()
    shown = {
        "actions": published.actions(today=today),
        "recommendations": published.recommendations(today=today),
        "may_follow_up": rules.may_follow_up(user),
    }
    return page(request, "outcomes", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def action(request: HttpRequest, action_id: int) -> HttpResponse:
    """Report how an action stands."""
    found, user = get_object_or_404(Action.objects.select_related("organization"), pk=action_id), somebody(request)
    require(rules.may_report_progress(user, found))
    form = ProgressForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        operations.report_progress(
            action_id=found.pk, words=given["words"], evidence=given["evidence"], state=ActionState(given["state"]),
            by=user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "The progress is recorded and shown to the public.")
        return redirect("office:outcomes")
    return page(request, "action", "Progress", form=form, action=found, unstated=queries.unstated(found))


@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest) -> HttpResponse:
    """Record a recommendation of a meeting that was held."""
    user = somebody(request)
    require(rules.may_follow_up(user))
    held = Meeting.objects.filter(status=MeetingStatus.HELD).select_related("organization").order_by("-starts_at")
    form = RecommendationForm(held, Organization.objects.order_by("name"), request.POST or None)
    if form.is_valid() and _recommended(form, user):
        messages.success(request, "The recommendation is recorded. Record when its notice was received.")
        return redirect("office:outcomes")
    return page(request, "recommend", "Record a recommendation", form=form)


def _recommended(form: RecommendationForm, user: User) -> bool:
    given = form.cleaned_data
    meeting = Meeting.objects.get(pk=given["meeting"])
    to = Organization.objects.get(pk=given["to"])
    if to.pk == meeting.organization_id:
        form.add_error("to", "A committee recommends to another body. Choose the one that is to answer.")
        return False
    operations.make_recommendation(
        meeting_id=meeting.pk, text=given["text"], to=to, origin=given["origin"], lead=given["lead"], by=user,
        at=timezone.now(),
    )  # fmt: skip
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation(request: HttpRequest, recommendation_id: int) -> HttpResponse:
    """A recommendation with its next step: notice, answer, or carrying out."""
    user = somebody(request)
    require(rules.may_follow_up(user))
    rows = Recommendation.objects.select_related("organization", "to")
    found = get_object_or_404(rows, pk=recommendation_id)
    step = _next(found)
    form = step[2](request.POST or None) if step else None
    if step and form and form.is_valid() and _stepped(step, form, found, user):
        messages.success(request, step[1])
        return redirect("office:recommendation", found.pk)
    view = published.recommendation(found.pk, today=timezone.localdate())
    shown = {"recommendation": view, "row": found, "form": form, "heading": step[0] if step else ""}
    return page(request, "recommendation", found.reference, **shown)


def _next(found: Recommendation) -> Step | None:
    if found.notice_on is None:
        return (
            "Record the notice",
            "The notice is recorded; the answer is due as shown.",
            NoticeForm,
            operations.receive_notice,
        )
    if not found.answer:
        return (
            "Record the answer",
            "The answer is recorded and published.",
            AnswerForm,
            operations.answer_recommendation,
        )
    if found.implemented_on is None and found.answer != Answer.NOT_ACCEPTED:
        words = "What was done is recorded and published."
        return "Record what was done", words, ImplementationForm, operations.record_implementation
    return None


def _stepped(step: Step, form: forms.Form, found: Recommendation, user: User) -> bool:
    given = dict(form.cleaned_data)
    if given["on"] < found.made_on:
        form.add_error("on", f"The recommendation was made on {found.made_on:%d %B %Y}; this is earlier.")
        return False
    if "answer" in given:
        given["answer"] = Answer(given["answer"])
    step[3](recommendation_id=found.pk, by=user, at=timezone.now(), **given)
    return True


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The report of a body's scrutiny between two days, made from the record; as a page, or as PDF."""
    require(may_enter(somebody(request)))
    bodies = Organization.objects.filter(meetings__status=MeetingStatus.HELD).distinct().order_by("name")
    form = ReportForm(bodies, request.GET or None)
    document = _report(form) if form.is_bound and form.is_valid() else None
    if document and "pdf" in request.GET:
        answer = HttpResponse(pdf.typeset(document, fonts=Path(settings.FONTS)), content_type="application/pdf")
        answer["Content-Disposition"] = 'inline; filename="scrutiny-report.pdf"'
        return answer
    body = html.render(document, address=_nowhere, picture=_nowhere) if document else ""
    again = request.GET.urlencode()
    return page(request, "scrutiny_report", form=form, document=document, body=body, again=again)


def _report(form: ReportForm) -> Document:
    given = form.cleaned_data
    return papers.periodic(Organization.objects.get(pk=given["organization"]), given["first"], given["last"])


def _nowhere(_: object) -> str:
    """A report that makes itself refers to no other part and has no pictures."""
    return ""
