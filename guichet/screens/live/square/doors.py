"""The doors of contacts of social networks. What is public is checked here while it is written, and once more when it leaves."""

import time
from uuid import UUID

import msgspec
from django.utils import timezone, translation
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer, answer_nothing
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import get_contact_id
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.words import STEERING
from guichet.records.moderation.actions import continue_in_private, set_aside
from guichet.records.moderation.queries import Found, Side, get_side, list_findings
from guichet.records.moderation.words import AsideReason
from guichet.screens.live.seating import seated
from guichet.screens.live.square import words

CHECKS_OF_A_SEAT = Allowance(burst=20, per_second=3)
checks = Buckets(CHECKS_OF_A_SEAT)
decode_check = msgspec.json.Decoder(words.CheckPublic)
decode_private = msgspec.json.Decoder(words.MoveToPrivate)
decode_aside = msgspec.json.Decoder(words.PutAside)


async def get_own_side(scope: Scope, seat: Seat) -> tuple[UUID, Side]:
    """The contact and its side at a network, for its owner and for those who steer.

    :raises NoSuchContactError: there is none of his; he leaves a trace.
    """
    contact, machinery = UUID(get_contact_id(scope)), get_machinery(scope)
    side = await machinery.archive.ask(seat.organisation, get_side, seat.organisation, contact)
    is_steering = not seat.roles.isdisjoint(STEERING)
    if side is None or not (is_steering or side.agent_id == get_agent(seat)):
        await record_refused(machinery, seat.organisation, get_contact_id(scope), seat.asker, seat.account)
        raise NoSuchContactError
    return contact, side


async def show_square(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/square"""
    _contact, side = await get_own_side(scope, seat)
    facts = words.SquareFacts(
        network=side.network,
        account=side.account,
        handle=side.handle,
        is_public=side.is_public,
        window_until=None if side.window_until is None else to_instant(side.window_until),
        most_text=side.most_text,
        url_length=side.url_length,
        templates=tuple(side.templates),
    )
    await answer(send, 200, facts)


async def check_public(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/square/check"""
    checks.take(seat.account, time.monotonic())
    contact, _side = await get_own_side(scope, seat)
    asked = parse(await read_body(scope, receive), decode_check)
    found = await get_machinery(scope).archive.ask(seat.organisation, list_in_words, seat.organisation, contact, asked.text, seat.language)
    await answer(send, 200, words.Findings(findings=tuple(words.Finding(each.excerpt, each.sentence) for each in found)))


def list_in_words(organisation_id: int, contact: UUID, text: str, language: str) -> list[Found]:
    with translation.override(language):
        return list_findings(organisation_id, contact, text)


async def move_to_private(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/square/private"""
    contact, _side = await get_own_side(scope, seat)
    asked = parse(await read_body(scope, receive), decode_private)
    machinery = get_machinery(scope)
    await machinery.archive.ask(seat.organisation, move, seat.organisation, contact, get_agent(seat), asked.key)
    await answer_nothing(send)


def move(organisation_id: int, contact: UUID, agent_id: int, key: UUID) -> None:
    agent = Agent.objects.of(organisation_id).get(pk=agent_id)
    continue_in_private(organisation_id, contact, agent, key, timezone.now())


async def put_aside(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/square/aside"""
    contact, _side = await get_own_side(scope, seat)
    asked = parse(await read_body(scope, receive), decode_aside)
    machinery = get_machinery(scope)
    await machinery.archive.ask(seat.organisation, put, seat.organisation, contact, seat.account, asked.reason, asked.key)
    await answer_nothing(send)


def put(organisation_id: int, contact: UUID, account_id: int, reason: AsideReason, key: UUID) -> None:
    account = Account.objects.get(organisation_id=organisation_id, pk=account_id)
    set_aside(organisation_id, contact, account, reason, key, timezone.now())


SQUARE = "/live/contacts/{contact}/square"
routes: list[BaseRoute] = [
    Route(SQUARE, seated(show_square), methods=["GET"]),
    Route(f"{SQUARE}/check", seated(check_public), methods=["POST"]),
    Route(f"{SQUARE}/private", seated(move_to_private), methods=["POST"]),
    Route(f"{SQUARE}/aside", seated(put_aside), methods=["POST"]),
]
