"""How long a caller is given to choose. An interpreter signs what the menu says, and waits for the answer, before he presses. Pure."""

from dataclasses import dataclass

from guichet.channels.voice import settings as limits


@dataclass(frozen=True, slots=True)
class Patience:
    """`key_seconds`: once a question is over; `digit_seconds`: between two digits. `most_mistakes`: in the menu, then a person takes over.
    `is_silence_enough`: so does the first question to which nothing is pressed."""

    key_seconds: float
    digit_seconds: float
    most_mistakes: int
    is_silence_enough: bool


USUAL = Patience(limits.KEY_SECONDS, limits.DIGIT_SECONDS, limits.MOST_MISTAKES, is_silence_enough=False)
RELAYED = Patience(limits.RELAYED_KEY_SECONDS, limits.RELAYED_DIGIT_SECONDS, limits.MOST_MISTAKES + 2, is_silence_enough=True)
