"""What a script does in a turn, in order. Whoever runs it says or carries out each, and puts it into words by `rendering.py`."""

from enum import StrEnum

import msgspec

from guichet.decisions.dialogue.words import StepId, Word


class Act(Word, frozen=True, tag=True, tag_field="type"):
    """What happens at a step."""

    step: StepId


class Said(Act, frozen=True):
    """The text of the step."""


class Asked(Act, frozen=True):
    """The question of the step: the script waits for an answer."""


class Mistake(StrEnum):
    """Why an answer was not taken."""

    NOT_AN_OPTION = "not-an-option"
    SEVERAL_OPTIONS = "several-options"
    NOT_A_NUMBER = "not-a-number"
    TOO_SMALL = "too-small"
    TOO_LARGE = "too-large"
    NOT_A_DATE = "not-a-date"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    NOT_A_POSTAL_CODE = "not-a-postal-code"
    WRONG_SHAPE = "wrong-shape"
    NOT_AN_ADDRESS = "not-an-address"
    NOT_A_CODE = "not-a-code"
    WRONG_CODE = "wrong-code"
    EMPTY = "empty"
    TOO_LONG = "too-long"
    SILENCE = "silence"
    STILL_WORKING = "still-working"


class Understood(Act, frozen=True):
    """Somebody wrote before anything was asked, and it meant this option of the step's question: said before going on."""

    option: str


class Misunderstood(Act, frozen=True):
    """Said before the question is asked again."""

    mistake: Mistake


class Answered(Act, frozen=True):
    """The article's answer is given."""

    article: str


class WorkWanted(Act, frozen=True):
    """The step waits until its work is done: `WorkDone` or `WorkFailed`. `arguments` are the answers that it needs."""

    arguments: dict[str, str] = msgspec.field(default_factory=dict)


class HandOverReason(StrEnum):
    SCRIPT = "script"
    ASKED = "asked"
    MISUNDERSTOOD = "misunderstood"
    VULNERABLE = "vulnerable"
    BROKEN = "broken"
    """The script led nowhere. A published one cannot; whoever is in it gets a person all the same."""


class HandedOver(Act, frozen=True):
    """A person takes over, with everything that was answered. Nothing follows."""

    why: HandOverReason
    reason: int | None = None


class Ended(Act, frozen=True):
    """Nothing follows."""

    settled: bool


Acts = Said | Asked | Understood | Misunderstood | Answered | WorkWanted | HandedOver | Ended
