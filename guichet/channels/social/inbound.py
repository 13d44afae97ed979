"""The doors at which networks tell what happened: signed, kept before they are answered (R16), read afterwards.

Whoever is not who he says gets the same answer in the same time, whether the account exists or not.
"""

import asyncio
import re
import time
from urllib.parse import parse_qs
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.channels import signing
from guichet.channels.social import settings as limits
from guichet.channels.social.jobs import keep
from guichet.channels.social.parting import Part, part
from guichet.channels.social.verifying import Hook, is_signed, list_hooks
from guichet.doors.answers import answer_nothing
from guichet.doors.bodies import get_header
from guichet.doors.endpoints import Endpoint
from guichet.doors.limits import Buckets
from guichet.doors.machinery import get_address, get_machinery
from guichet.doors.refusals import DoorError, SlowError, TooLargeError
from guichet.records.contacts.queries import find_organisation
from guichet.records.messaging.hooks import is_verify_token
from guichet.records.messaging.intake import take_in

forged_buckets = Buckets(limits.FORGED_OF_AN_ADDRESS)
CHALLENGE = re.compile(r"[\w.\-]{1,200}", re.ASCII)
NOBODY = Hook(0, "whatsapp", "", "nobody knows this one")
Place = tuple[int, int]
"""Organisation and account."""


class NotSignedError(DoorError):
    status = 401
    code = "not-signed"
    message = _("The signature is missing, wrong or too old. Check that both sides hold the same secret, and their clocks.")


async def verify(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /social/{organisation}/{account}: Meta asks once whether the address is ours (`hub.challenge`)."""
    place, hooks = await find_hooks(scope)
    query = parse_qs(scope["query_string"].decode("latin-1")[:2_000], max_num_fields=10)
    mode, token, challenge = (query.get(f"hub.{name}", [""])[0] for name in ("mode", "verify_token", "challenge"))
    is_ours = is_verify_token(token, *place)
    if not (hooks and is_ours and mode == "subscribe" and CHALLENGE.fullmatch(challenge)):
        refuse(scope)
    body = challenge.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, (b"x-content-type-options", b"nosniff")]})
    await send({"type": "http.response.body", "body": body})


async def take(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /social/{organisation}/{account}: 204 once it is kept. The same delivery again is the same."""
    (organisation, _account), hooks = await find_hooks(scope)
    body = await read_raw(scope, receive)
    headers = {name: get_header(scope, name.encode()) for name in ("x-hub-signature-256", signing.ID, signing.TIMESTAMP, signing.SIGNATURE)}
    if not is_signed(hooks[0] if hooks else NOBODY, headers, body, time.time()) or not hooks:
        refuse(scope)
    archive = get_machinery(scope).archive
    kept = await archive.ask(organisation, keep_all, organisation, list_parts(hooks, headers[signing.ID], body))
    await answer_nothing(send)
    for incoming in kept[: limits.MOST_READ_AT_ONCE]:
        await asyncio.shield(archive.ask(organisation, take_in, organisation, incoming, timezone.now()))


def list_parts(hooks: list[Hook], identifier: str, body: bytes) -> list[tuple[int, Part]]:
    """What is kept, and at which account: events of numbers and pages that nobody set up here stand at the account of the address."""
    own = hooks[0]
    if own.kind == "webhook":
        return [(own.account, Part(identifier, own.identity, body))]
    accounts = {hook.identity: hook.account for hook in reversed(hooks)}
    return [(accounts.get(each.identity, own.account), each) for each in part(body)]


def keep_all(organisation_id: int, parts: list[tuple[int, Part]]) -> list[UUID]:
    """All of it, or nothing; returns what is new."""
    stored = [keep(organisation_id, account, each.raw, each.key, timezone.now()) for account, each in parts]
    return [each.incoming for each in stored if each.is_new]


async def find_hooks(scope: Scope) -> tuple[Place, list[Hook]]:
    slug, number = str(scope["path_params"]["organisation"]), str(scope["path_params"]["account"])
    office = get_machinery(scope).office
    organisation = await office.recall(None, find_organisation, slug) if len(slug) < 200 and "\0" not in slug else None
    if organisation is None or not (number.isascii() and number.isdecimal() and len(number) < 19):
        return (0, 0), []
    place = organisation, int(number)
    return place, await office.recall(organisation, list_hooks, *place)


def refuse(scope: Scope) -> None:
    """:raises NotSignedError: always, or TooManyError to an address that tries often."""
    forged_buckets.take(get_address(scope), time.monotonic())
    raise NotSignedError


async def read_raw(scope: Scope, receive: Receive) -> bytes:
    """The whole body as it came: a signature is of bytes.

    :raises TooLargeError: more than may be. :raises SlowError: it drips.
    """
    declared = get_header(scope, b"content-length")
    if declared.isdecimal() and int(declared[:12]) > limits.LARGEST_DELIVERY:
        raise TooLargeError
    body = bytearray()
    try:
        async with asyncio.timeout(limits.BODY_SECONDS):
            more = True
            while more:
                message = await receive()
                body += message.get("body", b"")
                more = message.get("more_body", False)
                if len(body) > limits.LARGEST_DELIVERY:
                    raise TooLargeError
    except TimeoutError as error:
        raise SlowError from error
    return bytes(body)


HOOK = "/social/{organisation}/{account}"
routes: list[BaseRoute] = [
    Route(HOOK, Endpoint(verify), methods=["GET"]),
    Route(HOOK, Endpoint(take), methods=["POST"]),
]
