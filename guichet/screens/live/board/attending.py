"""The doors by which a supervisor listens to a call, whispers or joins. The rule is asked here, and by the voice process again."""

import time
from uuid import UUID

import msgspec
from django.utils import timezone
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer_nothing
from guichet.doors.bodies import parse, read_body
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat
from guichet.records.calls.attending import answer_listening, attend, leave_listening
from guichet.records.calls.errors import NoSuchLegError
from guichet.records.calls.words import Manner
from guichet.records.contacts.texts import check_storable
from guichet.screens.live.board import words

steers = Buckets(Allowance(burst=20, per_second=2))
decode_attend = msgspec.json.Decoder(words.AttendCall)
decode_answer = msgspec.json.Decoder(words.AnswerAttending)
decode_leave = msgspec.json.Decoder(words.LeaveCall)


def get_id(scope: Scope, name: str) -> UUID:
    """:raises NoSuchLegError: the address names none."""
    try:
        return UUID(scope["path_params"][name])
    except (KeyError, ValueError) as error:
        raise NoSuchLegError from error


async def attend_call(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/board/calls/{call}/attend"""
    call = get_id(scope, "call")
    steers.take(seat.account, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_attend)
    wanted = (seat.account, call, Manner(asked.manner), timezone.now())
    await get_machinery(scope).office.ask(seat.organisation, attend, seat.organisation, *wanted)
    await answer_nothing(send)


async def answer_attending(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/board/attending/{leg}/answer"""
    leg = get_id(scope, "leg")
    steers.take(seat.account, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_answer)
    check_storable(asked.sdp)
    await get_machinery(scope).office.ask(seat.organisation, answer_listening, seat.organisation, seat.account, leg, asked.sdp)
    await answer_nothing(send)


async def leave_call(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/board/attending/{leg}/leave"""
    leg = get_id(scope, "leg")
    steers.take(seat.account, time.monotonic())
    parse(await read_body(scope, receive), decode_leave)
    await get_machinery(scope).office.ask(seat.organisation, leave_listening, seat.organisation, seat.account, leg)
    await answer_nothing(send)
