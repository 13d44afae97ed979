"""Whoever left a message is told at once that it came, and once that it was answered; his words never travel by mail."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from guichet.decisions.routing.words import Channel, ContactState, Instant
from guichet.records.contacts.actions import Opening, add_message, add_note, find_link, open_contact
from guichet.records.contacts.models import Contact, ReplyAddress
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import ReplyWay
from guichet.records.contacts.words import Author, LinkPurpose
from guichet.records.directory.models import Agent, Organisation, Queue, Reason
from guichet.records.directory.tests import factories
from guichet.records.notices.answers import MOST_ACKNOWLEDGED, SETTLED, Received, receive_message, tell_answers
from guichet.records.notices.errors import NoMailsError, UnusableAddressError
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer
from guichet.records.notices.tests.peers import SENDER
from guichet.records.notices.words import Purpose

pytestmark = pytest.mark.django_db
SITE = "http://guichet.test"


@pytest.fixture(autouse=True)
def _mail_server(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", SENDER)  # type: ignore[attr-defined]  # pytest-django's


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation(name="Allocations du Val")


@pytest.fixture
def queue(organisation: Organisation) -> Queue:
    queue = factories.make_queue(organisation, channels=["message"])
    factories.make_reason(organisation, queue, labels={"fr": "Suivre ma demande"})
    return queue


def leave(queue: Queue, email: str = "zoe@example.org", language: str = "fr", **changes: object) -> Received:
    reason = Reason.objects.of(queue.organisation_id).get()
    said: dict[str, object] = {"key": uuid4(), "language": language, "text": "Mon loyer secret a augmenté", **changes}
    opening = Opening(channel=Channel.MESSAGE, arrived_at=Instant(int(timezone.now().timestamp() * 1000)), **said)  # type: ignore[arg-type]
    arrival = get_arrival(queue.organisation_id, reason.pk, language, None)
    return receive_message(opening, arrival, queue, ReplyWay(SITE, email))


def take_up(received: Received, organisation: Organisation) -> tuple[Contact, Agent]:
    agent = factories.make_agent(organisation)
    Contact.objects.filter(pk=received.contact).update(state=ContactState.ASSIGNED, agent=agent)
    return Contact.objects.get(pk=received.contact), agent


def tell_later(organisation: Organisation) -> int:
    return tell_answers(organisation.pk, timezone.now() + SETTLED + timedelta(seconds=1))


def test_a_message_is_acknowledged_at_once_with_what_comes_next(queue: Queue) -> None:
    received = leave(queue)
    [mail] = Mail.objects.all()
    assert (mail.purpose, mail.recipient, str(mail.contact_id)) == (Purpose.ACKNOWLEDGEMENT, "zoe@example.org", received.contact)
    assert "au plus tard" in mail.text
    assert "Suivre ma demande" in mail.text
    assert "loyer secret" not in mail.text
    token = mail.text.split(f"{SITE}/follow/")[1].split()[0]
    assert str(find_link(token, LinkPurpose.FOLLOW).contact_id) == received.contact


def test_leaving_it_twice_acknowledges_once_and_gives_a_link_again(queue: Queue) -> None:
    key = uuid4()
    first, again = leave(queue, key=key), leave(queue, key=key)
    assert (again.contact, again.is_new) == (first.contact, False)
    assert find_link(again.token, LinkPurpose.FOLLOW).contact_id == find_link(first.token, LinkPurpose.FOLLOW).contact_id
    assert Mail.objects.count() == 1


def test_a_key_that_opened_a_conversation_leads_there(queue: Queue) -> None:
    key = uuid4()
    opening = Opening(key=key, channel=Channel.CHAT, language="fr", arrived_at=Instant(1_800_000_000_000), text="Bonjour")
    reason = Reason.objects.of(queue.organisation_id).get()
    opened = open_contact(queue.organisation_id, opening, get_arrival(queue.organisation_id, reason.pk, "fr", None))
    received = leave(queue, key=key)
    assert (received.contact, received.promised_at, received.is_new) == (opened.contact, None, False)
    assert not Mail.objects.exists()


def test_nobody_can_have_us_write_to_a_stranger_all_day(queue: Queue) -> None:
    for number in range(MOST_ACKNOWLEDGED + 3):
        leave(queue, "ZOE@example.org" if number % 2 else "zoe@example.org")
    assert Mail.objects.count() == MOST_ACKNOWLEDGED
    assert Contact.objects.count() == MOST_ACKNOWLEDGED + 3


@pytest.mark.parametrize("email", ["zoe", "zoe@", "a@b\r\nBcc: c@d.example", "a" * 250 + "@example.org"])
def test_an_address_that_is_none_keeps_nothing(queue: Queue, email: str) -> None:
    with pytest.raises(UnusableAddressError):
        leave(queue, email)
    assert not Contact.objects.exists()


def test_where_no_mail_leaves_an_address_is_refused_and_no_address_is_fine(queue: Queue, settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = None  # type: ignore[attr-defined]
    with pytest.raises(NoMailsError):
        leave(queue)
    assert leave(queue, "").is_new
    assert not Mail.objects.exists()


def test_an_answer_is_told_once_and_a_later_one_once_more(queue: Queue, organisation: Organisation) -> None:
    contact, agent = take_up(leave(queue), organisation)
    add_note(contact, uuid4(), agent, "À vérifier")
    assert tell_later(organisation) == 0
    for text in ("Votre dossier est complet.", "Il sera payé le 5."):
        add_message(contact, uuid4(), Author.AGENT, text, agent)
    assert tell_answers(organisation.pk, timezone.now()) == 0, "another line may follow"
    assert [tell_later(organisation), tell_later(organisation)] == [1, 0]
    add_message(contact, uuid4(), Author.CITIZEN, "Merci")
    assert tell_later(organisation) == 0
    add_message(contact, uuid4(), Author.AGENT, "De rien.", agent)
    assert tell_later(organisation) == 1
    mails = list(Mail.objects.filter(purpose=Purpose.ANSWER).order_by("created_at"))
    assert len(mails) == 2
    assert not any(word in mail.text for mail in mails for word in ("complet", "loyer", "vérifier"))
    assert f"{SITE}/follow/" in mails[0].text


def test_who_gave_no_address_is_written_to_by_nobody(queue: Queue, organisation: Organisation) -> None:
    contact, agent = take_up(leave(queue, ""), organisation)
    add_message(contact, uuid4(), Author.AGENT, "Bonjour", agent)
    assert tell_later(organisation) == 0
    assert not Mail.objects.exists()


def test_an_address_erased_in_the_meantime_is_not_written_to(queue: Queue, organisation: Organisation) -> None:
    contact, agent = take_up(leave(queue), organisation)
    add_message(contact, uuid4(), Author.AGENT, "Bonjour", agent)
    ReplyAddress.objects.update(email="")
    assert tell_later(organisation) == 0


def test_a_mail_speaks_the_language_of_the_message_as_far_as_we_do(queue: Queue) -> None:
    leave(queue, "one@example.org", language="en")
    leave(queue, "two@example.org", language="ar")
    subjects = dict(Mail.objects.values_list("recipient", "subject"))
    assert subjects == {"one@example.org": "Your message to Allocations du Val", "two@example.org": "Votre message à Allocations du Val"}
