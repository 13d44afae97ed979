"""Pages are made in a few threads that stay: nobody who is slow holds one up, and a connection that died is replaced."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse

from guichet.wiring import threads
from guichet.wiring.threads import Pages

Message = dict[str, Any]


class Visitor:
    """A browser that asks for one page. :param reads: set when it takes what is sent."""

    def __init__(self, reads: asyncio.Event) -> None:
        self.reads, self.sent = reads, list[Message]()
        self.asked = False

    async def receive(self) -> Message:
        if self.asked:
            await asyncio.Event().wait()
        self.asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: Message) -> None:
        await self.reads.wait()
        self.sent.append(message)

    async def visit(self, pages: Pages) -> int:
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [(b"host", b"localhost")]}
        await pages(scope, self.receive, self.send)  # type: ignore[arg-type]  # the messages are as ASGI says
        return int(self.sent[0]["status"])


def serve(view: Callable[[HttpRequest], HttpResponse], count: int = 1) -> Pages:
    pages = Pages(count)
    pages.get_response = view  # type: ignore[method-assign, assignment]  # in place of every page there is
    return pages


def open_eyes() -> asyncio.Event:
    reads = asyncio.Event()
    reads.set()
    return reads


def test_whoever_reads_slowly_holds_no_thread() -> None:
    async def live() -> None:
        pages, late = serve(lambda _: HttpResponse("there")), asyncio.Event()
        slow = [asyncio.create_task(Visitor(late).visit(pages)) for _ in range(5)]
        assert await asyncio.wait_for(Visitor(open_eyes()).visit(pages), 10) == 200
        late.set()
        assert await asyncio.gather(*slow) == [200] * len(slow)

    asyncio.run(live())


def test_whoever_waited_too_long_is_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "LONGEST_WAIT_SECONDS", -1.0)
    visitor = Visitor(open_eyes())
    assert asyncio.run(visitor.visit(serve(lambda _: HttpResponse("there")))) == 503
    assert (b"Retry-After", b"60") in visitor.sent[0]["headers"]


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_closed_is_replaced() -> None:
    def name_backend(_: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            return HttpResponse(str(cursor.fetchone()[0]))

    async def ask(pages: Pages) -> int:
        visitor = Visitor(open_eyes())
        assert await visitor.visit(pages) == 200
        return int(visitor.sent[1]["body"])

    pages = serve(name_backend)
    first, again = asyncio.run(ask(pages)), asyncio.run(ask(pages))
    assert first == again
    with connection.cursor() as cursor:
        cursor.execute("set role none")
        cursor.execute("select pg_terminate_backend(%s)", [first])
    assert asyncio.run(ask(pages)) != first
    pages.threads.submit(lambda: connection.close()).result()  # by the thread that opened it
