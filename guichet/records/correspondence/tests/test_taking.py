"""Of a mail exchange that asks two things one is answered on its own: as old as it is, with its files, in a thread of its own."""

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from django.utils import timezone

from guichet.decisions.routing.words import AgentId, Channel
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.errors import NotDeferredError, NothingToTakeOutError, NotOwnerError, NotTakenOutError, TakenUpError
from guichet.records.contacts.models import Contact, File, Message, TakenLine
from guichet.records.contacts.taking import Side, Wish, check_can_return, take_out
from guichet.records.contacts.words import Author
from guichet.records.correspondence.answering import SETTLED, send_answers
from guichet.records.correspondence.models import Exchange
from guichet.records.correspondence.showing import show_original
from guichet.records.correspondence.taking import keep_exchange
from guichet.records.correspondence.tests.houses import Office, make_office, write
from guichet.records.directory.models import Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.models import Inbox
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"
SIDES = {Channel.EMAIL: Side(keep_exchange)}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _mail_server(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", "ne-pas-repondre@ville.example")  # type: ignore[attr-defined]  # pytest-django's


@pytest.fixture
def office() -> Office:
    return make_office(acknowledges=False)


@pytest.fixture
def school(office: Office) -> Reason:
    queue = factories.make_queue(office.organisation, channels=["email"])
    return factories.make_reason(office.organisation, queue, labels={"fr": "Inscrire à l’école"})


@pytest.fixture
def contact(office: Office) -> Contact:
    """A mail of three hours ago, and two lines of an hour ago in the same thread, in the agent's hands."""
    now = timezone.now()
    first = office.receive(write("Mon acte", Message_ID="<one@example.org>"), now=now - 3 * HOUR)
    Message.objects.filter(contact=first.contact_id).update(created_at=now - 3 * HOUR)
    office.receive(write("Et l’école ?", ("Bail.pdf", PDF), Message_ID="<two@example.org>", In_Reply_To="<one@example.org>"), now=now)
    Message.objects.filter(contact=first.contact_id, number__gt=1).update(created_at=now - HOUR)
    return office.take_up(first.contact_id)


def take(office: Office, contact: Contact, reason: Reason, *numbers: int, key: UUID | None = None) -> Contact:
    wish = Wish(key or uuid4(), numbers, reason.pk)
    take_out(office.organisation.pk, contact.pk, AgentId(office.agent.pk), wish, SIDES)
    return Contact.objects.exclude(pk=contact.pk).latest("id")


def test_it_begins_with_what_was_taken_out_at_its_age_and_the_rest_stays_as_it_was(
    office: Office, contact: Contact, school: Reason
) -> None:
    before = list(Message.objects.filter(contact=contact).order_by("number").values())
    taken = take(office, contact, school, 2)
    assert list(Message.objects.filter(contact=contact).order_by("number").values()) == before
    assert (taken.channel, taken.reason_id, taken.citizen_id, taken.citizen_name) == ("email", school.pk, contact.citizen_id, "Zoé Petit")
    assert timezone.now() - 2 * HOUR < taken.arrived_at < timezone.now() - HOUR + timedelta(minutes=1), "as old as the message, no younger"
    said = [(line.number, line.author, line.kind, line.text) for line in taken.messages.order_by("number")]
    assert said[0] == (1, "citizen", "message", before[1]["text"])
    assert [(kind, author) for _, author, kind, _ in said[1:]] == [("file", "citizen"), ("note", "system")]
    assert taken.last_number == 3
    [one, copy] = File.objects.order_by("created_at", "contact_id")
    assert (one.name, one.size) == (copy.name, copy.size)
    assert {each.contact_id for each in (one, copy)} == {contact.pk, taken.pk}
    assert all(b"".join(bytes(part.content) for part in each.parts.order_by("place")) == PDF for each in (one, copy))
    fact = msgspec.json.decode(Inbox.objects.filter(kind="ContactArrived").latest("id").body)
    assert (fact["contact"], fact["taken_out_of"]) == (str(taken.pk), str(contact.pk))
    exchange = Exchange.objects.get(pk=taken.pk)
    assert (exchange.thread_ids, exchange.continues_id) == (["<two@example.org>"], None)
    assert exchange.promised_at is not None
    assert show_original(office.organisation.pk, taken.pk, 1, None, "fr") == show_original(
        office.organisation.pk, contact.pk, 2, None, "fr"
    )


def test_the_same_wish_again_takes_nothing_out_twice(office: Office, contact: Contact, school: Reason) -> None:
    key = uuid4()
    assert take(office, contact, school, 2, key=key).pk == take(office, contact, school, 2, key=key).pk
    assert (Contact.objects.count(), TakenLine.objects.count()) == (2, 2)


def test_what_is_written_later_joins_the_one_whose_message_it_answers(office: Office, contact: Contact, school: Reason) -> None:
    taken = office.take_up(take(office, contact, school, 2).pk)
    for each, text in ((contact, "Votre acte"), (taken, "Votre école")):
        add_message(each, uuid4(), Author.AGENT, text, office.agent)
    send_answers(office.organisation.pk, timezone.now() + SETTLED + timedelta(seconds=1))
    ours = {mail.contact_id: mail for mail in Mail.objects.all()}
    assert ours[taken.pk].headers["References"] == "<two@example.org>"

    def reply(name: str, *references: str) -> UUID | None:
        joined = " ".join(references)
        return office.receive(
            write("La suite", Message_ID=f"<{name}@example.org>", In_Reply_To=references[-1], References=joined)
        ).contact_id

    both = ("<one@example.org>", "<two@example.org>")
    assert reply("a", *both, ours[contact.pk].message_id) == contact.pk
    assert reply("b", *both, ours[taken.pk].message_id) == taken.pk
    assert reply("c", "<one@example.org>") == contact.pk
    assert reply("d", *both) == taken.pk, "he adds to what was taken out, before or after we answered it"
    Contact.objects.filter(pk=taken.pk).update(state="merged", into=contact, agent=None)
    assert reply("e", *both) == contact.pk, "put back, it is one exchange again"


def test_a_message_that_asks_two_things_is_answered_in_both_and_replies_stay_with_the_first(office: Office, school: Reason) -> None:
    whole = office.take_up(office.receive(write("Deux choses", Message_ID="<one@example.org>")).contact_id)
    take(office, whole, school, 1)
    later = office.receive(write("J’oubliais", Message_ID="<two@example.org>", In_Reply_To="<one@example.org>"))
    assert later.contact_id == whole.pk


def test_nothing_is_taken_out_by_others_of_live_work_or_of_what_nobody_wrote_to_us(
    office: Office, contact: Contact, school: Reason
) -> None:
    answer = add_message(contact, uuid4(), Author.AGENT, "Bonjour", office.agent)
    other = factories.make_agent(office.organisation)
    for numbers in ((answer.number,), (99,), (2, 99), ()):
        with pytest.raises(NothingToTakeOutError):
            take(office, contact, school, *numbers)
    with pytest.raises(NotOwnerError):
        take_out(office.organisation.pk, contact.pk, AgentId(other.pk), Wish(uuid4(), (1,), school.pk), SIDES)
    Contact.objects.filter(pk=contact.pk).update(channel="chat")
    with pytest.raises(NotDeferredError):
        take(office, contact, school, 1)
    assert Contact.objects.count() == 1


def test_it_goes_back_until_somebody_has_taken_it_up(office: Office, contact: Contact, school: Reason) -> None:
    taken, here = take(office, contact, school, 2), office.organisation.pk
    check_can_return(here, contact.pk, taken.pk)
    with pytest.raises(NotTakenOutError):
        check_can_return(here, taken.pk, contact.pk)
    Contact.objects.filter(pk=taken.pk).update(first_answer_at=timezone.now())
    with pytest.raises(TakenUpError):
        check_can_return(here, contact.pk, taken.pk)
    Contact.objects.filter(pk=taken.pk).update(state="merged", into=contact)
    with pytest.raises(NotTakenOutError):
        check_can_return(here, contact.pk, taken.pk)
