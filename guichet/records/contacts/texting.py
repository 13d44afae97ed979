"""Text that is seen while it is typed: instead of a call, or beside it, for whoever hears or speaks badly or not at all.

What is being typed passes from browser to browser and is kept nowhere; what was sent is a line as any other. Whoever is in a call comes
in by a code of eight digits that his agent tells him, once and within a quarter of an hour; what is kept of it is its digest.
"""

from datetime import datetime, timedelta
from secrets import randbelow
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from guichet.decisions.routing.words import AgentId, Channel, ContactId
from guichet.records.contacts.actions import Opened, Opening, open_contact
from guichet.records.contacts.answer_channels import IN_HAND
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact, RealTimeText
from guichet.records.contacts.queries import Arrival
from guichet.records.contacts.words import RealTimeText as Kind
from guichet.records.errors import RefusedError

CODE_LIFE = timedelta(minutes=15)
DIGITS = 8
SPOKEN = (Channel.VOICE, Channel.CALLBACK)
SALT = "guichet.contacts.texting"


class WrongCodeError(RefusedError):
    code = "wrong-code"
    message = _("This code opens nothing, or no more. Check it, or ask your agent for a new one.")


class NotInCallError(RefusedError):
    code = "not-in-call"
    message = _("Text can be opened beside a call only while you have it.")


@transaction.atomic
def call_by_text(organisation_id: int, opening: Opening, arrival: Arrival, now: datetime) -> Opened:
    """Open a call whose only voice is text. The same key again changes nothing.

    :raises RefusedError: its text or the name cannot be kept.
    """
    opened = open_contact(organisation_id, opening, arrival)
    if opened.is_new:
        RealTimeText.objects.create(organisation_id=organisation_id, contact_id=UUID(opened.contact), kind=Kind.ALONE, opened_at=now)
    return opened


@transaction.atomic
def open_beside(organisation_id: int, contact_id: UUID, agent: AgentId, now: datetime) -> str:
    """Open text beside the call that an agent has, and return the code by which its citizen comes in; an earlier one opens nothing more.

    :raises NoSuchContactError: it is not his. :raises NotInCallError: nobody speaks there.
    """
    contact = _lock(organisation_id, contact_id, agent)
    code = f"{randbelow(10**DIGITS):0{DIGITS}}"
    RealTimeText.objects.update_or_create(
        contact=contact,
        defaults={"code": _digest(organisation_id, code), "code_until": now + CODE_LIFE},
        create_defaults={
            "organisation_id": organisation_id,
            "kind": Kind.BESIDE,
            "opened_at": now,
            "code": _digest(organisation_id, code),
            "code_until": now + CODE_LIFE,
        },
    )
    return code


def lock_in_call(organisation_id: int, contact_id: UUID, agent: AgentId) -> Contact:
    """The contact of a call beside which text is open.

    :raises NoSuchContactError: it is not his. :raises NotInCallError: nobody speaks there, or no text is open.
    """
    contact = _lock(organisation_id, contact_id, agent)
    if not RealTimeText.objects.of(organisation_id).filter(pk=contact_id).exists():
        raise NotInCallError
    return contact


@transaction.atomic
def use_code(organisation_id: int, typed: str, now: datetime) -> ContactId:
    """Spend a code, as it was typed, and return the contact that it opens; of two at the same time, one gets in.

    :raises WrongCodeError: unknown, used, too old, or the call is over.
    """
    code = "".join(sign for sign in typed if sign.isdecimal())
    texts = RealTimeText.objects.of(organisation_id).filter(code=_digest(organisation_id, code), code_until__gt=now)
    found = texts.filter(contact__state__in=IN_HAND).values_list("contact_id", flat=True).first()
    if found is None or not texts.filter(contact_id=found).update(code=None, code_until=None):
        raise WrongCodeError
    return ContactId(str(found))


def find_kind(contact: Contact) -> Kind | None:
    """Whether what is typed there is seen while it is typed, and what goes with it."""
    found = RealTimeText.objects.of(contact.organisation_id).filter(pk=contact.pk).values_list("kind", flat=True).first()
    return None if found is None else Kind(found)


def _lock(organisation_id: int, contact_id: UUID, agent: AgentId) -> Contact:
    contact = Contact.objects.of(organisation_id).select_for_update().filter(pk=contact_id, agent_id=agent).first()
    if contact is None:
        raise NoSuchContactError
    if contact.channel not in SPOKEN or contact.state not in IN_HAND:
        raise NotInCallError
    return contact


def _digest(organisation_id: int, code: str) -> bytes:
    return salted_hmac(SALT, f"{organisation_id}:{code}", algorithm="sha256").digest()
