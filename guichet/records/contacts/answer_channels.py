"""Answering a contact on another channel than the one it came by: from a line on, in the same contact, with all that was said before.

Each channel sends what it finds unsent in its own time. A choice stands at its place among the lines, so that what was said before it
still leaves as it was meant, however late.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState
from guichet.records.contacts.actions import add_context
from guichet.records.contacts.errors import NoSuchContactError, NotOwnerError
from guichet.records.contacts.models import AnswerChannel, Contact, Message
from guichet.records.errors import RefusedError
from guichet.records.people.models import ContactPoint
from guichet.records.people.words import ContactPointKind

IN_HAND = (ContactState.ASSIGNED, ContactState.INTERRUPTED)
MOST_SHOWN = 10


class NoSuchWayError(RefusedError):
    code = "no-such-way"
    message = gettext_lazy("This contact cannot be answered that way.")


@dataclass(frozen=True, slots=True)
class Choice:
    """By which channel an agent goes on. `key` is his: the same again is the same choice."""

    organisation: int
    contact: ContactId
    agent: AgentId
    channel: Channel
    key: UUID


@transaction.atomic
def go_on_by(choice: Choice, prepare: Callable[[Contact], str]) -> None:
    """Have what is said from now on leave by another channel, or by the contact's own again.

    :param prepare: makes the channel ready for the contact, and returns what agents read there about it.
    :raises NotOwnerError: it is not in his hands. :raises RefusedError: the channel refuses; nothing is changed.
    """
    contact = lock(choice)
    if find_channel(contact) == choice.channel == contact.channel:
        return
    with translation.override(contact.organisation.default_language):
        line = add_context(contact, choice.key, prepare(contact))
    if line.is_new:
        AnswerChannel.objects.create(
            organisation_id=choice.organisation, contact=contact, number=line.number, channel=choice.channel, agent_id=choice.agent
        )


def lock(choice: Choice) -> Contact:
    """:raises NoSuchContactError: there is none. :raises NotOwnerError: it is not in his hands."""
    contacts = Contact.objects.of(choice.organisation).select_for_update(of=("self",)).select_related("organisation", "queue", "reason")
    contact = contacts.filter(pk=UUID(choice.contact)).first()
    if contact is None:
        raise NoSuchContactError
    if contact.agent_id != choice.agent or contact.state not in IN_HAND:
        raise NotOwnerError
    return contact


def find_channel(contact: Contact) -> Channel:
    """By which channel what is said now leaves."""
    last = AnswerChannel.objects.of(contact.organisation_id).filter(contact=contact).order_by("-number").first()
    return Channel(contact.channel if last is None else last.channel)


def list_addresses(contact: Contact, kind: ContactPointKind) -> list[ContactPoint]:
    """What its citizen gave, proved ones first."""
    if contact.citizen_id is None:
        return []
    points = ContactPoint.objects.of(contact.organisation_id).filter(citizen_id=contact.citizen_id, kind=kind)
    return list(points.order_by(F("verified_at").desc(nulls_last=True), "pk")[:MOST_SHOWN])


def only_by(lines: QuerySet[Message], channel: Channel, own: Channel | None = None) -> QuerySet[Message]:
    """Those of these lines that leave by this channel. :param own: the one that lines without a choice leave by, where it is another."""
    choices = AnswerChannel.objects.filter(
        organisation=OuterRef("organisation"), contact=OuterRef("contact"), number__lt=OuterRef("number")
    )
    leaving = Coalesce(Subquery(choices.order_by("-number").values("channel")[:1]), Value((own or channel).value))
    return lines.alias(leaves_by=leaving).filter(leaves_by=channel.value)


def return_to_own(_contact: Contact) -> str:
    """What agents read where a contact is answered by its own channel again."""
    return _("From here on, answers leave as this contact came.")
