"""Where somebody stands in a script: a value that is stored after every turn, so that a restart or a change of channel loses nothing."""

from enum import StrEnum

import msgspec

from guichet.decisions.dialogue.acts import Acts
from guichet.decisions.dialogue.words import Language, Medium, StepId, Word


class State(StrEnum):
    ASKING = "asking"
    WORKING = "working"
    ENDED = "ended"


class Given(Word, frozen=True):
    """An answer. `value` is what the script keeps (an option's name, a date as 2026-11-29)."""

    step: StepId
    name: str
    value: str


class Session(Word, frozen=True):
    """`misunderstood`: in a row. `found`: what look-ups brought, and a proved address. `awaits_code`: a code was sent to somebody who is
    being identified; `wrong_codes`: those that he gave since."""

    step: StepId
    state: State
    medium: Medium
    language: Language
    given: tuple[Given, ...] = ()
    found: dict[str, str] = msgspec.field(default_factory=dict)
    misunderstood: int = 0
    awaits_code: bool = False
    wrong_codes: int = 0

    def list_values(self) -> dict[str, str]:
        """What a branch or a look-up may ask for: the last answer of each name, and what was found."""
        return {**{given.name: given.value for given in self.given}, **self.found}


class Turn(Word, frozen=True):
    """What an input led to."""

    session: Session
    acts: tuple[Acts, ...]
