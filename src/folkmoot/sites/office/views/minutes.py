"""Minutes on their way: read them as they will be, the chair's check, publication, approval, signature, corrections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.adapters.exchange.akoma import Work
from folkmoot.adapters.typeset import html
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Permission
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Meeting, Person
from folkmoot.apps.committees.queries.planning import STANDING
from folkmoot.apps.committees.rules import may_change_meeting
from folkmoot.apps.committees.rules.seats import may_at
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes import operations, queries, rules
from folkmoot.apps.minutes.models import Arising, Correction, Minute, MinuteRevision, Sitting
from folkmoot.apps.minutes.queries import gate
from folkmoot.apps.minutes.terms import Standing
from folkmoot.methods.document.model import Document, Figure
from folkmoot.sites.office.forms import check_markup, offer
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.shared import editions
from folkmoot.sites.shared.clock import received_at, today
from folkmoot.sites.shared.formats import long_day

HERE = "Minutes"


class ApproveForm(forms.Form):
    """In which minute of a later meeting these were approved."""

    minute = forms.ChoiceField(label="Approved by")


class SignForm(forms.Form):
    """Who signed, and when."""

    presiding = forms.ChoiceField(label="Signed by, in the chair")
    signed_on = forms.DateField(label="On", widget=forms.DateInput(attrs={"type": "date"}))


class CorrectForm(forms.Form):
    """What was found wrong in a signed minute."""

    text = forms.CharField(
        widget=forms.Textarea, validators=[check_markup], label="Correction",
        help_text="Say what the minute should have said. Its own words stay as they were signed.",
    )  # fmt: skip


@require_safe
def minutes(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The minutes as they will be read, what still keeps them from being published, and the next step."""
    meeting = get_object_or_404(Meeting.objects.select_related("organization"), pk=meeting_id)
    require(rules.may_read_minutes(somebody(request), meeting))
    sitting = queries.sitting_of(meeting)
    if sitting is None:
        return page(request, "minutes", _way(meeting), HERE, meeting=meeting, sitting=None)
    user, how_far = somebody(request), rules.standing(sitting)
    document = queries.document(meeting, whole=bool(may_at(user, Permission.READ_RESTRICTED, meeting)))
    shown = {
        "meeting": meeting,
        "sitting": sitting,
        "how_far": how_far,
        "standing": queries.standing_in_words(sitting),
        "body": _body(document) if document else "",
        "lacking": () if sitting.provenance == Provenance.PRINTED else gate.unready(sitting),
        "keeping": rules.may_keep_minutes(user),
        "changing": rules.may_change_minutes(user, sitting),
        "checking": rules.may_check_minutes(user, sitting, today(request)),
        "approving": ApproveForm(),
        "signing": SignForm(),
        "changes": _changes(sitting),
        "corrections": Correction.objects.filter(minute__sitting=sitting).select_related("minute", "by"),
        "minutes": list(sitting.minutes.all()),
        "later": _later(sitting),
        "signers": _signers(sitting),
        "arising": Arising.objects.filter(sitting=sitting).select_related("item__meeting"),
        "carrying": _next(sitting, user),
        "steps": [each.value for each in Standing],
    }
    return page(request, "minutes", _way(meeting), HERE, **shown)


def _next(sitting: Sitting, user: User) -> Meeting | None:
    """The next meeting, where its agenda can still take up what these minutes asked for."""
    later = Meeting.objects.filter(
        organization=sitting.meeting.organization, starts_at__gt=sitting.meeting.starts_at, status__in=STANDING
    )
    found = later.select_related("organization").order_by("starts_at").first()
    if found is None or sitting.published_at is None or not may_change_meeting(user, found):
        return None
    open_to_it = queries.last_sitting(found) == sitting and not queries.carried_to(found)
    return found if open_to_it and queries.matters_arising(found) else None


@require_POST
def step(request: HttpRequest, sitting_id: int, step: str) -> HttpResponse:
    """Take the minutes one step further."""
    sitting = get_object_or_404(Sitting.objects.select_related("meeting__organization"), pk=sitting_id)
    require(rules.may_read_minutes(somebody(request), sitting.meeting))
    if step not in STEPS:
        raise Http404
    take, said = STEPS[step]
    try:
        take(request, sitting)
        messages.success(request, said)
    except (operations.Unready, operations.Unsuitable) as fault:
        messages.error(request, str(fault))
    return redirect("office:minutes", sitting.meeting_id)


def _send(request: HttpRequest, sitting: Sitting) -> None:
    operations.send_to_chair(sitting_id=sitting.pk, **_who(request))


def _check(request: HttpRequest, sitting: Sitting) -> None:
    operations.check_minutes(sitting_id=sitting.pk, **_who(request))


def _publish(request: HttpRequest, sitting: Sitting) -> None:
    operations.publish_minutes(sitting_id=sitting.pk, **_who(request))


def _decisions(request: HttpRequest, sitting: Sitting) -> None:
    operations.publish_decisions(sitting_id=sitting.pk, **_who(request))


def _approve(request: HttpRequest, sitting: Sitting) -> None:
    form = ApproveForm(request.POST)
    offer(form, "minute", [(str(row.pk), row.number) for row in _later(sitting)])
    if not form.is_valid():
        raise operations.Unsuitable("Choose the minute of the later meeting that approved these.")
    operations.approve_minutes(sitting_id=sitting.pk, in_minute_id=int(form.cleaned_data["minute"]), **_who(request))


def _sign(request: HttpRequest, sitting: Sitting) -> None:
    form = SignForm(request.POST)
    offer(form, "presiding", [(str(row.pk), row.called) for row in _signers(sitting)])
    if not form.is_valid():
        raise operations.Unsuitable("Choose who signed, and the day.")
    operations.sign_minutes(
        sitting_id=sitting.pk, presiding=Person.objects.get(pk=form.cleaned_data["presiding"]),
        signed_on=form.cleaned_data["signed_on"], **_who(request),
    )  # fmt: skip


STEPS: dict[str, tuple[Callable[[HttpRequest, Sitting], None], str]] = {
    "send": (_send, "The minutes are with the Chair."),
    "check": (_check, "The minutes are checked as they stand."),
    "publish": (_publish, "The minutes are published as a draft."),
    "decisions": (_decisions, "The list of decisions is public."),
    "approve": (_approve, "The minutes are approved."),
    "sign": (_sign, "The minutes are signed. From now on nothing of them changes."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, minute_id: int) -> HttpResponse:
    """Record a correction beside a signed minute."""
    minute = get_object_or_404(Minute.objects.select_related("sitting__meeting__organization"), pk=minute_id)
    require(rules.may_keep_minutes(somebody(request)))
    form = CorrectForm(request.POST or None)
    meeting = minute.sitting.meeting
    if form.is_valid():
        try:
            operations.correct_minute(minute_id=minute.pk, text=form.cleaned_data["text"], **_who(request))
            messages.success(request, f"The correction stands beside minute {minute.number}.")
            return redirect("office:minutes", meeting.pk)
        except operations.Unsuitable as fault:
            form.add_error(None, str(fault))
    way = (HERE, reverse("office:minutes", args=[meeting.pk]))
    return page(request, "minute_correct", _way(meeting), way, f"Correct {minute.number}", form=form, minute=minute)


@require_safe
def file(request: HttpRequest, sitting_id: int, form: str) -> HttpResponse:
    """The minutes as a file, as they stand now."""
    sitting = get_object_or_404(Sitting.objects.select_related("meeting__organization"), pk=sitting_id)
    require(rules.may_read_minutes(somebody(request), sitting.meeting))
    whole = bool(may_at(somebody(request), Permission.READ_RESTRICTED, sitting.meeting))
    document = queries.document(sitting.meeting, whole=whole)
    if form not in editions.FORMS or document is None:
        raise Http404
    answer = editions.answer(editions.Edition(document, _work(request, sitting), queries.votes_of(sitting)), form)
    answer["Cache-Control"] = "no-store"
    return answer


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": somebody(request), "at": received_at(request)}


def _work(request: HttpRequest, sitting: Sitting) -> Work:
    meeting = sitting.meeting
    return Work(
        body=meeting.organization.slug,
        body_name=meeting.organization.name,
        council=committees.council_of(meeting.organization),
        held_on=committees.meeting_day(meeting),
        version_on=today(request),
        number=str(meeting.pk),
        url=request.build_absolute_uri(reverse("public:minutes", args=[meeting.pk])),
    )


def _changes(sitting: Sitting) -> list[MinuteRevision]:
    """What was changed since the minutes were published as a draft."""
    if sitting.published_at is None:
        return []
    rows = MinuteRevision.objects.filter(minute__sitting=sitting, draft=False, at__gt=sitting.published_at)
    return list(rows.select_related("minute", "by").order_by("at"))


def _later(sitting: Sitting) -> list[Minute]:
    """Minutes of the body's later meetings, which may have approved these."""
    rows = Minute.objects.filter(
        organization=sitting.meeting.organization, sitting__meeting__starts_at__gt=sitting.meeting.starts_at
    )
    return list(rows.select_related("sitting__meeting").order_by("sitting__meeting__starts_at", "sequence"))


def _signers(sitting: Sitting) -> list[Person]:
    if sitting.approved_in is None:
        return []
    return [row.person for row in sitting.approved_in.sitting.attendances.select_related("person")]


def _body(document: Document) -> str:
    return html.render(document, address=lambda target: "#", picture=_no_picture)


def _no_picture(figure: Figure) -> str:
    raise Http404


def _way(meeting: Meeting) -> tuple[str, str]:
    name = f"{meeting.organization.name}, {long_day(meeting.starts_at)}"
    return name, reverse("office:meeting", args=[meeting.pk])
