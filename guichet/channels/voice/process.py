"""The voice process: the exchange, with the passwords of telephones kept up to date at the edge."""

import asyncio
import json
import signal
import socket
from pathlib import Path

import structlog

from guichet.channels.voice import settings as limits
from guichet.channels.voice.edge import Place
from guichet.channels.voice.exchange import Exchange
from guichet.channels.voice.frame import now
from guichet.channels.voice.strangers import read_strangers
from guichet.doors.office import Office
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.posts import list_digests
from guichet.records.calls.turned_away import keep_refusals
from guichet.records.calls.words import TurnedAwayFor

SOCKET = "kamailio.sock"
TABLE = "posts"
EDGE_SECONDS = 2.0
log = structlog.get_logger(__name__)


async def serve(place: Place) -> None:
    """Until SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    exchange = Exchange(place)
    keepers = [asyncio.create_task(work) for work in (keep_passwords(place.folder / SOCKET), keep_turned_away(exchange))]
    try:
        await exchange.run(stop)
    finally:
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)


async def keep_turned_away(exchange: Exchange) -> None:
    """Write down what was turned away, by the edge and by us."""
    office = Office("turned-away")
    try:
        while True:
            await asyncio.sleep(limits.TURNED_AWAY_SECONDS)
            try:
                for address, called in await asyncio.to_thread(read_strangers, exchange.place.folder / SOCKET):
                    exchange.refusals.note(TurnedAwayFor.ADDRESS, called, address, now())
            except OSError:
                pass  # the edge is not there yet
            try:
                for organisation, refusals in exchange.refusals.take(exchange.lines).items():
                    await office.ask(organisation, keep_refusals, organisation, refusals)
            except UnavailableError:
                log.warning("calls that were turned away are not shown: the database does not answer")
    finally:
        office.close()


async def keep_passwords(edge: Path) -> None:
    """Tell Kamailio of every telephone that may register. It forgets all when it starts, so all is told again and again."""
    office = Office("passwords")
    told: dict[str, str] = {}
    rounds = 0
    try:
        while True:
            try:
                digests = await office.ask(None, list_digests)
                fresh = digests if rounds % 5 == 0 else {name: each for name, each in digests.items() if told.get(name) != each}
                await asyncio.to_thread(_tell, edge, fresh, told.keys() - digests.keys())
                told = digests
            except UnavailableError:
                log.warning("passwords are told later: the database does not answer")
            except OSError:
                told = {}  # the edge is not there yet
            rounds += 1
            await asyncio.sleep(limits.LOOK_SECONDS)
    finally:
        office.close()


def _tell(edge: Path, fresh: dict[str, str], gone: set[str]) -> None:
    """:raises OSError: nobody listens there."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.settimeout(EDGE_SECONDS)
        line.connect(str(edge))
        for name, digest in fresh.items():
            line.send(_word("htable.sets", [TABLE, name, digest]))
        for name in gone:
            line.send(_word("htable.delete", [TABLE, name]))


def _word(method: str, parameters: list[str]) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": parameters}).encode()
