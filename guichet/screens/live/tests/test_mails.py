"""The whole mail behind a line: its owner reads it, nobody else; and whatever it holds, a browser runs and fetches nothing of it."""

import asyncio

import pytest
from django.db import connection, transaction
from django.utils import timezone

from guichet.doors.tests.driving import House, make_house, open_street
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import Contact
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.storing import Envelope, store_mail
from guichet.records.correspondence.tests.houses import write

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "<h1>Bonjour</h1><script>alert(1)</script><img src='https://mechant.example/p.png'><p onclick='x()'>lisible</p>"


@pytest.fixture(autouse=True)
def _hosts(settings: pytest.FixtureRequest) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's


def receive(house: House, raw: bytes) -> IncomingMail:
    """A mail that the first agent holds."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])
    with transaction.atomic():
        mailbox = Mailbox.objects.create(
            organisation=house.organisation, address="mairie@ville.example", reason=house.reason, language="fr"
        )
    now = timezone.now()
    stored = store_mail(Envelope(house.organisation.pk, mailbox.pk, mailbox.address), raw, now)
    take_in(house.organisation.pk, stored.mail, now)
    mail = IncomingMail.objects.get(pk=stored.mail)
    Contact.objects.filter(pk=str(mail.contact_id)).update(state="assigned", agent=house.agents[0])
    return mail


def test_its_owner_reads_it_and_nothing_in_it_runs_or_is_fetched() -> None:
    house = make_house()
    mail = receive(house, write("Bonjour\n\n> cité <b>", page=PAGE))

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser(house.count_on(house.agents[0].account))
            reply = await browser.get(f"/live/contacts/{mail.contact_id}/mails/1")
            assert reply.status == 200
            page = reply.body.decode()
            assert "lisible" in page
            assert "cité &lt;b&gt;" in page
            assert not any(word in page for word in ("<script", "<img", "onclick", "mechant"))
            assert "sandbox" in reply.headers["content-security-policy"]
            assert "default-src 'none'" in reply.headers["content-security-policy"]
            state = (await browser.get("/live/state")).json
            assert state["contacts"][0]["mail"]["address"] == "zoe@example.org"
            assert state["contacts"][0]["mail"]["verification"] == "unknown"

    asyncio.run(story())


@pytest.mark.parametrize("number", ["2", "0", "x", "99999999999999999999", "٣"])
def test_a_line_without_a_mail_shows_none(number: str) -> None:
    house = make_house()
    mail = receive(house, write())

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser(house.count_on(house.agents[0].account))
            assert (await browser.get(f"/live/contacts/{mail.contact_id}/mails/{number}")).status == 404

    asyncio.run(story())


def test_others_do_not_read_it_and_whoever_steers_leaves_a_trace() -> None:
    house = make_house()
    mail = receive(house, write())

    async def story() -> None:
        async with open_street() as street:
            place = f"/live/contacts/{mail.contact_id}/mails/1"
            assert (await street.open_browser(house.count_on(house.agents[1].account)).get(place)).status == 404
            assert (await street.open_browser().get(place)).status in (401, 403)
            assert (await street.open_browser(house.count_on(house.supervisor)).get(place)).status == 200

    asyncio.run(story())
    assert AuditEntry.objects.filter(verb="mail-read").count() == 1
