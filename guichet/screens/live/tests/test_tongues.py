"""A language that is found while somebody has the contact before him."""

import asyncio

import pytest
from django.db import connection

from guichet.doors.tests.driving import House, Street, make_house
from guichet.language.contracts import Detected
from guichet.records.contacts import tongues
from guichet.screens.live.tests.test_kept import live, take

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Bom dia, perdi o meu cartão de saúde e preciso de outro."


class Engine:
    problem = None

    def detect(self, _text: str, _among: list[str], _seconds: float) -> Detected:
        return Detected("pt", 0.98)


def recognise(house: House, contact: str) -> None:
    tongues.recognise(house.organisation.pk, contact, Engine())  # type: ignore[arg-type]
    connection.close()


@pytest.fixture(autouse=True)
def _without_an_engine_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoChoice:
        def get(self) -> None: ...

    monkeypatch.setattr(tongues, "get_choice", NoChoice)


def test_the_desk_is_told_at_once_and_a_fresh_look_says_the_same() -> None:
    house = make_house(agents=1)

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, TEXT)
        state = (await agent.get("/live/state")).json
        assert state["contacts"][0]["written_in"] == ""
        async with agent.listen("/live/events", state["cursor"]) as listening:
            await asyncio.to_thread(recognise, house, contact)
            told = await listening.wait_for("LanguageFound", contact=contact)
        assert told["written_in"] == (await agent.get("/live/state")).json["contacts"][0]["written_in"] == "pt"

    live(house, story)
