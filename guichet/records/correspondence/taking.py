"""The side of a contact that was taken out of one held by mail: the same address and subject, in a thread of its own."""

from guichet.records.contacts.taking import TakenOut, find_place
from guichet.records.correspondence.models import Exchange, IncomingMail


def keep_exchange(taken: TakenOut) -> None:
    """Answers go to whoever wrote, as answers to those mails alone. What is answered to them joins this contact, and what is answered to
    the others stays where they are (R10)."""
    exchange = Exchange.objects.of(taken.origin.organisation_id).get(pk=taken.origin.pk)
    Exchange.objects.create(
        organisation_id=exchange.organisation_id,
        contact=taken.contact,
        mailbox_id=exchange.mailbox_id,
        address=exchange.address,
        subject=exchange.subject,
        thread_ids=_list_ids(taken),
        verification=exchange.verification,
        is_forged=exchange.is_forged,
        promised_at=taken.promised_at,
    )


def _list_ids(taken: TakenOut) -> list[str]:
    """The Message-IDs of the mails taken out, the latest first."""
    organisation_id = taken.origin.organisation_id
    mails = IncomingMail.objects.of(organisation_id).exclude(message_id="")
    places = [find_place(organisation_id, taken.origin.pk, number) for number in reversed(taken.numbers)]
    found = [mails.filter(contact_id=contact, number=number).values_list("message_id", flat=True).first() for contact, number in places]
    return [message_id for message_id in found if message_id]
