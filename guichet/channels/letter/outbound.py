"""Delivering to whoever wrote on paper: what an agent said becomes a letter to print, or a mail where the person prefers that."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from guichet.channels.contract import Delivery, Manifest
from guichet.channels.letter.manifest import MANIFEST
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message
from guichet.records.letters.answering import prepare_answers
from guichet.records.letters.models import Posting
from guichet.records.letters.words import PostingKind
from guichet.records.separation import set_organisation


class ByLetter:
    manifest: Manifest = MANIFEST

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:  # noqa: ARG002 - everything unsent goes
        """Prepare whatever was not sent yet; its reference is the posting's. Again, nothing more is prepared."""
        with transaction.atomic():
            set_organisation(organisation_id)
            prepare_answers(organisation_id, timezone.now(), UUID(contact))
            postings = Posting.objects.of(organisation_id).filter(contact_id=contact, kind=PostingKind.ANSWER)
            latest = postings.order_by("-prepared_at").values_list("pk", flat=True).first()
        return Delivery(reference=str(latest) if latest else None)


def open_channel() -> ByLetter:
    return ByLetter()
