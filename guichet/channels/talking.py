"""Delivering to whoever is held in short messages, whichever network carries them: what an agent said leaves as a message of the talk."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from guichet.channels.contract import Delivery, Manifest
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message
from guichet.records.messaging.answering import send_answers
from guichet.records.messaging.models import Outgoing
from guichet.records.separation import set_organisation


class ByTalk:
    """A `Channel`."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:
        """Put out whatever was not put out yet; its reference is our key. Again, nothing more is put out."""
        with transaction.atomic():
            set_organisation(organisation_id)
            send_answers(organisation_id, timezone.now(), UUID(contact))
            ours = Outgoing.objects.of(organisation_id).filter(contact_id=contact, number=message.number).first()
            return Delivery(reference=None if ours is None else str(ours.key))
