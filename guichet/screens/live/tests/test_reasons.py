"""What a contact seems to be about, through the agent's door."""

from datetime import UTC, datetime

import msgspec
import pytest
from django.db import connection, transaction

from guichet.doors.tests.driving import House, Street, make_house, work_for
from guichet.language.classes import Learned
from guichet.records.qualification.models import LearnedReasons
from guichet.records.qualification.rows import make_rows
from guichet.screens.live.tests.test_kept import live, take

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Mon loyer a augmenté"


def teach(house: House) -> None:
    """One word leads to the house's reason, and nothing else to any."""
    with transaction.atomic():
        work_for(house)
        [row] = make_rows(["loyer"], None)
        learned = Learned(
            names=(house.reason.key, "other"), places=tuple(row), rarity=(1.0,), weights=((9.0,), (0.0,)), bias=(0.0, 0.0), least=0.5
        )
        LearnedReasons.objects.create(
            organisation=house.organisation,
            body=msgspec.msgpack.encode(learned),
            given=1,
            confirmed=0,
            measured={},
            learned_at=datetime(2026, 11, 30, tzinfo=UTC),
        )
    connection.close()


def test_the_agent_of_a_contact_is_told_and_nobody_else() -> None:
    house = make_house(agents=2)
    teach(house)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, TEXT)
        [proposed] = (await agent.get(f"/live/contacts/{contact}/reasons")).json["reasons"]
        assert proposed["reason"] == house.reason.pk
        assert proposed["certainty"] > 0.9
        stranger = street.open_browser(house.count_on(house.agents[1].account))
        assert (await stranger.get(f"/live/contacts/{contact}/reasons")).status == 404
        assert (await street.open_browser().get(f"/live/contacts/{contact}/reasons")).status == 401

    live(house, story)


def test_nothing_is_said_before_anything_was_learned() -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, TEXT)
        assert (await agent.get(f"/live/contacts/{contact}/reasons")).json == {"reasons": []}

    live(house, story)
