"""A callback is carried by the agent's voice: nothing written reaches the citizen through it."""

from guichet.channels.callback.manifest import MANIFEST
from guichet.channels.contract import ChannelError, Delivery, Manifest
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message


class Callback:
    manifest: Manifest = MANIFEST

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:  # noqa: ARG002 - the contract's
        """:raises ChannelError: always; the person is told by telephone."""
        raise ChannelError(permanent=True)


def open_channel() -> Callback:
    return Callback()
