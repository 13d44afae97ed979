"""Everything that goes over the citizen's doors of the chat. The widget's TypeScript types are generated from here."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import ContactId, Instant
from guichet.doors.words import Asked, Code, Drafted, Id, Number, Wire
from guichet.records.contacts.waiting import Wait
from guichet.records.contacts.words import Attachment, Author, Message
from guichet.records.pages.words import CameFrom


class Progress(StrEnum):
    """What a citizen is told of his contact: fewer states than the router's, in his own terms."""

    WAITING = "waiting"
    ANSWERED = "answered"  # an agent is there
    ENDED = "ended"
    LEFT = "left"  # he left before an answer
    TURNED_AWAY = "turned-away"


# ---- asked


class OpenContact(Asked, frozen=True):
    """POST /chat/contacts. `organisation` is its slug, `reason` and `territory` are ids.

    The same `key` again answers with the contact opened the first time. `keeps_pass`: the page keeps the pass itself and shows it in a
    header, because its cookies are blocked. `script`: the pass of the script that it comes from, whose answers go along. `came_from`: the
    page of another site on which help was asked.
    """

    key: UUID
    organisation: Code
    reason: Id
    language: Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})*$", max_length=12)]
    text: str
    territory: Id | None = None
    name: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    keeps_pass: bool = False
    script: Annotated[str, msgspec.Meta(max_length=300)] | None = None
    came_from: CameFrom | None = None


class SendMessage(Asked, frozen=True):
    """POST /chat/contacts/{id}/messages. The same `key` again answers with the number given the first time."""

    key: UUID
    text: str


class TypeSomething(Asked, frozen=True):
    """POST /chat/contacts/{id}/typing. `draft`: what is typed so far, where the agent sees it while it is typed."""

    draft: Drafted | None = None


class MarkRead(Asked, frozen=True):
    """POST /chat/contacts/{id}/read: everything up to `number` has been seen."""

    number: Number


class JudgeAnswer(Asked, frozen=True):
    """POST /chat/contacts/{id}/judged: whether the answer in a message helped. Said again, the first counts."""

    number: Number
    has_helped: bool


class EndContact(Asked, frozen=True):
    """POST /chat/contacts/{id}/end: the citizen leaves, before or after an answer."""

    key: UUID


class SendTranscript(Asked, frozen=True):
    """POST /chat/contacts/{id}/transcript: what was said, by mail to an address that he types."""

    key: UUID
    address: Annotated[str, msgspec.Meta(max_length=254)]


# ---- answered


class Opened(Wire, frozen=True):
    """`token` is the pass, for a page that keeps it itself; the others get a cookie."""

    contact: ContactId
    number: int
    token: str | None


class Sent(Wire, frozen=True):
    number: int
    at: Instant


class FileSent(Wire, frozen=True):
    """POST /chat/contacts/{id}/files?key=&name=, the body being the file: 201, or 200 when the key was known."""

    number: int
    at: Instant
    attachment: Attachment


class Waiting(Wire, frozen=True):
    """GET /chat/contacts/{id}/wait. `wait` is null for who waits no more, and for a message, which is promised a day."""

    wait: Wait | None


class Conversation(Wire, frozen=True):
    """GET /chat/contacts/{id}. `cursor` is where /events continues without a gap."""

    contact: ContactId
    state: Progress
    reason: str | None
    """Why he was turned away, as a sentence with another way offered; otherwise null."""
    arrived_at: Instant
    messages: tuple[Message, ...]
    cursor: str


# ---- told, over GET /chat/contacts/{id}/events (SSE; `id:` is the cursor)


class Told(Wire, frozen=True, tag=True, tag_field="type"):
    """An event, named by its class. Applying all of them to an old `Conversation` gives the new one."""


class StateChanged(Told, frozen=True):
    state: Progress
    reason: str | None


class MessageAdded(Told, frozen=True):
    message: Message


class SomebodyTypes(Told, frozen=True):
    """Never stored; shown for a few seconds. `draft`: what he has typed so far, where each sees the other write."""

    author: Author
    draft: str | None


class MessagesRead(Told, frozen=True):
    """Never stored."""

    author: Author
    number: int


class Reset(Told, frozen=True):
    """Too much was missed: fetch the conversation anew."""


Event = StateChanged | MessageAdded | SomebodyTypes | MessagesRead | Reset
