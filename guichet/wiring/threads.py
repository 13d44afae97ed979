"""Django's pages, each made from end to end in one of a few threads that stay, with the connection to the database that each of them keeps.

Django's own handler starts a thread for every page, connects in it, and goes back to the event loop between middleware that is not made
for it. Here a thread is taken once, while a page is made, not while its request arrives or its answer leaves: whoever sends or reads slowly
holds up nobody.
"""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from starlette.types import Receive, Scope, Send

from guichet.wiring.pages import say_busy

LONGEST_WAIT_SECONDS = 10.0
"""Whoever waited longer for a thread is told when to come again: he has pressed the button once more by then."""


class Pages(ASGIHandler):
    """:param count: pages that are made at once; others wait for their turn."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self.threads = ThreadPoolExecutor(count, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]  # ASGI's types by another name
        await self.handle(scope, receive, send)  # type: ignore[arg-type]

    async def run_get_response(self, request: HttpRequest) -> HttpResponseBase:
        return await asyncio.get_running_loop().run_in_executor(self.threads, copy_context().run, self.make, request, time.monotonic())

    def make(self, request: HttpRequest, asked_at: float) -> HttpResponseBase:
        if time.monotonic() - asked_at > LONGEST_WAIT_SECONDS:
            return say_busy()
        close_old_connections()  # whose server went away meanwhile
        return self.get_response(request)
