"""What a channel is: a folder that is complete in itself, known to the house by its manifest and, when it speaks on its own, its voice.

A channel's folder holds `manifest.py` (`MANIFEST`), `inbound.py` (its doors, if it has any: `routes`), `outbound.py` (`open_channel`),
`settings.py` and its tests. Channels are strangers to one another; the engine knows this module and the registry only.
"""

from typing import Protocol

import msgspec
from django.utils.functional import Promise

from guichet.decisions.routing import words
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message
from guichet.records.errors import OutsideError


class ChannelError(OutsideError):
    """The outside did not take what a channel gave it. `permanent`: trying again is of no use, a person decides."""

    code = "channel-failed"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the house must know of a channel before it loads it.

    `is_live`: its work cannot wait in an agent's hands. `carries_text`: what is said is kept as messages. `most_text`: characters that
    one message may hold on its way out.
    """

    kind: words.Channel
    label: str | Promise
    carries_text: bool
    most_text: int | None = None

    @property
    def is_live(self) -> bool:
        return self.kind in words.LIVE


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message handed to a channel. `reference` is the outside's name for it; none where it never leaves the house."""

    reference: str | None = None


class Channel(Protocol):
    """How a channel reaches the citizen of a contact."""

    manifest: Manifest

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:
        """Bring a stored message to the citizen. Delivering the same message again must be harmless.

        :raises ChannelError: the outside did not take it.
        """
        ...
