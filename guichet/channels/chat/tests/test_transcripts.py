"""The written trace by mail, and the wait, through the citizen's doors."""

import asyncio
from uuid import uuid4

import pytest
from django.db import connection

from guichet.channels.chat import transcripts
from guichet.channels.chat.settings import TRANSCRIPTS_OF_AN_ADDRESS
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import House, make_house, open_street
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer
from guichet.records.notices.tests.peers import SENDER

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _mail_server(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mails wait in the queue of jobs: nothing works on it here."""
    settings.MAIL_SERVER = MailServer("127.0.0.1", 9, False, "", "", SENDER)  # type: ignore[attr-defined]  # pytest-django's
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]
    monkeypatch.setattr(transcripts, "of_an_address", Buckets(TRANSCRIPTS_OF_AN_ADDRESS))


def read_as(house: House) -> None:
    """Autocommit: `set_config` holds for the session of the test's own connection."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])


def test_what_was_said_is_sent_once_with_a_link_to_follow() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house, "Quand serai-je payée ?")
            asked = {"key": str(uuid4()), "address": "zoe@example.org"}
            for _ in range(2):
                assert (await citizen.post(f"/chat/contacts/{contact}/transcript", asked)).status == 204

    asyncio.run(story())
    read_as(house)
    [mail] = Mail.objects.all()
    assert (mail.recipient, mail.purpose, mail.state) == ("zoe@example.org", "transcript", "queued")
    assert "Quand serai-je payée ?" in mail.text
    assert "http://guichet.test/follow/" in mail.text


def test_an_address_that_is_none_and_a_foreign_host_send_nothing() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            place = f"/chat/contacts/{contact}/transcript"
            for address in ("zoe", "zoe@", "a@b\r\nBcc: c@d.example"):
                reply = await citizen.post(place, {"key": str(uuid4()), "address": address})
                assert reply.status == 422, reply.body
            await asyncio.sleep(0)

    asyncio.run(story())
    read_as(house)
    assert not Mail.objects.exists()


def test_a_link_in_a_mail_never_leads_to_a_host_that_is_not_ours() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            reply = await citizen.post(
                f"/chat/contacts/{contact}/transcript", {"key": str(uuid4()), "address": "z@example.org"}, host="evil.test"
            )
            assert reply.status == 400

    asyncio.run(story())
    read_as(house)
    assert not Mail.objects.exists()


def test_nobody_has_us_write_to_strangers_all_day() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            asked = [{"key": str(uuid4()), "address": f"z{number}@example.org"} for number in range(6)]
            statuses = [(await citizen.post(f"/chat/contacts/{contact}/transcript", each)).status for each in asked]
            assert statuses == [204, 204, 204, 429, 429, 429]

    asyncio.run(story())


def test_without_a_mail_server_another_way_is_said(settings: pytest.FixtureRequest) -> None:
    settings.MAIL_SERVER = None  # type: ignore[attr-defined]
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            reply = await citizen.post(f"/chat/contacts/{contact}/transcript", {"key": str(uuid4()), "address": "z@example.org"})
            assert (reply.status, reply.json["code"]) == (422, "no-mail-server")

    asyncio.run(story())


def test_who_waits_is_told_his_place_and_no_number_that_nobody_knows() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            first, one = await street.open_contact(house)
            second, two = await street.open_contact(house)
            for browser, contact, position in ((first, one, 1), (second, two, 2)):
                reply = await browser.get(f"/chat/contacts/{contact}/wait")
                assert reply.json == {"wait": {"position": position, "from_minutes": None, "to_minutes": None}}
            late, three = await street.open_contact(house)
            assert (await late.get(f"/chat/contacts/{three}/wait")).json["wait"]["position"] == 3  # though the line is remembered
            assert (await first.get(f"/chat/contacts/{two}/wait")).status == 404

    asyncio.run(story())
