"""What keeps recorded minutes from being published, a sentence each, which says how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.minutes import queries, rules
from folkmoot.apps.minutes.models import Action, Exclusion, Minute, Motion, Nomination, Question, Sitting
from folkmoot.apps.minutes.terms import CONFIDENTIAL, Standing
from folkmoot.methods.calendars.council_years import council_year

_TYPED_ACTION = re.compile(r"\bactions?\s*:", re.IGNORECASE)


def unready(sitting: Sitting) -> tuple[str, ...]:
    """Everything at once, in the order in which the minutes are read; empty when they can be published."""
    return tuple(_found(sitting))


def _found(sitting: Sitting) -> Iterator[str]:
    if sitting.ended_at is None:
        yield "When the meeting ended is not recorded. Record it."
    if not sitting.attendances.exists():
        yield "Nobody is recorded as present, and minutes name who was there (M5). Record the attendance."
    yield from _first_of_the_year(sitting)
    for minute in sitting.minutes.select_related(
        "agenda_item__meeting__organization", "sitting__meeting__organization"
    ):
        for fault in _of(minute):
            yield f"Minute {minute.number}{fault}"
    if rules.standing(sitting) not in (Standing.CHECKED, Standing.PUBLISHED):
        yield "The Chair has not checked these minutes as they stand. Send them to the Chair."


def _of(minute: Minute) -> Iterator[str]:
    if queries.open_drafts(minute):
        yield ": two people wrote it at once. Settle the draft that waits beside it."
    yield from _urgency(minute)
    yield from _privacy(minute)
    for motion in Motion.objects.filter(minute=minute, vote__isnull=True, withdrawn=False):
        yield f", motion {motion.order}: there is no vote on it. Record the vote, or that it was withdrawn."
    for question in Question.objects.filter(minute=minute, answerer__isnull=True, action_key=""):
        yield (
            f", question {question.order}: it was not answered, and nobody owes a written answer. Record the answer, "
            "or who gives one in writing by when."
        )
    for action in Action.objects.filter(minute=minute).order_by("order"):
        for fault in rules.unstated(action):
            yield f", action {action.key}: {fault} Ask the committee, and record it."
    if _types_an_action(minute):
        yield ": an action is typed into its words. Record it as an action, with who does it by when (S8)."


def _urgency(minute: Minute) -> Iterator[str]:
    item = minute.agenda_item
    if item is not None and not minute.urgency and queries.needs_urgency(item):
        yield (
            ": its item was not on an agenda open in time. Record the Chair's opinion why it was urgent, with the "
            "special circumstances (N3)."
        )


def _privacy(minute: Minute) -> Iterator[str]:
    """A private minute needs a resolution, or confidential business; and a summary unless the rest is fair (N7)."""
    day = committees.meeting_day(minute.sitting.meeting)
    item = minute.agenda_item
    private = minute.withheld or (item.withheld if item else "")
    if private and private != CONFIDENTIAL and committees.rule(minute.organization, "E1", on=day):
        resolved = Exclusion.objects.filter(minute__sitting=minute.sitting, motion__isnull=False)
        covering = [row for row in resolved if row.minute.sequence <= minute.sequence]
        if not covering:
            yield (
                ": it was exempt, and no resolution to exclude the public is recorded. Record its motion and vote, or "
                "say that the item was taken in public (E1)."
            )
    if item is not None and item.confidential_ground and minute.withheld != CONFIDENTIAL:
        yield ": its item is confidential, which no vote changes. Keep the minute from the public as confidential (E2)."
    summed_up = minute.public_summary or minute.fair_without
    if minute.withheld and not summed_up and committees.rule(minute.organization, "N7", on=day):
        yield (
            ": it is withheld without a public summary. Write one, or say that the rest is a fair record without it "
            "(N7)."
        )


def _first_of_the_year(sitting: Sitting) -> Iterator[str]:
    """The first meeting of a council year elects its chair (M7)."""
    body, day = sitting.meeting.organization, committees.meeting_day(sitting.meeting)
    if not committees.rule(body, "M7", on=day):
        return
    suffix = council_year(day).suffix
    held = Minute.objects.filter(organization=body, suffix=suffix)
    first = not held.filter(sitting__meeting__starts_at__lt=sitting.meeting.starts_at).exists()
    elected = Nomination.objects.filter(minute__sitting=sitting, elected=True, post__iexact="chair")
    if first and not elected.exists():
        yield "This was the first meeting of the council year, and no chair was elected (M7). Record the election."


def _types_an_action(minute: Minute) -> bool:
    """Whether somebody wrote "Action:" into the words, where no record would follow it."""
    stands = queries.current(minute)
    written = stands.content if stands else {}
    texts = [text for blocks in written.values() for text in _texts(blocks)]
    return any(_TYPED_ACTION.search(text) for text in texts)


def _texts(value: object) -> Iterator[str]:
    """Every text in a block as its source writes it."""
    if isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str) and key in ("text", "caption"):
                yield each
            else:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
