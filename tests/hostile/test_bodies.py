"""Bodies that are too large for a page: refused while they arrive, in the form that whoever sent them reads, and never kept whole."""

import asyncio
import json
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from guichet.doors.tests.driving import Browser, open_street
from guichet.wiring.caps import DRAINED, LARGEST_BODY, Capped, find_cap

pytestmark = pytest.mark.django_db(transaction=True)
CHUNK = b"a=" + b"x" * 65_534
FORM = "application/x-www-form-urlencoded"


class Sender:
    """A body that comes in pieces. `taken`: bytes of it that somebody asked for."""

    def __init__(self, size: int) -> None:
        self.size, self.taken, self.is_done = size, 0, False

    async def receive(self) -> dict[str, Any]:
        if self.is_done:
            await asyncio.sleep(3600)
        piece = CHUNK[: self.size - self.taken]
        self.taken += len(piece)
        self.is_done = self.taken == self.size
        return {"type": "http.request", "body": piece, "more_body": not self.is_done}


async def push(browser: Browser, path: str, sender: Sender, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Send it and return what is answered."""
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    await browser.app(browser.make_scope("POST", path, {"host": "localhost", "content-type": FORM, **headers}), sender.receive, send)
    found = {name.decode().lower(): value.decode() for name, value in messages[0]["headers"]}
    return messages[0]["status"], found, b"".join(message.get("body", b"") for message in messages[1:])


PAGES = ["/", "/o/anything/", "/sign-in", "/conversation", "/settings/organisation", "/widget/anything", "/no/such/page", "/api/directory"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("declares", [True, False], ids=["declared", "chunked"])
def test_no_page_takes_more_than_a_page_may_have(path: str, declares: bool) -> None:
    async def story() -> None:
        async with open_street() as street:
            sender = Sender(DRAINED * 4)
            headers = {"content-length": str(sender.size)} if declares else {"transfer-encoding": "chunked"}
            status, answered, body = await push(street.open_browser(), path, sender, **headers)
            assert status == 413
            assert sender.taken <= LARGEST_BODY + DRAINED + 2 * len(CHUNK)
            assert answered["cache-control"] == "no-store"
            assert "trop" in body.decode()

    asyncio.run(story())


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/conversation", "text/html,*/*;q=0.8", "text/html"),
        ("/conversation", "application/json", "application/json"),
        ("/api/directory", "*/*", "application/json"),
    ],
)
def test_it_is_said_in_the_form_and_the_language_of_whoever_sent_it(path: str, accept: str, media_type: str) -> None:
    async def story() -> None:
        async with open_street() as street:
            asked = {"accept": accept, "accept-language": "en", "transfer-encoding": "chunked"}
            _, answered, body = await push(street.open_browser(), path, Sender(LARGEST_BODY + 1), **asked)
            assert answered["content-type"].startswith(media_type)
            if media_type == "application/json":
                assert json.loads(body)["code"] == "too-large"
            else:
                assert b'<html lang="en">' in body
            assert b"too large" in body.lower()

    asyncio.run(story())


LIES = {"small": "12", "negative": "-1", "giant": "9" * 4_000, "word": "twelve"}


@pytest.mark.parametrize("declared", LIES.values(), ids=LIES)
def test_what_arrives_counts_and_not_what_is_said_of_it(declared: str) -> None:
    async def story() -> None:
        async with open_street() as street:
            status, _, _ = await push(street.open_browser(), "/conversation", Sender(LARGEST_BODY + 1), **{"content-length": declared})
            assert status == 413

    asyncio.run(story())


@pytest.mark.parametrize("size", [0, 1_000, LARGEST_BODY])
def test_what_fits_reaches_the_page_whole(size: int) -> None:
    arrived = 0

    async def page(_scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal arrived
        more = True
        while more:
            message = await receive()
            arrived, more = arrived + len(message["body"]), message["more_body"]
        await Response()(_scope, receive, send)

    async def story() -> None:
        browser = Browser(Starlette(routes=[Mount("/", app=Capped(page))]), {})
        status, _, _ = await push(browser, "/conversation", Sender(size))
        assert (status, arrived) == (200, size)

    asyncio.run(story())


def test_pages_that_take_files_have_room_for_them() -> None:
    assert find_cap("/conversation/files") > 10_000_000
    assert find_cap("/o/ville/requests/12/message") > 25_000_000
    for path in (
        "/conversation/filesx",
        "/conversation/files/",
        "/o/ville/requests/12",
        "/o/a/b/requests/1/message",
        "/x/conversation/files",
    ):
        assert find_cap(path) == LARGEST_BODY


def test_who_hangs_up_is_not_answered() -> None:
    async def story() -> None:
        async with open_street() as street:
            browser, messages = street.open_browser(), []

            async def receive() -> dict[str, Any]:
                return {"type": "http.disconnect"}

            async def send(message: Any) -> None:
                messages.append(message)

            await browser.app(browser.make_scope("POST", "/conversation", {"content-type": FORM}), receive, send)
            assert messages == []

    asyncio.run(story())
