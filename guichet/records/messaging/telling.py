"""Telling the agent, in the contact, that a message did not go out, or perhaps not: once for each turn of things."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.contacts.actions import add_context
from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.contacts.models import Contact
from guichet.records.messaging.models import Outgoing
from guichet.records.messaging.opening import Beginning, open_talk
from guichet.records.messaging.words import OutgoingState, Purpose


def tell(outgoing: Outgoing, now: datetime) -> bool:
    """Whether it is said now and was not before. An answer that did not arrive after its contact was closed opens one that says so: nobody
    looks there any more, and its citizen got nothing. That a call was not announced is of no use to whoever makes it."""
    if outgoing.contact_id is None or outgoing.purpose == Purpose.CALL:
        return False
    contact = Contact.objects.of(outgoing.organisation_id).select_related("organisation").get(pk=outgoing.contact_id)
    with translation.override(contact.organisation.default_language):
        sentence = explain(OutgoingState(outgoing.state), outgoing.code)
        key = uuid5(outgoing.pk, f"{outgoing.state}-{outgoing.attempts}")
        is_lost = outgoing.purpose == Purpose.REPLY and outgoing.state != OutgoingState.REFUSED and bool(outgoing.handle)
        if is_lost and contact.state in OVER and _reopen(outgoing, contact, sentence, key, now):
            return True
        return add_context(contact, key, sentence).is_new


def _reopen(outgoing: Outgoing, earlier: Contact, sentence: str, key: UUID, now: datetime) -> bool:
    """False when nobody answers what comes to this account any more."""
    closed = (earlier.closed_at or earlier.arrived_at).strftime("%d/%m/%Y")
    text = _("%(sentence)s It was said in the exchange that ended on %(day)s.") % {"sentence": sentence, "day": closed}
    beginning = Beginning(
        key=key,
        handle=outgoing.handle,
        text=text,
        at=now,
        name=earlier.citizen_name,
        is_public=outgoing.is_public,
        reference=outgoing.in_reply_to,
        earlier=earlier,
    )
    try:
        contact = open_talk(outgoing.account, beginning)
    except UnknownReasonError:
        return False
    note = _("The citizen wrote nothing new. Reach him in another way: what was said stands in that exchange.")
    add_context(contact, uuid5(key, "note"), note)
    return True


def explain(state: OutgoingState, code: str) -> str:
    """Why, and what to do next."""
    if state == OutgoingState.UNCERTAIN:
        return _("It is not known whether this message was sent. Ask the person before you send it again.")
    if state == OutgoingState.REFUSED:
        return _("This message was not sent: the person has said STOP. Reach him in another way.")
    match code:
        case "no-handle":
            return _("This message cannot be sent: it is not known who wrote. Reach the person in another way.")
        case "file":
            return _("A file cannot be sent here. Send it by e-mail, or say where it can be had.")
        case "long":
            return _("This message was not sent: it is too long for this network. Say it more briefly, or in several messages.")
        case "window":
            return _("This message was not sent: the person wrote too long ago for a free answer. Choose a model of the network.")
        case "unknown-handle":
            return _(
                "This message did not arrive: the number or the name does not exist, or is out of service. Reach the person in another way."
            )
        case "personal":
            return _("This answer was not published: it holds something that concerns this person alone. Continue in private.")
        case "too-long":
            return _("This message was not sent: it is too long for the network. Say it in several shorter ones.")
        case "template":
            return _("This message was not sent: the network does not know this model. Tell an administrator.")
        case "token" | "signature" | "rights" | "identity" | "address":
            return _(
                "This message was not sent: the network does not let us in. Tell an administrator, and reach the person in another way."
            )
        case _:
            return _("This message did not arrive. Try again later, or reach the person in another way.")
