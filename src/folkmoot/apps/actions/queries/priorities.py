"""What a topic got at a prioritisation meeting, by each criterion: agreed by all, and member by member."""

from __future__ import annotations

from dataclasses import dataclass

from folkmoot.apps.actions.models import Weighing


@dataclass(frozen=True, slots=True)
class Tally:
    """What a topic got by one criterion: the score that all agreed, if they did, and those of the members apart."""

    criterion: str
    agreed: int | None
    members: tuple[int, ...]

    @property
    def mean(self) -> float | None:
        """The mean of the members' scores; None where nobody gave any."""
        return sum(self.members) / len(self.members) if self.members else None

    @property
    def words(self) -> str:
        """Agreed 2; members gave 1 to 2, mean 1.5 (4 members)."""
        said = [] if self.agreed is None else [f"agreed {self.agreed}"]
        if self.mean is not None:
            low, high, count = min(self.members), max(self.members), len(self.members)
            span = f"{low}" if low == high else f"{low} to {high}, mean {self.mean:.1f}"
            said.append(f"members gave {span} ({count} member{'s' if count > 1 else ''})")
        return "; ".join(said)


def tallies(weighing: Weighing) -> tuple[Tally, ...]:
    """What a topic got, by the criteria in the order in which they were first scored."""
    marks = list(weighing.marks.all())
    return tuple(
        Tally(
            criterion,
            next((each.value for each in marks if each.criterion == criterion and each.person_id is None), None),
            tuple(each.value for each in marks if each.criterion == criterion and each.person_id is not None),
        )
        for criterion in dict.fromkeys(each.criterion for each in marks)
    )
