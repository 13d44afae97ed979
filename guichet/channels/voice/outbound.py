"""Nothing written reaches a caller by his telephone."""

from guichet.channels.contract import ChannelError, Delivery, Manifest
from guichet.channels.voice.manifest import MANIFEST
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message


class Voice:
    manifest: Manifest = MANIFEST

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:  # noqa: ARG002 - the contract's
        """:raises ChannelError: always; the person is told by word of mouth."""
        raise ChannelError(permanent=True)


def open_channel() -> Voice:
    return Voice()
