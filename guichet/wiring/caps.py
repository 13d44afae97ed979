"""How large a body may be that a page takes. The hot doors count for themselves (`doors/bodies.py`, `doors/uploads.py`).

Django reads a whole body, to the disk, before any page of ours is asked: what is larger than its page can use is refused here, while it
arrives. What follows is thrown away for a while, so that a browser that is still sending comes to read the answer.
"""

import asyncio
import re
from contextlib import suppress

from django.template.loader import render_to_string
from django.utils import translation
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from guichet.doors.bodies import get_header
from guichet.doors.endpoints import get_language
from guichet.doors.refusals import TooLargeError, refuse_error
from guichet.records.contacts.replies import LARGEST_LEFT
from guichet.records.contacts.words import LARGEST_FILE
from guichet.records.letters.words import LARGEST_SCAN
from guichet.records.prompts.words import LARGEST_RECORDING

AROUND = 100_000
"""Bytes of a form around its files."""
LARGEST_BODY = 2_000_000 + AROUND
"""Bytes: a form with all its fields (`DATA_UPLOAD_MAX_MEMORY_SIZE`), a logo, a directory by the API."""
WITH_FILES = (
    (re.compile(r"/conversation/files"), LARGEST_FILE + AROUND),
    (re.compile(r"/desk/post/scans"), LARGEST_SCAN + AROUND),
    (re.compile(r"/settings/voices/(?:music|record/[0-9a-f]+)"), LARGEST_RECORDING + AROUND),
    (re.compile(r"/o/[^/]+/requests/\d+/message"), LARGEST_LEFT + AROUND),
)
DRAINED = 8_000_000
DRAINED_SECONDS = 10.0


def find_cap(path: str) -> int:
    """Bytes that the page at this address takes."""
    return next((cap for pattern, cap in WITH_FILES if pattern.fullmatch(path)), LARGEST_BODY)


class Capped:
    """The pages, behind a count of what is sent to them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        count = Count(receive, find_cap(scope["path"]))
        if not count.is_said_too_large(get_header(scope, b"content-length")):
            await self.app(scope, count.receive, send)
        if count.is_over:
            await count.throw_away()
            await write_refusal(scope)(scope, receive, send)


class Count:
    """Passes on what arrives, until it is too much: from then on whoever reads is told that nobody sends any more, and gives up."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self._goes_on = True
        self.is_over = False

    def is_said_too_large(self, declared: str) -> bool:
        self.is_over = declared.isdecimal() and (len(declared) > 15 or int(declared) > self._left)
        return self.is_over

    async def receive(self) -> Message:
        if self.is_over:
            return {"type": "http.disconnect"}
        message = await self._take()
        self.is_over = self._left < 0
        return {"type": "http.disconnect"} if self.is_over else message

    async def _take(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        self._goes_on = message.get("more_body", False)
        return message

    async def throw_away(self) -> None:
        """Take in what is still sent, not for ever."""
        until = self._left - DRAINED
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAINED_SECONDS):
                while self._goes_on and self._left > until:
                    await self._take()


def write_refusal(scope: Scope) -> Response:
    """In the form that whoever asked reads."""
    language = get_language(scope)
    if scope["path"].startswith("/api/") or "application/json" in get_header(scope, b"accept"):
        return refuse_error(TooLargeError(), language)
    with translation.override(language):
        page = render_to_string("house/too_large.html", {"language": language})
    return HTMLResponse(page, TooLargeError.status, {"Cache-Control": "no-store"})
