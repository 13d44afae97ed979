"""Files through the real doors: both ways, for those whose they are, and whatever arrives instead."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from guichet.doors import uploads
from guichet.doors.tests.driving import Browser, House, Reply, Street, make_house, open_street, run_engine, write_opening
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import File
from guichet.records.contacts.words import LARGEST_FILE

pytestmark = pytest.mark.django_db(transaction=True)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def key(**more: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **more}


async def send(browser: Browser, place: str, content: bytes = PNG, name: str = "photo.png", **said: str) -> Reply:
    said = {"key": str(uuid4()), **said}
    return await browser.send(
        "POST", f"{place}/files?key={said['key']}&name={name}", content, **{"content-type": "application/octet-stream"}
    )


async def get_an_agent(street: Street, house: House) -> tuple[Browser, Browser, str]:
    """An agent in conversation with a citizen."""
    agent = street.open_browser(house.count_on(house.agents[0].account))
    state = await agent.get("/live/state")
    async with agent.listen(f"/live/events?cursor={state.json['cursor']}") as desk:
        await agent.post("/live/presence", key(presence="available"))
        citizen, contact = await street.open_contact(house)
        await desk.wait_for("ContactOffered")
        await agent.post(f"/live/contacts/{contact}/accept", key())
        await desk.wait_for("ContactAssigned")
    return agent, citizen, contact


def test_files_travel_both_ways_and_are_told_to_both_sides() -> None:
    house = make_house(agents=2)

    async def story() -> None:
        async with open_street() as street:
            agent, citizen, contact = await get_an_agent(street, house)
            async with citizen.listen(f"/chat/contacts/{contact}/events?cursor=1") as page:
                sent = await send(citizen, f"/chat/contacts/{contact}", name="Quittance%20n%C2%B0%201.png")
                assert (sent.status, sent.json["attachment"]["name"]) == (201, "Quittance n° 1.png")
                told = (await page.wait_for("MessageAdded"))["message"]
                assert (told["kind"], told["attachment"]) == ("file", sent.json["attachment"])
                answered = await send(agent, f"/live/contacts/{contact}", b"%PDF-1.7\n", "notice.pdf")
                told = (await page.wait_for("MessageAdded"))["message"]
                assert (told["author"], told["attachment"]["type"], told["key"]) == ("agent", "application/pdf", None)
            for browser, place in ((agent, "live"), (citizen, "chat")):
                got = await browser.get(f"/{place}/contacts/{contact}/files/{sent.json['attachment']['id']}")
                assert (got.status, got.body, got.headers["content-type"]) == (200, PNG, "image/png")
                assert got.headers["content-disposition"].startswith('attachment; filename="Quittance n_ 1.png"')
                assert got.headers["x-content-type-options"] == "nosniff"
                assert got.headers["content-security-policy"].startswith("sandbox")
            [card] = (await agent.get("/live/state")).json["contacts"]
            assert [message["attachment"] for message in card["messages"]] == [None, sent.json["attachment"], answered.json["attachment"]]

    with run_engine(house):
        asyncio.run(story())


def test_a_file_opens_to_its_two_sides_and_to_those_who_steer_only() -> None:
    house, foreign_house = make_house(agents=2), make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            agent, citizen, contact = await get_an_agent(street, house)
            sent = await send(citizen, f"/chat/contacts/{contact}")
            file = f"contacts/{contact}/files/{sent.json['attachment']['id']}"
            other, other_contact = await street.open_contact(house)
            strangers = [
                (street.open_browser(), f"/chat/{file}"),
                (other, f"/chat/{file}"),
                (other, f"/chat/contacts/{other_contact}/files/{sent.json['attachment']['id']}"),
                (street.open_browser(house.count_on(house.agents[1].account)), f"/live/{file}"),
                (street.open_browser(foreign_house.count_on(foreign_house.agents[0].account)), f"/live/{file}"),
                (street.open_browser(foreign_house.count_on(foreign_house.supervisor)), f"/live/{file}"),
                (agent, f"/live/contacts/{contact}/files/{uuid4()}"),
                (agent, f"/live/contacts/{contact}/files/..%2f"),
            ]
            for browser, address in strangers:
                assert (await browser.get(address)).status == 404, address
            supervisor = street.open_browser(house.count_on(house.supervisor))
            assert (await supervisor.get(f"/live/{file}")).body == PNG

    with run_engine(house):
        asyncio.run(story())
    work_for_reading(house)
    assert AuditEntry.objects.filter(verb="file-read", actor_id=house.supervisor.pk).count() == 1


def work_for_reading(house: House) -> None:
    """Autocommit: `set_config` holds for the session of the test's own connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])


REFUSED = [
    (b"", "empty-file", 422),
    (b"PK\x03\x04" + bytes(40), "archive-refused", 422),
    (b"MZ" + bytes(40), "program-refused", 422),
    (bytes(40), "unknown-file-type", 422),
    (b" " * (LARGEST_FILE + 1), "file-too-large", 413),
]


def test_what_may_not_be_sent_is_refused_with_a_sentence_and_leaves_nothing() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            for content, code, status in REFUSED:
                reply = await send(citizen, f"/chat/contacts/{contact}", content)
                assert (reply.status, reply.json["code"]) == (status, code)
                assert len(reply.json["message"]) > 20
            for address in ("", "?key=1&name=x", f"?name=x&key={uuid4()}x", "?" + "a=1&" * 20):
                reply = await citizen.send(
                    "POST", f"/chat/contacts/{contact}/files{address}", PNG, **{"content-type": "application/octet-stream"}
                )
                assert reply.status == 400, address
            reply = await citizen.send("POST", f"/chat/contacts/{contact}/files?key={uuid4()}", PNG, **{"content-type": "text/plain"})
            assert reply.status == 415

    asyncio.run(story())
    work_for_reading(house)
    assert not File.objects.exists()


def test_a_hundred_megabytes_are_refused_before_they_travel() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            headers = {"content-type": "application/octet-stream", "content-length": "100000000"}
            scope = citizen.make_scope("POST", f"/chat/contacts/{contact}/files?key={uuid4()}", headers)
            read = 0

            async def receive() -> dict[str, Any]:
                nonlocal read
                read += 1
                return {"type": "http.request", "body": b" " * 65_536, "more_body": True}

            messages: list[Any] = []

            async def answer(message: Any) -> None:
                messages.append(message)

            await citizen.app(scope, receive, answer)
            assert (messages[0]["status"], read) == (413, 0)
            del scope["headers"][-1]  # one that does not say how long it is
            await citizen.app({**scope, "headers": scope["headers"]}, receive, answer)
            assert read * 65_536 < LARGEST_FILE + 2 * 65_536

    asyncio.run(story())


def test_an_upload_that_is_cut_off_leaves_nothing_and_may_be_sent_again() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            said = str(uuid4())
            headers = {"content-type": "application/octet-stream"}
            arriving: Iterator[dict[str, Any]] = iter(
                [{"type": "http.request", "body": PNG, "more_body": True}, {"type": "http.disconnect"}]
            )

            async def receive() -> dict[str, Any]:
                return next(arriving)

            async def answer(message: Any) -> None:
                raise AssertionError(message)

            await citizen.app(citizen.make_scope("POST", f"/chat/contacts/{contact}/files?key={said}", headers), receive, answer)
            first = await send(citizen, f"/chat/contacts/{contact}", key=said)
            again = await send(citizen, f"/chat/contacts/{contact}", key=said)
            assert (first.status, again.status, first.body) == (201, 200, again.body)

    asyncio.run(story())
    work_for_reading(house)
    assert File.objects.count() == 1


def test_the_same_file_sent_twice_at_once_is_kept_once() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            said = str(uuid4())
            replies = await asyncio.gather(*(send(citizen, f"/chat/contacts/{contact}", key=said) for _ in range(3)))
            assert sorted(reply.status for reply in replies) == [200, 200, 201]
            assert len({reply.body for reply in replies}) == 1

    asyncio.run(story())


def test_who_sends_too_slowly_loses_his_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "ARRIVING_SECONDS", 0.05)
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen, contact = await street.open_contact(house)
            messages: list[Any] = []

            async def receive() -> dict[str, Any]:
                await asyncio.sleep(3600)
                raise AssertionError

            async def answer(message: Any) -> None:
                messages.append(message)

            headers = {"content-type": "application/octet-stream"}
            await citizen.app(citizen.make_scope("POST", f"/chat/contacts/{contact}/files?key={uuid4()}", headers), receive, answer)
            assert messages[0]["status"] == 408

    asyncio.run(story())


def test_a_page_whose_cookies_are_blocked_keeps_the_pass_itself() -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            citizen = street.open_browser()
            opened = await citizen.post("/chat/contacts", write_opening(house, keeps_pass=True))
            assert "set-cookie" not in opened.headers
            place = f"/chat/contacts/{opened.json['contact']}"
            assert (await citizen.get(place)).status == 404
            shown = await citizen.send("GET", place, authorization=f"Bearer {opened.json['token']}")
            assert shown.json["messages"][0]["text"] == "Bonjour"
            forged = await citizen.send("GET", place, authorization=f"Bearer {opened.json['token']}x")
            assert forged.status == 404

    asyncio.run(story())
