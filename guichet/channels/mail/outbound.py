"""Delivering to whoever wrote by mail: what an agent said leaves as a mail of the thread."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from guichet.channels.contract import Delivery, Manifest
from guichet.channels.mail.manifest import MANIFEST
from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.words import Message
from guichet.records.correspondence.answering import send_answers
from guichet.records.notices.models import Mail
from guichet.records.notices.words import Purpose
from guichet.records.separation import set_organisation


class ByMail:
    manifest: Manifest = MANIFEST

    def deliver(self, organisation_id: int, contact: ContactId, message: Message) -> Delivery:  # noqa: ARG002 - everything unsent goes
        """Write the mail of whatever was not sent yet; its reference is the Message-ID. Again, nothing more is written."""
        with transaction.atomic():
            set_organisation(organisation_id)
            send_answers(organisation_id, timezone.now(), UUID(contact), settled=timedelta(0))
            mails = Mail.objects.of(organisation_id).filter(contact_id=contact, purpose=Purpose.REPLY)
            return Delivery(reference=mails.order_by("-created_at").values_list("message_id", flat=True).first())


def open_channel() -> ByMail:
    return ByMail()
