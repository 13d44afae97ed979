"""Answering on another channel through the real doors."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from guichet.doors.tests.driving import Browser, House, Street, make_house
from guichet.records.contacts.claims import give_claims
from guichet.records.contacts.models import AnswerChannel, Contact, Message
from guichet.records.messaging.models import Account
from guichet.records.messaging.tests.houses import CARRIERS
from guichet.records.people.words import ContactPointKind
from guichet.screens.live.tests.test_joining import work
from guichet.screens.live.tests.test_kept import live
from guichet.screens.live.tests.test_resting import prepare, take_message

pytestmark = pytest.mark.django_db(transaction=True)
ZOE = "+33612345678"


@pytest.fixture(autouse=True)
def _ways_out(settings: pytest.FixtureRequest) -> None:
    settings.CARRIERS = CARRIERS  # type: ignore[attr-defined]  # pytest-django's
    settings.MAIL_SERVER = None  # type: ignore[attr-defined]


def add_number(house: House) -> None:
    values = {"kind": "list", "address": "36105", "reason": house.reason, "language": "fr", "per_second": 1_000}
    work(house, lambda: Account.objects.create(organisation=house.organisation, channel="sms", **values))


def give_number(house: House, contact: str) -> None:
    def do() -> None:
        row = Contact.objects.of(house.organisation.pk).get(pk=contact)
        give_claims(row, [(ContactPointKind.TELEPHONE, ZOE)], row.arrived_at)

    work(house, do)


def count_choices(house: House) -> int:
    return int(work(house, AnswerChannel.objects.of(house.organisation.pk).count))


async def choose(agent: Browser, contact: str, **asked: Any) -> Any:
    return await agent.post(f"/live/contacts/{contact}/ways", {"key": str(uuid4()), **asked})


def test_an_agent_goes_on_by_sms_and_back_again() -> None:
    house = make_house(agents=2)
    prepare(house)
    add_number(house)

    async def story(street: Street) -> None:
        agent, contact = await take_message(street, house)
        await asyncio.to_thread(give_number, house, contact)
        stranger = street.open_browser(house.count_on(house.agents[1].account))
        ways = (await agent.get(f"/live/contacts/{contact}/ways")).json
        known = {"value": ZOE, "shown": "06 12 34 56 78", "is_verified": False}
        assert ways == {"current": "message", "own": "message", "mail": None, "sms": [known]}
        assert (await choose(agent, contact, channel="sms", address="06 12 34 56 78")).json["current"] == "sms"
        assert (await agent.get(f"/live/contacts/{contact}/ways")).json["current"] == "sms"
        assert (await choose(agent, contact, channel="message")).json["current"] == "message"
        assert (await stranger.get(f"/live/contacts/{contact}/ways")).status == 404
        assert (await choose(stranger, contact, channel="sms", address=ZOE)).status == 404

    live(house, story)
    assert count_choices(house) == 2
    notes = Message.objects.of(house.organisation.pk).filter(kind="note").order_by("number").values_list("text", flat=True)
    assert work(house, lambda: list(notes)) == [
        "Désormais, les réponses partent par SMS au 06 12 34 56 78.",
        "Désormais, les réponses partent de nouveau par le canal d’origine.",
    ]


def test_what_cannot_be_is_said_and_changes_nothing() -> None:
    house = make_house(agents=1)
    prepare(house)

    async def story(street: Street) -> None:
        agent, contact = await take_message(street, house)
        refused = [
            await choose(agent, contact, channel="sms", address=ZOE),
            await choose(agent, contact, channel="email", address="zoe@example.org"),
            await choose(agent, contact, channel="voice"),
        ]
        assert [(each.status, each.json["code"]) for each in refused] == [
            (422, "no-sms"),
            (422, "no-mailbox"),
            (422, "no-such-way"),
        ]
        for asked in ({"channel": "pigeon"}, {"channel": "sms", "address": "0" * 300}, {"channel": "sms", "address": 6}):
            assert (await choose(agent, contact, **asked)).status == 400

    live(house, story)
    assert count_choices(house) == 0
