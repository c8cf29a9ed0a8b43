"""The words of minutes; capacities, outcomes and stages are those of the minutes' source file."""

from __future__ import annotations

from folkmoot.methods.document.minutes import Capacity, Outcome, Stage

__all__ = ["CAPACITY_LABELS", "IN_THE_CHAIR", "NOT_STATED", "SIGNED_ON", "Capacity", "Outcome", "Stage"]

CAPACITY_LABELS = {
    Capacity.VOTING_MEMBER: "Voting members",
    Capacity.SUBSTITUTE: "Voting members",
    Capacity.CO_OPTEE: "Co-optees",
    Capacity.OTHER_MEMBER: "Other members in attendance",
    Capacity.OFFICER: "Officers",
}

# What a record does not state is said to be so; nothing is filled in.
NOT_STATED = "not stated"

# The lines at the end of minutes that are left for a pen.
IN_THE_CHAIR = "in the Chair"
SIGNED_ON = "Date of signing"
