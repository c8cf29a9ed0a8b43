"""What follows a meeting: actions, recommendations with the measure they should move, and the work programme."""

from folkmoot.apps.actions.models.following import Action, Effect, Progress, Recommendation
from folkmoot.apps.actions.models.hearing import Asked, Stakeholder, StakeholderContact
from folkmoot.apps.actions.models.priorities import Mark, Prioritisation, Weighing
from folkmoot.apps.actions.models.programme import Score, Suggester, TaskGroup, Topic, Triage

__all__ = [
    "Action", "Asked", "Effect", "Mark", "Prioritisation", "Progress", "Recommendation", "Score", "Stakeholder",
    "StakeholderContact", "Suggester", "TaskGroup", "Topic", "Triage", "Weighing",
]  # fmt: skip
