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
    """A note is for agents only: no door of a citizen ever shows it."""

    MESSAGE = "message"
    NOTE = "note"
    FILE = "file"


class DraftKind(StrEnum):
    """What a draft is to become."""

    MESSAGE = "message"
    NOTE = "note"
    WRAP_UP = "wrap-up"  # the note of the wrap-up


class LinkPurpose(StrEnum):
    """What a one-time link lets its holder do."""

    RESUME = "resume"  # go on with the conversation on another device
    READ = "read"  # read the written trace


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered line of a conversation. `agent` wrote it when `author` is "agent"; citizens are never told which id.

    `key` is the one its writer gave it: told to him alone, so that his browser knows its own message again.
    """

    number: int
    author: Author
    kind: MessageKind
    text: str
    at: Instant
    agent: AgentId | None = None
    key: UUID | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A message with the contact it belongs to: what is told to those who follow the contact."""

    contact: ContactId
    message: Message
