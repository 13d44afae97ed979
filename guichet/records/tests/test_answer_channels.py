"""A contact answered on another channel than its own: each word leaves once, by the way that was meant for it, and answers come back."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import AgentId, Channel, ContactId
from guichet.records import correspondence, messaging
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.answer_channels import Choice, find_channel, go_on_by, return_to_own
from guichet.records.contacts.errors import NoSuchContactError, NotOwnerError
from guichet.records.contacts.models import AnswerChannel, Contact
from guichet.records.contacts.words import Author
from guichet.records.correspondence.answering import SETTLED
from guichet.records.correspondence.beside import NoMailboxError, can_mail, go_on_by_mail
from guichet.records.correspondence.models import Exchange, IncomingMail, Mailbox
from guichet.records.correspondence.tests.houses import ADDRESS, write
from guichet.records.correspondence.tests.houses import Office as MailOffice
from guichet.records.directory.models import Agent
from guichet.records.directory.tests import factories
from guichet.records.errors import RefusedError
from guichet.records.messaging.beside import HeldAtNetworkError, NoSmsError, SaidStopError, can_text, go_on_by_sms
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.stops import stop
from guichet.records.messaging.tests.houses import CARRIERS, ZOE, Office
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer

pytestmark = pytest.mark.django_db
ZOE_MAIL = "zoe@example.org"


@pytest.fixture(autouse=True)
def _ways_out(settings: pytest.FixtureRequest) -> None:
    settings.CARRIERS = CARRIERS  # type: ignore[attr-defined]  # pytest-django's
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", "ne-pas-repondre@ville.example")  # type: ignore[attr-defined]


@pytest.fixture
def house() -> "House":
    return House()


class House:
    """An organisation that is reached by mail and by SMS, and one of its agents."""

    def __init__(self, address: str = ADDRESS) -> None:
        self.organisation = factories.make_organisation(name="Mairie de Ville")
        queue = factories.make_queue(self.organisation, channels=["email", "sms", "social"])
        self.reason = factories.make_reason(self.organisation, queue, labels={"fr": "Écrire à la mairie"})
        self.agent = factories.make_agent(self.organisation)
        mailbox = Mailbox.objects.create(
            organisation=self.organisation, address=address, reason=self.reason, language="fr", acknowledges=False
        )
        self.mails = MailOffice(self.organisation, mailbox, self.agent)
        self.texts = Office(self.organisation, self.make_account("sms", "36105"), self.agent)

    def make_account(self, channel: str, address: str) -> Account:
        return Account.objects.create(
            organisation=self.organisation,
            channel=channel,
            kind="list",
            address=address,
            reason=self.reason,
            language="fr",
            per_second=1_000,
        )

    def take_mail(self, **headers: str) -> Contact:
        return self.mails.take_up(self.mails.receive(write(**headers)).contact_id)

    def take_text(self) -> Contact:
        return self.texts.take_up(self.texts.hear().contact_id)

    def go_on(self, contact: Contact, channel: Channel, prepare: Callable[[Contact], str], agent: Agent | None = None) -> UUID:
        key = uuid4()
        place = ContactId(str(contact.pk))
        go_on_by(Choice(self.organisation.pk, place, AgentId((agent or self.agent).pk), channel, key), prepare)
        return key

    def by_sms(self, contact: Contact, number: str = "06 12 34 56 78", agent: Agent | None = None) -> UUID:
        return self.go_on(contact, Channel.SMS, lambda locked: go_on_by_sms(locked, number), agent)

    def by_mail(self, contact: Contact, address: str = ZOE_MAIL) -> UUID:
        return self.go_on(contact, Channel.EMAIL, lambda locked: go_on_by_mail(locked, address))

    def say(self, contact: Contact, text: str) -> None:
        add_message(contact, uuid4(), Author.AGENT, text, self.agent)

    def send(self) -> None:
        later = timezone.now() + SETTLED + timedelta(seconds=1)
        correspondence.answering.send_answers(self.organisation.pk, later)
        messaging.answering.send_answers(self.organisation.pk, later)

    def list_mailed(self) -> list[str]:
        return [text.partition("\n\n-- ")[0] for text in Mail.objects.order_by("created_at", "pk").values_list("text", flat=True)]

    def list_texted(self) -> list[str]:
        return list(Outgoing.objects.order_by("number").values_list("text", flat=True))


def test_each_word_leaves_once_by_the_way_that_stood_when_it_was_said(house: House) -> None:
    contact = house.take_mail()
    house.say(contact, "Par courriel.")
    house.by_sms(contact)
    house.say(contact, "Par SMS.")
    house.go_on(contact, Channel.EMAIL, lambda locked: go_on_by_mail(locked, ""))
    house.say(contact, "Encore par courriel.")
    for _again in range(2):
        house.send()
    assert house.list_mailed() == ["Par courriel.\n\nEncore par courriel."]
    assert house.list_texted() == ["Par SMS."]
    assert [text.partition(" ")[0] for text in house.texts.list_notes(contact)[-2:]] == ["Désormais,", "Désormais,"]
    assert find_channel(contact) == Channel.EMAIL


def test_what_was_said_before_does_not_leave_again_by_the_new_way(house: House) -> None:
    contact = house.take_mail()
    house.say(contact, "Bonjour.")
    house.send()
    house.by_sms(contact)
    house.send()
    assert (house.list_mailed(), house.list_texted()) == (["Bonjour."], [])


def test_an_answer_by_the_other_way_joins_the_contact(house: House) -> None:
    contact = house.take_mail()
    house.by_sms(contact, ZOE)
    house.say(contact, "Quel est votre numéro de dossier ?")
    house.send()
    heard = house.texts.hear("C'est le 4711.")
    assert heard.contact_id == contact.pk
    assert Contact.objects.count() == 1


def test_a_text_is_answered_by_mail_and_its_thread_comes_back(house: House) -> None:
    contact = house.take_text()
    house.by_mail(contact)
    house.say(contact, "Voici le détail.")
    house.send()
    assert (house.list_mailed(), house.list_texted()) == (["Voici le détail."], [])
    mail = Mail.objects.get()
    assert (mail.recipient, mail.sender) == (ZOE_MAIL, ADDRESS)
    back = house.mails.receive(write("Merci !", In_Reply_To=mail.message_id))
    assert back.contact_id == contact.pk
    strange = house.mails.receive(write("Merci !", In_Reply_To=mail.message_id, From="Un autre <autre@example.org>"))
    assert strange.contact_id != contact.pk


def test_a_number_that_was_wrong_is_corrected(house: House) -> None:
    contact = house.take_mail()
    house.by_sms(contact, "06 12 34 56 70")
    house.by_sms(contact, "06 12 34 56 78")
    house.say(contact, "Bonjour.")
    house.send()
    assert [each.handle for each in Outgoing.objects.all()] == ["+33612345678"]


def test_the_same_choice_again_is_one(house: House) -> None:
    contact = house.take_mail()
    choice = Choice(house.organisation.pk, ContactId(str(contact.pk)), AgentId(house.agent.pk), Channel.SMS, uuid4())
    for _again in range(2):
        go_on_by(choice, lambda locked: go_on_by_sms(locked, ZOE))
    assert AnswerChannel.objects.count() == 1
    house.go_on(house.take_mail(Message_ID="<other@example.org>"), Channel.EMAIL, return_to_own)
    assert AnswerChannel.objects.count() == 1


@pytest.mark.parametrize("number", ["", "12", "0899 70 00 00", "+1 212 555 0100", "zoe@example.org", "\0"])
def test_a_number_that_cannot_be_written_to_changes_nothing(house: House, number: str) -> None:
    contact = house.take_mail()
    with pytest.raises(RefusedError):
        house.by_sms(contact, number)
    assert not AnswerChannel.objects.exists()
    assert find_channel(contact) == Channel.EMAIL


@pytest.mark.parametrize("address", ["", "zoe", "zoe@example.org, autre@example.org", "zoe@example.org\nBcc: x@example.org", "\0"])
def test_an_address_that_is_none_changes_nothing(house: House, address: str) -> None:
    contact = house.take_text()
    with pytest.raises(RefusedError):
        house.by_mail(contact, address)
    assert not Exchange.objects.exists()
    assert not AnswerChannel.objects.exists()


def test_stop_is_respected(house: House) -> None:
    stop(house.texts.account, ZOE, timezone.now())
    with pytest.raises(SaidStopError):
        house.by_sms(house.take_mail(), ZOE)


def test_nobody_elses_contact_is_answered_otherwise(house: House) -> None:
    contact = house.take_mail()
    with pytest.raises(NotOwnerError):
        house.by_sms(contact, agent=factories.make_agent(house.organisation))
    other = House("autre@ville.example")
    with pytest.raises(NoSuchContactError):
        other.by_sms(contact)


def test_a_way_that_is_not_set_up_is_said(house: House, settings: pytest.FixtureRequest) -> None:
    mailed, texted = house.take_mail(), house.take_text()
    assert (can_text(mailed), can_mail(house.organisation.pk)) == (True, True)
    Account.objects.update(is_active=False)
    settings.MAIL_SERVER = None  # type: ignore[attr-defined]  # pytest-django's
    assert (can_text(mailed), can_mail(house.organisation.pk)) == (False, False)
    with pytest.raises(NoSmsError):
        house.by_sms(mailed)
    with pytest.raises(NoMailboxError):
        house.by_mail(texted)


def test_what_is_held_at_a_network_stays_there_or_goes_by_mail(house: House) -> None:
    network = Office(house.organisation, house.make_account("social", "@ville"), house.agent)
    contact = network.take_up(network.hear(handle="zoe").contact_id)
    assert not can_text(contact)
    with pytest.raises(HeldAtNetworkError):
        house.by_sms(contact)
    house.by_mail(contact)
    house.say(contact, "Par courriel.")
    house.send()
    assert (house.list_mailed(), house.list_texted()) == (["Par courriel."], [])


def test_a_mail_that_quotes_the_other_way_of_somebody_else_opens_its_own(house: House) -> None:
    contact = house.take_text()
    house.by_mail(contact)
    stranger = house.mails.receive(write("Mon dossier ?", From="Un autre <autre@example.org>", Subject=f"Re: {contact.pk}"))
    assert IncomingMail.objects.get(pk=stranger.pk).contact_id != contact.pk
