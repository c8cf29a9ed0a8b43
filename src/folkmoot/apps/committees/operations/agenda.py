"""Verbs of agendas: items added, changed, put in order and taken off, standing items, and reports asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.db.models.deletion import ProtectedError

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import queries, rules
from folkmoot.apps.committees.models import AgendaItem, Chase, Meeting, Organization, TemplateItem
from folkmoot.apps.committees.terms import ConfidentialGround, ItemKind, MeetingStatus
from folkmoot.methods.document import inline


class UnknownItem(ValueError):
    """A new order of an agenda does not name exactly the items that the agenda has, or parts an item from its own."""


class AgendaFull(ValueError):
    """Standing items are taken over into an empty agenda only."""


class ItemInUse(ValueError):
    """An item has papers or other records and cannot be taken off the agenda."""


@dataclass(frozen=True, slots=True)
class Lateness:
    """Why an item or its report comes late, why it cannot wait, who agrees, and by when a report is to follow."""

    late_reason: str = ""
    urgent_reason: str = ""
    agreed_by: str = ""
    to_follow_on: date | None = None


@transaction.atomic
def add_agenda_item(
    *,
    meeting_id: int,
    title: str,
    kind: ItemKind,
    by: User | None,
    at: datetime,
    number: str = "",
    text: str = "",
    report_by: str = "",
    exempt: tuple[str, str] | None = None,
    review_on: date | None = None,
    confidential: tuple[ConfidentialGround, str] | None = None,
    parent: AgendaItem | None = None,
    report_owner: User | None = None,
    lateness: Lateness | None = None,
    planned_minutes: int | None = None,
) -> AgendaItem:
    """Add an item at the end of the agenda, or a sub-item after the last one of its parent.

    `exempt` is the Schedule 12A paragraph and the public-interest reason; `review_on` when that is looked at again.
    `confidential` is why the law forbids to make its papers known, and who supplied them or what forbids it.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(rules.may_change_meeting(by, meeting))
    if parent is not None and (parent.meeting_id != meeting_id or parent.parent_id is not None):
        raise UnknownItem("a sub-item stands under an item of the same agenda that is no sub-item itself")
    item = AgendaItem(meeting=meeting, order=meeting.items.count() + 1, parent=parent, added_at=at)
    _describe(
        item, title=title, kind=kind, number=number, text=text, report_by=report_by, exempt=exempt,
        review_on=review_on, confidential=confidential, report_owner=report_owner, lateness=lateness,
        planned_minutes=planned_minutes,
    )  # fmt: skip
    if parent is not None:
        reorder_in_place(meeting, _after_siblings(meeting, item))
    note(by=by, did=Event.AGENDA_ITEM_ADDED, to=item, at=at)
    keep_changed(meeting, at)
    return AgendaItem.objects.get(pk=item.pk)


@transaction.atomic
def revise_agenda_item(
    *,
    item_id: int,
    title: str,
    kind: ItemKind,
    by: User | None,
    at: datetime,
    number: str = "",
    text: str = "",
    report_by: str = "",
    exempt: tuple[str, str] | None = None,
    review_on: date | None = None,
    confidential: tuple[ConfidentialGround, str] | None = None,
    report_owner: User | None = None,
    lateness: Lateness | None = None,
    planned_minutes: int | None = None,
) -> AgendaItem:
    """Say anew everything about an item but its place; the arguments are those of `add_agenda_item`."""
    item = AgendaItem.objects.select_related("meeting").get(pk=item_id)
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    require(rules.may_change_meeting(by, meeting))
    _describe(
        item, title=title, kind=kind, number=number, text=text, report_by=report_by, exempt=exempt,
        review_on=review_on, confidential=confidential, report_owner=report_owner, lateness=lateness,
        planned_minutes=planned_minutes,
    )  # fmt: skip
    note(by=by, did=Event.AGENDA_ITEM_REVISED, to=item, at=at)
    keep_changed(meeting, at)
    return item


def _describe(
    item: AgendaItem,
    *,
    title: str,
    kind: ItemKind,
    number: str,
    text: str,
    report_by: str,
    exempt: tuple[str, str] | None,
    review_on: date | None,
    confidential: tuple[ConfidentialGround, str] | None,
    report_owner: User | None,
    lateness: Lateness | None,
    planned_minutes: int | None,
) -> None:
    for paragraph in text.split("\n\n"):
        inline.parse(paragraph)
    late = lateness or Lateness()
    item.title, item.kind, item.number, item.text, item.report_by = title, kind, number, text, report_by
    item.exempt_ground, item.exempt_reason = exempt or ("", "")
    item.confidential_ground, item.confidential_source = confidential or ("", "")
    item.review_on, item.report_owner = review_on, report_owner
    item.late_reason, item.urgent_reason = late.late_reason, late.urgent_reason
    item.urgency_agreed_by, item.to_follow_on = late.agreed_by, late.to_follow_on
    item.planned_minutes = planned_minutes
    item.save()


@transaction.atomic
def remove_agenda_item(*, item_id: int, by: User | None, at: datetime) -> None:
    """Take an item off the agenda; the numbers after it close up. ItemInUse when it has papers or sub-items."""
    item = AgendaItem.objects.get(pk=item_id)
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    require(rules.may_change_meeting(by, meeting))
    note(by=by, did=Event.AGENDA_ITEM_REMOVED, to=item, at=at)
    numbers = _numbers(meeting.items.all())
    try:
        item.chases.all().delete()
        item.delete()
    except ProtectedError as error:
        raise ItemInUse(
            "The item has papers, sub-items or other records. Take those away first, or leave it on the agenda."
        ) from error
    _set_in_order(meeting, [each.pk for each in meeting.items.all()], numbers)
    keep_changed(meeting, at)


@transaction.atomic
def reorder_agenda(*, meeting_id: int, items: Sequence[int], by: User | None, at: datetime) -> None:
    """Put the agenda's items in another order; their numbers follow. UnknownItem unless all are named once.

    UnknownItem too where a sub-item would not stand below its item.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(rules.may_change_meeting(by, meeting))
    found = {item.pk: item for item in meeting.items.all()}
    if sorted(items) != sorted(found):
        raise UnknownItem("the new order must name each item of this agenda once")
    _check_families([found[pk] for pk in items])
    reorder_in_place(meeting, items)
    note(by=by, did=Event.AGENDA_REORDERED, to=meeting, at=at)
    keep_changed(meeting, at)


@transaction.atomic
def move_agenda_item(*, item_id: int, up: bool, by: User | None, at: datetime) -> None:
    """Move an item, with its sub-items, one place up or down among those of its level; at the end it stays."""
    item = AgendaItem.objects.get(pk=item_id)
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    require(rules.may_change_meeting(by, meeting))
    level = [each for each in meeting.items.all() if each.parent_id == item.parent_id]
    place = [each.pk for each in level].index(item.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(level):
        return
    level[place], level[other] = level[other], level[place]
    reorder_in_place(meeting, _with_families(meeting, level, item.parent_id))
    note(by=by, did=Event.AGENDA_REORDERED, to=meeting, at=at)
    keep_changed(meeting, at)


@transaction.atomic
def add_template_item(
    *,
    organization: Organization,
    title: str,
    kind: ItemKind,
    effective_from: date,
    by: User | None,
    at: datetime,
    text: str = "",
    numbered: bool = True,
    order: int | None = None,
) -> TemplateItem:
    """Give a body an item with which its agendas are begun, at the end of its template or in the place `order`."""
    require(rules.may_manage_committees(by))
    for paragraph in text.split("\n\n"):
        inline.parse(paragraph)
    row = TemplateItem.objects.create(
        organization=organization,
        title=title,
        kind=kind,
        text=text,
        numbered=numbered,
        order=organization.template_items.count() + 1 if order is None else order,
        effective_from=effective_from,
    )
    note(by=by, did=Event.RULE_SET_ADDED, to=row, at=at)
    return row


@transaction.atomic
def take_standing_items(*, meeting_id: int, by: User | None, at: datetime) -> list[AgendaItem]:
    """Begin an agenda with the standing items of its body, as in force on its day. AgendaFull unless it is empty."""
    meeting = Meeting.objects.select_for_update().select_related("organization").get(pk=meeting_id)
    require(rules.may_change_meeting(by, meeting))
    if meeting.items.exists():
        raise AgendaFull("The agenda has items already. Standing items are taken over into an empty agenda only.")
    day = queries.meeting_day(meeting)
    rows = meeting.organization.template_items.filter(effective_from__lte=day)
    number, added = 0, []
    for row in rows.filter(Q(effective_to=None) | Q(effective_to__gte=day)):
        number += row.numbered
        added.append(
            add_agenda_item(
                meeting_id=meeting_id,
                title=row.title,
                kind=ItemKind(row.kind),
                text=row.text,
                number=str(number) if row.numbered else "",
                by=by,
                at=at,
            )
        )
    return added


@transaction.atomic
def chase_report(*, item_id: int, by: User | None, at: datetime) -> Chase:
    """Record that the report of an item was asked for again."""
    item = AgendaItem.objects.select_related("meeting").get(pk=item_id)
    require(rules.may_change_meeting(by, item.meeting))
    chase = Chase.objects.create(item=item, at=at, by=by)
    note(by=by, did=Event.REPORT_CHASED, to=item, at=at)
    return chase


def keep_changed(meeting: Meeting, at: datetime) -> None:
    """Save a meeting of which something changed that calendars and public pages show."""
    meeting.sequence += 1
    meeting.changed_at = at
    meeting.save()
    if meeting.status != MeetingStatus.DRAFT:
        advance_publication(at=at)


def reorder_in_place(meeting: Meeting, items: Sequence[int]) -> None:
    """Give items their places, and the numbers that the agenda has to those that have one, in the new order."""
    _set_in_order(meeting, items, _numbers(meeting.items.all()))


def _set_in_order(meeting: Meeting, items: Sequence[int], numbers: Sequence[str]) -> None:
    found = {item.pk: item for item in meeting.items.select_related("parent")}
    numbered = [pk for pk in items if found[pk].number and found[pk].parent_id is None]
    new = dict(zip(numbered, numbers, strict=False))
    _place({pk: (1000 + place, "") for place, pk in enumerate(items)})
    _place({pk: (place, _number(found[pk], new)) for place, pk in enumerate(items, 1)})


def _numbers(items: Iterable[AgendaItem]) -> list[str]:
    """The numbers of an agenda's items, sub-items left out, as they count: 2 before 10."""
    found = (item.number for item in items if item.number and item.parent_id is None)
    return sorted(found, key=lambda number: (len(number), number))


def _number(item: AgendaItem, new: Mapping[int, str]) -> str:
    """The number of an item; that of a sub-item, 6.1 or 6a, follows its parent's."""
    if item.parent is not None and item.number.startswith(item.parent.number) and item.parent.number:
        return new.get(item.parent.pk, item.parent.number) + item.number.removeprefix(item.parent.number)
    return new.get(item.pk, item.number)


def _place(places: Mapping[int, tuple[int, str]]) -> None:
    """Two steps are needed, since no two items may stand in one place at any moment."""
    for pk, (order, number) in places.items():
        AgendaItem.objects.filter(pk=pk).update(order=order, number=number)


def _check_families(items: Sequence[AgendaItem]) -> None:
    above: int | None = None
    for item in items:
        if item.parent_id is None:
            above = item.pk
        elif item.parent_id != above:
            raise UnknownItem(f"{item.title!r} belongs below its item; give it a place right after that")


def _after_siblings(meeting: Meeting, item: AgendaItem) -> list[int]:
    others = [each for each in meeting.items.all() if each.pk != item.pk]
    last = max(place for place, each in enumerate(others) if item.parent_id in (each.pk, each.parent_id))
    keys = [each.pk for each in others]
    return [*keys[: last + 1], item.pk, *keys[last + 1 :]]


def _with_families(meeting: Meeting, level: Sequence[AgendaItem], parent: int | None) -> list[int]:
    """The whole agenda with the items of one level in this order, each followed by its own sub-items."""
    below: dict[int | None, list[int]] = {}
    for each in meeting.items.all():
        below.setdefault(each.parent_id, []).append(each.pk)
    below[parent] = [each.pk for each in level]
    return [pk for top in below[None] for pk in (top, *below.get(top, ()))]
