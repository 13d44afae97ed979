"""What became of each line that leaves by mail or by post: its owner sees the truth, and nobody else anything."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from guichet.decisions.routing.words import Channel
from guichet.doors.tests.driving import make_house, open_street
from guichet.records.contacts.actions import add_context, add_message
from guichet.records.contacts.models import AnswerChannel, Contact
from guichet.records.contacts.words import Author
from guichet.records.correspondence.answering import SETTLED, send_answers
from guichet.records.correspondence.models import Exchange
from guichet.records.correspondence.tests import houses
from guichet.records.letters.answering import prepare_answers
from guichet.records.letters.models import Letter, Posting
from guichet.records.letters.tests import houses as letter_houses
from guichet.records.letters.words import AnswerBy
from guichet.records.messaging.words import OutgoingState
from guichet.records.notices.models import Mail
from guichet.records.notices.queries import LONGEST_SENDING
from guichet.records.notices.server import MailServer
from guichet.records.notices.words import MailState
from guichet.screens.live.fates import Fates, find_fates
from guichet.screens.live.tests.test_mails import receive

QUEUED, SENT, LEFT = OutgoingState.QUEUED, OutgoingState.SENT, OutgoingState.LEFT
UNCERTAIN, FAILED = OutgoingState.UNCERTAIN, OutgoingState.FAILED


@pytest.fixture(autouse=True)
def _mail_server(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", "ne-pas-repondre@ville.example")  # type: ignore[attr-defined]  # pytest-django's
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # likewise


def look(contact: Contact, **later: int) -> Fates:
    found = find_fates(contact.organisation_id, contact.pk, None, timezone.now() + timedelta(**later))
    assert found is not None
    return found


def take_up_mail(**headers: str) -> tuple[houses.Office, Contact]:
    office = houses.make_office(acknowledges=False)
    return office, office.take_up(office.receive(houses.write(**headers)).contact_id)


def say(office: houses.Office, contact: Contact, text: str) -> None:
    add_message(contact, uuid4(), Author.AGENT, text, office.agent)


def bundle(office: houses.Office) -> None:
    send_answers(office.organisation.pk, timezone.now() + SETTLED + timedelta(seconds=1))


@pytest.mark.django_db
def test_a_line_waits_until_its_mail_has_left_and_shares_what_becomes_of_it() -> None:
    office, contact = take_up_mail()
    say(office, contact, "un")
    say(office, contact, "deux")
    assert look(contact) == {2: QUEUED, 3: QUEUED}
    bundle(office)
    assert look(contact) == {2: QUEUED, 3: QUEUED}
    Mail.objects.update(state=MailState.SENT)
    say(office, contact, "trois")
    assert look(contact) == {2: SENT, 3: SENT, 4: QUEUED}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "fate"), [("failed", LEFT), ("no-server", LEFT), ("left", LEFT), ("bounced", FAILED), ("uncertain", UNCERTAIN)]
)
def test_no_mail_that_did_not_leave_for_sure_is_called_sent(state: str, fate: OutgoingState) -> None:
    office, contact = take_up_mail()
    say(office, contact, "un")
    bundle(office)
    Mail.objects.update(state=state)
    assert look(contact) == {2: fate}


@pytest.mark.django_db
def test_a_mail_that_is_being_handed_over_waits_still() -> None:
    office, contact = take_up_mail()
    say(office, contact, "un")
    bundle(office)
    Mail.objects.update(state=MailState.UNCERTAIN, tried_at=timezone.now())
    assert look(contact) == {2: QUEUED}
    assert look(contact, seconds=int(LONGEST_SENDING.total_seconds()) + 1) == {2: UNCERTAIN}


@pytest.mark.django_db
def test_a_line_without_an_address_does_not_share_what_becomes_of_a_later_one() -> None:
    office, contact = take_up_mail()
    Exchange.objects.update(address="")
    say(office, contact, "perdu")
    bundle(office)
    assert look(contact) == {2: LEFT}
    Exchange.objects.update(address=houses.ZOE)
    say(office, contact, "arrivé")
    bundle(office)
    Mail.objects.update(state=MailState.SENT)
    assert look(contact) == {2: LEFT, 4: SENT}


@pytest.mark.django_db
def test_only_lines_that_leave_by_mail_have_the_fate_of_a_mail() -> None:
    office, contact = take_up_mail()
    Contact.objects.update(channel=Channel.CHAT)
    contact.refresh_from_db()
    say(office, contact, "par écrit, tout de suite")
    note = add_context(contact, uuid4(), "Désormais par mail")
    AnswerChannel.objects.create(
        organisation=office.organisation, contact=contact, number=note.number, channel=Channel.EMAIL, agent_id=office.agent.pk
    )
    say(office, contact, "par mail")
    assert look(contact) == {4: QUEUED}


@pytest.mark.django_db
def test_a_letter_is_sent_once_somebody_says_that_it_was_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.records.letters.answering.draw", lambda _sheet: b"%PDF-")
    office = letter_houses.make_office()
    contact = office.receive()
    office.say(contact)
    [number] = look(contact)
    assert look(contact) == {number: QUEUED}
    prepare_answers(office.organisation.pk, timezone.now(), contact.pk)
    for state, fate in (("unaddressed", QUEUED), ("ready", QUEUED), ("printed", QUEUED), ("posted", SENT), ("left", LEFT)):
        Posting.objects.update(state=state)
        assert look(contact) == {number: fate}


@pytest.mark.django_db
def test_a_letter_answered_by_mail_has_the_fate_of_that_mail() -> None:
    office = letter_houses.make_office()
    contact = office.receive()
    Letter.objects.update(answer_by=AnswerBy.EMAIL, email=houses.ZOE)
    office.say(contact)
    prepare_answers(office.organisation.pk, timezone.now(), contact.pk)
    Mail.objects.update(state=MailState.SENT)
    assert list(look(contact).values()) == [SENT]


@pytest.mark.django_db(transaction=True)
def test_its_owner_sees_it_and_nobody_else() -> None:
    house = make_house(agents=2)
    mail = receive(house, houses.write())
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])
    add_message(Contact.objects.get(), uuid4(), Author.AGENT, "un", house.agents[0])

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser(house.count_on(house.agents[0].account))
            reply = await browser.get(f"/live/contacts/{mail.contact_id}/fates")
            assert (reply.status, reply.json["sent"][-1]["state"]) == (200, "queued")
            stranger = street.open_browser(house.count_on(house.agents[1].account))
            for place in (mail.contact_id, uuid4(), "x"):
                assert (await stranger.get(f"/live/contacts/{place}/fates")).status == 404
            assert (await street.open_browser().get(f"/live/contacts/{mail.contact_id}/fates")).status == 401

    asyncio.run(story())
