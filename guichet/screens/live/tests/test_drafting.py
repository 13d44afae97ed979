"""A draft by a model, through the real doors and a real server that speaks its protocol."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from guichet.doors.limits import Allowance, Buckets
from guichet.doors.tests.driving import House, Street
from guichet.language.drafting import Server
from guichet.language.tests.test_drafting import Behaviour, complete, serve
from guichet.screens.live.answers import drafting
from guichet.screens.live.tests.test_answers import house
from guichet.screens.live.tests.test_kept import live, take

__all__ = ["house"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "drafts_of_a_seat", Buckets(drafting.drafts_of_a_seat.allowance))


@pytest.fixture
def model(settings: Any) -> Iterator[Behaviour]:
    with serve(complete("C’est 423,48 € [1].")) as (served, behaviour):
        settings.DRAFTS_SERVER = Server(served.server.address, "small", seconds=1.0)
        yield behaviour


def test_an_agent_gets_a_draft_with_the_article_it_is_drawn_from(house: House, model: Behaviour) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Combien pour la rentrée ?")
        reply = await agent.post(f"/live/contacts/{contact}/drafted")
        assert reply.status == 200, reply.body
        assert reply.json["text"] == "C’est 423,48 €."
        assert [(each["article"], each["version"]) for each in reply.json["cited"]] == [("rentree", 1)]
        assert "Combien pour la rentrée ?" in model.asked[1]["messages"][1]["content"]
        assert "À savoir" not in model.asked[1]["messages"][1]["content"]  # what is for agents stays here
        stranger = street.open_browser(house.count_on(house.agents[1].account))
        assert (await stranger.post(f"/live/contacts/{contact}/drafted")).status == 404

    live(house, story)


@pytest.mark.parametrize(
    ("body", "hangs", "said"),
    [
        (complete("C’est 423,48 €."), False, "brouillon a été refusé"),
        (complete("C’est 424 € [1]."), False, "nombre"),
        (b"{", False, "rien répondu"),
        (b"", True, "trop de temps"),
    ],
)
def test_a_model_that_lies_or_hangs_is_said(house: House, model: Behaviour, body: bytes, hangs: bool, said: str) -> None:
    model.body, model.hangs = body, hangs

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Combien ?")
        reply = await agent.post(f"/live/contacts/{contact}/drafted")
        assert (reply.status, reply.json["code"]) == (422, "no-draft")
        assert said in reply.json["message"]
        assert len((await agent.get("/live/state")).json["contacts"][0]["messages"]) == 1

    live(house, story)


def test_without_a_model_none_is_asked(house: House) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Combien ?")
        reply = await agent.post(f"/live/contacts/{contact}/drafted")
        assert (reply.status, reply.json["code"]) == (409, "drafts-off")

    live(house, story)


def test_an_agent_who_asks_without_end_is_told_to_wait(house: House, model: Behaviour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "drafts_of_a_seat", Buckets(Allowance(burst=1, per_second=0.001)))

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Combien ?")
        replies = await asyncio.gather(*(agent.post(f"/live/contacts/{contact}/drafted") for _ in range(3)))
        assert sorted(reply.status for reply in replies) == [200, 429, 429]

    live(house, story)
    assert model.asked is not None
