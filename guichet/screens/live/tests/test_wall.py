"""Wall displays: a link shows figures and nothing else, to whoever has it, until it is revoked."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from starlette.routing import Route

from guichet.channels.chat.inbound import routes as chat_routes
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import Browser, House, Street, make_house, open_street, run_engine
from guichet.records.audit.models import AuditEntry
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.orders.errors import NoSuchOrderError, TooManyWallLinksError, UnknownSubjectError
from guichet.records.orders.giving import Giving
from guichet.records.orders.models import WallLink
from guichet.records.orders.walls import WallAsked, make_wall_link, read_wall_link, revoke_wall_link, sign_wall_link
from guichet.records.orders.words import MOST_WALL_LINKS
from guichet.records.separation import set_organisation
from guichet.screens.live.inbound import routes as live_routes
from guichet.screens.live.tests.test_board import open_supervisor, post
from guichet.screens.live.wall import inbound

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "Ma question porte sur mon RSA"
DAY = timedelta(days=1)


def do(house: House, verb: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    """Carry out a verb as a page does, in a transaction of the house."""
    try:
        with transaction.atomic():
            set_organisation(house.organisation.pk)
            return verb(*arguments, **named)
    finally:
        connection.close()


def make_giving(house: House, **more: Any) -> Giving:
    return Giving(house.organisation.pk, more.get("key", uuid4()), house.supervisor.pk, more.get("now", timezone.now()))


def make_link(house: House, *queues: int, life: timedelta = DAY, **more: Any) -> WallLink:
    link: WallLink = do(house, make_wall_link, make_giving(house, **more), WallAsked("Plateau", queues, life))
    return link


def revoke(house: House, link: WallLink) -> None:
    do(house, revoke_wall_link, make_giving(house, key=link.pk))


async def look(browser: Browser, link: WallLink) -> Any:
    reply = await browser.get(f"/wall/figures?link={sign_wall_link(link)}")
    assert reply.status == 200, reply.body
    return reply.json


def test_a_wall_shows_the_boards_figures_and_nothing_of_anybody() -> None:
    house = make_house(agents=2)
    link = make_link(house)

    async def story() -> None:
        async with open_street() as street:
            supervisor, agent = open_supervisor(street, house), street.open_browser(house.count_on(house.agents[0].account))
            _, contact = await street.open_contact(house, SECRET, name="Awa Diallo")
            await post(agent, "/live/presence", presence="paused", reason="training")
            async with asyncio.timeout(10):
                while (await look(street.open_browser(), link))["agents"]["paused"] != 1:
                    await asyncio.sleep(0.05)
            wall = await look(street.open_browser(), link)
            [row] = (await supervisor.get("/live/board")).json["rows"]
            [queue] = wall["queues"]
            assert (queue["waiting"], queue["late"], queue["longest_since"]) == (row["waiting"], row["late"], row["longest_since"])
            assert wall["agents"] == {"free": 0, "busy": 0, "wrapping_up": 0, "paused": 1}
            body = (await street.open_browser().get(f"/wall/figures?link={sign_wall_link(link)}")).body.decode()
            for secret in (SECRET, "Awa", contact, house.agents[0].name, house.supervisor.email, "training"):
                assert secret not in body

    with run_engine(house):
        asyncio.run(story())


def test_a_wall_of_some_queues_shows_no_other_queue_and_none_that_is_gone() -> None:
    house = make_house(agents=1)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        other = factories.make_queue(house.organisation)
    link, whole = make_link(house, other.pk), make_link(house)

    async def story() -> None:
        async with open_street() as street:
            await street.open_contact(house)
            assert [queue["waiting"] for queue in (await look(street.open_browser(), link))["queues"]] == [0]
            assert [queue["waiting"] for queue in (await look(street.open_browser(), whole))["queues"]] == [1, 0]
            await asyncio.to_thread(do, house, type(other).objects.filter(pk=other.pk).update, is_active=False)
            wall = await look(street.open_browser(), link)
            assert (wall["queues"], wall["is_whole"]) == ([], False)

    asyncio.run(story())


def test_what_changes_is_told_and_a_revoked_display_goes_dark_at_once() -> None:
    house = make_house(agents=1)
    link, kept = make_link(house), make_link(house)
    address, other = f"/wall/events?link={sign_wall_link(link)}", f"/wall/events?link={sign_wall_link(kept)}"

    async def story() -> None:
        async with open_street() as street:
            async with street.open_browser().listen(address) as listening, street.open_browser().listen(other) as remaining:
                first = await listening.wait_for("WallShown")
                assert first["wall"]["queues"][0]["waiting"] == 0
                await street.open_contact(house, SECRET)
                async with asyncio.timeout(10):
                    while (await listening.wait_for("WallShown"))["wall"]["queues"][0]["waiting"] != 1:
                        pass
                await asyncio.to_thread(revoke, house, link)
                async with asyncio.timeout(5):
                    await listening.is_over.wait()
                assert not remaining.is_over.is_set()
            reply = await street.open_browser().get(address)
            assert (reply.status, reply.json["code"]) == (410, "wall-link-over")

    with run_engine(house):
        asyncio.run(story())


def test_a_link_that_is_revoked_expired_forged_or_of_nobody_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    house, foreign = make_house(agents=1), make_house(agents=1)
    revoked, expired, open_one = make_link(house), make_link(house, now=timezone.now() - 2 * DAY), make_link(house)
    revoke(house, revoked)
    organisation, _, rest = sign_wall_link(open_one).partition(".")
    words = (
        sign_wall_link(revoked),
        sign_wall_link(expired),
        f"{foreign.organisation.pk}.{rest}",
        f"{organisation}.{rest[:-1]}",
        sign_wall_link(open_one) + "x",
        "",
        "%00",
        "x" * 10_000,
    )
    monkeypatch.setattr(inbound, "guesses", Buckets(inbound.GUESSES))

    async def story() -> None:
        async with open_street() as street:
            for word in words:
                for door in ("figures", "events"):
                    reply = await street.open_browser().get(f"/wall/{door}?link={word}")
                    assert (reply.status, reply.json["code"]) == (410, "wall-link-over"), word
            assert (await look(street.open_browser(), open_one))["name"] == "Plateau"

    asyncio.run(story())


ROUTES = [route for route in (*chat_routes, *live_routes) if isinstance(route, Route) and route.path != "/chat/contacts"]
"""Every other door but the one by which anybody may ask something."""


def name(route: Route) -> str:
    return f"{get_method(route)} {route.path}"


def get_method(route: Route) -> str:
    return next(iter((route.methods or set()) - {"HEAD"}))


def test_a_link_opens_no_other_door() -> None:
    house = make_house(agents=1)
    word = sign_wall_link(make_link(house))

    async def story() -> None:
        async with open_street() as street:
            _, contact = await street.open_contact(house, SECRET)
            for route in ROUTES:
                path = route.path.replace("{contact}", contact).replace("{order}", str(uuid4())).replace("{file}", str(uuid4()))
                for browser in list_attempts(street, word):
                    headers = {"content-type": "application/json", "authorization": f"Bearer {word}"}
                    reply = await browser.send(
                        get_method(route), f"{path}?link={word}&organisation={house.organisation.slug}", b"{}", **headers
                    )
                    assert reply.status in (400, 401, 403, 404, 410, 415, 422), (name(route), reply.status)
                    assert reply.status in (401, 404) or not route.path.startswith("/live"), name(route)
                    assert SECRET.encode() not in reply.body

    asyncio.run(story())


def list_attempts(street: Street, word: str) -> list[Browser]:
    """Somebody who shows the link everywhere something might be looked for."""
    return [street.open_browser(), Browser(street.app, street.state, sessionid=word, guichet_contact=word), street.open_browser(word)]


def test_whoever_guesses_or_asks_without_end_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    house = make_house(agents=1)
    link = make_link(house)
    monkeypatch.setattr(inbound, "guesses", Buckets(inbound.GUESSES))
    monkeypatch.setattr(inbound, "looks", Buckets(inbound.LOOKS))

    async def story() -> None:
        async with open_street() as street:
            guesser, asker = street.open_browser(), street.open_browser()
            guesses = [(await guesser.get("/wall/figures?link=x")).status for _ in range(21)]
            assert (guesses[:20], guesses[20]) == ([410] * 20, 429)
            replies = [await asker.get(f"/wall/figures?link={sign_wall_link(link)}") for _ in range(40)]
            assert {reply.status for reply in replies} == {200, 429}
            assert int(replies[-1].headers["retry-after"]) >= 1
            assert (await look(street.open_browser(), link))["name"] == "Plateau"  # others are not held up

    asyncio.run(story())


def test_making_and_revoking_leave_a_trace_and_are_done_once() -> None:
    house, key = make_house(agents=1), uuid4()
    link = make_link(house, key=key)
    assert make_link(house, key=key).pk == link.pk
    revoke(house, link)
    revoke(house, link)
    with transaction.atomic():
        set_organisation(house.organisation.pk)
        trail = list(AuditEntry.objects.order_by("number").values_list("verb", "subject_id", "actor_id"))
    assert trail == [(verb, str(key), house.supervisor.pk) for verb in ("wall-link-made", "wall-link-revoked")]


def test_a_link_is_of_its_own_organisation_and_there_are_never_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    house, foreign = make_house(agents=1), make_house(agents=1)
    link = make_link(foreign)
    with pytest.raises(UnknownSubjectError):
        make_link(house, foreign.queue.pk)
    with pytest.raises(NoSuchOrderError):
        revoke(house, link)
    monkeypatch.setattr("guichet.records.orders.walls.MOST_WALL_LINKS", 2)
    make_link(house)
    revoked = make_link(house)
    with pytest.raises(TooManyWallLinksError):
        make_link(house)
    revoke(house, revoked)
    make_link(house)
    assert MOST_WALL_LINKS > 2


def test_a_word_names_its_organisation_and_link_alone() -> None:
    link = WallLink(id=uuid4(), organisation=Organisation(pk=7))
    assert read_wall_link(sign_wall_link(link)) == (7, link.pk)
    assert read_wall_link(sign_wall_link(link).replace("7.", "8.", 1)) is None
