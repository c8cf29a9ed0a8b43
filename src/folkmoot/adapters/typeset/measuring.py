"""How many sides of A4 a text fills, by setting it: 11 point on 15, margins of 25 mm, in the house's face."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import typst

_HERE = Path(__file__).parent
_STYLE = _HERE / "statement.typ"
SIZE = "11 point on A4, with margins of 2.5 cm"


@dataclass(frozen=True, slots=True)
class Sides:
    """Where a text ends: on which side, and how many lines of the last side it fills of how many."""

    count: int
    lines: int
    lines_a_side: int

    def lines_beyond(self, allowed: int) -> int:
        """How many lines stand beyond the sides that are allowed."""
        return max(0, (self.count - allowed - 1) * self.lines_a_side + self.lines) if self.count > allowed else 0


def measure(words: str, fonts: Path) -> Sides:
    """Set a plain text and see where it ends. A line break is kept, an empty line parts paragraphs."""
    found = json.loads(
        typst.query(
            _STYLE,
            "<end>",
            field="value",
            one=True,
            root=_HERE,
            font_paths=[fonts],
            ignore_system_fonts=True,
            sys_inputs={"words": json.dumps(words, ensure_ascii=False)},
        )
    )
    return Sides(found["page"], int(found["line"]), found["lines"])
