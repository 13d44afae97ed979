"""What the networks have in common, as values. What an event says of its writer is his own word: nothing here is verified."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guichet.records.errors import OutsideError

LONGEST_HANDLE = 200
LONGEST_REFERENCE = 250
LONGEST_NAME = 200
LONGEST_SAID = 20_000
"""Characters of one message as it comes; networks allow far less."""
MOST_EVENTS = 500
"""Of one delivery; Meta bundles up to a thousand updates, of which each counts once more when it is sent again."""
MOST_PIECES = 10


class Network(StrEnum):
    MASTODON = "mastodon"
    WHATSAPP = "whatsapp"
    MESSENGER = "messenger"
    WEBHOOK = "webhook"


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A file that came along: where it lies (an address, or the network's id of it), and how its sender calls it."""

    place: str
    name: str = ""
    description: str = ""


class Arrived(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody wrote. `reference` is the network's id of it, `handle` whom to answer, `in_reply_to` the reference that it answers.

    `is_automatic`: the writer declares himself a program.
    """

    reference: str
    handle: str
    shown_name: str
    text: str
    at: datetime
    is_public: bool = False
    in_reply_to: str = ""
    pieces: tuple[Piece, ...] = ()
    is_automatic: bool = False


class Fate(StrEnum):
    """What a network says became of something that we sent."""

    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """`key` is ours, as far as the network gives it back: it decides what an interrupted sending left open."""

    reference: str
    fate: Fate
    at: datetime
    key: str = ""
    trouble: "Trouble | None" = None


Event = Arrived | Receipt


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A text that the network has approved for writing to somebody who has been silent for a day; `values` fill its places, in order."""

    name: str
    language: str
    values: tuple[str, ...] = ()


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A text to bring to somebody. `key` is the same each time that it is tried."""

    key: UUID
    handle: str
    text: str
    is_public: bool = False
    in_reply_to: str = ""
    is_late: bool = False
    template: Template | None = None


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """How an account is reached: where the network's server is, who we are there, and what only we know."""

    network: Network
    server: str
    identity: str = ""
    secrets: Mapping[str, str] = {}

    def __repr__(self) -> str:
        """Without the secrets: a trace of an error may be kept for long."""
        return f"Access({self.network.value}, {self.server})"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a trial of the connection learned: our name there, and how much one message may hold there."""

    identity: str
    shown_name: str
    most_text: int
    url_length: int = 0
    streaming: str = ""


class Trouble(StrEnum):
    """Why a network did not take something."""

    ADDRESS = "address"
    UNREACHABLE = "unreachable"
    UNEXPECTED = "unexpected"
    TOKEN = "token"  # noqa: S105 - a code
    SIGNATURE = "signature"
    RIGHTS = "rights"
    IDENTITY = "identity"
    BUSY = "busy"
    SERVER = "server"
    GONE = "gone"
    WINDOW = "window"
    TEMPLATE = "template"
    TOO_LONG = "too-long"
    REFUSED = "refused"
    PERSONAL = "personal"


SENTENCES: Mapping[Trouble, Promise] = {
    Trouble.ADDRESS: _(
        "This address cannot be asked: it must begin with https:// and lie outside your own network (or be in GUICHET_INSIDE_HOSTS)."
    ),
    Trouble.UNREACHABLE: _("The server does not answer at this address. Check the address, and whether a firewall stands between."),
    Trouble.UNEXPECTED: _("Something answers at this address, but not the service that was chosen. Check the address."),
    Trouble.TOKEN: _("The network refuses the token. Make a new one there, and type it here."),
    Trouble.SIGNATURE: _("The bridge refuses our signature: both sides must have the same secret. Type the bridge’s secret here."),
    Trouble.RIGHTS: _("The token is good but may not do all that is needed. Give it the rights that this page names, then try again."),
    Trouble.IDENTITY: _("The network does not know this account under this identifier. Check the identifier."),
    Trouble.BUSY: _("The network asks us to slow down. It is tried again by itself in a moment."),
    Trouble.SERVER: _("The network has a trouble of its own. It is tried again by itself in a moment."),
    Trouble.GONE: _("This person cannot be reached there any more, or does not want it."),
    Trouble.WINDOW: _("More than 24 hours have passed since this person wrote: only an approved template may be sent now."),
    Trouble.TEMPLATE: _("The network does not know this template in this language, or its values do not fit it."),
    Trouble.TOO_LONG: _("This text is too long for the network. Say it in several messages."),
    Trouble.REFUSED: _("The network refuses this message. Say it in other words, or reach the person in another way."),
    Trouble.PERSONAL: _("This answer was not published: it holds something personal. Continue in private."),
}
PASSING = frozenset({Trouble.UNREACHABLE, Trouble.BUSY, Trouble.SERVER})


class NetworkError(OutsideError):
    """A network did not take something. `is_uncertain`: perhaps it did. `wait_seconds`: when it wants to be asked again."""

    code = "network-failed"

    def __init__(self, trouble: Trouble, *, is_uncertain: bool = False, wait_seconds: float | None = None) -> None:
        super().__init__(permanent=trouble not in PASSING)
        self.trouble = trouble
        self.is_uncertain = is_uncertain
        self.wait_seconds = wait_seconds

    def __str__(self) -> str:
        return str(SENTENCES[self.trouble])


class UnreadableError(Exception):
    """What came is nothing that this network sends: it waits in quarantine."""


class Adapter(Protocol):
    """A network, as the channel needs it."""

    def read(self, raw: bytes) -> list[Event]:
        """What a delivery says, without asking anybody. What it says of other accounts than ours is left out.

        :raises UnreadableError: it is nothing that this network sends.
        """
        ...

    def send(self, outgoing: Outgoing) -> str:
        """Bring a text to somebody, and return the network's reference of it.

        :raises NetworkError: it did not take it; `is_uncertain` when it perhaps did.
        """
        ...

    def check(self) -> Found:
        """Reach it as sending does, without sending anything.

        :raises NetworkError: it cannot be used so; the message says why.
        """
        ...

    def fetch(self, piece: Piece) -> bytes:
        """A file that came along.

        :raises NetworkError: it is not given, or too large.
        """
        ...
