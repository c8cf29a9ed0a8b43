"""The ways through the office, in the order of a meeting's life: every page stands under one of them.

To give a new page its place, put its address's name behind a way, or add a way of its own to `PARTS`; a test names
every address that has none. What somebody may not open is left out here; what a page allows is decided by its view.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from itertools import chain

from django.urls import reverse

from folkmoot.apps.accounts.terms import Permission


@dataclass(frozen=True, slots=True)
class Way:
    """A page that the navigation leads to, with the names of the addresses below it; one of `needs` opens it."""

    words: str
    name: str
    below: tuple[str, ...] = ()
    needs: frozenset[Permission] = frozenset()

    @property
    def address(self) -> str:
        """Where it leads."""
        return reverse(f"office:{self.name}")

    def open_to(self, held: Set[Permission]) -> bool:
        """Whether somebody with these permissions gets in."""
        return not self.needs or bool(self.needs & held)


@dataclass(frozen=True, slots=True)
class Part:
    """A stage of a meeting's life."""

    words: str
    ways: tuple[Way, ...]


def _way(words: str, name: str, below: str = "", *needs: Permission) -> Way:
    return Way(words, name, tuple(below.split()), frozenset(needs))


PARTS = (
    Part("Today", (
        _way("To do", "desk"),
        _way("My meetings and actions", "mine"),
    )),
    Part("Meetings", (
        _way(
            "Calendar", "calendar",
            "calendar-month calendar-year call confirm change-meeting meeting gate override item add-item add-below "
            "standing-items carry-matters add-report add-annex move-item remove-item chase reorder build "
            "publish version-file report figure attach submit clear block questions question share-question papers "
            "read read-picture leave take-leave",
        ),
        _way("Forward plan", "plan", "plan-new planned publish-plan except decide decision publish-decision settle"),
        _way(
            "Briefings and days", "gatherings",
            "gathering gathering-new gathering-attended gathering-add-paper gathering-paper",
        ),
    )),
    Part("Residents", (
        _way(
            "Requests", "requests", "meeting-requests order-speakers places speakers request request-outcome petition "
            "signatures",
            Permission.SEE_REQUESTS,
        ),
        _way("Letters", "outbox", "retry-letter", Permission.READ_REQUESTERS),
    )),
    Part("Room and minutes", (
        _way(
            "Room and minutes", "sittings",
            "room room-live record minutes minutes-step minutes-file minute-words minute-correct",
            Permission.KEEP_MINUTES, Permission.CHECK_MINUTES,
        ),
    )),
    Part("Follow-up", (
        _way("Recommendations and actions", "outcomes", "action recommend recommendation"),
        _way(
            "Work programme", "programme",
            "suggest topic sort-topic score-topic schedule-topic topic-on-agenda link-topic hear-topic stakeholder "
            "contact evidence priorities weigh conclude circulate publish-note",
        ),
        _way("Report to Council", "scrutiny-report"),
    )),
    Part("Measures and data", (
        _way(
            "Measures", "measures",
            "measure project compute run values values-of submit-vintage review-vintage approve-vintage "
            "release-vintage withdraw-vintage",
            Permission.APPROVE_MEASURES,
        ),
        _way(
            "Data sets", "data-sets", "import-facts check-import leave-import data-set vintage", Permission.IMPORT_DATA
        ),
        _way("Places", "geography", "lookup", Permission.IMPORT_DATA),
        _way("Printed tables", "tables", "import-table table correct", Permission.IMPORT_DATA),
    )),
    Part("Administration", (
        _way("Bodies and rules", "bodies", "rules set-rule template joint", Permission.MANAGE_COMMITTEES),
        _way("Register of interests", "register", "member-register", Permission.KEEP_REGISTER),
        _way("Attendance", "attendance", "member-attendance", Permission.KEEP_REGISTER),
        _way("Accounts", "accounts", "account account-person take-role", Permission.MANAGE_ACCOUNTS),
        _way("Audit trail", "audit", "", Permission.READ_AUDIT),
    )),
)  # fmt: skip

WAY_OF = {name: way for part in PARTS for way in part.ways for name in chain([way.name], way.below)}
TODAY = PARTS[0]


def part_of(here: str) -> Part:
    """The part in which the page of that name stands."""
    return next(part for part in PARTS if WAY_OF[here] in part.ways)


def navigation(held: Set[Permission], here: str) -> list[dict[str, object]]:
    """The parts that somebody's permissions open, as the service navigation takes them; `here` is a page's name."""
    return [
        {"text": part.words, "href": ways[0].address, "active": part == part_of(here)}
        for part in PARTS
        if (ways := _open(part, held))
    ]


def beside(held: Set[Permission], here: str) -> list[dict[str, object]]:
    """The ways of the part in which a page stands; none where there is no choice."""
    way = WAY_OF[here]
    ways = _open(part_of(here), held)
    found = [
        {"text": each.words, "href": each.address, "active": each == way, "current": each.name == here} for each in ways
    ]
    return found if len(found) > 1 else []


def _open(part: Part, held: Set[Permission]) -> list[Way]:
    return [way for way in part.ways if way.open_to(held)]
