"""Orders: what they do, that they can be undone, that they are refused with a sentence, and that two supervisors do no harm."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from guichet.doors.tests.driving import Browser, House, Reply, Street, make_house, open_street, run_engine, sign_on
from guichet.records.audit.models import AuditEntry
from guichet.records.directory.models import Agent, Reason, ReasonSkill, Skill, Team
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.orders.actions import end_due
from guichet.records.separation import set_organisation
from guichet.screens.live.tests.test_board import open_supervisor, post, wait_for_cards

pytestmark = pytest.mark.django_db(transaction=True)
Story = Callable[[Street, House], Awaitable[None]]


def live(story: Story, house: House) -> None:
    async def whole() -> None:
        async with open_street() as street:
            await story(street, house)

    with run_engine(house):
        asyncio.run(whole())


async def order(supervisor: Browser, kind: str, key: str = "", **asked: Any) -> Reply:
    return await supervisor.post("/live/board/orders", {"kind": kind, "key": key or str(uuid4()), **asked})


async def undo(supervisor: Browser, given: Reply) -> Reply:
    return await supervisor.post(f"/live/board/orders/{given.json['order']}/undo", {"key": str(uuid4())})


async def look(supervisor: Browser) -> Any:
    return (await supervisor.get("/live/board")).json


def open_agent(street: Street, house: House, number: int = 0) -> Browser:
    return street.open_browser(house.count_on(house.agents[number].account))


def test_an_order_is_carried_out_shown_traced_and_undone() -> None:
    house = make_house(agents=1)

    async def story(street: Street, house: House) -> None:
        supervisor, agent = open_supervisor(street, house), open_agent(street, house)
        _, contact = await street.open_contact(house)
        await post(agent, "/live/presence", presence="available")
        await wait_for_cards(agent, 1)
        given = await order(supervisor, "assign", contact=contact, agent=house.agents[0].pk)
        assert given.status == 200, given.body
        [card] = await wait_for_cards(agent, 1)
        assert card["state"] == "assigned"
        [shown] = (await look(supervisor))["orders"]
        assert (shown["order"], shown["kind"], shown["sentence"]) == (given.json["order"], "assign", given.json["sentence"])
        assert (await undo(supervisor, given)).status == 200
        await wait_for_state(supervisor, contact, "waiting")
        assert (await look(supervisor))["orders"] == []
        assert (await undo(supervisor, given)).status == 200  # a reply that was lost

    live(story, house)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        verbs = list(AuditEntry.objects.order_by("number").values_list("verb", "actor_id"))
    assert verbs == [("order-given", house.supervisor.pk), ("order-undone", house.supervisor.pk)]


async def wait_for_state(supervisor: Browser, contact: str, state: str) -> None:
    async with asyncio.timeout(10):
        while [row["state"] for row in (await look(supervisor))["contacts"] if row["contact"] == contact] != [state]:
            await asyncio.sleep(0.05)


def test_an_order_that_contradicts_the_rules_is_refused_with_a_sentence() -> None:
    house = make_house(agents=2)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        skill = factories.make_skill(house.organisation, labels={"fr": "Logement"})
        ReasonSkill.objects.create(organisation=house.organisation, reason=house.reason, skill=skill, level=3)

    async def story(street: Street, house: House) -> None:
        supervisor, agent = open_supervisor(street, house), open_agent(street, house)
        _, contact = await street.open_contact(house)
        name = house.agents[0].name
        away = await order(supervisor, "assign", contact=contact, agent=house.agents[0].pk)
        assert (away.status, away.json["code"]) == (422, "agent-away")
        await post(agent, "/live/presence", presence="available")
        await wait_for_presence(supervisor, house.agents[0].pk, "available")
        await wait_for_state(supervisor, contact, "waiting")
        unable = await order(supervisor, "assign", contact=contact, agent=house.agents[0].pk)
        assert unable.json["code"] == "agent-unable"
        assert name in unable.json["message"]
        assert "Logement (3)" in unable.json["message"]
        unknown = await order(supervisor, "assign", contact=contact, agent=2**40)
        assert unknown.json["code"] == "unknown-subject"
        lent = await order(supervisor, "skill", agent=house.agents[0].pk, skill=skill.pk, level=3, minutes=30)
        assert lent.status == 200, lent.body
        await wait_for_cards(agent, 1)  # it rings: the skill was what it lacked
        same = await order(supervisor, "skill", agent=house.agents[0].pk, skill=skill.pk, level=3, minutes=30)
        assert same.json["code"] == "already-ordered"
        await undo(supervisor, lent)
        await wait_for_state(supervisor, contact, "waiting")
        assert await wait_for_cards(agent, 0) == []

    live(story, house)


async def wait_for_presence(supervisor: Browser, agent: int, presence: str) -> None:
    async with asyncio.timeout(10):
        while [row["presence"] for row in (await look(supervisor))["agents"] if row["agent"] == agent] != [presence]:
            await asyncio.sleep(0.05)


def test_an_overflow_lets_a_team_answer_those_who_wait_already_until_it_is_over() -> None:
    house = make_house(agents=2)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        skill = factories.make_skill(house.organisation)
        ReasonSkill.objects.create(organisation=house.organisation, reason=house.reason, skill=skill, level=2)
        team = Team.objects.create(organisation=house.organisation, key="second", name="Seconde ligne")
        Agent.objects.filter(pk=house.agents[1].pk).update(team=team)

    async def story(street: Street, house: House) -> None:
        supervisor, agent = open_supervisor(street, house), open_agent(street, house, 1)
        _, contact = await street.open_contact(house)
        await post(agent, "/live/presence", presence="available")
        await wait_for_presence(supervisor, house.agents[1].pk, "available")
        await wait_for_state(supervisor, contact, "waiting")
        opened = await order(supervisor, "overflow", queue=house.queue.pk, team=team.pk, minutes=15)
        assert opened.status == 200, opened.body
        await wait_for_cards(agent, 1)
        await asyncio.to_thread(end_later, house, timedelta(minutes=16))
        await wait_for_state(supervisor, contact, "waiting")
        assert (await look(supervisor))["orders"] == []
        over = await undo(supervisor, opened)
        assert over.json["code"] == "order-expired"

    live(story, house)


def end_later(house: House, later: timedelta) -> None:
    from django.db import connection

    with transaction.atomic():
        set_organisation(house.organisation.pk)
        assert end_due(house.organisation.pk, timezone.now() + later) == 1
    connection.close()


def test_a_queue_is_closed_with_an_announcement_to_those_who_wait_and_opened_again() -> None:
    house = make_house(agents=1)

    async def story(street: Street, house: House) -> None:
        supervisor = open_supervisor(street, house)
        citizen, contact = await street.open_contact(house)
        await wait_for_state(supervisor, contact, "waiting")
        empty = await order(supervisor, "close", queue=house.queue.pk, text="  ")
        assert empty.json["code"] == "empty-text"
        closed = await order(supervisor, "close", queue=house.queue.pk, text="Panne : revenez vers 15 h.")
        assert closed.status == 200, closed.body
        said = (await citizen.get(f"/chat/contacts/{contact}")).json["messages"]
        assert [line["text"] for line in said if line["author"] == "system"] == ["Panne : revenez vers 15 h."]
        [queue] = (await look(supervisor))["queues"]
        assert queue["closed_because"] == "supervisor"
        again = await order(supervisor, "close", queue=house.queue.pk, text="Encore")
        assert again.json["code"] == "already-ordered"
        assert (await undo(supervisor, closed)).status == 200
        async with asyncio.timeout(10):
            while (await look(supervisor))["queues"][0]["closed_because"] is not None:
                await asyncio.sleep(0.05)

    live(story, house)


def test_two_supervisors_who_order_the_same_at_the_same_time_do_no_harm() -> None:
    house = make_house(agents=2)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        other = factories.make_account(house.organisation, Role.SUPERVISOR, password=None)
        session = sign_on(other)

    async def story(street: Street, house: House) -> None:
        first, second = open_supervisor(street, house), street.open_browser(session)
        agents = [open_agent(street, house, number) for number in range(2)]
        _, contact = await street.open_contact(house)
        for number, agent in enumerate(agents):
            await post(agent, "/live/presence", presence="available")
            await wait_for_presence(first, house.agents[number].pk, "available")
        replies = await asyncio.gather(
            order(first, "assign", contact=contact, agent=house.agents[0].pk),
            order(second, "assign", contact=contact, agent=house.agents[1].pk),
        )
        assert {reply.status for reply in replies} == {200}
        held = [card["state"] for agent in agents for card in (await agent.get("/live/state")).json["contacts"]]
        assert held == ["assigned"]  # the later order holds
        closings = await asyncio.gather(*(order(each, "close", queue=house.queue.pk, text="Fermé") for each in (first, second)))
        assert sorted(reply.status for reply in closings) == [200, 422]
        [winner] = [reply for reply in closings if reply.status == 200]
        undone = await asyncio.gather(*(undo(each, winner) for each in (first, second)))
        assert sorted(reply.status for reply in undone) == [200, 422]

    live(story, house)


def test_the_same_key_again_is_the_same_order() -> None:
    house = make_house(agents=1)

    async def story(street: Street, house: House) -> None:
        supervisor, key = open_supervisor(street, house), str(uuid4())
        replies = await asyncio.gather(*(order(supervisor, "message", key, text="Réunion à 14 h") for _ in range(5)))
        assert {reply.status for reply in replies} == {200}
        assert len({reply.json["order"] for reply in replies}) == 1
        assert len((await look(supervisor))["orders"]) == 1

    live(story, house)


def test_orders_of_another_organisation_do_not_exist() -> None:
    house, other = make_house(agents=1), make_house(agents=1)

    async def whole() -> None:
        async with open_street() as street:
            ours, theirs = open_supervisor(street, house), open_supervisor(street, other)
            given = await order(theirs, "message", text="Pour nous")
            missing = await undo(ours, given)
            assert (missing.status, missing.json["code"]) == (404, "no-such-order")
            _, contact = await street.open_contact(other)
            for asked in (
                {"kind": "assign", "contact": contact, "agent": house.agents[0].pk},
                {"kind": "close", "queue": other.queue.pk, "text": "x"},
                {"kind": "skill", "agent": other.agents[0].pk, "skill": 1, "level": 1, "minutes": 1},
            ):
                reply = await order(ours, asked.pop("kind"), **asked)  # type: ignore[arg-type]
                assert reply.json["code"] == "unknown-subject"
            agent = street.open_browser(house.count_on(house.agents[0].account))
            assert (await order(agent, "message", text="x")).status == 403

    asyncio.run(whole())


def test_nothing_is_lent_to_a_team_that_can_do_it_already() -> None:
    house = make_house(agents=1)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        team = Team.objects.create(organisation=house.organisation, key="second", name="Seconde ligne")
        assert Skill.objects.count() == 0
        assert Reason.objects.count() == 1

    async def whole() -> None:
        async with open_street() as street:
            supervisor = open_supervisor(street, house)
            reply = await order(supervisor, "overflow", queue=house.queue.pk, team=team.pk, minutes=15)
            assert reply.json["code"] == "no-such-team"
            await asyncio.to_thread(join_team, house, team)
            reply = await order(supervisor, "overflow", queue=house.queue.pk, team=team.pk, minutes=15)
            assert reply.json["code"] == "nothing-to-lend"

    asyncio.run(whole())


def join_team(house: House, team: Team) -> None:
    from django.db import connection

    with transaction.atomic():
        set_organisation(house.organisation.pk)
        Agent.objects.filter(pk=house.agents[0].pk).update(team=team)
    connection.close()
