"""Verbs of what members do before a meeting: questions drafted and shared, and days beside the meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from folkmoot.adapters.store.files import Store
from folkmoot.adapters.typeset import inspect
from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import advance_publication, note
from folkmoot.apps.accounts.rules import require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.committees import rules
from folkmoot.apps.committees.models import AgendaItem, Organization, Person
from folkmoot.apps.committees.models.planning import Gathering, GatheringPaper, Invitation, Question
from folkmoot.apps.committees.rules import planning
from folkmoot.apps.committees.terms.planning import GatheringKind


class NotPublic(ValueError):
    """A paper was to be public of a day that is not."""


@transaction.atomic
def draft_question(*, item_id: int, words: str, by: User, at: datetime, key_line: str = "") -> Question:
    """Draft a question on an item; only who drafts it sees it."""
    item = AgendaItem.objects.select_related("meeting__organization").get(pk=item_id)
    require(planning.may_ask_questions(by, item.meeting))
    row = Question.objects.create(item=item, by=by, words=words, key_line=key_line, drafted_at=at)
    note(by=by, did=Event.QUESTION_DRAFTED, to=row, at=at)
    return row


@transaction.atomic
def redraft_question(*, question_id: int, words: str, key_line: str, by: User, at: datetime) -> Question:
    """Change a question that is not shared yet, or the line that it belongs to."""
    row = Question.objects.select_for_update().get(pk=question_id)
    require(planning.may_change_question(by, row))
    row.words, row.key_line = words, key_line
    row.save()
    note(by=by, did=Event.QUESTION_DRAFTED, to=row, at=at)
    return row


@transaction.atomic
def share_question(*, question_id: int, by: User, at: datetime) -> Question:
    """Show a question to the other members and to who prepares the meeting."""
    row = Question.objects.select_for_update().get(pk=question_id)
    require(planning.may_change_question(by, row))
    row.shared_at = at
    row.save()
    note(by=by, did=Event.QUESTION_SHARED, to=row, at=at)
    return row


@transaction.atomic
def arrange_gathering(
    *,
    organization: Organization,
    kind: GatheringKind,
    title: str,
    starts_at: datetime,
    venue: str,
    public: bool,
    by: User | None,
    at: datetime,
    ends_at: datetime | None = None,
    text: str = "",
    item: AgendaItem | None = None,
) -> Gathering:
    """Arrange a briefing, drop-in, training or engagement day; a public one is on the public site at once."""
    require(rules.may_manage_meetings(by))
    row = Gathering.objects.create(
        organization=organization, kind=kind, title=title, starts_at=starts_at, ends_at=ends_at, venue=venue,
        public=public, text=text, item=item,
    )  # fmt: skip
    note(by=by, did=Event.GATHERING_ARRANGED, to=row, at=at)
    if public:
        advance_publication(at=at)
    return row


@transaction.atomic
def invite(*, gathering_id: int, person: Person, by: User | None, at: datetime) -> Invitation:
    """Invite somebody; whoever is invited already stays so once."""
    require(rules.may_manage_meetings(by))
    row, new = Invitation.objects.get_or_create(gathering_id=gathering_id, person=person)
    if new:
        note(by=by, did=Event.GATHERING_INVITED, to=row, at=at)
    return row


@transaction.atomic
def record_gathering(*, gathering_id: int, came: Mapping[int, bool], by: User | None, at: datetime) -> None:
    """Record who of the invited came, by the key of the invitation."""
    require(rules.may_manage_meetings(by))
    gathering = Gathering.objects.get(pk=gathering_id)
    for row in gathering.invitations.filter(pk__in=came):
        row.attended = came[row.pk]
        row.save()
    note(by=by, did=Event.GATHERING_ATTENDED, to=gathering, at=at)


@transaction.atomic
def add_gathering_paper(
    *,
    gathering_id: int,
    title: str,
    name: str,
    content: bytes,
    public: bool,
    store: Store,
    by: User | None,
    at: datetime,
) -> GatheringPaper:
    """Put a PDF to a gathering; the file is in the store before the database knows of it.

    The same file put there again gets its new title, and who may read it anew.
    Unreadable where the PDF cannot be taken; NotPublic for a public paper of a day that is for members only.
    """
    require(rules.may_manage_meetings(by))
    gathering = Gathering.objects.get(pk=gathering_id)
    if public and not gathering.public:
        raise NotPublic("This day is for members only, and so are its papers. Leave the box empty.")
    inspect.judge(content, name)
    said = {"title": title, "name": name, "size": len(content), "public": public}
    row, _ = GatheringPaper.objects.update_or_create(
        gathering=gathering, sha256=store.put(content), defaults=said, create_defaults={**said, "added_at": at}
    )
    note(by=by, did=Event.GATHERING_PAPER_ADDED, to=row, at=at)
    if gathering.public:
        advance_publication(at=at)
    return row
