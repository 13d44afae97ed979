"""The door of HTTP gateways: what comes is signed, kept, answered with 200, and read afterwards."""

import time

import msgspec
from django.utils import timezone
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.channels.signing import ID, SIGNATURE, TIMESTAMP, verify
from guichet.channels.sms import settings as limits
from guichet.channels.sms.errors import UnsignedError
from guichet.doors.answers import answer
from guichet.doors.bodies import get_header, read_body
from guichet.doors.endpoints import Endpoint
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_address, get_machinery
from guichet.doors.refusals import TooLargeError
from guichet.records.contacts.queries import find_organisation
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.intake import take_in
from guichet.records.messaging.storing import find_account, store

buckets = Buckets(Allowance(burst=limits.WORDS_OF_AN_ADDRESS, per_second=limits.WORDS_OF_AN_ADDRESS / 4))
NOBODY = "nobody has this key"


class Kept(msgspec.Struct, frozen=True):
    """200: it is on the disk; the same again changes nothing."""

    is_new: bool


async def take(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /sms/gateway/{organisation}/{account}"""
    buckets.take(get_address(scope), time.monotonic())
    body = await read_body(scope, receive)
    if len(body) > limits.LARGEST_BODY:
        raise TooLargeError
    machinery = get_machinery(scope)
    slug, account = str(scope["path_params"]["organisation"]), str(scope["path_params"]["account"])
    organisation = await machinery.office.recall(None, find_organisation, slug[:100])
    number = int(account) if account.isascii() and account.isdecimal() and len(account) < 16 else 0
    key = "" if organisation is None else await machinery.office.recall(organisation, find_key, organisation, number)
    headers = {name: get_header(scope, name.encode()) for name in (ID, TIMESTAMP, SIGNATURE)}
    if not verify([key or NOBODY], headers, body, time.time()) or organisation is None or not key:
        raise UnsignedError
    now = timezone.now()
    stored = await machinery.office.ask(organisation, store, organisation, number, body, headers[ID], now)
    await answer(send, 200, Kept(is_new=stored.is_new))
    if stored.is_new:
        await machinery.archive.ask(organisation, take_in, organisation, stored.incoming, now)


def find_key(organisation_id: int, account_id: int) -> str:
    """The key of a gateway's account that is in use, empty without one."""
    account = find_account(organisation_id, account_id)
    if account is None or account.kind != "gateway":
        return ""
    return (read_secrets(account) or {}).get("key", "")


routes: list[BaseRoute] = [Route("/sms/gateway/{organisation}/{account}", Endpoint(take), methods=["POST"])]
