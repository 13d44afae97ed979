"""Every hot door, for everybody who may come, with a contact of another organisation: found in the route tables, so that a door which
opens tomorrow is tried tomorrow."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.routing import Route

from guichet.channels.chat.inbound import routes as chat_routes
from guichet.channels.message.inbound import routes as message_routes
from guichet.doors import trail
from guichet.doors.limits import Buckets
from guichet.doors.tests.driving import Browser, House, Reply, Street, make_house, open_street
from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import Message
from guichet.records.journal.models import Inbox
from guichet.records.separation import set_organisation
from guichet.screens.live.inbound import routes as live_routes

pytestmark = pytest.mark.django_db(transaction=True)

ROUTES = [route for route in (*chat_routes, *message_routes, *live_routes) if isinstance(route, Route)]
OF_A_CONTACT = [route for route in ROUTES if "{contact}" in route.path]


def name(route: Route) -> str:
    return f"{get_method(route)} {route.path}"


def get_method(route: Route) -> str:
    return next(iter((route.methods or set()) - {"HEAD"}))


def make_body(house: House) -> dict[str, Any]:
    """Everything any door of a contact may ask for; each takes its part."""
    agent = house.agents[0].pk
    return {
        "address": "a@example.org",
        "key": str(uuid4()),
        "text": "x",
        "number": 1,
        "reason": house.reason.pk,
        "outcome": "resolved",
        "agent": agent,
        "kind": "message",
        "screen": str(uuid4()),
        "sender": "",
        "email": "",
        "telephone": "",
        "file_numbers": [],
        "written_on": "",
        "answer_by": "post",
        "numbers": [1],
        "channel": "email",
    }


WANTED = {
    "transcript": ("key", "address"),
    "messages": ("key", "text"),
    "read": ("number",),
    "typing": (),
    "wrap-up": ("key", "reason", "outcome"),
    "transfer": ("key", "agent"),
    "letter": ("sender", "email", "telephone", "file_numbers", "written_on", "answer_by"),
    "draft": ("kind", "screen", "text"),
    "take-out": ("key", "numbers", "reason"),
    "ways": ("key", "channel", "address"),
}
SIGNS = ("/typing", "/looking", "/here")
"""Doors that read no body."""


async def knock(browser: Browser, route: Route, contact: str, house: House) -> Reply:
    """A request to which nothing could be objected but whose contact it is."""
    path = route.path.replace("{contact}", contact)
    if get_method(route) == "GET":
        return await browser.get(path + ("?cursor=1" if path.endswith("events") else ""))
    if path.endswith("/files"):
        return await browser.send("POST", f"{path}?key={uuid4()}", b"%PDF-1.7", **{"content-type": "application/octet-stream"})
    whole = make_body(house)
    if path.endswith("/attempt"):
        return await browser.post(path, {"key": whole["key"], "reason": "busy"})
    if path.endswith("/ask"):
        return await browser.post(path, {"key": whole["key"], "reason": "document", "number": 1})
    if path.endswith(("/merge", "/part", "/put-back")):
        return await browser.post(path, {"key": whole["key"], "contact": str(UUID(int=8))})
    return await browser.post(path, {field: whole[field] for field in WANTED.get(path.rpartition("/")[2], ("key",))})


def open_browsers(street: Street, house: House, own: str) -> dict[str, Browser]:
    """One for each kind of visitor."""
    return {
        "nobody": street.open_browser(),
        "citizen": street.open_citizen(house, own),
        "agent": street.open_browser(house.count_on(house.agents[0].account)),
        "supervisor": street.open_browser(house.count_on(house.supervisor)),
    }


@pytest.mark.parametrize("route", OF_A_CONTACT, ids=name)
def test_a_contact_of_another_organisation_is_as_one_that_does_not_exist(route: Route) -> None:
    house, foreign_house = make_house(agents=1), make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            _, own = await street.open_contact(house)
            _, foreign = await street.open_contact(foreign_house, "secret de l'autre")
            for who, browser in open_browsers(street, house, own).items():
                replies = [await knock(browser, route, contact, house) for contact in (foreign, str(UUID(int=7)))]
                assert [(reply.status, reply.body) for reply in replies] in ([(replies[0].status, replies[0].body)] * 2,), who
                assert replies[0].status in (401, 403, 404), (who, replies[0].body)
                assert set(replies[0].json) == {"code", "message"}
                assert b"secret" not in replies[0].body

    asyncio.run(story())
    set_up_reading(foreign_house)
    assert Message.objects.count() == 1
    assert list(Inbox.objects.values_list("kind", flat=True)).count("ContactArrived") == 1


def set_up_reading(house: House) -> None:
    """Autocommit: `set_config` holds for the session of the test's own connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.organisation', %s, false)", [str(house.organisation.pk)])


def test_asking_for_what_is_not_ones_own_leaves_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "probes", Buckets(trail.PROBES))  # whoever has the same number was a prober in another test
    house, foreign_house = make_house(agents=1), make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            _, own = await street.open_contact(house)
            _, foreign = await street.open_contact(foreign_house)
            browsers = open_browsers(street, house, own)
            await browsers["citizen"].get(f"/chat/contacts/{foreign}")
            await browsers["agent"].post(f"/live/contacts/{foreign}/messages", {"key": str(uuid4()), "text": "x"})

    asyncio.run(story())
    set_up_reading(house)
    assert [(entry.verb, entry.details["asker"]) for entry in AuditEntry.objects.order_by("number")] == [
        ("access-refused", "citizen"),
        ("access-refused", "account"),
    ]


@pytest.mark.parametrize("route", [route for route in ROUTES if get_method(route) == "POST"], ids=name)
def test_no_write_is_taken_without_its_form(route: Route) -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            _, own = await street.open_contact(house)
            path = route.path.replace("{contact}", own).replace("{order}", str(uuid4())).replace("{leg}", str(uuid4()))
            for browser in open_browsers(street, house, own).values():
                for content_type, body in BAD_REQUESTS:
                    reply = await browser.send("POST", path, body, **{"content-type": content_type})
                    is_sign = path.endswith(SIGNS) and reply.status == 204
                    assert 400 <= reply.status < 500 or is_sign, (content_type, body[:50], reply.body)
                    assert is_sign or set(json.loads(reply.body)) == {"code", "message"}

    asyncio.run(story())


BAD_REQUESTS = [
    ("text/plain", b"{}"),
    ("application/x-www-form-urlencoded", b"key=1&text=2"),
    ("multipart/form-data; boundary=x", b"--x--"),
    ("", b"{}"),
    ("application/json", b""),
    ("application/json", b"null"),
    ("application/json", b"{}}"),
    ("application/json", b'{"key": 1}'),
    ("application/json", b"[" * 60_000),
    ("application/json", b'{"a":' * 20_000),
    ("application/json", b'{"number": NaN, "key": NaN}'),
    ("application/json", b'{"key": "00000000-0000-0000-0000-000000000000", "key": "00000000-0000-0000-0000-000000000001"}'),
    ("application/json", b'"' + b"x" * 200_000 + b'"'),
    ("application/json", b"\xff\xfe{\x00}\x00"),
]


@pytest.mark.parametrize("route", [route for route in live_routes if isinstance(route, Route)], ids=name)
def test_no_door_of_signed_in_people_opens_to_others(route: Route) -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            _, own = await street.open_contact(house)
            path = route.path.replace("{contact}", own)
            for browser in (street.open_browser(), street.open_citizen(house, own), street.open_browser("0" * 32)):
                reply = await browser.send(get_method(route), path, b"{}", **{"content-type": "application/json"})
                assert (reply.status, reply.json["code"]) == (401, "not-signed-on")

    asyncio.run(story())


@pytest.mark.parametrize("route", [route for route in live_routes if isinstance(route, Route) and get_method(route) == "POST"], ids=name)
def test_no_page_of_another_site_writes_in_somebodys_name(route: Route) -> None:
    house = make_house(agents=1)

    async def story() -> None:
        async with open_street() as street:
            _, own = await street.open_contact(house)
            path = route.path.replace("{contact}", own)
            agent = street.open_browser(house.count_on(house.agents[0].account))
            for headers in ({"x-csrftoken": ""}, {"x-csrftoken": "d" * 32}, {"origin": "https://evil.test"}, {"origin": "null"}):
                reply = await agent.post(path, make_body(house), **headers)
                assert (reply.status, reply.json["code"]) == (403, "forged")

    asyncio.run(story())
    set_organisation(house.organisation.pk)
