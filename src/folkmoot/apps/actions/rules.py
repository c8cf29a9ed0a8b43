"""May somebody do this to an action, a recommendation or a topic? The reason for a refusal is what the page prints."""

from __future__ import annotations

from folkmoot.apps.accounts.models import User
from folkmoot.apps.accounts.rules import Allowed, Refused, may, roles_of
from folkmoot.apps.accounts.terms import Permission, Role
from folkmoot.apps.actions.models import Action, Prioritisation, Recommendation, Topic, Weighing
from folkmoot.apps.actions.terms import NEXT_STATE, ActionState, Answer, Source, TopicState
from folkmoot.apps.committees.models import Meeting, Organization, Person
from folkmoot.apps.committees.rules import PRINTED, planning
from folkmoot.apps.committees.terms import MeetingStatus, Provenance

MEMBERS = frozenset({Role.CHAIR, Role.COUNCILLOR, Role.CABINET_MEMBER})


def may_follow_up(user: User | None) -> Allowed | Refused:
    """Whether somebody may record actions, progress, recommendations and answers; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.FOLLOW_UP)


def may_keep_programme(user: User | None) -> Allowed | Refused:
    """Whether somebody may sort suggestions and keep the work programme; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.KEEP_PROGRAMME)


def may_score(user: User | None) -> Allowed | Refused:
    """Whether somebody may score topics; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.SCORE_TOPICS)


def may_suggest(user: User | None) -> Allowed | Refused:
    """Whether somebody of the council may suggest topics; None is the machine itself."""
    return Allowed() if user is None else may(user, Permission.SUGGEST_TOPICS)


def sources_of(user: User) -> tuple[Source, ...]:
    """As what somebody suggests a topic: members and officers as themselves, who keeps the programme for anybody."""
    if may_keep_programme(user):
        return tuple(Source)
    return (Source.MEMBER,) if roles_of(user) & MEMBERS else (Source.OFFICER,)


def may_suggest_as(user: User, source: Source) -> Allowed | Refused:
    """Whether somebody may suggest a topic as coming from there."""
    able = sources_of(user)
    if source in able:
        return Allowed()
    return Refused(f"You suggest a topic as {able[0].value}; the officers who keep the programme record other sources.")


def may_report_progress(user: User | None, action: Action) -> Allowed | Refused:
    """Whether somebody may report on an action: not on a printed one, nor on one that is closed."""
    if user is not None and action.provenance == Provenance.PRINTED:
        return Refused(PRINTED)
    if action.state != ActionState.OPEN:
        return Refused(f"The action is {action.state} since {action.closed_on:%d %B %Y}. Record a new one instead.")
    return may_follow_up(user)


def may_answer(user: User | None, recommendation: Recommendation) -> Allowed | Refused:
    """Whether somebody may record the answer to a recommendation: once, and only after notice was received."""
    if recommendation.answer:
        return Refused(f"{recommendation.reference} was answered on {recommendation.answered_on:%d %B %Y}.")
    if recommendation.notice_on is None:
        return Refused(f"{recommendation.reference}: record first when {recommendation.to.name} received notice of it.")
    return may_follow_up(user)


def may_implement(user: User | None, recommendation: Recommendation) -> Allowed | Refused:
    """Whether somebody may record that a recommendation was carried out: only where it was accepted, and once."""
    if recommendation.implemented_on is not None:
        return Refused(f"{recommendation.reference} was carried out on {recommendation.implemented_on:%d %B %Y}.")
    if recommendation.answer not in (Answer.ACCEPTED, Answer.IN_PART):
        return Refused(f"{recommendation.reference} was not accepted, or not answered yet.")
    return may_follow_up(user)


def may_expect(recommendation: Recommendation) -> Allowed | Refused:
    """Whether the measure that a recommendation should move may be named: once, for a baseline is never changed."""
    if hasattr(recommendation, "effect"):
        return Refused(f"{recommendation.reference} has its measure already; a baseline is never changed.")
    return Allowed()


def may_pass(topic: Topic, state: TopicState) -> Allowed | Refused:
    """Whether a topic may pass from its state to another."""
    allowed = NEXT_STATE[TopicState(topic.state)]
    if state in allowed:
        return Allowed()
    able = ", ".join(sorted(each.value for each in allowed)) or "nothing else"
    return Refused(f"The topic is {topic.state}; it can become {able}.")


def may_refer(topic: Topic, body: Organization | None) -> Allowed | Refused:
    """Whether a topic may be referred to a body: to another than its own."""
    if body is None or body == topic.organization:
        return Refused("Name the body that the topic is referred to; it is another than the one it was suggested to.")
    return Allowed()


def may_put_on_agenda(topic: Topic) -> Allowed | Refused:
    """Whether a topic may be put on the agenda of its meeting: once, when it is on the programme of one."""
    if topic.state != TopicState.SCHEDULED:
        return Refused("Put the topic on the programme of a meeting first.")
    return Refused("The topic is on the agenda already.") if topic.item_id is not None else Allowed()


def may_weigh(weighing: Weighing) -> Allowed | Refused:
    """Whether a topic's scores and outcome may still be recorded: until its prioritisation meeting's note is sent."""
    if weighing.prioritisation.circulated_at is not None:
        return Refused("The note of the meeting is circulated, and what it says stands.")
    return Allowed()


def may_circulate(held: Prioritisation) -> Allowed | Refused:
    """Whether the note of a prioritisation meeting may be circulated: once."""
    if held.circulated_at is not None:
        return Refused("The note is circulated already, and what it says stands.")
    return Allowed()


def may_mark(user: User | None, person: Person | None, weighing: Weighing) -> Allowed | Refused:
    """Whether somebody may record scores: a member at the meeting their own, who keeps the programme everybody's."""
    if user is None or person is None or person.account_id != user.pk:
        return may_keep_programme(user)
    there = planning.may_see_gathering(user, weighing.prioritisation.gathering)
    return may_score(user) if there else there


def may_schedule(topic: Topic, meeting: Meeting) -> Allowed | Refused:
    """Whether a topic may be put on the programme of a meeting: of its own body, that is still to come."""
    if meeting.organization_id != topic.organization_id:
        return Refused(f"The meeting is another body's; choose one of {topic.organization.name}.")
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.CANCELLED):
        return Refused(f"That meeting is {meeting.status}; choose one that is still to come.")
    return Allowed()
