"""Verbs of what follows a meeting: actions, recommendations and the work programme."""

from folkmoot.apps.actions.operations.following import record_action, report_progress
from folkmoot.apps.actions.operations.programme import (
    BadScore,
    NoCriteria,
    forget_suggesters,
    name_stakeholder,
    schedule_topic,
    score_topic,
    set_up_task_group,
    sort_topic,
    suggest_topic,
)
from folkmoot.apps.actions.operations.recommending import (
    NoBaseline,
    answer_recommendation,
    expect_effect,
    make_recommendation,
    receive_notice,
    record_implementation,
)

__all__ = [
    "BadScore",
    "NoBaseline",
    "NoCriteria",
    "answer_recommendation",
    "expect_effect",
    "forget_suggesters",
    "make_recommendation",
    "name_stakeholder",
    "receive_notice",
    "record_action",
    "record_implementation",
    "report_progress",
    "schedule_topic",
    "score_topic",
    "set_up_task_group",
    "sort_topic",
    "suggest_topic",
]
