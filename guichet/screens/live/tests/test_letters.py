"""A letter on the desk: its owner sees its pages, corrects what was found and answers it; nobody else does, and nothing in it runs."""

import asyncio
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from guichet.doors.tests.driving import House, make_house, open_street
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.actions import add_message
from guichet.records.contacts.models import Contact
from guichet.records.contacts.words import Author
from guichet.records.letters.intake import read_waiting
from guichet.records.letters.models import Letter, LetterBox, Posting
from guichet.records.letters.storing import Arrived, store_scan
from guichet.records.letters.tests.houses import Reader
from guichet.records.letters.words import Origin

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "Mme Zoé Petit\n12 rue des Lilas\n35000 RENNES"
SAID = {"sender": ADDRESS, "email": "", "telephone": "", "file_numbers": ["A1"], "written_on": "2026-03-12", "answer_by": "post"}


@pytest.fixture(autouse=True)
def _hosts(settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["guichet.test"]  # type: ignore[attr-defined]  # pytest-django's
    monkeypatch.setattr("guichet.records.letters.answering.draw", lambda _sheet: b"%PDF- laid out")


def receive(house: House) -> Contact:
    """A letter that the first agent holds, in which he said something."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])
    with transaction.atomic():
        LetterBox.objects.create(organisation=house.organisation, reason=house.reason, language="fr")
    now = timezone.now()
    store_scan(Arrived(house.organisation.pk, Origin.UPLOAD), b"%PDF- a scan", now)
    read_waiting(house.organisation.pk, Reader(), timezone.now)
    Contact.objects.filter(channel="letter").update(state="assigned", agent=house.agents[0])
    contact = Contact.objects.get(channel="letter")
    add_message(contact, uuid4(), Author.AGENT, "Votre acte est joint.", house.agents[0])
    return contact


def test_its_owner_sees_corrects_and_answers_it() -> None:
    house = make_house()
    contact = receive(house)
    place = f"/live/contacts/{contact.pk}/letter"

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser(house.count_on(house.agents[0].account))
            [card] = (await browser.get("/live/state")).json["contacts"]
            assert (card["letter"]["sender"], card["letter"]["is_checked"], card["letter"]["posting"]) == (ADDRESS, False, None)
            page = await browser.get(f"{place}/pages/1")
            assert (page.status, page.headers["content-type"], page.body[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
            assert "sandbox" in page.headers["content-security-policy"]
            corrected = await browser.post(place, SAID)
            assert (corrected.status, corrected.json["is_checked"], corrected.json["file_numbers"]) == (200, True, ["A1"])
            assert corrected.json["written_on"] == "2026-03-12"
            drawn = await browser.get(f"{place}/answer")
            assert (drawn.headers["content-type"], drawn.body) == ("application/pdf", b"%PDF- laid out")
            assert (await browser.post(f"{place}/acknowledge", {"key": str(uuid4())})).json["is_acknowledged"]
            assert (await browser.post(f"{place}/prepare", {"key": str(uuid4())})).json["posting"] == "ready"
            assert (await browser.post(f"{place}/prepare", {"key": str(uuid4())})).status == 422
            assert (await browser.get(f"{place}/answer")).status == 422

    asyncio.run(story())
    assert (Posting.objects.count(), Letter.objects.get().file_numbers) == (2, ["A1"])


@pytest.mark.parametrize("number", ["2", "0", "x", "-1", "99999999", "٣"])
def test_a_page_that_is_none_is_not_there(number: str) -> None:
    house = make_house()
    contact = receive(house)

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser(house.count_on(house.agents[0].account))
            assert (await browser.get(f"/live/contacts/{contact.pk}/letter/pages/{number}")).status == 404

    asyncio.run(story())


@pytest.mark.parametrize(
    "changes",
    [{"written_on": "hier"}, {"answer_by": "pigeon"}, {"email": "zoe"}, {"sender": "a\0b"}, {"file_numbers": "A1"}, {"file_numbers": [1]}],
)
def test_what_cannot_be_read_is_refused(changes: dict[str, object]) -> None:
    house = make_house()
    contact = receive(house)

    async def story() -> None:
        async with open_street() as street:
            browser = street.open_browser(house.count_on(house.agents[0].account))
            assert 400 <= (await browser.post(f"/live/contacts/{contact.pk}/letter", {**SAID, **changes})).status < 500

    asyncio.run(story())
    assert Letter.objects.get().checked_at is None


def test_others_do_not_see_it_and_whoever_steers_leaves_a_trace() -> None:
    house = make_house()
    contact = receive(house)
    place = f"/live/contacts/{contact.pk}/letter"

    async def story() -> None:
        async with open_street() as street:
            stranger = street.open_browser(house.count_on(house.agents[1].account))
            for door in ("pages/1", "answer"):
                assert (await stranger.get(f"{place}/{door}")).status == 404
            assert (await stranger.post(place, SAID)).status == 404
            for act in ("prepare", "acknowledge"):
                assert (await stranger.post(f"{place}/{act}", {"key": str(uuid4())})).status == 404
            assert (await street.open_browser().get(f"{place}/pages/1")).status in (401, 403)
            assert (await street.open_browser(house.count_on(house.supervisor)).get(f"{place}/pages/1")).status == 200

    asyncio.run(story())
    assert AuditEntry.objects.filter(verb="letter-read").count() == 1
