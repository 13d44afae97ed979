"""A letter on the desk: its pages as they were scanned, what was found of its sender to be corrected, and what answers it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, ContactId, Instant
from guichet.doors.answers import answer
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.doors.uploads import HEADERS
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.directory.words import STEERING
from guichet.records.letters import actions
from guichet.records.letters.errors import BadFactError
from guichet.records.letters.models import Posting
from guichet.records.letters.words import AnswerBy, PostingState
from guichet.screens.live.words import ActOnLetter, CorrectLetter, LetterFacts

decode_correction = msgspec.json.Decoder(CorrectLetter)
decode_act = msgspec.json.Decoder(ActOnLetter)
ACTS: dict[str, Callable[[int, UUID, AgentId, datetime], None]] = {"acknowledge": actions.acknowledge, "prepare": actions.prepare}


async def show_page(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/letter/pages/{number}. Whoever steers may see those of others, and leaves a trace."""
    contact, number = get_contact_id(scope), str(scope["path_params"].get("number", ""))
    is_steering = not seat.roles.isdisjoint(STEERING)
    owner = None if is_steering else get_agent(seat)
    place = int(number) if number.isascii() and number.isdecimal() and len(number) < 4 else 0
    image = await _ask(scope, seat, actions.get_page, contact, place, owner)
    if is_steering:
        act = Act("letter-read", "contact", str(contact), seat.account)
        await get_machinery(scope).office.ask(seat.organisation, record, seat.organisation, act, datetime.now(UTC))
    await _hand_out(send, image, b"image/jpeg", HEADERS)


async def show_answer(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/letter/answer: the letter as it would go out now. It is of our making: a browser may show it."""
    pdf = await _ask(scope, seat, actions.draw_answer, get_contact_id(scope), get_agent(seat), datetime.now(UTC))
    headers = [(name, value) for name, value in HEADERS if name != b"content-security-policy"]
    await _hand_out(
        send, pdf, b"application/pdf", [*headers, (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'")]
    )


async def correct(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/letter"""
    contact, agent = get_contact_id(scope), get_agent(seat)
    asked = parse(await read_body(scope, receive), decode_correction)
    said = actions.Correction(asked.sender, asked.email, asked.telephone, asked.file_numbers, read_day(asked.written_on), asked.answer_by)
    await _ask(scope, seat, actions.correct, contact, agent, said, datetime.now(UTC))
    await answer(send, 200, await _ask(scope, seat, describe, contact, agent))


async def act(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/letter/acknowledge and .../prepare"""
    contact, agent = get_contact_id(scope), get_agent(seat)
    parse(await read_body(scope, receive), decode_act)
    await _ask(scope, seat, ACTS[scope["path"].rpartition("/")[2]], contact, agent, datetime.now(UTC))
    await answer(send, 200, await _ask(scope, seat, describe, contact, agent))


def read_day(said: str) -> date | None:
    """:raises BadFactError: it is no day."""
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise BadFactError from error


def describe(organisation_id: int, contact: UUID, owner: AgentId) -> LetterFacts:
    """What the desk shows of a letter, as it stands."""
    letter = actions.get_letter(organisation_id, contact, owner)
    prepared = Posting.objects.of(organisation_id).filter(contact_id=contact).order_by("-prepared_at")
    state = prepared.values_list("state", flat=True).first()
    return LetterFacts(
        pages=letter.pages,
        certainty=letter.certainty,
        doubts=tuple(letter.doubts),
        sender=letter.sender,
        email=letter.email,
        telephone=letter.telephone,
        file_numbers=tuple(letter.file_numbers),
        written_on=letter.written_on.isoformat() if letter.written_on else "",
        is_checked=letter.checked_at is not None,
        answer_by=AnswerBy(letter.answer_by),
        due_at=Instant(int(letter.due_at.timestamp() * 1000) + letter.contact.put_off_ms) if letter.due_at else None,
        is_acknowledged=letter.acknowledged_at is not None,
        posting=PostingState(state) if state else None,
    )


async def _ask(scope: Scope, seat: Seat, function: Callable[..., Any], contact: ContactId, *arguments: object) -> Any:
    """Ask Django, and note who asked for what is not his."""
    machinery = get_machinery(scope)
    try:
        return await machinery.archive.ask(seat.organisation, function, seat.organisation, UUID(contact), *arguments)
    except NoSuchContactError:
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise


async def _hand_out(send: Send, content: bytes, kind: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    length = (b"content-length", str(len(content)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), length, *headers]})
    await send({"type": "http.response.body", "body": content})
