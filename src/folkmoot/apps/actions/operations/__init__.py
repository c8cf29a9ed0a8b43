"""Verbs of what follows a meeting: actions, recommendations and the work programme."""

from folkmoot.apps.actions.operations.following import record_action, report_progress
from folkmoot.apps.actions.operations.hearing import (
    EvidenceTooEarly,
    ask_stakeholder,
    forget_contacts,
    name_stakeholder,
    reach_stakeholder,
    record_evidence,
)
from folkmoot.apps.actions.operations.priorities import (
    NothingAgreed,
    NotPrioritising,
    circulate_note,
    conclude_topic,
    consider_topic,
    mark_topic,
    publish_note,
)
from folkmoot.apps.actions.operations.programme import (
    BadScore,
    NoCriteria,
    forget_suggesters,
    link_decision,
    put_on_agenda,
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
    "EvidenceTooEarly",
    "NoBaseline",
    "NoCriteria",
    "NotPrioritising",
    "NothingAgreed",
    "answer_recommendation",
    "ask_stakeholder",
    "circulate_note",
    "conclude_topic",
    "consider_topic",
    "expect_effect",
    "forget_contacts",
    "forget_suggesters",
    "link_decision",
    "make_recommendation",
    "mark_topic",
    "name_stakeholder",
    "publish_note",
    "put_on_agenda",
    "reach_stakeholder",
    "receive_notice",
    "record_action",
    "record_evidence",
    "record_implementation",
    "report_progress",
    "schedule_topic",
    "score_topic",
    "set_up_task_group",
    "sort_topic",
    "suggest_topic",
]
