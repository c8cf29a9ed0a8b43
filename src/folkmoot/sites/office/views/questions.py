"""Members' questions on a meeting's items: drafted alone, grouped into lines, shared."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees.models.planning import Question
from folkmoot.apps.committees.operations import preparing as operations
from folkmoot.apps.committees.rules import planning as rules
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.planning_forms import NewQuestionForm, QuestionForm
from folkmoot.sites.office.views.meetings import name, the_meeting
from folkmoot.sites.shared.clock import received_at


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The questions that somebody may see: their own drafts and what was shared; and a form for another."""
    found, user = the_meeting(meeting_id), somebody(request)
    require(rules.may_read_questions(user, found))
    asking = rules.may_ask_questions(user, found)
    form = NewQuestionForm(found.items.all(), request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        operations.draft_question(
            item_id=given["item"].pk, words=given["words"], key_line=given["key_line"], by=user, at=received_at(request)
        )
        messages.success(request, "The question is kept. Only you see it until you share it.")
        return redirect("office:questions", found.pk)
    rows = Question.objects.filter(item__meeting=found).filter(Q(by=user) | Q(shared_at__isnull=False))
    way = (name(found), reverse("office:meeting", args=[found.pk]))
    shown = {"rows": rows.select_related("item", "by"), "asking": asking, "form": form, "meeting": found, "me": user}
    return page(request, "questions", way, "Questions", **shown)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Change a question that is not shared yet."""
    found, user = _question(question_id), somebody(request)
    require(rules.may_change_question(user, found))
    form = QuestionForm(request.POST or None, initial={"words": found.words, "key_line": found.key_line})
    if form.is_valid():
        operations.redraft_question(question_id=found.pk, **form.cleaned_data, by=user, at=received_at(request))
        messages.success(request, "The question is saved.")
        return redirect("office:questions", found.item.meeting_id)
    way = ("Questions", reverse("office:questions", args=[found.item.meeting_id]))
    return page(request, "plan_form", way, "Change it", form=form, title="Change your question")


@require_POST
def share(request: HttpRequest, question_id: int) -> HttpResponse:
    """Share a question."""
    found = _question(question_id)
    operations.share_question(question_id=found.pk, by=somebody(request), at=received_at(request))
    messages.success(request, "The question is shared with the members and with democratic services.")
    return redirect("office:questions", found.item.meeting_id)


def _question(question_id: int) -> Question:
    return get_object_or_404(Question.objects.select_related("item__meeting__organization"), pk=question_id)
