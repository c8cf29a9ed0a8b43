"""Which rules there are: what each asks, what of it can differ, and whether the law or the council's own rules set it.

What a rule says on a day is a row (`models.Rule`), with its source and the dates between which it is in force. Nothing
here has a figure: what the law leaves open is not set until a council sets it. The words are ours and quote no law.
"""

from __future__ import annotations

from collections.abc import Mapping

from folkmoot.apps.committees.terms import Classification
from folkmoot.apps.committees.terms.parameters import Holds, Parameter, RuleEntry
from folkmoot.methods.calendars.notice import Kind


class UnknownRule(LookupError):
    """There is no rule of that id."""


def _whole(name: str, meaning: str, *, needed: bool = True) -> Parameter:
    return Parameter(name, Holds.WHOLE, meaning, needed)


DAYS = (
    _whole("number", "how many days"),
    Parameter("counting", Holds.COUNTING, "whether the day found is itself counted"),
    Parameter("basis", Holds.BASIS, "which days are counted; working days where it is not said", needed=False),
)
UNTIL = (*DAYS, Parameter("clock", Holds.CLOCK, "the hour by which, on the day found", needed=False))

# Who meets in public under Part VA of the Local Government Act 1972; the Cabinet has regulations of its own.
CABINET = frozenset({Classification.CABINET})
COMMITTEES = frozenset(
    {Classification.COUNCIL, Classification.SCRUTINY, Classification.JOINT_SCRUTINY, Classification.REGULATORY}
)
SCRUTINY = frozenset({Classification.SCRUTINY, Classification.JOINT_SCRUTINY, Classification.TASK_AND_FINISH})
PUBLIC_BODIES = COMMITTEES | CABINET


def _law(
    rule: str, title: str, asks: str, *parameters: Parameter, bodies: frozenset[Classification] = PUBLIC_BODIES
) -> RuleEntry:
    return RuleEntry(rule, title, asks, True, parameters, bodies)


def _own(
    rule: str, title: str, asks: str, *parameters: Parameter, bodies: frozenset[Classification] = PUBLIC_BODIES
) -> RuleEntry:
    return RuleEntry(rule, title, asks, False, parameters, bodies)


_NOTICE = (
    _law(
        "N1",
        "Notice of the meeting",
        "Time and place are made public this long before, or when a meeting is called at shorter notice, with "
        "the reason.",
        *DAYS,
        bodies=COMMITTEES,
    ),
    _law(
        "N2",
        "Agenda and reports open",
        "Agenda and reports can be read by everybody this long before the meeting; what is added later can be "
        "read from when it is added.",
        *DAYS,
        bodies=COMMITTEES,
    ),
    _law(
        "N3",
        "What a meeting may consider",
        "An item is considered only if the agenda with it was open in time, or the chair holds it urgent for "
        "reasons that are minuted.",
        bodies=COMMITTEES,
    ),
    _law(
        "N4",
        "Withheld reports say why",
        "A report is kept back only where its item is likely to be taken in private; everybody is told by "
        "which paragraph of Schedule 12A.",
    ),
    _law(
        "N5",
        "Background papers",
        "Every report that is public lists its background papers, or says that there are none.",
    ),
    _law(
        "N6",
        "How long papers stay public",
        "Agendas, reports and minutes stay public for years; background papers for some years.",
        _whole("years_papers", "years for agendas, reports and minutes"),
        _whole("years_background", "years for background papers"),
    ),
    _law(
        "N7",
        "Summary of private minutes",
        "Where minutes are kept back and the rest is no fair record, a summary is public.",
        bodies=COMMITTEES,
    ),
    _law(
        "N8",
        "Meetings of the executive",
        "Notice and agenda this many clear days before; a private meeting is announced earlier, and once more "
        "with what people said against it.",
        _whole("number", "clear days of notice and agenda"),
        _whole("private_first", "clear days of the first notice of a private meeting"),
        _whole("private_second", "clear days of the second notice"),
        bodies=CABINET,
    ),
    _law(
        "N9",
        "Key decisions",
        "A key decision is announced this many clear days before it is made; later only by the general "
        "exception or with the scrutiny chair's agreement.",
        *DAYS,
        _whole("exception_number", "clear days under the general exception"),
        Parameter("exception_basis", Holds.BASIS, "which days the general exception counts", needed=False),
        bodies=CABINET,
    ),
    _law(
        "N10",
        "Record of executive decisions",
        "A decision is recorded with reasons, options rejected and interests, and a scrutiny member's request "
        "for papers is answered in time.",
        _whole("answer_number", "clear days to answer a member"),
        bodies=CABINET,
    ),
    _law(
        "N11",
        "Decisions of officers",
        "Decisions under delegation are recorded and stay public for years.",
        _whole("years_record", "years for the record"),
        _whole("years_background", "years for background papers"),
    ),
)
_EXEMPT = (
    _law(
        "E1",
        "Exempt items",
        "An item taken in private has its paragraph of Schedule 12A, why the public interest lies in "
        "withholding, and a resolution to exclude.",
    ),
    _law(
        "E2",
        "Confidential items",
        "What the government supplied in confidence, or a court or an Act forbids to tell, is taken in "
        "private without a vote.",
    ),
    _law(
        "E3",
        "Nothing exempt in public",
        "No word of an exempt paper stands in any public file, and each has a day on which it is asked "
        "whether it may be opened.",
    ),
)
_INTERESTS = (
    _law(
        "I1",
        "Register of interests",
        "A member registers interests within a period that begins with taking office.",
        _whole("days", "days of the period"),
    ),
    _law(
        "I2",
        "What is registered",
        "Which interests of a member and partner are disclosable.",
        Parameter("categories", Holds.WORDS, "the categories, in our words"),
    ),
    _law(
        "I3",
        "A disclosable interest",
        "A member with one takes no part and has no vote without a dispensation, and registers it within a "
        "period that begins with saying so.",
        _whole("days", "days of the period"),
    ),
    _law(
        "I4",
        "Sensitive interests",
        "Of a sensitive interest only that there is one is public.",
    ),
    _law(
        "I5",
        "Dispensations",
        "A dispensation is asked for in writing and lasts this long at most.",
        _whole("years", "years at most"),
    ),
    _law(
        "I6",
        "Declarations at the meeting",
        "The agenda has an item for declarations, and each stands against its item.",
    ),
    _law(
        "I7",
        "Arrears of council tax",
        "A member so long in arrears says so and has no vote on the budget.",
        _whole("months", "months of arrears"),
    ),
)
_MEETINGS = (
    _own(
        "M1",
        "Quorum",
        "So many of the members are there, or nothing is resolved.",
        Parameter("share", Holds.SHARE, "which share of all members"),
        _whole("least", "how many at least", needed=False),
    ),
    _law(
        "M2",
        "Majority and casting vote",
        "Those present and voting decide by majority; who presides has a casting vote.",
    ),
    _own(
        "M3",
        "Mover and seconder",
        "A motion is moved and seconded.",
        Parameter("seconder", Holds.FLAG, "whether a seconder is needed"),
    ),
    _own(
        "M4",
        "Recorded vote",
        "Names are recorded where so many members ask; always on the budget.",
        _whole("members", "how many members have to ask"),
    ),
    _law(
        "M5",
        "Minutes are signed",
        "Minutes name who was there and are signed at the next suitable meeting, whose agenda has an item for them.",
    ),
    _own(
        "M6",
        "Numbers of minutes",
        "Minutes are numbered n/yy by council year, in the order taken, and no number is given twice.",
    ),
    _own(
        "M7",
        "First meeting of the year",
        "The first meeting of a council year elects its chair and deputy.",
    ),
    _own(
        "M8",
        "Substitutes",
        "A substitute sits for a named absent member from the start.",
        Parameter("same_group", Holds.FLAG, "whether only for a member of the same group"),
    ),
    _law(
        "M9",
        "Co-optees for education",
        "Statutory co-optees vote on questions of education only.",
    ),
    _law(
        "M10",
        "Members at a distance",
        "Whether members who take part from elsewhere count and vote.",
        Parameter("counted", Holds.FLAG, "whether they count for the quorum and may vote"),
    ),
    _law(
        "M11",
        "Six months' absence",
        "A member who attends nothing for so long loses the seat unless the council approves the reason.",
        _whole("months", "months of absence"),
    ),
)
_PUBLIC = (
    _own(
        "P1",
        "Asking to speak",
        "A request to speak is in time until this moment; later ones are for the chair.",
        *UNTIL,
    ),
    _own(
        "P2",
        "Written statements",
        "A statement is in time until this moment and fits the length allowed.",
        *UNTIL,
        _whole("sides", "sides of A4 at most", needed=False),
    ),
    _own(
        "P3",
        "A place in the room",
        "A request to attend in person is in time until this moment.",
        *UNTIL,
        _whole("places", "how many people the room holds", needed=False),
    ),
    _own(
        "P4",
        "Answering petitions",
        "Who brings a petition is told what is done within this many working days.",
        _whole("days", "working days to answer"),
    ),
)
_SCRUTINY = (
    _law(
        "S1",
        "Response to recommendations",
        "The executive answers scrutiny's notice within a period that begins with receiving it.",
        _whole("months", "months of the period"),
        bodies=SCRUTINY,
    ),
    _law(
        "S2",
        "Partners have regard",
        "A partner authority has regard to a recommendation of which it has notice.",
        bodies=SCRUTINY,
    ),
    _law(
        "S3",
        "Who has to come",
        "Members of the Cabinet and officers come when scrutiny asks; others are invited; any member may "
        "refer an item.",
        bodies=SCRUTINY,
    ),
    _law(
        "S4",
        "Response of the health service",
        "A health body answers within a period where scrutiny asks for it.",
        _whole("days", "days of the period"),
        bodies=SCRUTINY,
    ),
    _own(
        "S5",
        "Call-in",
        "An executive decision waits for this long after it is published; so many members may call it in.",
        _whole("window_days", "working days in which it can be called in"),
        _whole("signatories", "how many members have to sign"),
        _whole("meet_within_days", "working days within which the committee meets", needed=False),
        _whole("reconsider_within_days", "working days within which it is reconsidered", needed=False),
        bodies=SCRUTINY | CABINET,
    ),
    _own(
        "S6",
        "Scoring the work programme",
        "What a suggestion is scored by.",
        Parameter("criteria", Holds.WORDS, "the criteria"),
        _whole("most", "the highest score of each criterion"),
        _whole("threshold", "the total from which a suggestion is taken up", needed=False),
        bodies=SCRUTINY,
    ),
    _own(
        "S7",
        "Following recommendations",
        "Recommendations have references, and the committee is told of them this often.",
        _whole("reports_a_year", "how often a year"),
        bodies=SCRUTINY,
    ),
    _own(
        "S8",
        "Actions have an owner and a day",
        "An action in the minutes names who does it by when, or the minutes are not published.",
    ),
    _own(
        "S9",
        "What a meeting can take",
        "No more is planned for a meeting than members can do justice to.",
        _whole("minutes", "minutes that can be planned"),
        _whole("items", "how many reports and topics at most", needed=False),
        bodies=SCRUTINY,
    ),
    _own(
        "S10",
        "Scrutiny before the decision",
        "A topic about a planned decision is taken at a meeting before the decision is made.",
        bodies=SCRUTINY,
    ),
)
_HOUSE = (
    _own(
        "R1",
        "Reports are handed in",
        "Reports come in by this moment; a later one needs the chair's agreement and says why it is late and "
        "why it cannot wait.",
        *UNTIL,
    ),
    _law(
        "A1",
        "Accessible documents",
        "What is published as a page or a PDF meets the standard of accessibility.",
    ),
)

RULEBOOK: Mapping[str, RuleEntry] = {
    entry.id: entry for entry in (*_NOTICE, *_EXEMPT, *_INTERESTS, *_MEETINGS, *_PUBLIC, *_SCRUTINY, *_HOUSE)
}

# The rules that give a meeting a deadline which everybody sees.
RULE_OF_KIND: Mapping[Kind, str] = {
    Kind.PUBLISH_AGENDA: "N2",
    Kind.REQUEST_TO_SPEAK: "P1",
    Kind.WRITTEN_STATEMENT: "P2",
    Kind.ATTEND_IN_PERSON: "P3",
}


def entry_of(rule_id: str) -> RuleEntry:
    """The rule of that id; UnknownRule when there is none."""
    found = RULEBOOK.get(rule_id)
    if found is None:
        raise UnknownRule(f"there is no rule {rule_id!r}; there are {', '.join(RULEBOOK)}")
    return found
