"""How a contact stands that is held at an account outside: its owner sees it, nobody else, and those who steer."""

import asyncio
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from guichet.doors.tests.driving import House, make_house, open_street
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author
from guichet.records.messaging.answering import send_answers
from guichet.records.messaging.intake import take_in
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.storing import store
from guichet.records.messaging.tests.houses import CARRIERS, ZOE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _hosts(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's
    settings.CARRIERS = CARRIERS  # type: ignore[attr-defined]  # likewise


def receive(house: House) -> Contact:
    """An SMS that the first agent holds and has answered twice."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])
    now = timezone.now()
    with transaction.atomic():
        account = Account.objects.create(
            organisation=house.organisation,
            channel="sms",
            kind="list",
            address="36105",
            reason=house.reason,
            language="fr",
            settings={"price": "0.06"},
        )
    raw = f'[{{"handle":"{ZOE}","text":"Bonjour"}}]'.encode()
    stored = store(house.organisation.pk, account.pk, raw, "k", now)
    take_in(house.organisation.pk, stored.incoming, now)
    Contact.objects.update(state="assigned", agent=house.agents[0])
    contact = Contact.objects.get()
    for text in ("un", "deux"):
        add_message(contact, uuid4(), Author.AGENT, text, house.agents[0])
    send_answers(house.organisation.pk, now)
    Outgoing.objects.filter(number=2).update(state="delivered")
    return contact


def test_its_owner_sees_the_number_the_price_and_what_became_of_each_line() -> None:
    house = make_house()
    contact = receive(house)

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser(house.count_on(house.agents[0].account))
            reply = await browser.get(f"/live/contacts/{contact.pk}/talk")
            assert reply.status == 200
            assert (reply.json["shown"], reply.json["address"], reply.json["price"]) == ("06 12 34 56 78", "36105", 0.06)
            assert (reply.json["is_stopped"], reply.json["quiet_until"], reply.json["can_answer"]) == (False, None, True)
            fates = await browser.get(f"/live/contacts/{contact.pk}/fates")
            assert fates.json["sent"] == [{"number": 2, "state": "delivered"}, {"number": 3, "state": "queued"}]

    asyncio.run(story())


def test_nobody_else_sees_it() -> None:
    house = make_house(agents=2)
    contact = receive(house)

    async def story() -> None:
        async with open_street() as street:
            stranger = street.open_browser(house.count_on(house.agents[1].account))
            for place in (contact.pk, uuid4(), "x"):
                assert (await stranger.get(f"/live/contacts/{place}/talk")).status == 404
            assert (await street.open_browser().get(f"/live/contacts/{contact.pk}/talk")).status == 401

    asyncio.run(story())
