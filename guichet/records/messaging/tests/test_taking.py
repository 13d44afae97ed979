"""Of what one person writes to an account something is answered on its own; what he writes next joins the contact that he answers."""

from uuid import uuid4

import pytest

from guichet.decisions.routing.words import AgentId, Channel
from guichet.records.contacts.models import Contact
from guichet.records.contacts.taking import Side, Wish, take_out
from guichet.records.directory.tests import factories
from guichet.records.messaging.models import Outgoing, Talk
from guichet.records.messaging.taking import keep_talk
from guichet.records.messaging.tests.houses import ZOE, Office, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return make_office()


def take(office: Office, contact: Contact, number: int) -> Contact:
    reason = factories.make_reason(office.organisation, factories.make_queue(office.organisation, channels=["sms"]))
    wish = Wish(uuid4(), (number,), reason.pk)
    take_out(office.organisation.pk, contact.pk, AgentId(office.agent.pk), wish, {Channel(contact.channel): Side(keep_talk)})
    return Contact.objects.exclude(pk=contact.pk).get()


def test_it_is_answered_at_the_same_account_as_the_word_that_was_taken_out(office: Office) -> None:
    contact = office.take_up(office.hear("Mon acte", reference="1").contact_id)
    office.hear("Et l’école ?", reference="2")
    taken = office.take_up(take(office, contact, 2).pk)
    talk = Talk.objects.get(pk=taken.pk)
    assert (talk.account_id, talk.handle, talk.reference) == (office.account.pk, ZOE, "2")
    sent = office.say(taken)
    assert (sent.handle, sent.in_reply_to, sent.contact_id) == (ZOE, "2", taken.pk)
    assert not Outgoing.objects.filter(contact=contact).exists()


def test_what_is_written_next_joins_the_one_in_which_we_wrote_last_else_the_first(office: Office) -> None:
    contact = office.take_up(office.hear("Mon acte").contact_id)
    office.hear("Et l’école ?")
    taken = office.take_up(take(office, contact, 2).pk)
    assert office.hear("J’attends").contact_id == contact.pk, "nobody has answered yet"
    office.say(taken)
    assert office.hear("Merci pour l’école").contact_id == taken.pk
    office.say(contact)
    assert office.hear("Merci pour l’acte").contact_id == contact.pk
    named = Outgoing.objects.get(contact=taken)
    Outgoing.objects.filter(pk=named.pk).update(names=["ours"])
    assert office.hear("Encore l’école", in_reply_to="ours").contact_id == taken.pk, "where the network says what is answered"
    office.close(taken.pk)
    assert office.hear("Encore", in_reply_to="ours").contact_id == contact.pk
