"""The doors of a wall display: its figures once, and as they change. A supervisor's link opens these two, and nothing else."""

import time

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer
from guichet.doors.endpoints import LANGUAGE, Endpoint
from guichet.doors.limits import Allowance, Buckets, Turnstile
from guichet.doors.machinery import get_address, get_machinery, open_stream
from guichet.records.orders.errors import WallLinkOverError
from guichet.screens.live.board.reading import read_board
from guichet.screens.live.wall.passes import WallPass, find_pass, get_word
from guichet.screens.live.wall.reading import write_wall
from guichet.screens.live.wall.streams import WallStream

SCREENS_OF_A_LINK = 50
LOOKS = Allowance(burst=30, per_second=1.0)
"""Of one address at one link: a display asks once and then listens, and its whole building may come back at once."""
GUESSES = Allowance(burst=20, per_second=0.2)
"""Of one address, at links that open nothing."""
looks, guesses, screens = Buckets(LOOKS), Buckets(GUESSES), Turnstile(SCREENS_OF_A_LINK)


async def open_wall(scope: Scope) -> WallPass:
    """What the link of the address opens; from here on refusals are in its organisation's language.

    :raises WallLinkOverError: nothing. :raises TooManyError: somebody asks again and again.
    """
    address, now = get_address(scope), time.monotonic()
    try:
        opened = await find_pass(get_machinery(scope).pool, get_word(scope))
    except WallLinkOverError:
        guesses.take(address, now)
        raise
    scope[LANGUAGE] = opened.language
    looks.take((opened.link, address), now)
    return opened


async def show_wall(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /wall/figures?link="""
    opened = await open_wall(scope)
    reading = await read_board(get_machinery(scope).pool, opened.organisation)
    await answer(send, 200, write_wall(reading, opened))


async def follow_wall(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /wall/events?link="""
    opened, machinery = await open_wall(scope), get_machinery(scope)
    with screens.enter(opened.link):
        feed = await machinery.hub.open_feed(opened.organisation)
        await open_stream(scope, receive, send, WallStream(machinery, feed, opened, get_word(scope)))


routes: list[BaseRoute] = [
    Route("/wall/figures", Endpoint(show_wall), methods=["GET"]),
    Route("/wall/events", Endpoint(follow_wall), methods=["GET"]),
]
