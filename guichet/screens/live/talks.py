"""How a contact stands that is held at an account outside, for whoever owns it and for those who steer."""

from datetime import UTC, datetime
from uuid import UUID

from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import Instant
from guichet.doors.answers import answer
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.telephone import show_number
from guichet.records.directory.words import STEERING
from guichet.records.messaging.queries import Standing, get_standing
from guichet.screens.live.words import TalkFacts


async def show_talk(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/talk"""
    contact = get_contact_id(scope)
    machinery = get_machinery(scope)
    owner = None if not seat.roles.isdisjoint(STEERING) else get_agent(seat)
    standing = await machinery.archive.ask(seat.organisation, get_standing, seat.organisation, UUID(contact), owner, datetime.now(UTC))
    if standing is None:
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise NoSuchContactError
    await answer(send, 200, write_facts(standing))


def write_facts(standing: Standing) -> TalkFacts:
    return TalkFacts(
        kind=standing.kind,
        address=standing.address,
        shown=show_handle(standing.handle),
        can_answer=bool(standing.handle),
        is_public=standing.is_public,
        is_stopped=standing.is_stopped,
        quiet_until=write_instant(standing.quiet_until),
        window_until=write_instant(standing.window_until),
        promised_at=write_instant(standing.promised_at),
        price=standing.price,
        most_text=standing.most_text,
    )


def write_instant(at: datetime | None) -> Instant | None:
    return None if at is None else to_instant(at)


def show_handle(handle: str) -> str:
    """A telephone number as people of its country write it, anything else as it is."""
    return show_number(handle) if handle.startswith("+") and handle[1:].isdecimal() and 8 < len(handle) < 17 else handle
