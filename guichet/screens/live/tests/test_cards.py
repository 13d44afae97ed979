"""A message left, as the agent who has it in hand sees it."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from guichet.decisions.routing.words import Channel, Instant
from guichet.doors.tests.driving import House, make_house, open_street, work_for
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import ReplyWay, leave_message

pytestmark = pytest.mark.django_db(transaction=True)


@transaction.atomic
def leave(house: House, way: ReplyWay) -> None:
    """As if its agent had accepted it."""
    work_for(house)
    house.queue.channels = ["message"]
    house.queue.save()
    opening = Opening(key=uuid4(), channel=Channel.MESSAGE, language="fr", arrived_at=Instant(1_800_000_000_000), text="Bonjour")
    arrival = get_arrival(house.organisation.pk, house.reason.pk, "fr", None)
    contact = leave_message(opening, arrival, house.queue, way).contact
    Contact.objects.filter(pk=contact).update(state="assigned", agent=house.agents[0])


def read_cards(house: House) -> list[dict[str, Any]]:
    async def story() -> list[dict[str, Any]]:
        async with open_street() as street:
            state = (await street.open_browser(house.count_on(house.agents[0].account)).get("/live/state")).json
            return [*state["contacts"]]

    return asyncio.run(story())


def test_the_desk_says_how_its_writer_hears_of_the_answer() -> None:
    house = make_house(agents=1)
    leave(house, ReplyWay("http://guichet.test", "zoe@example.org", "+33612345678"))
    leave(house, ReplyWay("http://guichet.test"))
    [first, second] = [card["reply"] for card in read_cards(house)]
    four_hours = 4 * 3_600_000
    assert first == {"number": "+33612345678", "shown": "06 12 34 56 78", "by_mail": True, "promised_at": 1_800_000_000_000 + four_hours}
    assert second == {"number": "", "shown": "", "by_mail": False, "promised_at": 1_800_000_000_000 + four_hours}


def test_no_agent_reads_the_mail_address() -> None:
    house = make_house(agents=1)
    leave(house, ReplyWay("http://guichet.test", "zoe@example.org"))
    assert "zoe@example.org" not in str(read_cards(house))
