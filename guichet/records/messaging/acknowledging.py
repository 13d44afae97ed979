"""Saying at the account that a message came, and until when it is answered: where that is wanted, and not often to one person."""

from datetime import datetime, timedelta
from uuid import uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.contacts.models import Contact
from guichet.records.messaging.models import Outgoing, Talk
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.words import Purpose
from guichet.records.notices.answers import describe_promise, find_language

MOST_ACKNOWLEDGED = 3
"""A day, to one person."""
DAY = timedelta(days=1)


def acknowledge(contact: Contact, now: datetime) -> None:
    talk = Talk.objects.of(contact.organisation_id).select_related("account__organisation").get(pk=contact.pk)
    if not talk.account.acknowledges or talk.is_public or not talk.handle or _count(talk, now) >= MOST_ACKNOWLEDGED:
        return
    with translation.override(find_language(contact)):
        received = _("%(organisation)s has received your message.") % {"organisation": contact.organisation.name}
        text = f"{received} {describe_promise(talk.promised_at, contact.organisation.time_zone)}"
    draft = Draft(
        key=uuid5(contact.pk, "acknowledgement"),
        purpose=Purpose.ACKNOWLEDGEMENT,
        handle=talk.handle,
        text=text,
        contact=contact,
        in_reply_to=talk.reference,
    )
    put_out(talk.account, draft, now)


def _count(talk: Talk, now: datetime) -> int:
    recent = Outgoing.objects.of(talk.organisation_id).filter(account=talk.account, created_at__gt=now - DAY)
    return recent.filter(purpose=Purpose.ACKNOWLEDGEMENT, handle=talk.handle).count()
