"""A callback through a relay service, as the agent who has it in hand sees it: whom he calls, and the number that he gives."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from guichet.decisions.routing.words import Channel, Instant
from guichet.doors.tests.driving import House, make_house, open_street, work_for
from guichet.records.calls.models import RelayService
from guichet.records.calls.relays import call_through
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.callbacks import Wish, ask_callback
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "+33612345678"
CITIZENS = {"number": NUMBER, "shown": "06 12 34 56 78", "wanted_from": None, "attempts": 0}


@transaction.atomic
def ask(house: House, number: str | None) -> None:
    """As if its agent had accepted it. :param number: of the relay service; None: there is none."""
    work_for(house)
    house.queue.channels = ["callback"]
    house.queue.save()
    opening = Opening(key=uuid4(), channel=Channel.CALLBACK, language="fr", arrived_at=Instant(1_800_000_000_000))
    arrival = get_arrival(house.organisation.pk, house.reason.pk, "fr", None)
    contact = ask_callback(opening, arrival, house.queue, Wish(NUMBER), timezone.now()).contact
    if number is not None:
        filled = {"name": "Relais Signes", "kinds": ["lsf"], "address": "https://relais.example", "number": "+33199005010"}
        relay = RelayService.objects.create(organisation=house.organisation, **filled)
        call_through(house.organisation.pk, contact, relay.pk)
        RelayService.objects.filter(pk=relay.pk).update(number=number)
    Contact.objects.filter(pk=contact).update(state="assigned", agent=house.agents[0])


def read_call(house: House) -> dict[str, Any]:
    async def story() -> dict[str, Any]:
        async with open_street() as street:
            [card] = (await street.open_browser(house.count_on(house.agents[0].account)).get("/live/state")).json["contacts"]
            call: dict[str, Any] = card["call"]
            return call

    return asyncio.run(story())


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+33199005010", {"relay": "Relais Signes", "relay_number": "+33199005010", "relay_shown": "01 99 00 50 10"}),
        ("", {"relay": "Relais Signes", "relay_number": "", "relay_shown": ""}),
        (None, {"relay": "", "relay_number": "", "relay_shown": ""}),
    ],
    ids=["through", "without-number", "directly"],
)
def test_the_desk_says_whom_to_call_and_whose_number_to_give(number: str | None, shown: dict[str, str]) -> None:
    house = make_house(agents=1)
    ask(house, number)
    assert read_call(house) == CITIZENS | shown
