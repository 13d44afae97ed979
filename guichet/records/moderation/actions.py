"""What is decided about a public word: it goes on in private, it is set aside, or it is brought back."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.inputs import ContactWithdrawn, ConversationEnded, WrapUpDone
from guichet.decisions.routing.words import AgentId, ContactId, ContactState
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.actions import add_context, add_message
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Account, Agent
from guichet.records.journal.actions import post
from guichet.records.messaging import arriving, joining
from guichet.records.messaging.answering import send_answers
from guichet.records.messaging.carriers import find_carrier
from guichet.records.messaging.models import Incoming, Talk
from guichet.records.messaging.words import Arrival, Cause, IncomingState
from guichet.records.moderation.errors import BackAlreadyError, NotHeldError, NotPublicError, NotSocialError
from guichet.records.moderation.models import SetAside
from guichet.records.moderation.words import LABELS, AsideReason

IN_HAND = (ContactState.ASSIGNED, ContactState.INTERRUPTED)
WAITING = (ContactState.WAITING, ContactState.OFFERED)
OUTCOME = "set-aside"


def lock_talk(organisation_id: int, contact_id: UUID) -> Talk:
    """The side of a contact that is held at a network, with its contact, locked.

    :raises NoSuchContactError: there is no such contact. :raises NotSocialError: it is held elsewhere.
    """
    if not Contact.objects.of(organisation_id).select_for_update(of=("self",)).filter(pk=contact_id).exists():
        raise NoSuchContactError
    talks = Talk.objects.of(organisation_id).filter(pk=contact_id, account__channel="social").select_for_update(of=("self",))
    talk = talks.select_related("contact__organisation", "account__organisation").first()
    if talk is None:
        raise NotSocialError
    return talk


@transaction.atomic
def continue_in_private(organisation_id: int, contact_id: UUID, agent: Agent, key: UUID, now: datetime) -> int:
    """Say in public that the answer comes in private, and go on there in the same contact. Returns the number of that line; the same key
    again says nothing more. What was written before this still leaves in public, as it was meant.

    :raises RefusedError: it is private already, or not in this agent's hands.
    """
    talk = lock_talk(organisation_id, contact_id)
    said = talk.contact.messages.filter(key=key).first()
    if said is not None:
        return int(said.number)
    if talk.contact.agent_id != agent.pk or talk.contact.state not in IN_HAND:
        raise NotHeldError
    if not talk.is_public:
        raise NotPublicError
    with translation.override(talk.contact.language):
        line = add_message(talk.contact, key, Author.AGENT, _("Thank you for your message. We answer you in private."), agent)
    send_answers(organisation_id, now, contact_id)
    Talk.objects.of(organisation_id).filter(pk=contact_id).update(is_public=False)
    return line.number


@transaction.atomic
def set_aside(organisation_id: int, contact_id: UUID, account: Account, reason: AsideReason, key: UUID, now: datetime) -> None:
    """Decide that nobody answers it: its owner, or, while it waits, whoever steers. Again, nothing changes.

    :raises RefusedError: it is held elsewhere, or in somebody else's hands.
    """
    talk = lock_talk(organisation_id, contact_id)
    if SetAside.objects.of(organisation_id).filter(pk=contact_id).exists():
        return
    contact, place = talk.contact, ContactId(str(contact_id))
    agent = Agent.objects.of(organisation_id).filter(account=account).first()
    asker = f"account:{account.pk}"
    if agent is not None and contact.agent_id == agent.pk and contact.state in (*IN_HAND, ContactState.WRAPPING_UP):
        own = AgentId(agent.pk)
        if contact.state in IN_HAND:
            ended = ConversationEnded(contact=place, agent=own)
            post(organisation_id, ended, derive_input_id(asker, "aside-end", place, key))
        done = WrapUpDone(contact=place, agent=own, outcome=OUTCOME)
        post(organisation_id, done, derive_input_id(asker, "aside-done", place, key))
    elif contact.state in WAITING:
        post(organisation_id, ContactWithdrawn(contact=place, reason=OUTCOME), derive_input_id(asker, "aside", place, key))
    else:
        raise NotHeldError
    _note(talk, account, reason, now)


def _note(talk: Talk, account: Account, reason: AsideReason, now: datetime) -> None:
    organisation_id, contact = talk.organisation_id, talk.contact
    SetAside.objects.create(organisation_id=organisation_id, contact=contact, reason=reason, account_id=account.pk, aside_at=now)
    came = Incoming.objects.of(organisation_id).filter(contact=contact, state=IncomingState.READ)
    came.update(state=IncomingState.ASIDE, cause=Cause.MODERATED)
    with translation.override(contact.organisation.default_language):
        if contact.state != ContactState.WRAPPING_UP:
            add_context(contact, uuid5(contact.pk, "set-aside"), _("Set aside: %(reason)s.") % {"reason": LABELS[reason]})
    record(organisation_id, Act("contact-set-aside", "contact", str(contact.pk), account.pk), now)


@transaction.atomic
def bring_back(organisation_id: int, contact_id: UUID, account: Account, now: datetime) -> UUID:
    """Have it answered after all, in a contact of its own that goes on from the one that was closed; returns that one.

    :raises BackAlreadyError: somebody did it already.
    """
    aside = SetAside.objects.of(organisation_id).select_for_update(of=("self",)).filter(pk=contact_id, back_at=None).first()
    if aside is None:
        raise BackAlreadyError
    came = Incoming.objects.of(organisation_id).filter(contact_id=contact_id, cause=Cause.MODERATED)
    again: UUID | None = None
    for incoming in came.select_related("account__organisation", "account__reason").order_by("received_at", "pk"):
        again = _take_again(incoming, now) or again
    aside.back_at, aside.again_id = now, again
    aside.save(update_fields=["back_at", "again"])
    record(organisation_id, Act("contact-brought-back", "contact", str(contact_id), account.pk), now)
    return again or contact_id


def _take_again(incoming: Incoming, now: datetime) -> UUID | None:
    """Its words under names of their own: those they came under belong to the contact that is closed."""
    for event in find_carrier(incoming.account.kind).read(incoming.account, bytes(incoming.raw)):
        if isinstance(event, Arrival):
            incoming.handle = joining.clean(event.handle)
            joining.lock_person(incoming.account, incoming.handle)
            arriving.arrive(incoming, event, f"{event.reference}+{incoming.pk}", now, is_wanted=True)
    incoming.state, incoming.cause = IncomingState.READ, Cause.NONE
    incoming.save(update_fields=["state", "cause", "contact", "number"])
    return incoming.contact_id
