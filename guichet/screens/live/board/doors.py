"""The doors of the board."""

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer
from guichet.doors.limits import Turnstile
from guichet.doors.machinery import get_machinery, open_stream
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat
from guichet.doors.streams import get_cursor
from guichet.records.directory.words import STEERING
from guichet.screens.live.board.attending import answer_attending, attend_call, leave_call
from guichet.screens.live.board.lists import list_contacts, read_wanted
from guichet.screens.live.board.ongoing import list_attending
from guichet.screens.live.board.orders import give_order, show_choices, undo_order
from guichet.screens.live.board.reading import read_board, read_paces, write_board
from guichet.screens.live.board.streams import SeatedBoard
from guichet.screens.live.seating import seated

BOARDS_OF_A_SESSION = 4
boards = Turnstile(BOARDS_OF_A_SESSION)


async def show_board(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/board"""
    pool = get_machinery(scope).pool
    reading, attending = await read_board(pool, seat.organisation), await list_attending(pool, seat.organisation, seat.account)
    await answer(send, 200, write_board(reading, seat, attending))


async def follow_board(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """GET /live/board/events"""
    cursor = get_cursor(scope)
    if not cursor.isdecimal() or len(cursor) > 18:
        raise MalformedError(detail="the cursor is not one of ours")
    machinery = get_machinery(scope)
    with boards.enter(seat.session):
        feed = await machinery.hub.open_feed(seat.organisation)
        await open_stream(scope, receive, send, SeatedBoard(machinery, feed, seat))


async def show_list(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/board/contacts?figure=&queue=&channel=&from="""
    found = await list_contacts(get_machinery(scope).pool, seat.organisation, read_wanted(scope), seat.language)
    await answer(send, 200, found)


async def show_paces(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/board/paces"""
    await answer(send, 200, await read_paces(get_machinery(scope).pool, seat.organisation))


routes: list[BaseRoute] = [
    Route("/live/board", seated(show_board, *STEERING), methods=["GET"]),
    Route("/live/board/events", seated(follow_board, *STEERING), methods=["GET"]),
    Route("/live/board/contacts", seated(show_list, *STEERING), methods=["GET"]),
    Route("/live/board/paces", seated(show_paces, *STEERING), methods=["GET"]),
    Route("/live/board/calls/{call}/attend", seated(attend_call, *STEERING), methods=["POST"]),
    Route("/live/board/attending/{leg}/answer", seated(answer_attending, *STEERING), methods=["POST"]),
    Route("/live/board/attending/{leg}/leave", seated(leave_call, *STEERING), methods=["POST"]),
    Route("/live/board/choices", seated(show_choices, *STEERING), methods=["GET"]),
    Route("/live/board/orders", seated(give_order, *STEERING), methods=["POST"]),
    Route("/live/board/orders/{order}/undo", seated(undo_order, *STEERING), methods=["POST"]),
]
