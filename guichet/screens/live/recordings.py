"""What a citizen said to the machine, or to an agent where that is recorded: listened to on the desk, each time with a trace."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, Instant
from guichet.doors.answers import answer
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.doors.uploads import HEADERS
from guichet.records.calls import playing
from guichet.records.calls.errors import NoSuchRecordingError
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.directory.words import STEERING
from guichet.screens.live.seating import seated
from guichet.screens.live.words import RecordingFacts, Recordings


async def show_recordings(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/recordings"""
    rows = await _ask(scope, seat, playing.list_recordings, get_owner(seat))
    found = tuple(RecordingFacts(str(pk), seconds, Instant(int(at.timestamp() * 1000))) for pk, seconds, at in rows)
    await answer(send, 200, Recordings(recordings=found))


async def play(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/recordings/{recording}: MP3. Whoever steers may hear those of others."""
    reader = get_owner(seat), seat.account
    audio = await _ask(scope, seat, playing.play_recording, get_recording_id(scope), reader, datetime.now(UTC))
    headers = [(b"content-type", b"audio/mpeg"), (b"content-length", str(len(audio)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": audio})


async def _ask(scope: Scope, seat: Seat, function: Callable[..., Any], *arguments: object) -> Any:
    """Ask Django about the contact of the address, and note who asked for what is not his."""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    try:
        return await machinery.archive.ask(seat.organisation, function, seat.organisation, UUID(contact), *arguments)
    except (NoSuchContactError, NoSuchRecordingError):
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise


def get_owner(seat: Seat) -> AgentId | None:
    """Who must hold the contact: nobody, for whoever steers."""
    return None if not seat.roles.isdisjoint(STEERING) else get_agent(seat)


def get_recording_id(scope: Scope) -> UUID:
    """:raises NoSuchRecordingError: the address names none."""
    try:
        return UUID(scope["path_params"]["recording"])
    except (KeyError, ValueError) as error:
        raise NoSuchRecordingError from error


CONTACT = "/live/contacts/{contact}/recordings"
routes: list[BaseRoute] = [
    Route(CONTACT, seated(show_recordings), methods=["GET"]),
    Route(f"{CONTACT}/{{recording}}", seated(play), methods=["GET"]),
]
