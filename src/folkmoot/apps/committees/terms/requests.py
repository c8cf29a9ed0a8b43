"""The words of what residents ask of a meeting."""

from __future__ import annotations

from folkmoot.apps.accounts.terms import Described
from folkmoot.methods.calendars.notice import Kind


class RequestKind(Described):
    """What somebody asks for; the sentence is the heading of its form."""

    SPEAK = "speak", "Ask to speak at the meeting"
    STATEMENT = "statement", "Send a written statement"
    PETITION = "petition", "Present a petition"
    QUESTION = "question", "Ask a question"
    ATTEND = "attend", "Ask for a place in the room"

    @property
    def noun(self) -> str:
        """What it is called in a sentence: a request to speak, a petition."""
        return {
            "speak": "request to speak", "statement": "written statement", "attend": "request for a place in the room",
        }.get(self.value, self.value)  # fmt: skip


# Which rule's time a request keeps. Petitions and questions are put at the meeting, as speeches are.
KEEPS_TIME_OF = {
    RequestKind.SPEAK: Kind.REQUEST_TO_SPEAK,
    RequestKind.PETITION: Kind.REQUEST_TO_SPEAK,
    RequestKind.QUESTION: Kind.REQUEST_TO_SPEAK,
    RequestKind.STATEMENT: Kind.WRITTEN_STATEMENT,
    RequestKind.ATTEND: Kind.ATTEND_IN_PERSON,
}
# Who is called in turn at the meeting.
IN_TURN = (RequestKind.PETITION, RequestKind.SPEAK, RequestKind.QUESTION)


class RequestStatus(Described):
    """Where a request stands; the sentence is what its sender reads."""

    RECEIVED = "received", "Democratic services will check it and write to you."
    LATE = "late", "It came after its time. The chair decides whether it can still be taken, and we will write to you."
    ACCEPTED = "accepted", "It is accepted."
    OFFERED = "offered", "A place in the room is kept for you."
    WAITING = "waiting", "The room is full. You are on the waiting list, and we will write if a place becomes free."
    DECLINED = "declined", "It is declined."
    WITHDRAWN = "withdrawn", "You have withdrawn it."

    @property
    def label(self) -> str:
        """Received, Waiting list."""
        return {"late": "Late", "offered": "Place offered", "waiting": "Waiting list"}.get(
            self.value, self.value.capitalize()
        )


# What still counts at the meeting.
STANDING = (RequestStatus.RECEIVED, RequestStatus.LATE, RequestStatus.ACCEPTED, RequestStatus.OFFERED)
ENDED = (RequestStatus.DECLINED, RequestStatus.WITHDRAWN)


class WindowState(Described):
    """Whether a form takes requests."""

    OPEN = "open", "Open"
    LATE = "late", "Late"
    CLOSED = "closed", "Closed"
    NO_RULE = "no_rule", "Not asked for"


class Way(Described):
    """How somebody takes part."""

    IN_PERSON = "in_person", "In person, at the meeting"
    VIRTUAL = "virtual", "Online, by video or telephone"


class Need(Described):
    """What helps somebody to take part."""

    LARGE_PRINT = "large_print", "Papers in large print"
    HEARING_LOOP = "hearing_loop", "A hearing loop"
    STEP_FREE = "step_free", "A way in without steps"
    INTERPRETER = "interpreter", "An interpreter, or a British Sign Language interpreter"
    OTHER = "other", "Something else"


class Outcome(Described):
    """What came of a request at the meeting."""

    HEARD = "heard", "Heard at the meeting"
    READ = "read", "Read out, or before the members in writing"
    ANSWERED = "answered", "Answered at the meeting"
    TO_BE_ANSWERED = "to_be_answered", "To be answered in writing"
    ABSENT = "absent", "Called, but not there"


LONGEST_WORDS = 12_000  # letters: more than two sides, so that nobody is cut off before the sides are counted
