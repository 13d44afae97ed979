"""Asking a service outside by HTTP, within bounds: its name is resolved once, an address inside is refused, no redirection is followed,
and neither a slow nor an endless answer holds us.

What a failure leaves open is told: a request that may have arrived (`is_sent`) is repeated only by whoever knows that it is harmless.
"""

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 20.0
LARGEST = 1_000_000
"""Bytes of an answer."""
AGENT = "Guichet/1"
LONGEST_WAIT = 24 * 3_600.0


class NotReachedError(Exception):
    """The service did not answer as HTTP wants it. `is_sent`: what was asked may have been done. `reason` is a word for the log."""

    def __init__(self, reason: str, *, is_sent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_sent = is_sent


class InsideError(NotReachedError):
    """The address is none of the open network, or not encrypted: nothing was asked. `GUICHET_INSIDE_HOSTS` lists exceptions."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_sent=False)


class TooMuchError(NotReachedError):
    """The answer is larger than it may be."""

    def __init__(self) -> None:
        super().__init__("too-much", is_sent=True)


@dataclass(frozen=True, slots=True)
class Answered:
    """`headers` by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def read_json(self) -> Any:
        """What it says as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def get_wait(self, now: float) -> float | None:
        """Seconds after which it wants to be asked again (`Retry-After`), None when it does not say. :param now: seconds of the epoch."""
        said = self.headers.get("retry-after", "").strip()
        if said.isascii() and said.isdecimal():
            return min(float(said[:9]), LONGEST_WAIT)
        try:
            return min(max(parsedate_to_datetime(said).timestamp() - now, 0.0), LONGEST_WAIT)
        except (ValueError, TypeError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Question:
    """`seconds` bounds the whole exchange, `most` the bytes of the answer."""

    method: str
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    seconds: float = SECONDS
    most: int = LARGEST


class _Pinned(HTTPConnection):
    """A connection to the address that was looked at, whatever its name says the next time."""

    def __init__(self, host: str, port: int, pinned: str, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.pinned = pinned

    def connect(self) -> None:
        self.sock = socket.create_connection((self.pinned, self.port or 80), self.timeout)


class _PinnedTLS(HTTPSConnection):
    def __init__(self, host: str, port: int, pinned: str, seconds: float) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=seconds, context=self.trust)
        self.pinned = pinned

    def connect(self) -> None:
        plain = socket.create_connection((self.pinned, self.port or 443), self.timeout)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)


def ask(question: Question) -> Answered:
    """Ask, and return the whole answer, whatever its status.

    :raises InsideError: it may not be asked. :raises NotReachedError: it did not answer; `is_sent` says what is left open.
    """
    until = time.monotonic() + question.seconds
    with asking(question) as (line, response):
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answered(response.status, headers, _read(line, response, until, question.most))


@contextmanager
def asking(question: Question) -> Iterator[tuple[socket.socket, HTTPResponse]]:
    """The line and the answer once its head is there, to be read in the block: a stream may be long.

    :raises NotReachedError: also when reading in the block breaks off.
    """
    connection = _open(question)
    is_sent = False
    try:
        connection.connect()
        place = urlsplit(question.address)
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        is_sent = question.method != "GET"
        connection.request(question.method, path, question.body, {"User-Agent": AGENT, "Accept": "application/json", **question.headers})
        line = connection.sock  # once its last answer begins, the connection lets go of it
        yield line, connection.getresponse()
    except TimeoutError as error:
        raise NotReachedError("timeout", is_sent=is_sent) from error
    except ssl.SSLError as error:
        raise NotReachedError("tls", is_sent=is_sent) from error
    except (OSError, HTTPException, ValueError) as error:
        raise NotReachedError("broken" if is_sent else "unreachable", is_sent=is_sent) from error
    finally:
        connection.close()


def _open(question: Question) -> HTTPConnection:
    try:
        place = urlsplit(question.address)
        port = place.port or (443 if place.scheme == "https" else 80)
    except ValueError as error:
        raise InsideError("address") from error
    host = place.hostname or ""
    is_inside = host in settings.INSIDE_HOSTS or f"{host}:{port}" in settings.INSIDE_HOSTS
    if place.scheme not in ("http", "https") or not host or place.username is not None:
        raise InsideError("address")
    if place.scheme == "http" and not is_inside:
        raise InsideError("not-encrypted")
    pinned = resolve(host, port, may_be_inside=is_inside)
    return (_PinnedTLS if place.scheme == "https" else _Pinned)(host, port, pinned, question.seconds)


def resolve(host: str, port: int, *, may_be_inside: bool) -> str:
    """One address of a host. All of them must be of the open network: a name that has one inside is not trusted with the others.

    :raises NotReachedError: there is no such host. :raises InsideError: it is inside.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReachedError("no-such-host", is_sent=False) from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise NotReachedError("no-such-host", is_sent=False)
    if not may_be_inside and not all(is_open(address) for address in addresses):
        raise InsideError("inside")
    return addresses[0]


def is_open(address: str) -> bool:
    """Whether it is one of the open network, also when it hides in one of IPv6 (mapped, NAT64, 6to4)."""
    try:
        number = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        if number in ipaddress.ip_network("64:ff9b::/96"):
            number = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        else:
            number = number.ipv4_mapped or number.sixtofour or number
    return number.is_global and not number.is_multicast


def _read(line: socket.socket, response: HTTPResponse, until: float, most: int) -> bytes:
    """The whole answer; a server that lets it drip does not hold us longer than one that is silent."""
    read = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
        chunk = response.read1(65_536)
        read += chunk
        if not chunk:
            if response.length:
                raise IncompleteRead(bytes(read), response.length)
            return bytes(read)
        if len(read) > most:
            raise TooMuchError
