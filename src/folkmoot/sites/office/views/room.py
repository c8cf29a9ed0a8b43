"""The room: one page on which a clerk records a meeting, what others recorded meanwhile, and each thing recorded."""

from __future__ import annotations

from datetime import time
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.apps.accounts.rules import require
from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import Meeting
from folkmoot.apps.committees.terms import ItemKind, MembershipRole
from folkmoot.apps.committees.terms.requests import ENDED
from folkmoot.apps.minutes import operations, queries, rules
from folkmoot.apps.minutes.models import Minute, MinuteRevision, Sitting
from folkmoot.apps.minutes.queries.chamber import time_spent
from folkmoot.apps.minutes.queries.drafting import result_of, while_there, withheld_because
from folkmoot.apps.minutes.terms import SPENT_ON, STANDINGS, Stage
from folkmoot.methods.calendars.counting import at_clock
from folkmoot.methods.document import typed
from folkmoot.methods.document.keys import BadSource
from folkmoot.sites.office.pages import page, somebody
from folkmoot.sites.office.room.forms import Begin, Written
from folkmoot.sites.office.room.setting import Setting
from folkmoot.sites.office.room.verbs import REFUSED, VERBS, Doing, Verb
from folkmoot.sites.shared.formats import long_day

ROOM = "The room"
# What stands as a form on the page itself, the most used first; everything else is a step away.
TOOLS = ("ask", "propose", "act", "declare", "about", "apologise", "nominate")


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """The room of a meeting; before its record is begun, what should be looked at, and the form that begins it."""
    meeting = _meeting(meeting_id)
    require(rules.may_keep_minutes(somebody(request)))
    sitting = queries.sitting_of(meeting)
    if sitting is None:
        return _before(request, meeting)
    require(rules.may_change_minutes(somebody(request), sitting))
    setting = Setting(sitting, _at_hand(request, sitting), timezone.now())
    return page(request, "room", _way(meeting), ROOM, **_shown(setting, somebody(request).pk))


def _before(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    user, now = somebody(request), timezone.now()
    form = Begin(request.POST if request.method == "POST" else None)
    if form.is_valid():
        clock: time | None = form.cleaned_data["time"]
        began_at = at_clock(committees.meeting_day(meeting), clock) if clock else now
        operations.open_sitting(meeting_id=meeting.pk, began_at=began_at, by=user, at=now)
        return redirect("office:room", meeting.pk)
    seats = list(committees.members_on(meeting.organization, committees.meeting_day(meeting)))
    shown = {
        "meeting": meeting,
        "form": form,
        "findings": queries.findings(meeting, [seat.person for seat in seats]),
        "quorum": queries.quorum_rule(meeting.organization, committees.meeting_day(meeting)),
        "seats": len([seat for seat in seats if seat.role != MembershipRole.CO_OPTEE]),
    }
    return page(request, "room_before", _way(meeting), ROOM, **shown)


@require_safe
def live(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """What the room shows beside the words, for whoever watches; 304 while nothing is new."""
    sitting = _sitting(request, sitting_id)
    minute = _at_hand(request, sitting)
    etag = f'"{sitting.pk}-{sitting.change}-{minute.pk if minute else 0}"'
    found: HttpResponse | None = get_conditional_response(request, etag=etag)
    if found is None:
        setting = Setting(sitting, minute, timezone.now())
        found = render(request, "office/room_live.html", _shown(setting, somebody(request).pk))
    found["ETag"], found["Cache-Control"] = etag, "private, no-cache"
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, sitting_id: int, verb: str) -> HttpResponse:
    """Record one thing; where it is refused the form stands again with everything that was typed."""
    sitting = _sitting(request, sitting_id)
    if verb not in VERBS:
        raise Http404
    doing = VERBS[verb]
    setting = Setting(sitting, _at_hand(request, sitting), timezone.now())
    if doing.of_minute and setting.minute is None:
        messages.error(request, "Take an item first; what is recorded belongs to one.")
        return redirect("office:room", sitting.meeting_id)
    bound = request.method == "POST"
    form = doing.form(setting, request.POST if bound else None, initial=request.GET.dict())
    if bound and form.is_valid() and (done := _done(request, doing, setting, form)) is not None:
        return redirect(_address(sitting, *done) + f"#{doing.place}")
    return page(request, "room_form", _way(sitting.meeting), (ROOM, _address(sitting, setting.minute)), doing.title,
                verb=doing, name=verb, form=form, setting=setting, token=_token())  # fmt: skip


def _done(request: HttpRequest, verb: Verb, setting: Setting, form: Any) -> tuple[Minute | None] | None:
    """The minute that is at hand once it is recorded; nothing where it was refused."""
    try:
        with transaction.atomic():
            if not operations.receive_once(sitting_id=setting.sitting.pk, token=request.POST.get("token", "")[:40]):
                return (setting.minute,)
            return (verb.do(Doing(setting, form, somebody(request), timezone.now())) or setting.minute,)
    except REFUSED as fault:
        form.add_error(None, str(fault))
        return None


@require_POST
def words(request: HttpRequest, minute_id: int) -> HttpResponse:
    """Save the words of a minute: a page for a form, a line of JSON for the script, which may send a save again."""
    minute = get_object_or_404(Minute.objects.select_related("sitting__meeting__organization"), pk=minute_id)
    require(rules.may_change_minutes(somebody(request), minute.sitting))
    setting = Setting(minute.sitting, minute, timezone.now())
    form = Written(setting, request.POST)
    saved = _written(request, form, minute) if form.is_valid() else None
    if request.headers.get("Accept") == "application/json":
        return _line(form, minute, saved)
    if saved is not None:
        if not saved.draft:
            messages.success(request, f"Minute {minute.number} is saved.")
        return redirect(_address(minute.sitting, minute) + "#words")
    shown = _shown(setting, somebody(request).pk) | {"words": form, "form": form}
    return page(request, "room", _way(minute.sitting.meeting), ROOM, **shown)


def _written(request: HttpRequest, form: Written, minute: Minute) -> MinuteRevision | None:
    given = form.cleaned_data
    before = minute.revisions.filter(number=given["base"]).first()
    content: dict[str, Any] = {}
    for stage in Stage:
        stood = before.content.get(stage.value, []) if before else []
        blocks = typed.blocks_of(given[stage.value], stood, f"{minute.key}-{stage}")
        content |= {stage.value: blocks} if blocks else {}
    try:
        return operations.revise_minute(
            minute_id=minute.pk, content=content, base=given["base"], reason=given["reason"], token=given["token"],
            by=somebody(request), at=timezone.now(),
        )  # fmt: skip
    except BadSource as fault:
        form.add_error(None, str(fault))
        return None


def _line(form: Written, minute: Minute, saved: MinuteRevision | None) -> HttpResponse:
    if saved is None:
        faults = [str(fault) for faults in form.errors.values() for fault in faults]
        return JsonResponse({"saved": False, "faults": faults}, status=422)
    return JsonResponse({"saved": True, "draft": saved.draft, "number": saved.number, "at": saved.at.isoformat()})


def _shown(setting: Setting, user_id: int) -> dict[str, Any]:
    """Everything that the room shows."""
    sitting, minute = setting.sitting, setting.minute
    shown: dict[str, Any] = {
        "setting": setting,
        "sitting": sitting,
        "meeting": sitting.meeting,
        "minute": minute,
        "chamber": setting.chamber,
        "taken": {row.agenda_item_id: row for row in sitting.minutes.all() if row.agenda_item_id},
        "minutes": list(sitting.minutes.all()),
        "exclusion": queries.open_exclusion(sitting),
        "adjournment": sitting.adjournments.filter(ended_at__isnull=True).first(),
        "times": {row.pk: while_there(sitting, row) for row in sitting.attendances.prefetch_related("stretches")},
        "standing": STANDINGS[rules.standing(sitting)],
        "user_id": user_id,
        "verbs": VERBS,
        "result_of": result_of,
        "tokens": _token,
    }
    return shown | (_of_minute(setting, minute) if minute else {"findings": _findings(setting)})


def _of_minute(setting: Setting, minute: Minute) -> dict[str, Any]:
    standing = queries.current(minute)
    content = standing.content if standing else {}
    texts = {stage.value: typed.text_of(content.get(stage.value, [])) for stage in Stage}
    return {
        "spent": time_spent(minute.spells.all(), setting.now),
        "spent_on": SPENT_ON,
        "written": standing,
        "words": Written(setting, initial={"base": standing.number if standing else 0, **texts}),
        "drafts": [(row, _texts(row)) for row in queries.open_drafts(minute)],
        "texts": texts,
        "motions": minute.motions.select_related("mover", "seconder", "amends", "vote"),
        "questions": minute.questions.select_related("asker", "answerer"),
        "declarations": minute.declarations.select_related("person", "item", "dispensation"),
        "nominations": minute.nominations.select_related("nominee", "nominator", "seconder"),
        "apologies": minute.apologies.select_related("person", "substitute"),
        "exclusions": minute.exclusions.all(),
        "actions": minute.actions.all(),
        "requests": _requests(setting, minute),
        "tools": {
            verb: VERBS[verb].form(setting, auto_id=f"{verb}-%s", initial=_known(verb, minute)) for verb in TOOLS
        },
        "findings": [each for each in _findings(setting) if each.item.pk == minute.agenda_item_id],
        "withheld": withheld_because(minute.withheld) if minute.withheld else "",
        "put_back": rules.may_take_back(minute),
    }


def _requests(setting: Setting, minute: Minute) -> list[Any]:
    """What residents are to be heard on now: everything at the item for that, else what is about this item."""
    rows = committees.requests_of(setting.sitting.meeting).exclude(status__in=[each.value for each in ENDED])
    item = minute.agenda_item
    if item is None:
        return []
    return list(rows) if item.kind == ItemKind.PARTICIPATION else list(rows.filter(item=item))


def _known(verb: str, minute: Minute) -> dict[str, Any]:
    """What a form of the room begins with: how the item stands."""
    if verb != "about":
        return {}
    names = ("outcome", "concern", "taken_as_read", "urgency", "withheld", "public_summary", "fair_without")
    return {name: getattr(minute, name) for name in names}


def _token() -> str:
    """The name of one sending, so that it is recorded once however often it is sent."""
    return uuid4().hex


def _findings(setting: Setting) -> list[Any]:
    return queries.findings(setting.sitting.meeting, [each.person for each in setting.chamber.members])


def _texts(row: MinuteRevision) -> dict[str, str]:
    return {stage.value: typed.text_of(row.content.get(stage.value, [])) for stage in Stage}


def _at_hand(request: HttpRequest, sitting: Sitting) -> Minute | None:
    """The minute that the address names, else the one that was taken last."""
    asked_for = request.POST.get("minute") or request.GET.get("minute") or ""
    rows = sitting.minutes.select_related("agenda_item", "organization")
    chosen = rows.filter(pk=asked_for).first() if asked_for.isdigit() else None
    minute = chosen or rows.last()
    if minute is not None:
        minute.sitting = sitting
    return minute


def _address(sitting: Sitting, minute: Minute | None) -> str:
    address = reverse("office:room", args=[sitting.meeting_id])
    return f"{address}?minute={minute.pk}" if minute and minute.pk else address


def _meeting(meeting_id: int) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("organization"), pk=meeting_id)


def _sitting(request: HttpRequest, sitting_id: int) -> Sitting:
    found = get_object_or_404(Sitting.objects.select_related("meeting__organization", "presiding"), pk=sitting_id)
    require(rules.may_change_minutes(somebody(request), found))
    return found


def _way(meeting: Meeting) -> tuple[str, str]:
    name = f"{meeting.organization.name}, {long_day(meeting.starts_at)}"
    return name, reverse("office:meeting", args=[meeting.pk])
