"""The side of a contact that was taken out of one held at an account outside: the same person at the same account."""

from guichet.records.contacts.taking import TakenOut, find_place
from guichet.records.messaging.models import Incoming, Talk


def keep_talk(taken: TakenOut) -> None:
    """What is answered here answers, where the network has answers, the last word that was taken out."""
    organisation_id = taken.origin.organisation_id
    talk = Talk.objects.of(organisation_id).get(pk=taken.origin.pk)
    contact, number = find_place(organisation_id, taken.origin.pk, taken.numbers[-1])
    came = Incoming.objects.of(organisation_id).filter(contact_id=contact, number=number).exclude(reference="")
    Talk.objects.create(
        organisation_id=organisation_id,
        contact=taken.contact,
        account_id=talk.account_id,
        handle=talk.handle,
        is_public=talk.is_public,
        reference=came.values_list("reference", flat=True).first() or talk.reference,
        window_until=talk.window_until,
        promised_at=taken.promised_at,
    )
