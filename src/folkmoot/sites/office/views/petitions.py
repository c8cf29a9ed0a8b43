"""What is done about a petition: counted, referred, answered, published; and its file of signatures."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees.models.requests import Petition, SignatureSheet
from folkmoot.apps.committees.operations import requests as operations
from folkmoot.apps.committees.operations.requests import NotReplied
from folkmoot.apps.committees.rules import requests as rules
from folkmoot.sites.office.asking import CountForm, ReferForm, ReplyForm
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared.clock import received_at

TITLES = {
    "count": "Count the signatures",
    "refer": "Refer the petition",
    "reply": "Answer the petition",
    "publish": "Publish the petition and its answer",
}
FORMS: dict[str, type[CountForm] | type[ReferForm] | type[ReplyForm]] = {
    "count": CountForm,
    "refer": ReferForm,
    "reply": ReplyForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, request_id: int, step: str) -> HttpResponse:
    """One of the steps: a form, then back to the request."""
    if step not in TITLES:
        raise Http404
    user = somebody(request)
    rows = Petition.objects.select_related("request__meeting__organization")
    petition = get_object_or_404(rows, request_id=request_id)
    require(rules.may_manage(user))
    form = _form(step, petition, request)
    if form.is_valid():
        try:
            _do(step, request_id, form.cleaned_data, by=user, at=received_at(request))
        except NotReplied as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is saved.")
            return redirect("office:request", request_id)
    back = (petition.request.reference, reverse("office:request", args=[request_id]))
    title = TITLES[step]
    shown = {"form": form, "petition": petition, "step": step, "sheet": _sheet(request_id)}
    return page(request, "petition", back, title, heading=title, **shown)


@require_safe
def signatures(request: HttpRequest, request_id: int) -> HttpResponse:
    """The file of signatures, for who counts them; it came from outside, and so is only saved, never shown."""
    require(rules.may_read_requester(somebody(request)))
    found = get_object_or_404(
        SignatureSheet.objects.select_related("requester__request"), requester__request=request_id
    )
    answer = HttpResponse(bytes(found.content), content_type="application/octet-stream")
    name = f"signatures-{found.requester.request.reference}.{found.kind}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _sheet(request_id: int) -> SignatureSheet | None:
    return SignatureSheet.objects.filter(requester__request=request_id).defer("content").first()


def _form(step: str, petition: Petition, request: HttpRequest) -> Form:
    typed = request.POST if request.method == "POST" else None
    kind = FORMS.get(step)
    return kind(petition, typed) if kind else Form(typed)


def _do(step: str, request_id: int, given: dict[str, Any], *, by: User, at: datetime) -> None:
    if step == "count":
        operations.count_signatures(request_id=request_id, **given, by=by, at=at)
    elif step == "refer":
        operations.refer_petition(request_id=request_id, **given, by=by, at=at)
    elif step == "reply":
        operations.reply_to_petition(request_id=request_id, **given, by=by, at=at)
    else:
        operations.publish_petition(request_id=request_id, by=by, at=at)
