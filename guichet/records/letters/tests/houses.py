"""An organisation with a letter box, and a reader that gives what a test says a scan holds."""

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from guichet.decisions.routing.words import ContactState
from guichet.language.contracts import Line, Page, ScannedLetter
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Agent, Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.letters.intake import read_waiting
from guichet.records.letters.models import LetterBox, Scan
from guichet.records.letters.storing import Arrived, store_scan
from guichet.records.letters.words import Origin

ZOE = """Mme Zoé Petit
12 rue des Lilas
35000 RENNES
zoe@example.org
Rennes, le 12 mars 2026
Dossier n° 4711
Bonjour, où en est mon dossier ?"""


def print_page(text: str, certainty: float = 0.95) -> Page:
    """A page as it is recognised: its lines one under another at the left."""
    picture = io.BytesIO()
    Image.new("L", (40, 60), "white").save(picture, "JPEG")
    lines = [Line(line, certainty, (0.1, 0.1 + 0.02 * place, 0.4, 0.112 + 0.02 * place)) for place, line in enumerate(text.splitlines())]
    return Page(tuple(lines), picture.getvalue())


def scan_letter(*texts: str, mark: str = "", certainty: float = 0.95) -> ScannedLetter:
    return ScannedLetter(mark, tuple(print_page(text, certainty) for text in texts or (ZOE,)), b"%PDF-1.7 drawn anew")


@dataclass
class Reader:
    """A `LetterReader` that gives what it was told, or fails with it."""

    gives: Sequence[ScannedLetter] | Exception = field(default_factory=lambda: [scan_letter()])
    asked: list[tuple[bytes, Collection[str], Sequence[str]]] = field(default_factory=list)

    def read(self, scan: bytes, marks: Collection[str], languages: Sequence[str]) -> list[ScannedLetter]:
        self.asked.append((scan, marks, languages))
        if isinstance(self.gives, Exception):
            raise self.gives
        return list(self.gives)


@dataclass
class Office:
    organisation: Organisation
    box: LetterBox
    reason: Reason
    agent: Agent

    def bring(self, raw: bytes = b"%PDF-1.7 a scan", now: datetime | None = None, **how: object) -> Scan:
        arrived = Arrived(self.organisation.pk, Origin.UPLOAD, **how)  # type: ignore[arg-type]  # a test's own names
        return Scan.objects.get(pk=store_scan(arrived, raw, now or timezone.now()).scan)

    def read(self, *letters: ScannedLetter) -> list[Contact]:
        """The contacts that the scans which wait became."""
        read_waiting(self.organisation.pk, Reader(letters or [scan_letter()]), timezone.now)
        return list(Contact.objects.filter(channel="letter").order_by("id"))

    def receive(self, *letters: ScannedLetter) -> Contact:
        """One letter, in the hands of the agent."""
        self.bring()
        [contact] = self.read(*letters)
        return self.take_up(contact)

    def take_up(self, contact: Contact) -> Contact:
        """As the router does when an agent accepts."""
        Contact.objects.filter(pk=contact.pk).update(state=ContactState.ASSIGNED, agent=self.agent)
        return Contact.objects.get(pk=contact.pk)

    def say(self, contact: Contact, text: str = "Votre acte est joint.") -> None:
        add_message(contact, uuid4(), Author.AGENT, text, self.agent)

    def wrap_up(self, contact: Contact) -> None:
        Contact.objects.filter(pk=contact.pk).update(state=ContactState.WRAPPING_UP)

    def close(self, contact: Contact) -> None:
        Contact.objects.filter(pk=contact.pk).update(state=ContactState.CLOSED, closed_at=timezone.now())


def make_office(name: str = "Mairie de Ville", **changes: object) -> Office:
    organisation = factories.make_organisation(name=name)
    queue = factories.make_queue(organisation, channels=["letter"])
    reason = factories.make_reason(organisation, queue, labels={"fr": "Écrire à la mairie"})
    values = {"reason": reason, "language": "fr", "letterhead": f"{name}\n1 place de la Mairie\n35170 BRUZ", "town": "Bruz", **changes}
    box = LetterBox.objects.create(organisation=organisation, **values)
    return Office(organisation, box, reason, factories.make_agent(organisation))
