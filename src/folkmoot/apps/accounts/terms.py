"""The words of accounts: roles, permissions and the events of the audit trail."""

from __future__ import annotations

from enum import StrEnum


class Described(StrEnum):
    """A code with the sentence that explains it to a person."""

    sentence: str

    def __new__(cls, code: str, sentence: str = "") -> Described:
        member = str.__new__(cls, code)
        member._value_ = code
        member.sentence = sentence
        return member


class Role(Described):
    """What somebody is to the council; the code is what is stored."""

    CLERK = "clerk", "Democratic services officer: calls meetings, builds and publishes packs, keeps the minutes."
    CHAIR = "chair", "Chairs a committee: checks minutes, decides on late requests."
    COUNCILLOR = "councillor", "Member of the council: reads packs, declares interests, votes."
    CABINET_MEMBER = "cabinet_member", "Member of the Cabinet: answers scrutiny, gives the Cabinet perspective."
    REPORT_AUTHOR = "report_author", "Officer who writes reports to committees."
    FINANCE_CLEARER = "finance_clearer", "Clears the financial implications of a report."
    LEGAL_CLEARER = "legal_clearer", "Clears the legal implications of a report."
    EQUALITIES_CLEARER = "equalities_clearer", "Clears the equality implications of a report."
    MONITORING_OFFICER = "monitoring_officer", "Answers for the lawfulness of what the council does and publishes."
    ANALYST = "analyst", "Imports data, defines and computes measures."
    DIRECTOR = "director", "Answers for a directorate: signs reports off and owns its measures."
    PRACTITIONER = "practitioner", "Social worker or other practitioner of the children's service."
    PARTNER_PRACTITIONER = "partner_practitioner", "Practitioner of a partner organisation in a multi-agency team."
    PARTNER_MANAGER = "partner_manager", "Manager of a partner organisation's practitioners."
    TEAM_MANAGER = "team_manager", "Manager of a team of the children's service."
    MASH_WORKER = "mash_worker", "Worker of the multi-agency safeguarding hub, where contacts arrive."
    EVALUATOR = "evaluator", "Evaluates a service from de-identified facts."
    INFORMATION_GOVERNANCE_OFFICER = (
        "information_governance_officer",
        "Answers access requests and watches who reads what.",
    )
    AUDITOR = "auditor", "Reads the audit trail and verifies it."
    ADMINISTRATOR = "administrator", "Gives and takes roles; sees no content by that alone."

    @property
    def words(self) -> str:
        """The role as people speak of it: report author, MASH worker."""
        return self.value.replace("_", " ").replace("mash", "MASH")

    @property
    def heading(self) -> str:
        """Its words with a capital letter, for a list."""
        return self.words[0].upper() + self.words[1:]


class Permission(Described):
    """What somebody may do."""

    MANAGE_ACCOUNTS = "manage_accounts", "Create accounts, give and take roles."
    READ_AUDIT = "read_audit", "Read and verify the audit trail."
    MANAGE_COMMITTEES = "manage_committees", "Keep organisations, people, posts, memberships and rule sets."
    MANAGE_MEETINGS = "manage_meetings", "Call, move and cancel meetings; keep their agendas."
    WRITE_REPORTS = "write_reports", "Write and submit reports."
    CLEAR_FINANCE = "clear_finance", "Clear a report's financial implications."
    CLEAR_LEGAL = "clear_legal", "Clear a report's legal implications."
    CLEAR_EQUALITIES = "clear_equalities", "Clear a report's equality implications."
    IMPORT_DATA = "import_data", "Import and correct data sets and printed tables."
    COMPUTE_MEASURES = "compute_measures", "Compute measures, set targets, submit vintages for approval."
    APPROVE_MEASURES = "approve_measures", "Approve, release and withdraw vintages of measures."
    BUILD_PACKS = "build_packs", "Build packs and large-print editions."
    PUBLISH_PACKS = "publish_packs", "Publish packs."
    READ_RESTRICTED = "read_restricted", "Read exempt and confidential items."
    KEEP_MINUTES = "keep_minutes", "Record attendance, decisions and minutes."
    SEE_REQUESTS = "see_requests", "See what residents ask of a meeting, by name and subject."
    MANAGE_REQUESTS = "manage_requests", "Accept, order and answer what residents ask of a meeting."
    DECIDE_LATE_REQUESTS = "decide_late_requests", "Decide, as chair, on requests that came after their time."
    READ_REQUESTERS = "read_requesters", "Read the addresses and needs of those who ask, and the letters to them."
    FOLLOW_UP = "follow_up", "Record actions, progress, recommendations and the answers to them."
    KEEP_PROGRAMME = "keep_programme", "Sort suggestions and keep the work programme."
    SCORE_TOPICS = "score_topics", "Score suggestions for the work programme."
    SUGGEST_TOPICS = "suggest_topics", "Suggest topics for the work programme."
    CHECK_MINUTES = "check_minutes", "Check minutes for the chair before they are published."
    ASK_QUESTIONS = "ask_questions", "Draft questions to put at a meeting, and share them with other members."
    READ_DRAFTS = "read_drafts", "Read reports before they are published."
    GIVE_LEAVE = "give_leave", "Let a member read what is withheld of a meeting at which they do not sit."
    KEEP_REGISTER = "keep_register", "Keep the register of members' interests, dispensations and gifts."


def _roles() -> dict[Role, frozenset[Permission]]:
    p = Permission
    clerk = {p.MANAGE_COMMITTEES, p.MANAGE_MEETINGS, p.IMPORT_DATA, p.BUILD_PACKS, p.PUBLISH_PACKS, p.KEEP_MINUTES}
    clerk |= {p.READ_DRAFTS, p.FOLLOW_UP, p.KEEP_PROGRAMME, p.SCORE_TOPICS, p.SUGGEST_TOPICS, p.KEEP_REGISTER}
    clerk |= {p.GIVE_LEAVE}
    granted: dict[Role, set[Permission]] = {
        Role.CLERK: clerk | {p.READ_RESTRICTED, p.WRITE_REPORTS, p.SEE_REQUESTS, p.MANAGE_REQUESTS, p.READ_REQUESTERS},
        Role.CHAIR: {
            p.READ_RESTRICTED,
            p.READ_DRAFTS,
            p.ASK_QUESTIONS,
            p.SCORE_TOPICS,
            p.SUGGEST_TOPICS,
            p.SEE_REQUESTS,
            p.DECIDE_LATE_REQUESTS,
            p.CHECK_MINUTES,
        },
        Role.COUNCILLOR: {p.READ_RESTRICTED, p.ASK_QUESTIONS, p.SCORE_TOPICS, p.SUGGEST_TOPICS},
        Role.CABINET_MEMBER: {p.READ_RESTRICTED, p.FOLLOW_UP, p.SUGGEST_TOPICS},
        Role.REPORT_AUTHOR: {p.WRITE_REPORTS, p.SUGGEST_TOPICS},
        Role.FINANCE_CLEARER: {p.CLEAR_FINANCE, p.READ_DRAFTS, p.READ_RESTRICTED},
        Role.LEGAL_CLEARER: {p.CLEAR_LEGAL, p.READ_DRAFTS, p.READ_RESTRICTED},
        Role.EQUALITIES_CLEARER: {p.CLEAR_EQUALITIES, p.READ_DRAFTS, p.READ_RESTRICTED},
        Role.MONITORING_OFFICER: {
            p.READ_RESTRICTED,
            p.READ_DRAFTS,
            p.CLEAR_LEGAL,
            p.READ_AUDIT,
            p.KEEP_REGISTER,
            p.GIVE_LEAVE,
        },
        Role.ANALYST: {p.IMPORT_DATA, p.COMPUTE_MEASURES, p.APPROVE_MEASURES, p.SUGGEST_TOPICS},
        Role.DIRECTOR: {
            p.FOLLOW_UP,
            p.WRITE_REPORTS,
            p.READ_DRAFTS,
            p.READ_RESTRICTED,
            p.APPROVE_MEASURES,
            p.SUGGEST_TOPICS,
        },
        Role.INFORMATION_GOVERNANCE_OFFICER: {p.READ_AUDIT},
        Role.AUDITOR: {p.READ_AUDIT},
        Role.ADMINISTRATOR: {p.MANAGE_ACCOUNTS},
    }
    return {role: frozenset(granted.get(role, ())) for role in Role}


PERMISSIONS_OF = _roles()

# What these include holds for the bodies on which somebody sits, and of the chair's own where they chair (ADR 28).
SEATED = frozenset({Role.CHAIR, Role.COUNCILLOR, Role.CABINET_MEMBER})
OF_THE_CHAIR = frozenset(
    {Permission.READ_DRAFTS, Permission.SEE_REQUESTS, Permission.DECIDE_LATE_REQUESTS, Permission.CHECK_MINUTES}
)

# What nobody may do with a password alone: publish, read what is withheld, read the audit, make accounts (ADR 3).
SECOND_STEP = frozenset(
    {
        Permission.PUBLISH_PACKS,
        Permission.APPROVE_MEASURES,
        Permission.READ_RESTRICTED,
        Permission.READ_AUDIT,
        Permission.MANAGE_ACCOUNTS,
    }
)


class Scope(Described):
    """What somebody can follow."""

    COMMITTEE = "committee", "A committee"
    TOPIC = "topic", "A subject, by its words"
    WARD = "ward", "A ward or division, by its name"


class Frequency(Described):
    """How often somebody is told."""

    AT_ONCE = "at_once", "When it happens"
    DAILY = "daily", "Once a day, at 7am"
    WEEKLY = "weekly", "Once a week, on Monday at 7am"


class Occasion(Described):
    """What those who follow are told of."""

    AGENDA_PUBLISHED = "agenda_published", "Agenda published"
    AGENDA_AMENDED = "agenda_amended", "Agenda changed"
    MINUTES_PUBLISHED = "minutes_published", "Minutes published"
    DECISIONS_PUBLISHED = "decisions_published", "Decisions published"
    MEETING_MOVED = "meeting_moved", "Meeting moved"
    MEETING_CANCELLED = "meeting_cancelled", "Meeting cancelled"
    DEADLINE_NEAR = "deadline_near", "Time to ask to speak ends soon"


class Event(Described):
    """What the audit trail can say was done. A row names objects by app, model and key, and holds no free text."""

    USER_CREATED = "user_created", "An account was created."
    ROLE_GIVEN = "role_given", "A role was given."
    ROLE_TAKEN = "role_taken", "A role was taken away."
    SIGNED_IN = "signed_in", "Somebody signed in."
    SIGN_IN_FAILED = "sign_in_failed", "A sign-in failed."
    PASSWORD_CHANGED = "password_changed", "Somebody changed their password."
    SECOND_STEP_ADDED = "second_step_added", "A second step was added to an account's sign-in."
    SECOND_STEP_REMOVED = "second_step_removed", "A second step was removed from an account's sign-in."
    PRINTED_TABLE_IMPORTED = "printed_table_imported", "A printed table was imported."
    UNITS_LISTED = "units_listed", "Areas or teams were listed in an edition."
    EDITIONS_LINKED = "editions_linked", "The areas of two editions were linked."
    PLACE_TABLE_RECEIVED = "place_table_received", "A table about places was taken in."
    PLACE_TABLE_CORRECTED = "place_table_corrected", "A table about places got a new content."
    GROUP_DEFINED = "group_defined", "A group of areas was defined."
    PRINTED_TABLE_CORRECTED = "printed_table_corrected", "A printed table was corrected."
    FACTS_RECEIVED = "facts_received", "A data set of facts was imported."
    FACTS_FOLLOWED = "facts_followed", "A new vintage of a data set of facts was imported."
    MEASURES_COMPUTED = "measures_computed", "Measures were computed."
    VINTAGE_SUBMITTED = "vintage_submitted", "A vintage of measures was submitted for approval."
    VINTAGE_APPROVED = "vintage_approved", "A vintage of measures was approved."
    VINTAGE_EMBARGOED = "vintage_embargoed", "A vintage of measures was released from a later time on."
    VINTAGE_RELEASED = "vintage_released", "A vintage of measures was released."
    VINTAGE_WITHDRAWN = "vintage_withdrawn", "A vintage of measures was withdrawn."
    TARGET_SET = "target_set", "A target or a projection of a measure was set."
    AUTHORITY_SET = "authority_set", "The council was named."
    POST_HELD = "post_held", "Somebody took an office."
    ORGANIZATION_CREATED = "organization_created", "An organisation was created."
    ACCOUNT_LINKED = "account_linked", "An account was said to be a person's."
    PERSON_CREATED = "person_created", "A person was created."
    MEMBERSHIP_STARTED = "membership_started", "A membership began."
    RULE_SET_ADDED = "rule_set_added", "A set of rules came into force."
    STANDING_TEXT_ADDED = "standing_text_added", "A dated standing text was added."
    MEETING_CALLED = "meeting_called", "A meeting was called."
    MEETING_STATUS_CHANGED = "meeting_status_changed", "A meeting's status changed."
    AGENDA_ITEM_ADDED = "agenda_item_added", "An item was added to an agenda."
    MEETING_CHANGED = "meeting_changed", "Something about a meeting was changed."
    AGENDA_ITEM_REVISED = "agenda_item_revised", "An item of an agenda was revised."
    AGENDA_ITEM_REMOVED = "agenda_item_removed", "An item was taken off an agenda."
    REPORT_CHASED = "report_chased", "A report was asked for again."
    RULE_OVERRIDDEN = "rule_overridden", "A finding of the publish gate was overridden, with a ground and a reason."
    DECISION_PLANNED = "decision_planned", "A decision was put into the forward plan, or its entry changed."
    PLAN_PUBLISHED = "plan_published", "An entry of the forward plan was published."
    PLAN_EXCEPTED = "plan_excepted", "A key decision was excepted from its notice."
    DECISION_RECORDED = "decision_recorded", "A decision of the executive was recorded."
    DECISION_PUBLISHED = "decision_published", "A decision of the executive was published."
    CALL_IN_SIGNED = "call_in_signed", "A member signed a call-in."
    CALL_IN_SETTLED = "call_in_settled", "A call-in was settled."
    QUESTION_DRAFTED = "question_drafted", "A member drafted a question."
    QUESTION_SHARED = "question_shared", "A member shared a question."
    GATHERING_ARRANGED = "gathering_arranged", "A briefing, drop-in, training or engagement day was arranged."
    GATHERING_INVITED = "gathering_invited", "Somebody was invited to a gathering."
    GATHERING_ATTENDED = "gathering_attended", "Who came to a gathering was recorded."
    GATHERING_PAPER_ADDED = "gathering_paper_added", "A paper was added to a gathering."
    AGENDA_REORDERED = "agenda_reordered", "An agenda was put in another order."
    REQUEST_RECEIVED = "request_received", "Somebody asked to take part in a meeting."
    REQUEST_CHANGED = "request_changed", "Somebody changed what they had asked of a meeting."
    REQUEST_WITHDRAWN = "request_withdrawn", "Somebody withdrew a request."
    REQUEST_DECIDED = "request_decided", "A request was accepted or declined."
    REQUESTS_ORDERED = "requests_ordered", "Speakers were put in an order."
    ROOM_SET = "room_set", "The places in the room were set."
    SIGNATURES_COUNTED = "signatures_counted", "How many signatures of a petition are good was recorded."
    PETITION_ANSWERED = "petition_answered", "A petition was referred or answered."
    PETITION_PUBLISHED = "petition_published", "What came of a petition was published."
    REQUEST_OUTCOME_RECORDED = "request_outcome_recorded", "What came of a request at the meeting was recorded."
    REQUESTERS_FORGOTTEN = "requesters_forgotten", "Personal data of somebody who had asked were deleted."
    SUBSCRIPTION_ASKED = "subscription_asked", "Somebody asked to be told of news."
    SUBSCRIPTION_CONFIRMED = "subscription_confirmed", "Somebody confirmed that they want to be told of news."
    SUBSCRIPTION_CHANGED = "subscription_changed", "Somebody changed how often they are told."
    SUBSCRIPTION_STOPPED = "subscription_stopped", "Somebody no longer wants to be told."
    LETTER_RETRIED = "letter_retried", "A letter that could not be sent is to be tried again."
    REPORT_CREATED = "report_created", "A report was created."
    REPORT_DESCRIBED = "report_described", "What stands around a report's text was changed."
    REPORT_BLOCK_ADDED = "report_block_added", "A block was added to a report."
    REPORT_BLOCK_REMOVED = "report_block_removed", "A block was taken out of a report."
    REPORT_BLOCK_REVISED = "report_block_revised", "A block of a report was revised."
    REPORT_SUBMITTED = "report_submitted", "A report was submitted."
    REPORT_CLEARED = "report_cleared", "A report was cleared."
    ATTACHMENT_ADDED = "attachment_added", "A file was attached to a report."
    SITTING_OPENED = "sitting_opened", "The record of a meeting was begun."
    ATTENDANCE_RECORDED = "attendance_recorded", "Somebody's attendance was recorded."
    MINUTE_RECORDED = "minute_recorded", "A minute was written."
    MINUTE_REVISED = "minute_revised", "A minute was revised."
    ACTION_RECORDED = "action_recorded", "An action was recorded."
    PROGRESS_REPORTED = "progress_reported", "Progress of an action was reported."
    RECOMMENDATION_MADE = "recommendation_made", "A recommendation was recorded."
    NOTICE_RECEIVED = "notice_received", "A body received notice of a recommendation."
    RECOMMENDATION_ANSWERED = "recommendation_answered", "A recommendation was answered."
    RECOMMENDATION_IMPLEMENTED = "recommendation_implemented", "A recommendation was carried out."
    EFFECT_EXPECTED = "effect_expected", "The measure that a recommendation should move was named."
    TOPIC_SUGGESTED = "topic_suggested", "A topic was suggested for the work programme."
    TOPIC_SORTED = "topic_sorted", "A suggestion for the work programme went a step on."
    TOPIC_SCORED = "topic_scored", "A suggestion for the work programme was scored."
    STAKEHOLDER_NAMED = "stakeholder_named", "Somebody to be heard on a topic was named."
    TASK_GROUP_SET_UP = "task_group_set_up", "A task and finish group was set up."
    SUGGESTERS_FORGOTTEN = "suggesters_forgotten", "What tells who suggested a topic was deleted."
    TOPIC_LINKED = "topic_linked", "A topic was linked with a planned decision, or no longer."
    TOPIC_ON_AGENDA = "topic_on_agenda", "A topic of the work programme was put on an agenda."
    TOPIC_CONSIDERED = "topic_considered", "A topic was put before a prioritisation meeting."
    TOPIC_MARKED = "topic_marked", "What a topic scored at a prioritisation meeting was recorded."
    TOPIC_WEIGHED = "topic_weighed", "What a prioritisation meeting agreed of a topic was recorded."
    NOTE_CIRCULATED = "note_circulated", "The note of a prioritisation meeting was sent to its members."
    NOTE_PUBLISHED = "note_published", "The note of a prioritisation meeting was made public."
    STAKEHOLDER_REACHED = "stakeholder_reached", "How to reach somebody to be heard was recorded."
    STAKEHOLDER_ASKED = "stakeholder_asked", "Somebody was asked for evidence on a topic."
    EVIDENCE_GIVEN = "evidence_given", "Evidence on a topic was recorded."
    CONTACTS_FORGOTTEN = "contacts_forgotten", "How to reach somebody who was to be heard was deleted."
    JOINT_TERMS_SET = "joint_terms_set", "The terms of a joint body were set."
    MINUTES_PUBLISHED = "minutes_published", "Minutes were published."
    MINUTES_IMPORTED = "minutes_imported", "Printed minutes were imported."
    MINUTES_SENT_TO_CHAIR = "minutes_sent_to_chair", "Minutes were sent to the chair."
    MINUTES_CHECKED = "minutes_checked", "The chair checked minutes."
    MINUTES_APPROVED = "minutes_approved", "A meeting approved minutes."
    MINUTES_SIGNED = "minutes_signed", "Minutes were signed."
    MINUTE_CORRECTED = "minute_corrected", "A signed minute was corrected beside its words."
    DECISIONS_PUBLISHED = "decisions_published", "The list of a meeting's decisions was published."
    ITEM_TAKEN = "item_taken", "A meeting came to an item."
    ITEM_UNTAKEN = "item_untaken", "An item opened by mistake was put back."
    ITEM_DESCRIBED = "item_described", "How a meeting took an item was recorded."
    ATTENDANCE_CHANGED = "attendance_changed", "Somebody came into a meeting or left it."
    APOLOGY_RECORDED = "apology_recorded", "An apology for absence was recorded."
    DECLARATION_RECORDED = "declaration_recorded", "A declaration of interest was recorded."
    MOTION_RECORDED = "motion_recorded", "A motion was recorded."
    VOTE_RECORDED = "vote_recorded", "A vote was recorded."
    NOMINATION_RECORDED = "nomination_recorded", "A nomination was recorded."
    QUESTION_RECORDED = "question_recorded", "A question was recorded."
    QUESTION_ANSWERED = "question_answered", "An answer was recorded."
    PUBLIC_EXCLUDED = "public_excluded", "The public was excluded from a part of a meeting."
    PUBLIC_READMITTED = "public_readmitted", "The public was let in again."
    MEETING_ADJOURNED = "meeting_adjourned", "A meeting was adjourned."
    MEETING_RESUMED = "meeting_resumed", "A meeting went on after it was adjourned."
    SITTING_ENDED = "sitting_ended", "A meeting ended."
    TIME_RECORDED = "time_recorded", "What a meeting spent its time on was recorded."
    INTEREST_REGISTERED = "interest_registered", "An interest was entered in the register."
    INTEREST_ENDED = "interest_ended", "An interest in the register ended."
    DISPENSATION_GRANTED = "dispensation_granted", "A dispensation was granted."
    ABSENCE_RECORDED = "absence_recorded", "That a member is away was recorded."
    LEAVE_GIVEN = "leave_given", "A member was let read what is withheld of a meeting."
    LEAVE_TAKEN = "leave_taken", "The leave to read what is withheld of a meeting was taken back."
    GIFT_REGISTERED = "gift_registered", "A gift was entered in the register."
    NOTE_KEPT = "note_kept", "A member kept a private note on a paper."
    PACK_BUILT = "pack_built", "A version of a pack was built."
    PACK_PUBLISHED = "pack_published", "A version of a pack was published."
