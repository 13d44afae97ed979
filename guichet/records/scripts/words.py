"""The closed lists of scripts, and what a session tells."""

from enum import StrEnum
from uuid import UUID

import msgspec
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guichet.decisions.dialogue.rendering import Choice
from guichet.decisions.dialogue.words import Ask, Code, Language, Medium
from guichet.decisions.routing.words import Channel
from guichet.records.scripts.given import GivenAnswer

MOST_STEPS_BACK = 20
"""How many changes of a draft can be undone."""
CALL_NUMBER = "telephone"
"""The answer of this name is the number at which a callback is made."""
MEDIA = {
    Medium.VOICE: _("Telephone"),
    Medium.CHAT: _("Chat"),
    Medium.SMS: _("SMS"),
    Medium.KIOSK: _("Kiosk"),
    Medium.PAGE: _("Page"),
}
CHANNELS = {
    Medium.VOICE: Channel.VOICE,
    Medium.CHAT: Channel.CHAT,
    Medium.SMS: Channel.SMS,
    Medium.KIOSK: Channel.VISIT,
    Medium.PAGE: Channel.CHAT,
}
"""The channel on which a person takes over."""


class VersionState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("To be read by somebody else")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class SessionState(TextChoices):
    """`settled`: the script answered. `unsettled`: it ended without. An open one that expires was left by its citizen."""

    OPEN = "open", _("Under way")
    SETTLED = "settled", _("Settled by the script")
    UNSETTLED = "unsettled", _("Ended without an answer")
    HANDED_OVER = "handed-over", _("Handed over to a person")


class Part(StrEnum):
    """What a piece of a turn is. `hand-over`: a person takes over, by `contact`, or nobody is there when that is empty; `end`: nothing
    follows; `citizen`: what the citizen himself said, which stands among the lines of a session only."""

    TEXT = "text"
    MISTAKE = "mistake"
    QUESTION = "question"
    ANSWER = "answer"
    LINK = "link"
    HAND_OVER = "hand-over"
    END = "end"
    CITIZEN = "citizen"


class Piece(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A piece of a turn in words, in the order in which it is said.

    `text` is whole by SMS and on the telephone, where it names the choices; elsewhere they stand beside it as buttons. An answer carries
    its article and version, a link its address (by SMS also in the text).
    """

    part: Part
    text: str = ""
    choices: tuple[Choice, ...] = ()
    article: str = ""
    version: int | None = None
    address: str = ""
    contact: str = ""


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """Where a session stands: what was said last, or what was asked when an input was not taken.

    `turn` is what the next input quotes as seen: of two answers to one question the second is not taken. `lines`: everything that was said
    so far, `pieces` last; `given`: what was answered; `asks`: the question, where it is not one with choices. `contact`: who takes over.
    """

    session: UUID
    turn: int
    medium: Medium
    language: Language
    state: SessionState
    pieces: tuple[Piece, ...]
    lines: tuple[Piece, ...] = ()
    given: tuple[GivenAnswer, ...] = ()
    asks: Ask | None = None
    is_taken: bool = True
    contact: str = ""

    @property
    def goes_back(self) -> bool:
        """Whether there is something to take back: an answer, or the address to which a code was sent."""
        return bool(self.given) or (self.asks is not None and isinstance(self.asks.kind, Code))
