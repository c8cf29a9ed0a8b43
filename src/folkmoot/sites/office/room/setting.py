"""What the forms of the room choose from: the meeting as it stands, the minute at hand, the people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property

from folkmoot.apps.committees import queries as committees
from folkmoot.apps.committees.models import AgendaItem, Person
from folkmoot.apps.committees.terms import Provenance
from folkmoot.apps.minutes.models import Minute, Sitting
from folkmoot.apps.minutes.queries.answering import answering
from folkmoot.apps.minutes.queries.chamber import Chamber, Seated, chamber, moment_of
from folkmoot.methods.calendars.counting import at_clock

Choices = list[tuple[str, str]]
NOBODY: tuple[str, str] = ("", "—")


@dataclass(frozen=True)
class Setting:
    """A sitting at a moment, and the minute that is being recorded."""

    sitting: Sitting
    minute: Minute | None
    now: datetime

    @cached_property
    def chamber(self) -> Chamber:
        """Who is there, who counts, who may vote on the minute's item."""
        return chamber(self.sitting, self.minute, moment_of(self.sitting, self.now))

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The agenda, in its order."""
        return list(self.sitting.meeting.items.all())

    @cached_property
    def people(self) -> list[Person]:
        """Everybody who could be here. Nobody real is offered for an invented meeting, and the other way round."""
        rows = Person.objects.order_by("name")
        invented = self.sitting.meeting.provenance == Provenance.INVENTED
        rows = rows.filter(provenance=Provenance.INVENTED) if invented else rows.exclude(provenance=Provenance.INVENTED)
        return list(rows)

    def when(self, clock: time | None) -> datetime | None:
        """A time by London's clock on the day of the meeting; None where none is given."""
        return at_clock(committees.meeting_day(self.sitting.meeting), clock) if clock else None

    def choices(self, who: str) -> Choices:
        """People to choose from, by their keys: everybody, members, those present, those who answer."""
        match who:
            case "members":
                return named(each.person for each in self.chamber.members)
            case "present":
                return named(each.person for each in self.chamber.present)
            case "answering":
                there = [each.person for each in self.chamber.present]
                return [
                    (str(each.person.pk), f"{each.person.called}, {each.capacity}")
                    for each in answering(self.sitting, there)
                ]
            case _:
                return named(self.people)

    def seated(self) -> Iterator[Seated]:
        """Members first, then everybody else who came."""
        yield from self.chamber.members
        yield from self.chamber.others


def named(people: Iterable[Person]) -> Choices:
    """People as choices, each once."""
    found = {str(person.pk): person.called for person in people}
    return list(found.items())
