"""An organisation with an account outside, and messages to write to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from django.utils import timezone

from guichet.decisions.routing.words import ContactState
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Agent, Organisation
from guichet.records.directory.tests import factories
from guichet.records.messaging.answering import send_answers
from guichet.records.messaging.intake import take_in
from guichet.records.messaging.models import Account, Incoming, Outgoing
from guichet.records.messaging.storing import store

ZOE = "+33612345678"
CARRIERS = {"list": "guichet.records.messaging.tests.carriers.open_carrier"}


@dataclass
class Office:
    organisation: Organisation
    account: Account
    agent: Agent

    def receive(self, *said: dict[str, object] | bytes, key: str = "", now: datetime | None = None) -> Incoming:
        now = now or timezone.now()
        raw = said[0] if said and isinstance(said[0], bytes) else msgspec.json.encode(list(said))
        stored = store(self.organisation.pk, self.account.pk, raw, key or str(uuid4()), now)
        take_in(self.organisation.pk, stored.incoming, now)
        return Incoming.objects.get(pk=stored.incoming)

    def hear(self, text: str = "Où en est mon dossier ?", **changes: object) -> Incoming:
        return self.receive({"handle": ZOE, "text": text, **changes})

    def get_contact(self, incoming: Incoming) -> Contact:
        assert incoming.contact_id is not None
        return Contact.objects.get(pk=incoming.contact_id)

    def take_up(self, contact: UUID | None) -> Contact:
        """As the router does when an agent accepts."""
        assert contact is not None
        Contact.objects.filter(pk=contact).update(state=ContactState.ASSIGNED, agent=self.agent)
        return Contact.objects.get(pk=contact)

    def close(self, contact: UUID | None) -> None:
        assert contact is not None
        Contact.objects.filter(pk=contact).update(state=ContactState.CLOSED, closed_at=timezone.now())

    def say(self, contact: Contact, text: str = "Votre dossier est complet.") -> Outgoing:
        """As an agent does, and the job that puts his words out."""
        said = add_message(contact, uuid4(), Author.AGENT, text, self.agent)
        send_answers(self.organisation.pk, timezone.now())
        return Outgoing.objects.get(contact=contact, number=said.number)

    def list_notes(self, contact: Contact) -> list[str]:
        return list(contact.messages.filter(kind="note").order_by("number").values_list("text", flat=True))


def make_office(
    name: str = "Mairie de Ville", channel: str = "sms", kind: str = "list", address: str = "36105", **changes: object
) -> Office:
    organisation = factories.make_organisation(name=name)
    queue = factories.make_queue(organisation, channels=[channel])
    reason = factories.make_reason(organisation, queue, labels={"fr": "Écrire à la mairie"})
    values: dict[str, object] = {"reason": reason, "language": "fr", "per_second": 1_000, **changes}
    account = Account.objects.create(organisation=organisation, channel=channel, kind=kind, address=address, **values)
    return Office(organisation, account, factories.make_agent(organisation))
