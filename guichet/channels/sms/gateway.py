"""The carrier of accounts that an HTTP gateway serves: JSON both ways, signed with a shared key (`docs/channels/sms.md` describes it).

Our key stands in each message: a gateway sends the same one once only, so that an unknown outcome may be tried again.
"""

import time
from collections.abc import Sequence
from typing import Literal

import msgspec
from django.utils.translation import gettext as _

from guichet.channels.outward import Answered, InsideError, NotReachedError, Question, ask
from guichet.channels.signing import sign
from guichet.channels.sms import settings as limits
from guichet.channels.sms.alphabet import ease
from guichet.channels.sms.numbers import read_handle
from guichet.channels.sms.troubles import SmsError, Trouble, explain
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.errors import NotTakenError, UncertainError, UnreadableError
from guichet.records.messaging.models import Account
from guichet.records.messaging.sending import THROTTLED
from guichet.records.messaging.words import Arrival, Event, Features, Parcel, ReceiptState, Taken, Told

LARGEST_ANSWER = 64 * 1024
SLOWER = (429, 503)
LATER = (401, 403, 408)
"""Refusals that an administrator or time mends."""


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
            answered = post(account, parcel.key, msgspec.json.encode(asked))
        except SmsError as error:
            raise NotTakenError(permanent=False, reason=error.trouble.value) from error
        except NotReachedError as error:
            if error.is_sent:
                raise UncertainError from error
            raise NotTakenError(permanent=False, reason=find_trouble(error).value) from error
        if answered.status in SLOWER:
            raise NotTakenError(permanent=False, reason=THROTTLED, wait_seconds=int(answered.get_wait(time.time()) or 30))
        if 400 <= answered.status < 500:
            reason = "unknown-handle" if answered.status == 422 else f"http-{answered.status}"
            raise NotTakenError(permanent=answered.status not in LATER, reason=reason)
        if not answered.is_good:
            raise UncertainError
        return Taken(references=(read_reference(answered.body) or parcel.key,))

    def check(self, account: Account) -> str:
        try:
            answered = post(account, f"trial-{int(time.time())}", msgspec.json.encode(Trial()))
        except NotReachedError as error:
            raise SmsError(find_trouble(error)) from error
        if answered.status in (401, 403):
            raise SmsError(Trouble.SIGNATURE)
        if not answered.is_good:
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
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def post(account: Account, identifier: str, body: bytes) -> Answered:
    """The gateway's answer to a signed word.

    :raises SmsError: the key cannot be read any more. :raises NotReachedError: it did not answer; `is_sent` says what is left open.
    """
    secrets = read_secrets(account)
    if secrets is None:
        raise SmsError(Trouble.SEALED)
    headers = {"Content-Type": "application/json", **sign(secrets.get("key", ""), identifier, int(time.time()), body)}
    address = str(account.settings.get("url", ""))
    return ask(Question("POST", address, headers, body, seconds=limits.GATEWAY_SECONDS, most=LARGEST_ANSWER))


def find_trouble(error: NotReachedError) -> Trouble:
    if isinstance(error, InsideError):
        return Trouble.INSIDE if error.reason == "inside" else Trouble.ADDRESS
    return Trouble.TLS if error.reason == "tls" else Trouble.HOST
