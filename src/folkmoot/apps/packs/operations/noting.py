"""Members' own notes: kept, changed and taken away by nobody but the member."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.operations import note
from folkmoot.apps.accounts.rules import may_enter, require
from folkmoot.apps.accounts.terms import Event
from folkmoot.apps.packs.models import Note


@transaction.atomic
def keep_note(
    *, meeting_id: int, part: str, block: str, text: str, by: User, at: datetime, quoted: str = ""
) -> Note | None:
    """Keep a note on a paragraph, in place of an earlier one of the same member; no words take it away."""
    require(may_enter(by))
    mine: dict[str, Any] = {"user": by, "meeting_id": meeting_id, "part": part, "block": block}
    if not text.strip():
        Note.objects.filter(**mine).delete()
        return None
    kept, _ = Note.objects.update_or_create(**mine, defaults={"text": text.strip(), "quoted": quoted, "changed_at": at})
    note(by=by, did=Event.NOTE_KEPT, to=kept, at=at)
    return kept
