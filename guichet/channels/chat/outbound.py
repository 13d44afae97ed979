"""Delivering to the citizen's browser: it follows its contact, so that a stored message reaches it by itself."""

from guichet.channels.chat.manifest import MANIFEST
from guichet.channels.contract import Delivery, Manifest
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message


class Chat:
    manifest: Manifest = MANIFEST

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:  # noqa: ARG002 - the contract's
        """Nothing is left to do: what is stored was told to all who follow the contact in the same commit."""
        return Delivery()


def open_channel() -> Chat:
    return Chat()
