"""One ASGI application for a web process: the hot doors first, then static files, then Django for everything that is administered.

A hot door is a module with `routes`: Starlette routes with their whole path (`/chat/contacts`), so that pages of Django may stand beside
them. They find the process's machinery (`doors/machinery.py`) in the ASGI state.

The doors of signed-in people are `guichet.screens.live.inbound`, those of wall displays `guichet.screens.live.wall.inbound`; each
channel's are the `inbound` module of the package that the channel registry names. They share one psycopg pool, opened here under the
product's role.
"""

import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, cast

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from guichet.channels import registry
from guichet.doors.endpoints import Switchboard
from guichet.doors.machinery import STATE, open_machinery
from guichet.doors.refusals import EXCEPTION_HANDLERS
from guichet.doors.writer import prepare_connection
from guichet.records.connections import get_conninfo
from guichet.wiring import health
from guichet.wiring.caps import Capped
from guichet.wiring.threads import Pages


class Door(Protocol):
    """What a hot door's module offers."""

    routes: list[BaseRoute]


class BuiltFiles(StaticFiles):
    """Static files: for ever when their name carries a digest of their content, asked for again otherwise."""

    def file_response(self, full_path: Any, stat_result: os.stat_result, scope: Scope, status_code: int = 200) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if "/assets/" in str(full_path) else "no-cache"
        return response


class House(Starlette):
    """Everything, the doors before the rest: a door's endpoint needs none of the middleware that Starlette puts around a page."""

    def __init__(self, doors: Sequence[Door], others: Sequence[BaseRoute], lifespan: Lifespan["House"]) -> None:
        hot = [route for door in doors for route in door.routes]
        super().__init__(routes=[*hot, *others], lifespan=lifespan, exception_handlers=EXCEPTION_HANDLERS)
        self.switchboard = Switchboard(hot)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        endpoint = self.switchboard.find(scope) if scope["type"] == "http" else None
        await (endpoint or super().__call__)(scope, receive, send)


def find_doors() -> list[Door]:
    """The hot doors of signed-in people, of wall displays, and of every channel that has one."""
    packages = ["guichet.screens.live", "guichet.screens.live.wall", *registry.KINDS.values()]
    return [cast(Door, import_module(f"{package}.inbound")) for package in packages if find_spec(f"{package}.inbound")]


def build() -> House:
    """Put doors, files and Django in one application with one lifespan."""

    @asynccontextmanager
    async def lifespan(_app: House) -> AsyncIterator[dict[str, object]]:
        async with (
            AsyncConnectionPool(
                get_conninfo(),
                min_size=1,
                max_size=settings.HOT_POOL_SIZE,
                timeout=5,
                kwargs={"autocommit": True},
                configure=prepare_connection,
                name="hot doors",
            ) as pool,
            open_machinery(pool) as machinery,
        ):
            yield {"pool": pool, STATE: machinery}

    pages = Mount("/", app=Capped(cast(ASGIApp, Pages(settings.PAGES_AT_ONCE))))
    return House(find_doors(), [*health.routes, *_static_files(), pages], lifespan)


def _static_files() -> Iterator[BaseRoute]:
    """Every folder in which an app keeps static files, at one address."""
    folders = [storage.location for finder in get_finders() for storage in getattr(finder, "storages", {}).values()]
    if folders:
        files = BuiltFiles(directory=folders[0], check_dir=False)
        files.all_directories = list(folders)
        yield Mount(settings.STATIC_URL.rstrip("/"), app=GZipMiddleware(files, minimum_size=1024), name="static")
