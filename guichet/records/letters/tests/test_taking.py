"""Of a letter that asks two things one is answered on its own: with the same pages beside it, due as the law wants it."""

from uuid import uuid4

import pytest

from guichet.decisions.routing.words import AgentId, Channel
from guichet.records.contacts.models import Contact
from guichet.records.contacts.taking import Side, Wish, take_out
from guichet.records.directory.tests import factories
from guichet.records.letters.models import Letter, Page
from guichet.records.letters.taking import find_due, keep_letter
from guichet.records.letters.tests.houses import make_office

pytestmark = pytest.mark.django_db


def test_its_pages_its_sender_and_its_day_go_along() -> None:
    office = make_office()
    contact = office.receive()
    reason = factories.make_reason(office.organisation, factories.make_queue(office.organisation, channels=["letter"]))
    sides = {Channel.LETTER: Side(keep_letter, find_due)}
    take_out(office.organisation.pk, contact.pk, AgentId(office.agent.pk), Wish(uuid4(), (1,), reason.pk), sides)
    taken = Contact.objects.exclude(pk=contact.pk).get()
    first, second = Letter.objects.get(pk=contact.pk), Letter.objects.get(pk=taken.pk)
    assert (second.sender, second.pages, bytes(second.pdf), second.scan_id) == (first.sender, first.pages, bytes(first.pdf), None)
    assert second.due_at == first.due_at
    assert Page.objects.filter(contact=taken).count() == Page.objects.filter(contact=contact).count() == 1
    assert taken.arrived_at == contact.messages.get(number=1).created_at
