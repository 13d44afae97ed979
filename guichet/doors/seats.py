"""Who sits behind a request of a signed-in person: one prepared statement over session, account and agent, remembered for an instant.

A session that is ended or locked, an account that is closed and a role that is taken away are honoured within `REMEMBERED` seconds.
"""

import hmac
import time
from collections import OrderedDict
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
from django.conf import settings
from starlette.types import Scope

from guichet.decisions.routing.words import AgentId
from guichet.doors.bodies import get_cookie, get_header
from guichet.doors.refusals import ForbiddenError, ForgedError, NotSignedOnError, SessionHeldError, UnavailableError
from guichet.doors.writer import AWAY, Pool
from guichet.records.directory.statements import SEATS_OF_SESSIONS

REMEMBERED = 2.0
"""Seconds."""
MOST_REMEMBERED = 5_000
CSRF_HEADER = b"x-csrftoken"
SECRET_LENGTH = 32


class Seat(msgspec.Struct, frozen=True):
    """A signed-in account at work. `agent` is None for an account to whom nothing is routed. Nobody works at one that `is_held`: its
    session is locked, or its organisation asks for another proof first."""

    account: int
    organisation: int
    roles: frozenset[str]
    language: str
    agent: AgentId | None
    session: str
    is_held: bool = False

    @property
    def asker(self) -> str:
        """Its name in derived ids."""
        return f"account:{self.account}"


class Seats:
    """The seats of a web process."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.remembered: OrderedDict[str, tuple[float, Seat]] = OrderedDict()

    async def find(self, session: str) -> Seat:
        """Return the seat of a session key.

        :raises NotSignedOnError: there is none. :raises SessionHeldError: it is locked. :raises UnavailableError: the database is away.
        """
        until, seat = self.remembered.get(session, (0.0, None))
        if seat is None or until <= time.monotonic():
            await self.renew([session])
            _, seat = self.remembered.get(session, (0.0, None))
        if seat is None:
            raise NotSignedOnError
        if seat.is_held:
            raise SessionHeldError
        return seat

    async def renew(self, sessions: Sequence[str]) -> None:
        """Look up all of these at once, and remember those that are good.

        :raises UnavailableError: the database is away.
        """
        keys = [session for session in sessions if session.isalnum()]
        for session in sessions:
            self.remembered.pop(session, None)
        if not keys:
            return
        try:
            async with self.pool.connection() as connection:
                rows = await (await connection.execute(SEATS_OF_SESSIONS, [keys], prepare=True)).fetchall()
        except AWAY as error:
            raise UnavailableError from error
        until = time.monotonic() + REMEMBERED
        for session, account, organisation, roles, language, agent, is_held in rows:
            self.remembered[session] = until, Seat(account, organisation, frozenset(roles), language, agent, session, is_held)
        while len(self.remembered) > MOST_REMEMBERED:
            self.remembered.popitem(last=False)

    async def find_for(self, scope: Scope) -> Seat:
        """Return who asks.

        :raises NotSignedOnError: nobody who is signed in. :raises SessionHeldError: its session is locked.
        """
        return await self.find(get_cookie(scope, settings.SESSION_COOKIE_NAME))


def get_agent(seat: Seat) -> AgentId:
    """Return the agent who sits there.

    :raises ForbiddenError: nothing is routed to this account.
    """
    if seat.agent is None:
        raise ForbiddenError
    return seat.agent


def check_origin(scope: Scope) -> None:
    """Let pass a request that a page of this site made, or that no browser made.

    :raises ForgedError: the browser says that another site's page made it.
    """
    origin = get_header(scope, b"origin")
    if origin and urlsplit(origin).netloc != get_header(scope, b"host") and origin not in settings.CSRF_TRUSTED_ORIGINS:
        raise ForgedError


def check_csrf(scope: Scope) -> None:
    """Check Django's token: the header must carry the secret of the cookie, plain or masked.

    :raises ForgedError: it does not.
    """
    check_origin(scope)
    secret = get_cookie(scope, settings.CSRF_COOKIE_NAME)
    token = get_header(scope, CSRF_HEADER)
    if len(token) == 2 * SECRET_LENGTH:
        token = unmask(token)
    if len(secret) != SECRET_LENGTH or not hmac.compare_digest(secret.encode(), token.encode()):
        raise ForgedError


ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
PLACES = {letter: place for place, letter in enumerate(ALPHABET)}


def unmask(token: str) -> str:
    """Return the secret inside a token as Django writes it into a form: half mask, half secret shifted by it. Empty for nonsense."""
    try:
        pairs = zip(token[:SECRET_LENGTH], token[SECRET_LENGTH:], strict=True)
        return "".join(ALPHABET[PLACES[shifted] - PLACES[mask]] for mask, shifted in pairs)
    except (KeyError, ValueError):
        return ""
