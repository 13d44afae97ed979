"""What is said inside a contact, as values: the same for every channel and every screen."""

from enum import StrEnum
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import AgentId, ContactId, Instant

LONGEST_TEXT = 20_000
"""Characters of one message; more is refused with a sentence, never cut."""
LARGEST_FILE = 10_000_000
"""Bytes of one file."""
LARGEST_TOGETHER = 50_000_000
"""Bytes of all files of a contact."""
LONGEST_NAME = 120
"""Characters of a file's name, its extension included."""
MOST_FILES = 20
"""Files of a contact."""


class Author(StrEnum):
    CITIZEN = "citizen"
    AGENT = "agent"
    SYSTEM = "system"


class MessageKind(StrEnum):
    """A note is for agents only: no door of a citizen ever shows it. A file's line has no text."""

    MESSAGE = "message"
    NOTE = "note"
    FILE = "file"


class SaidKind(StrEnum):
    """What an agent may write; a file is sent, not written."""

    MESSAGE = "message"
    NOTE = "note"


class DraftKind(StrEnum):
    """What a draft is to become."""

    MESSAGE = "message"
    NOTE = "note"
    WRAP_UP = "wrap-up"  # the note of the wrap-up
    ANSWER = "answer"  # no words: which article stands in the message that is being written
    TICKS = "ticks"  # no words: what of the checklist is done


class AttemptReason(StrEnum):
    """Why a call reached nobody. A wrong number is not tried again."""

    NO_ANSWER = "no-answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong-number"


class LinkPurpose(StrEnum):
    """What a one-time link lets its holder do."""

    RESUME = "resume"  # go on with the conversation on another device
    READ = "read"  # read the written trace
    FOLLOW = "follow"  # see where the request stands, as often as he likes


class RealTimeText(StrEnum):
    """What goes with text that is seen while it is typed."""

    ALONE = "alone"  # nothing: a call by text
    BESIDE = "beside"  # the sound of a call


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file said in a conversation. `name` is what its sender called it, made harmless; `type` is what its content proved to be."""

    id: UUID
    name: str
    type: str
    size: int


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Which version of which article a message gives. `is_reworded`: not in the words that were published, but the agent's own."""

    article: str
    version: int
    is_reworded: bool = False


def write_answer(answer: GivenAnswer) -> str:
    """For a JSON column."""
    return msgspec.json.encode(answer).decode()


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered line of a conversation. `agent` wrote it when `author` is "agent"; citizens are never told which id.

    `key` is the one its writer gave it: told to him alone, so that his browser knows its own message again.
    `attachment` belongs to a line of kind "file"; null when its file was erased. `answer`: the article that it gives.
    """

    number: int
    author: Author
    kind: MessageKind
    text: str
    at: Instant
    agent: AgentId | None = None
    key: UUID | None = None
    attachment: Attachment | None = None
    answer: GivenAnswer | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A message with the contact it belongs to: what is told to those who follow the contact."""

    contact: ContactId
    message: Message
