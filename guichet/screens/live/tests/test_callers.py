"""What a call says before anybody answers it: to the agent to whom it is offered, to nobody else, and never who somebody is."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from guichet.decisions.routing.words import Channel
from guichet.doors.tests.driving import House, make_house, open_street, work_for
from guichet.records.calls.models import Leg, Line, RelayService
from guichet.records.calls.statements import MOST_EARLIER
from guichet.records.calls.words import LegState, Side
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.claims import give_claims
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.people.words import ContactPointKind
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.tests.scripts import publish_script

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
NUMBER = "+33612345678"


def open_one(house: House, key: UUID, *, channel: Channel = Channel.VOICE, at: datetime = NOW, number: str = "") -> Contact:
    """Somebody who waits; he claims a number when he gives one."""
    arrival = get_arrival(house.organisation.pk, house.reason.pk, "fr", None)
    opening = Opening(key=key, channel=channel, language="fr", arrived_at=to_instant(at))
    contact = Contact.objects.get(pk=open_contact(house.organisation.pk, opening, arrival).contact)
    if number:
        give_claims(contact, [(ContactPointKind.TELEPHONE, number)], at)
    return contact


def ring(house: House, *, number: str = NUMBER, key: UUID | None = None, call: UUID | None = None) -> Contact:
    """A call that is offered to the first agent: its leg does not know the contact yet."""
    work_for(house)
    contact = open_one(house, key or uuid4())
    line = Line.objects.get_or_create(organisation=house.organisation, number="+33199001234", label="Accueil", reason=house.reason)[0]
    always = {"organisation": house.organisation, "process": uuid4(), "began_at": NOW, "line": line}
    Leg.objects.create(**always, call=call or contact.key, side=Side.CITIZEN, state=LegState.TALKING, number=number)
    Contact.objects.filter(pk=contact.pk).update(state="offered", offered_to=house.agents[0])
    return contact


def read_all(house: House, agent: int = 0) -> str:
    async def story() -> str:
        async with open_street() as street:
            return (await street.open_browser(house.count_on(house.agents[agent].account)).get("/live/state")).body.decode()

    return asyncio.run(story())


def read_cards(house: House) -> list[dict[str, Any]]:
    async def story() -> list[dict[str, Any]]:
        async with open_street() as street:
            return [*(await street.open_browser(house.count_on(house.agents[0].account)).get("/live/state")).json["contacts"]]

    return asyncio.run(story())


def test_a_call_says_from_which_number_it_comes_what_was_dialled_and_what_came_before() -> None:
    house, other = make_house(), make_house()
    with transaction.atomic():
        work_for(other)
        open_one(other, uuid4(), channel=Channel.CHAT, at=NOW - timedelta(days=1), number=NUMBER)
    with transaction.atomic():
        work_for(house)
        open_one(house, uuid4(), channel=Channel.CHAT, at=NOW - timedelta(days=1), number=NUMBER)
        open_one(house, uuid4(), at=NOW - timedelta(days=2), number=NUMBER)
        open_one(house, uuid4(), at=NOW - timedelta(days=2), number="+33711111111")
        open_one(house, uuid4(), at=NOW + timedelta(minutes=1), number=NUMBER)
        ring(house)
    [card] = read_cards(house)
    assert card["caller"] == {
        "shown": "06 12 34 56 78",
        "relay": "",
        "line": "Accueil",
        "dialled": "01 99 00 12 34",
        "earlier": 2,
        "is_all": True,
    }
    assert card["citizen_name"] == ""
    assert "612345678" not in read_all(house, 1).replace(" ", "")


def test_a_number_that_is_withheld_has_no_past() -> None:
    house = make_house()
    with transaction.atomic():
        ring(house, number="")
    [card] = read_cards(house)
    assert (card["caller"]["shown"], card["caller"]["earlier"]) == ("", 0)


def test_a_switchboard_is_not_counted_to_the_end() -> None:
    house = make_house()
    with transaction.atomic():
        work_for(house)
        for _ in range(MOST_EARLIER + 2):
            open_one(house, uuid4(), at=NOW - timedelta(days=1), number=NUMBER)
        ring(house)
    [card] = read_cards(house)
    assert (card["caller"]["earlier"], card["caller"]["is_all"]) == (MOST_EARLIER, False)


def test_a_call_that_a_script_handed_over_is_found_by_the_key_of_its_session() -> None:
    house = make_house()
    call = uuid4()
    with transaction.atomic():
        work_for(house)
        contact = ring(house, call=call)
        version = publish_script(house.organisation, house.reason.key)
        begun = {"medium": "voice", "language": "fr", "reason_key": house.reason.key, "document": "", "pieces": ""}
        when = {"created_at": NOW, "updated_at": NOW, "expires_at": NOW}
        ScriptSession.objects.create(organisation=house.organisation, key=call, version=version, contact=contact, **begun, **when)
    [card] = read_cards(house)
    assert card["caller"]["shown"] == "06 12 34 56 78"


def test_nothing_is_asked_where_nobody_calls() -> None:
    house = make_house()
    with transaction.atomic():
        work_for(house)
        contact = open_one(house, uuid4(), channel=Channel.CHAT, number=NUMBER)
        Contact.objects.filter(pk=contact.pk).update(state="offered", offered_to=house.agents[0])
    [card] = read_cards(house)
    assert card["caller"] is None


def test_a_relay_service_is_named_and_its_number_is_nobodys() -> None:
    house = make_house()
    with transaction.atomic():
        work_for(house)
        open_one(house, uuid4(), at=NOW - timedelta(days=2), number=NUMBER)
        contact = ring(house)
        relay = RelayService.objects.create(organisation=house.organisation, name="Relais Signes", address="https://relais.example")
        Leg.objects.filter(call=contact.key).update(relay=relay)
    [card] = read_cards(house)
    assert (card["caller"]["relay"], card["caller"]["shown"], card["caller"]["earlier"]) == ("Relais Signes", "", 0)
