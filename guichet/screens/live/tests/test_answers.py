"""Answers at the agent's hand, through the real doors: proposed, inserted, sent with their version, judged."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.db import connection, transaction

from guichet.doors.limits import Allowance, Buckets
from guichet.doors.tests.driving import Browser, House, Street, make_house, work_for
from guichet.records.contacts.models import Message
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.models import AskedSearch, Verdict
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.words import Audience, Medium
from guichet.screens.live.answers import doors
from guichet.screens.live.tests.test_kept import live, take

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "looks", Buckets(doors.looks.allowance))


@pytest.fixture
def house() -> House:
    house = make_house(agents=2)
    with transaction.atomic():
        work_for(house)
        lay_articles(house)
    return house


def lay_articles(house: House) -> None:
    for key, reasons, audience in (("rentree", (house.reason.key,), Audience.PUBLIC), ("interne", (), Audience.AGENTS)):
        editing = Editing(None, NOW)
        content = reword(make_content(), Medium.GUIDE, "À savoir. {montant}\n\n- [ ] Demander l’âge")
        version = actions.create_article(house.organisation.pk, key, content, Details(reasons=reasons, audience=audience), editing)
        actions.publish(actions.approve(actions.submit(version, editing), editing), editing)


async def send(agent: Browser, contact: str, text: str, status: int = 201, **answer: Any) -> Any:
    message = {"key": str(uuid4()), "text": text, "answer": answer or None}
    reply = await agent.post(f"/live/contacts/{contact}/messages", message)
    assert reply.status == status, reply.body
    return reply.json


async def list_rows(house: House, model: Any, *fields: str) -> list[Any]:
    def ask() -> list[Any]:
        with transaction.atomic():
            work_for(house)
            rows = list(model.objects.order_by("pk").values_list(*fields))
        connection.close()
        return rows

    return await asyncio.to_thread(ask)


def test_the_article_of_the_reason_is_proposed_with_its_wording_and_guide(house: House) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        reply = await agent.get(f"/live/contacts/{contact}/answers")
        assert reply.status == 200
        best = reply.json["articles"][0]
        assert (best["article"], best["version"], best["medium"], best["is_for_reason"]) == ("rentree", 1, "chat", True)
        assert "423,48" in best["text"]
        assert best["checklist"] == ["Demander l’âge"]
        stranger = street.open_browser(house.count_on(house.agents[1].account))
        assert (await stranger.get(f"/live/contacts/{contact}/answers")).status == 404

    live(house, story)


def test_a_message_carries_its_article_and_version_to_its_citizen(house: House) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        [best, *_] = (await agent.get(f"/live/contacts/{contact}/answers")).json["articles"]
        await send(agent, contact, f"Bonjour. {best['text']}", article="rentree", version=1)
        await send(agent, contact, "C’est 99 euros.", article="rentree", version=1)
        await send(agent, contact, "Autre chose")
        said = (await agent.get("/live/state")).json["contacts"][0]["messages"]
        given = {"article": "rentree", "version": 1}
        assert [each["answer"] for each in said] == [None, {**given, "is_reworded": False}, {**given, "is_reworded": True}, None]
        assert await list_rows(house, Message, "answer") == [(each["answer"],) for each in said]

    live(house, story)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"article": "rentree", "version": 2}, 422),
        ({"article": "none", "version": 1}, 422),
        ({"article": "interne", "version": 1}, 422),
        ({"article": "rentree", "version": 0}, 400),
        ({"article": "rentree", "version": 2**40}, 400),
        ({"article": "\0", "version": 1}, 400),
        ({"article": "rentree", "version": 1, "is_reworded": False}, 400),
    ],
)
def test_an_answer_that_was_never_published_is_not_claimed(house: House, answer: dict[str, Any], status: int) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        await send(agent, contact, "C’est 99 euros.", status, **answer)
        assert len(await list_rows(house, Message, "number")) == 1

    live(house, story)


def test_a_search_that_led_nowhere_is_a_gap_and_one_that_helped_is_none(house: House) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        in_vain, led = uuid4(), uuid4()
        for words, search in (("gir", in_vain), ("girafe", in_vain), ("rentrée", led)):
            assert (await agent.get(f"/live/contacts/{contact}/answers?words={quote(words)}&search={search}")).status == 200
        reply = await agent.post(f"/live/contacts/{contact}/inserted", {"search": str(led), "article": "rentree"})
        assert reply.status == 204
        found = sorted(await list_rows(house, AskedSearch, "text", "audience", "article__key"))
        assert found == [("girafe", "agents", None), ("rentrée", "agents", "rentree")]

    live(house, story)


def test_an_agent_says_once_that_an_article_did_not_help(house: House) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        for _again in range(2):
            judged = {"article": "rentree", "version": 1, "has_helped": False}
            assert (await agent.post(f"/live/contacts/{contact}/judged", judged)).status == 204
        assert await list_rows(house, Verdict, "article__key", "version", "medium", "has_helped") == [("rentree", 1, "guide", False)]

    live(house, story)


@pytest.mark.parametrize("query", ["search=nothing", "words=" + "a" * 401, "words=%00"])
def test_a_bad_question_is_refused_with_a_sentence(house: House, query: str) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        reply = await agent.get(f"/live/contacts/{contact}/answers?{query}")
        assert reply.status in (400, 422)
        assert reply.json["message"]

    live(house, story)


def test_a_desk_that_asks_too_often_is_told_to_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "looks", Buckets(Allowance(burst=2, per_second=0.001)))

    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        statuses = [(await agent.get(f"/live/contacts/{contact}/answers")).status for _ in range(3)]
        assert statuses == [200, 200, 429]

    live(house, story)


def test_a_citizen_judges_the_answer_he_got_once_and_nothing_else(house: House) -> None:
    async def story(street: Street) -> None:
        agent, contact = await take(street, house, "Bonjour")
        sent = await send(agent, contact, "C’est 423 euros.", article="rentree", version=1)
        citizen, address = street.open_citizen(house, contact), f"/chat/contacts/{contact}/judged"
        shown = (await citizen.get(f"/chat/contacts/{contact}")).json["messages"][-1]
        assert shown["answer"] == {"article": "rentree", "version": 1, "is_reworded": True}
        for has_helped in (False, True):
            assert (await citizen.post(address, {"number": sent["number"], "has_helped": has_helped})).status == 204
        assert (await citizen.post(address, {"number": 1, "has_helped": False})).status == 404
        assert (await street.open_browser().post(address, {"number": sent["number"], "has_helped": False})).status == 404
        assert await list_rows(house, Verdict, "article__key", "medium", "has_helped") == [("rentree", "chat", False)]

    live(house, story)
