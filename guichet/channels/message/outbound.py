"""Delivering to whoever left a message: the answer stands behind his link, where it was stored; a mail may tell him that it does."""

from guichet.channels.contract import Delivery, Manifest
from guichet.channels.message.manifest import MANIFEST
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message


class MessageLeft:
    manifest: Manifest = MANIFEST

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:  # noqa: ARG002 - the contract's
        """Nothing is left to do: what is stored can be read by the link, and `work` tells of it (`notices.answers`)."""
        return Delivery()


def open_channel() -> MessageLeft:
    return MessageLeft()
