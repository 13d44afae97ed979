"""The doors of the telephone on the desk. They tell the voice process; what it did of it comes as an event."""

import time
from uuid import UUID

import msgspec
from django.utils import timezone
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer_nothing
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import Endpoint
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_machinery
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat, get_agent
from guichet.records.calls.campaigns import mark_seen
from guichet.records.calls.errors import NoSuchCampaignError, NoSuchLegError
from guichet.records.calls.legs import answer_leg, consult, consult_relay, steer_leg
from guichet.records.calls.words import Verb
from guichet.records.contacts.texts import check_storable
from guichet.screens.live.calls import words
from guichet.screens.live.seating import seated

STEERS_OF_A_SEAT = Allowance(burst=40, per_second=5)
"""Keys are pressed faster than anything else."""
steers = Buckets(STEERS_OF_A_SEAT)
STEERED = (
    *(Verb.HOLD, Verb.RESUME, Verb.HANG_UP, Verb.GIVE_BACK, Verb.REJOIN, Verb.HAND_OVER, Verb.TAKE_BACK, Verb.CONFER),
    *(Verb.PAUSE_RECORDING, Verb.GO_ON_RECORDING, Verb.ERASE_RECORDING),
)
decode_answer = msgspec.json.Decoder(words.AnswerCall)
decode_steer = msgspec.json.Decoder(words.SteerCall)
decode_consult = msgspec.json.Decoder(words.ConsultSomebody)
decode_seen = msgspec.json.Decoder(words.SeeCampaign)
decode_keys = msgspec.json.Decoder(words.PressKeys)


def get_leg_id(scope: Scope) -> UUID:
    """:raises NoSuchLegError: the address names none."""
    try:
        return UUID(scope["path_params"]["leg"])
    except (KeyError, ValueError) as error:
        raise NoSuchLegError from error


async def answer_call(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/calls/{leg}/answer"""
    agent, leg = get_agent(seat), get_leg_id(scope)
    steers.take(seat.account, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_answer)
    check_storable(asked.sdp)
    await get_machinery(scope).office.ask(seat.organisation, answer_leg, seat.organisation, agent, leg, asked.sdp)
    await answer_nothing(send)


async def consult_somebody(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/calls/{leg}/consult"""
    agent, leg = get_agent(seat), get_leg_id(scope)
    steers.take(seat.account, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_consult)
    if [asked.colleague is not None, asked.relay is not None, asked.number != ""].count(True) != 1:
        raise MalformedError(detail="name a colleague, a relay service or a number")
    check_storable(asked.number)
    office, whose = get_machinery(scope).office, (seat.organisation, agent, leg)
    if asked.relay is not None:
        await office.ask(seat.organisation, consult_relay, *whose, asked.relay, at_once=asked.at_once)
    else:
        await office.ask(seat.organisation, consult, *whose, asked.colleague, asked.number, at_once=asked.at_once)
    await answer_nothing(send)


async def see_campaign(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/campaigns/{campaign}/seen"""
    agent = get_agent(seat)
    try:
        campaign = UUID(scope["path_params"]["campaign"])
    except (KeyError, ValueError) as error:
        raise NoSuchCampaignError from error
    steers.take(seat.account, time.monotonic())
    parse(await read_body(scope, receive), decode_seen)
    await get_machinery(scope).office.ask(seat.organisation, mark_seen, seat.organisation, campaign, agent, timezone.now())
    await answer_nothing(send)


def steer(verb: Verb) -> Endpoint:
    """POST /live/calls/{leg}/<verb>"""

    async def handle(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
        await _steer(scope, seat, verb, await _read_keys(scope, receive) if verb is Verb.KEYS else await _read_nothing(scope, receive))
        await answer_nothing(send)

    handle.__name__ = verb.name.lower()
    return seated(handle)


async def _read_keys(scope: Scope, receive: Receive) -> str:
    return parse(await read_body(scope, receive), decode_keys).keys


async def _read_nothing(scope: Scope, receive: Receive) -> str:
    parse(await read_body(scope, receive), decode_steer)
    return ""


async def _steer(scope: Scope, seat: Seat, verb: Verb, keys: str) -> None:
    agent, leg = get_agent(seat), get_leg_id(scope)
    steers.take(seat.account, time.monotonic())
    await get_machinery(scope).office.ask(seat.organisation, steer_leg, seat.organisation, agent, leg, verb, keys)


CALL = "/live/calls/{leg}"
routes: list[BaseRoute] = [
    Route(f"{CALL}/answer", seated(answer_call), methods=["POST"]),
    Route("/live/campaigns/{campaign}/seen", seated(see_campaign), methods=["POST"]),
    Route(f"{CALL}/consult", seated(consult_somebody), methods=["POST"]),
    *(Route(f"{CALL}/{verb.value}", steer(verb), methods=["POST"]) for verb in (*STEERED, Verb.KEYS)),
]
