"""What comes and goes at an account outside, as values. A carrier speaks its network's protocol; this room knows these words alone."""

from datetime import datetime
from enum import StrEnum

import msgspec

LONGEST_HANDLE = 200
LONGEST_REFERENCE = 250
LARGEST_RAW = 1_048_576
"""Bytes of one thing that comes in; whoever brings more is refused at the door."""
MOST_EVENTS = 200
"""Events read of one thing that came in."""
MOST_FILES = 10
MOST_PARTS = 40
"""Of one long message; a header that promises more is not believed."""


class Features(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier can do.

    `is_repeatable`: the same key handed over twice is one message outside, so that an unknown outcome may be tried again. `sends_itself`:
    it holds a session and takes what is queued (SMPP); the others are called by a job. `knows_stop`: a person silences us by a word.
    `most_text`: characters of one message.
    """

    is_repeatable: bool = False
    carries_files: bool = False
    sends_itself: bool = False
    knows_stop: bool = False
    most_text: int = 1_000


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Of a message that comes in pieces: which `group` (the same for all of them, of one person), `number` of `count`, from 1."""

    group: str
    number: int
    count: int


class CameFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as its sender names it: neither name nor content is believed."""

    name: str
    content: bytes


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody wrote. `reference` is the outside's name for it: the same one again is the same message. `handle` is who wrote, as an
    answer reaches him. `in_reply_to` is a reference of ours, where the network says so. `window_until`: until when we may answer freely.
    """

    reference: str
    handle: str
    text: str
    at: datetime | None = None
    shown_name: str = ""
    files: tuple[CameFile, ...] = ()
    in_reply_to: str = ""
    is_public: bool = False
    window_until: datetime | None = None
    part: Part | None = None


class ReceiptState(StrEnum):
    """What became of one of ours. `sent`: the network has it."""

    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The outside tells what became of one of ours, by its `reference` or by our `key`. `code` is its own word for why."""

    reference: str
    state: ReceiptState
    code: str = ""


Event = Arrival | Told


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed over. `key` stays the same however often it is tried. `files` are ids of the contact's files."""

    key: str
    handle: str
    text: str
    files: tuple[str, ...] = ()
    is_public: bool = False
    in_reply_to: str = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The outside has it, under these names: one for each piece it was cut into."""

    references: tuple[str, ...]


class IncomingState(StrEnum):
    """`received`: kept, not read yet. `read`: a contact has it. `settled`: it said what became of one of ours, or silenced us. `waiting`:
    a piece whose others are not here yet. `aside`: nobody is asked to answer it. `quarantined`: it could not be read or placed; a person
    looks, and can have it read again."""

    RECEIVED = "received"
    READ = "read"
    SETTLED = "settled"
    WAITING = "waiting"
    ASIDE = "aside"
    QUARANTINED = "quarantined"


class Cause(StrEnum):
    """Why it is where it is."""

    NONE = ""
    JOINED = "joined"
    REPEATED = "repeated"
    FLOOD = "flood"
    REPORT = "report"
    STOP = "stop"
    EMPTY = "empty"  # no event in it
    UNREADABLE = "unreadable"
    NO_REASON = "no-reason"
    SCRIPT = "script"  # a script answered it
    THANKS = "thanks"  # said after a script had answered: no more
    MODERATED = "moderated"  # a person decided that it needs no answer


class OutgoingState(StrEnum):
    """`uncertain` from the instant the outside may have it until it has answered: a process that dies in between leaves it so. `refused`:
    its person said that we shall not write, or a rule of ours forbade it. `left`: a person decided against it."""

    QUEUED = "queued"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    REFUSED = "refused"
    LEFT = "left"


class Purpose(StrEnum):
    """`confirmation`: the one word that the law wants after a stop, or after a start. `script`: what a script says to somebody who is
    writing now. `code`: what he was asked to give back. `call`: that we call him in a moment.
    `answer`: where the answer stands that he hears on the telephone now."""

    REPLY = "reply"
    ACKNOWLEDGEMENT = "acknowledgement"
    CONFIRMATION = "confirmation"
    SCRIPT = "script"
    CODE = "code"
    CALL = "call"
    ANSWER = "answer"
