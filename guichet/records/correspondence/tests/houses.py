"""An organisation with a mailbox, and mails to write to it."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from django.utils import timezone

from guichet.decisions.routing.words import ContactState
from guichet.records.contacts.models import Contact
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.storing import Envelope, store_mail
from guichet.records.directory.models import Agent, Organisation
from guichet.records.directory.tests import factories

ADDRESS = "mairie@ville.example"
ZOE = "zoe@example.org"


@dataclass
class Office:
    organisation: Organisation
    mailbox: Mailbox
    agent: Agent

    def receive(self, raw: bytes, recipient: str = ADDRESS, return_path: str | None = ZOE, now: datetime | None = None) -> IncomingMail:
        now = now or timezone.now()
        envelope = Envelope(self.organisation.pk, self.mailbox.pk, recipient, return_path)
        stored = store_mail(envelope, raw, now)
        take_in(self.organisation.pk, stored.mail, now)
        return IncomingMail.objects.get(pk=stored.mail)

    def get_contact(self, mail: IncomingMail) -> Contact:
        assert mail.contact_id is not None
        return Contact.objects.get(pk=mail.contact_id)

    def take_up(self, contact: UUID | None) -> Contact:
        """As the router does when an agent accepts."""
        assert contact is not None
        Contact.objects.filter(pk=contact).update(state=ContactState.ASSIGNED, agent=self.agent)
        return Contact.objects.get(pk=contact)

    def close(self, contact: UUID | None) -> None:
        assert contact is not None
        Contact.objects.filter(pk=contact).update(state=ContactState.CLOSED, closed_at=timezone.now())


def make_office(name: str = "Mairie de Ville", address: str = ADDRESS, **changes: object) -> Office:
    organisation = factories.make_organisation(name=name)
    queue = factories.make_queue(organisation, channels=["email"])
    reason = factories.make_reason(organisation, queue, labels={"fr": "Écrire à la mairie"})
    values: dict[str, object] = {"reason": reason, "language": "fr", **changes}
    mailbox = Mailbox.objects.create(organisation=organisation, address=address, **values)
    return Office(organisation, mailbox, factories.make_agent(organisation))


def write(text: str = "Où en est mon dossier ?", *files: tuple[str, bytes], page: str = "", **headers: str) -> bytes:
    """A mail of Zoé's. Headers by their names, with _ for -; an empty one is left out."""
    message = EmailMessage()
    said = {
        "From": f"Zoé Petit <{ZOE}>",
        "To": ADDRESS,
        "Subject": "Mon dossier",
        "Message-ID": f"<{timezone.now().timestamp()}@example.org>",
    }
    for name, value in {**said, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        if value:
            message[name] = value
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()
