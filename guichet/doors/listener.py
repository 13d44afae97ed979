"""The one LISTEN connection of a web process, and the signs (typing, read) that it tells by NOTIFY and hears like everybody else."""

import asyncio
from collections.abc import Callable

import msgspec
import structlog
from msgspec import structs
from psycopg import AsyncConnection, Notify, OperationalError

from guichet.decisions.routing.words import AgentId, ContactId
from guichet.doors.hub import Hub, Sign
from guichet.doors.refusals import UnavailableError
from guichet.doors.writer import AWAY, Pool
from guichet.records.calls import words as calls
from guichet.records.calls.words import CALLS_CHANNEL, CAMPAIGNS_CHANNEL
from guichet.records.contacts.statements import MESSAGES_CHANNEL, SIGNS_CHANNEL
from guichet.records.contacts.words import Author
from guichet.records.journal.words import JOURNAL_CHANNEL, Seq
from guichet.records.orders.words import ORDERS_CHANNEL

TELL_SIGNS = "select pg_notify('guichet_signs', sign) from unnest(%s::text[]) as sign"
PAUSE = 0.5
"""Seconds between two attempts to connect."""
TOGETHER = 0.1
"""Seconds during which signs gather before they are told to other processes."""
MOST_SIGNS = 500
DRAFT, TEXT_OPENED = "draft", "text"
"""In the place of a number: what follows is what he has typed so far; both see one another write from now on."""
CHANNELS = (JOURNAL_CHANNEL, MESSAGES_CHANNEL, SIGNS_CHANNEL, ORDERS_CHANNEL, CALLS_CHANNEL, CAMPAIGNS_CHANNEL)

decode_call = msgspec.json.Decoder(calls.Sign).decode
log = structlog.get_logger()


class Listener:
    """Keeps the hub informed, for as long as it runs. Messages that this process wrote itself (`is_own`) are handed on by its writer."""

    def __init__(self, conninfo: str, pool: Pool, hub: Hub, is_own: Callable[[int], bool]) -> None:
        self.conninfo = conninfo
        self.pool = pool
        self.hub = hub
        self.is_own = is_own
        self.signs: dict[tuple[int, ContactId, Author, str, str], Sign] = {}
        self.is_listening = asyncio.Event()

    async def run(self) -> None:
        """Listen until cancelled; cut off, connect again and catch up."""
        while True:
            try:
                connection = await AsyncConnection.connect(self.conninfo, autocommit=True)
                async with connection:
                    for channel in CHANNELS:
                        await connection.execute(f"listen {channel}")
                    await self.hub.resume()
                    self.is_listening.set()
                    async for notify in connection.notifies():
                        await self._hear(notify)
            except (OperationalError, UnavailableError, OSError) as error:
                log.warning("listening was cut off", error=type(error).__name__)
            self.is_listening.clear()
            await asyncio.sleep(PAUSE)

    async def _hear(self, notify: Notify) -> None:
        if notify.channel == JOURNAL_CHANNEL:
            organisation, _, seq = notify.payload.partition(":")
            self.hub.hear_entry(int(organisation), Seq(int(seq)))
        elif notify.channel == ORDERS_CHANNEL:
            self.hub.hear_orders(int(notify.payload))
        elif notify.channel == CALLS_CHANNEL:
            told = decode_call(notify.payload)
            if not told.verb:
                self.hub.hear_call(told.organisation, None if told.agent is None else AgentId(told.agent), told.account)
        elif notify.channel == CAMPAIGNS_CHANNEL:
            self.hub.hear_campaigns(int(notify.payload))
        elif notify.channel == MESSAGES_CHANNEL:
            if not self.is_own(notify.pid):
                await self._hear_messages(notify.payload)
        else:
            organisation, _, sign = notify.payload.partition(":")
            self.hub.hear_sign(int(organisation), read_sign(sign))

    async def _hear_messages(self, payload: str) -> None:
        numbers: dict[ContactId, list[int]] = {}
        organisation = ""
        for word in payload.split(" "):
            organisation, contact, number = word.split(":")
            numbers.setdefault(ContactId(contact), []).append(int(number))
        await self.hub.hear_messages(int(organisation), numbers)

    def tell(self, organisation: int, sign: Sign) -> None:
        """Have everybody who follows the contact hear of it, in every process; the latest of each kind is enough."""
        kind = "" if sign.number is None and not sign.has_text else "told"
        if len(self.signs) < MOST_SIGNS:
            self.signs[organisation, sign.contact, sign.author, kind, sign.looker] = sign

    async def tell_others(self) -> None:
        """Send what gathered, until cancelled."""
        while True:
            await asyncio.sleep(TOGETHER)
            if not self.signs:
                continue
            signs, self.signs = self.signs, {}
            payloads = [f"{organisation}:{write_sign(sign)}" for (organisation, *_), sign in signs.items()]
            try:
                async with self.pool.connection() as connection:
                    await connection.execute(TELL_SIGNS, [payloads])
            except AWAY:
                log.warning("signs were not told: the database is away", count=len(payloads))


def write_sign(sign: Sign) -> str:
    """As it is told from process to process."""
    if sign.draft is not None:
        return f"{sign.contact}:{sign.author}:{DRAFT}::{sign.draft}"
    number = TEXT_OPENED if sign.has_text else "" if sign.number is None else sign.number
    return f"{sign.contact}:{sign.author}:{number}::{sign.looker}"


def read_sign(told: str) -> Sign:
    contact, author, number, written_in, rest = told.split(":", 4)
    sign = Sign(ContactId(contact), Author(author), written_in=written_in)
    match number:
        case "":
            return structs.replace(sign, looker=rest)
        case _ if number == DRAFT:
            return structs.replace(sign, draft=rest)
        case _ if number == TEXT_OPENED:
            return structs.replace(sign, has_text=True)
        case _:
            return structs.replace(sign, number=int(number))
