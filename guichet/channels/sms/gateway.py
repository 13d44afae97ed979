"""The carrier of accounts that an HTTP gateway serves: JSON both ways, signed with a shared key (`docs/channels/sms.md` describes it).

Our key stands in each message: a gateway sends the same one once only, so that an unknown outcome may be tried again.
"""

import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from django.utils.translation import gettext as _

from guichet.channels.sms import settings as limits
from guichet.channels.sms.alphabet import ease
from guichet.channels.sms.numbers import read_handle
from guichet.channels.sms.signing import SIGNATURE, TIMESTAMP, sign
from guichet.channels.sms.troubles import SmsError, Trouble, explain
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.errors import NotTakenError, UncertainError, UnreadableError
from guichet.records.messaging.models import Account
from guichet.records.messaging.sending import THROTTLED
from guichet.records.messaging.words import Arrival, Event, Features, Parcel, ReceiptState, Taken, Told

LOCAL = ("localhost", "127.0.0.1", "::1")
LARGEST_ANSWER = 64 * 1024


class Came(msgspec.Struct, frozen=True, tag="message", tag_field="type", rename={"sender": "from"}):
    """Somebody wrote. `id` is the gateway's: the same one again is the same message."""

    id: str
    sender: str
    text: str


class Became(msgspec.Struct, frozen=True, tag="receipt", tag_field="type"):
    """What became of one of ours: `id` as we gave it, or as the gateway answered it."""

    id: str
    state: Literal["sent", "delivered", "failed"]
    code: str = ""


class Asked(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    id: str
    sender: str
    to: str
    text: str


class Trial(msgspec.Struct, frozen=True, tag="trial", tag_field="type"):
    """Asks whether address and key are right; nothing is sent."""


class Answer(msgspec.Struct, frozen=True):
    reference: str = ""


decode = msgspec.json.Decoder(Came | Became)


class Gateway:
    features = Features(is_repeatable=True, knows_stop=True, most_text=limits.MOST_TEXT)

    def read(self, account: Account, raw: bytes) -> Sequence[Event]:  # noqa: ARG002 - the protocol's signature
        try:
            said = decode.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise UnreadableError("not what a gateway says") from error
        if isinstance(said, Became):
            return [Told(reference=said.id, state=ReceiptState(said.state), code=said.code)]
        if not said.id:
            raise UnreadableError("a message without a name")
        return [Arrival(reference=said.id, handle=read_handle(said.sender), text=said.text)]

    def send(self, account: Account, parcel: Parcel) -> Taken:
        asked = Asked(id=parcel.key, sender=account.address, to=parcel.handle, text=ease(parcel.text))
        try:
            status, body, later = post(account, msgspec.json.encode(asked))
        except SmsError as error:
            is_ours = error.trouble in (Trouble.SEALED, Trouble.ADDRESS)
            raise NotTakenError(permanent=is_ours, reason=error.trouble.value) from error
        except (OSError, HTTPException) as error:
            raise UncertainError from error
        if status in (429, 503):
            raise NotTakenError(permanent=False, reason=THROTTLED, wait_seconds=later or 30)
        if 400 <= status < 500:
            raise NotTakenError(permanent=status not in (401, 403, 408), reason="unknown-handle" if status == 422 else f"http-{status}")
        if not 200 <= status < 300:
            raise UncertainError
        return Taken(references=(read_reference(body) or parcel.key,))

    def check(self, account: Account) -> str:
        try:
            status, _body, _later = post(account, msgspec.json.encode(Trial()))
        except (OSError, HTTPException) as error:
            raise SmsError(Trouble.HOST) from error
        if status in (401, 403):
            raise SmsError(Trouble.SIGNATURE)
        if not 200 <= status < 300:
            raise SmsError(Trouble.ANSWER)
        return _("The gateway is reached and takes our signature.")

    def explain(self, trouble: str) -> str:
        return explain(trouble)


def open_carrier() -> Gateway:
    return Gateway()


def read_reference(body: bytes) -> str:
    """The gateway's own name for a message, empty without one."""
    try:
        return msgspec.json.decode(body, type=Answer).reference
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""


def post(account: Account, body: bytes) -> tuple[int, bytes, int | None]:
    """The gateway's status, its words, and for how long it asks us to wait. No redirection is followed.

    :raises SmsError: it was certainly not reached. :raises OSError: it may have been. :raises HTTPException: likewise.
    """
    secrets = read_secrets(account)
    if secrets is None:
        raise SmsError(Trouble.SEALED)
    place = urlsplit(str(account.settings.get("url", "")))
    if not place.hostname or place.scheme not in ("https", "http") or (place.scheme == "http" and place.hostname not in LOCAL):
        raise SmsError(Trouble.ADDRESS)
    line = open_line(place.scheme, place.hostname, place.port)
    timestamp = int(time.time())
    headers = {
        "Content-Type": "application/json",
        TIMESTAMP: str(timestamp),
        SIGNATURE: sign(secrets.get("key", ""), timestamp, body),
    }
    try:
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        line.request("POST", path, body, headers)
        response = line.getresponse()
        return response.status, read_answer(line, response), read_wait(response.getheader("Retry-After", ""))
    finally:
        line.close()


def open_line(scheme: str, host: str, port: int | None) -> HTTPConnection:
    line = (HTTPSConnection if scheme == "https" else HTTPConnection)(host, port, timeout=limits.GATEWAY_SECONDS)
    try:
        line.connect()
    except OSError as error:
        raise SmsError(Trouble.HOST) from error
    return line


def read_answer(line: HTTPConnection, response: HTTPResponse) -> bytes:
    """At most what an answer may hold, in at most the time that one may take: one that drips holds nobody longer."""
    until, read = time.monotonic() + limits.GATEWAY_SECONDS, b""
    while len(read) < LARGEST_ANSWER:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        if line.sock is not None:
            line.sock.settimeout(left)
        chunk = response.read1(8_192)
        if not chunk:
            break
        read += chunk
    return read


def read_wait(header: str) -> int | None:
    return min(int(header), 3_600) if header.isascii() and header.isdecimal() and len(header) < 9 else None
