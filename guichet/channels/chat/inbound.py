"""The citizen's doors of the chat: hot, hence plain ASGI beside Django (see `doors`).

Whoever opens a contact gets a signed pass for it in a cookie; every other door asks for that pass, and answers the same to a contact of
somebody else as to one that does not exist.
"""

import time
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from django.utils import timezone
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.channels.chat import scripting, transcripts
from guichet.channels.chat import settings as limits
from guichet.channels.chat.events import PROGRESS, explain_turning_away, is_for_citizen, show_to_citizen
from guichet.channels.chat.files import get_file, send_file
from guichet.channels.chat.passes import make_cookie
from guichet.channels.chat.streams import CitizenStream
from guichet.channels.chat.waits import show_wait
from guichet.channels.chat.words import (
    Conversation,
    EndContact,
    JudgeAnswer,
    MarkRead,
    OpenContact,
    Opened,
    Progress,
    SendMessage,
    Sent,
    TypeSomething,
)
from guichet.decisions.routing.words import Channel, ContactId, Instant
from guichet.doors.answers import answer, answer_nothing
from guichet.doors.bodies import get_header, parse, read_body
from guichet.doors.endpoints import LANGUAGE, Endpoint
from guichet.doors.hub import Sign
from guichet.doors.limits import Buckets, Turnstile
from guichet.doors.machinery import get_address, get_machinery, open_stream, read_clock
from guichet.doors.passes import find_own
from guichet.doors.reader import read, read_together
from guichet.doors.refusals import MalformedError, NoSuchOrganisationError
from guichet.doors.seats import check_origin
from guichet.doors.streams import get_cursor
from guichet.doors.writer import Line, Write
from guichet.records.contacts import statements
from guichet.records.contacts.actions import Opening, explain_refusal, make_leaving, prepare_opening
from guichet.records.contacts.answering import judge_answer
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.passes import sign_pass
from guichet.records.contacts.queries import find_organisation, get_arrival, read_messages, read_why
from guichet.records.contacts.synthetic import PROOF, read_mark
from guichet.records.contacts.texts import check_storable, check_text
from guichet.records.contacts.tongues import get_reader
from guichet.records.contacts.words import Author
from guichet.records.pages.actions import note_origin
from guichet.records.scripts.returning import carry_by_pass

message_buckets = Buckets(limits.MESSAGES_OF_A_CONTACT)
sign_buckets = Buckets(limits.SIGNS_OF_A_CONTACT)
opening_buckets = Buckets(limits.OPENINGS_OF_AN_ADDRESS)
house_buckets = Buckets(limits.OPENINGS_OF_THE_HOUSE)
read_buckets = Buckets(limits.READS_OF_AN_ADDRESS)
streams = Turnstile(limits.STREAMS_OF_A_CONTACT)

decode_opening = msgspec.json.Decoder(OpenContact)
decode_message = msgspec.json.Decoder(SendMessage)
decode_typed = msgspec.json.Decoder(TypeSomething)
decode_read = msgspec.json.Decoder(MarkRead)
decode_judged = msgspec.json.Decoder(JudgeAnswer)
decode_end = msgspec.json.Decoder(EndContact)


async def open_contact(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/contacts"""
    check_origin(scope)
    asking = read_mark(get_header(scope, PROOF))
    if asking is None:
        opening_buckets.take(get_address(scope), time.monotonic())
    else:
        house_buckets.take(asking, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_opening)
    scope[LANGUAGE] = asked.language
    office = get_machinery(scope).office
    organisation = await office.recall(None, find_organisation, asked.organisation)
    if organisation is None:
        raise NoSuchOrganisationError
    arrival = await office.recall(organisation, get_arrival, organisation, asked.reason, asked.language, asked.territory)
    opening = Opening(
        key=asked.key,
        channel=Channel.CHAT,
        language=asked.language,
        arrived_at=read_clock(),
        text=asked.text,
        citizen_name=asked.name or "",
        is_synthetic=asking == organisation,
    )
    parameters, input_id, fact = prepare_opening(organisation, opening, arrival)
    write = Write(organisation=organisation, rows=((statements.OPEN_CONTACT, parameters),), fact=(input_id, fact))
    [[(contact, is_new)]] = (await get_machinery(scope).writer.write(write)).rows
    contact = ContactId(str(contact))
    if asked.script is not None:
        await office.ask(organisation, carry_by_pass, organisation, asked.script, contact, timezone.now())
    if asked.came_from is not None:
        await office.ask(organisation, note_origin, organisation, contact, asked.came_from, timezone.now())
    if not opening.is_synthetic:
        get_reader().tell(organisation, contact)
    opened = Opened(contact=contact, number=1, token=sign_pass(organisation, contact) if asked.keeps_pass else None)
    await answer(send, 201 if is_new else 200, opened, *(() if asked.keeps_pass else (make_cookie(organisation, contact),)))


async def show(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /chat/contacts/{contact}"""
    read_buckets.take(get_address(scope), time.monotonic())
    organisation, contact = await find_own(scope)
    conversations, lines = await read_together(
        get_machinery(scope).pool,
        organisation,
        (statements.GET_CONVERSATION, {"contact": contact}),
        (statements.LIST_MESSAGES, {"contacts": [contact]}),
    )
    if not conversations:
        raise NoSuchContactError
    [(state, arrived_at, why, _, _)] = conversations
    messages = [told.message for told in read_messages(lines)]
    progress = PROGRESS[state]
    reason = explain_turning_away(read_why(why).get("turned_away", "")) if progress == Progress.TURNED_AWAY else None
    conversation = Conversation(
        contact=contact,
        state=progress,
        reason=reason,
        arrived_at=Instant(arrived_at),
        messages=tuple(show_to_citizen(message) for message in messages if is_for_citizen(message)),
        cursor=str(messages[-1].number if messages else 0),
    )
    await answer(send, 200, conversation)


async def follow(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /chat/contacts/{contact}/events"""
    organisation, contact = await find_own(scope)
    cursor = get_cursor(scope)
    if cursor and not (cursor.isdecimal() and len(cursor) < 10):
        raise MalformedError(detail="the cursor is not one of ours")
    machinery = get_machinery(scope)
    with streams.enter(contact):
        feed = await machinery.hub.open_feed(organisation)
        stream = CitizenStream(machinery.pool, feed, contact, int(cursor or 0))
        await open_stream(scope, receive, send, stream)


async def say(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/contacts/{contact}/messages"""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    message_buckets.take(contact, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_message)
    check_text(asked.text)
    line = Line(contact=contact, key=asked.key, author=Author.CITIZEN, text=asked.text)
    kept = (await get_machinery(scope).writer.write(Write(organisation=organisation, line=line))).line
    if kept is None or kept.number is None or kept.at is None:
        raise explain_refusal(kept.state if kept else None, Author.CITIZEN)
    await answer(send, 201 if kept.is_new else 200, Sent(number=kept.number, at=kept.at))


async def type_something(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/contacts/{contact}/typing"""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    sign_buckets.take(contact, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_typed)
    check_storable(asked.draft or "")
    get_machinery(scope).listener.tell(organisation, Sign(contact, Author.CITIZEN, draft=asked.draft))
    await answer_nothing(send)


async def mark_read(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/contacts/{contact}/read"""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    sign_buckets.take(contact, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_read)
    get_machinery(scope).listener.tell(organisation, Sign(contact, Author.CITIZEN, asked.number))
    await answer_nothing(send)


async def judge(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/contacts/{contact}/judged"""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    sign_buckets.take(contact, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_judged)
    library, now = get_machinery(scope).library, datetime.now(UTC)
    await library.ask(organisation, judge_answer, organisation, UUID(contact), asked.number, now, has_helped=asked.has_helped)
    await answer_nothing(send)


async def end(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/contacts/{contact}/end. A contact that is over already stays as it is."""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    asked = parse(await read_body(scope, receive), decode_end)
    machinery = get_machinery(scope)
    standing = await read(machinery.pool, organisation, statements.GET_STANDING, contact=contact)
    if not standing:
        raise NoSuchContactError
    fact = make_leaving(contact, standing[0][0])
    if fact is not None:
        input_id = derive_input_id(f"citizen:{contact}", "leave", contact, asked.key)
        await machinery.writer.write(Write(organisation=organisation, fact=(input_id, fact)))
    await answer_nothing(send)


CONTACT = "/chat/contacts/{contact}"
routes: list[BaseRoute] = [
    Route(f"{CONTACT}/messages", Endpoint(say), methods=["POST"]),
    Route(f"{CONTACT}/events", Endpoint(follow), methods=["GET"]),
    Route(f"{CONTACT}/typing", Endpoint(type_something), methods=["POST"]),
    Route(f"{CONTACT}/read", Endpoint(mark_read), methods=["POST"]),
    Route(f"{CONTACT}/judged", Endpoint(judge), methods=["POST"]),
    Route(f"{CONTACT}/end", Endpoint(end), methods=["POST"]),
    Route(f"{CONTACT}/files", Endpoint(send_file), methods=["POST"]),
    Route(f"{CONTACT}/files/{{file}}", Endpoint(get_file), methods=["GET"]),
    Route(f"{CONTACT}/transcript", Endpoint(transcripts.send), methods=["POST"]),
    Route(f"{CONTACT}/wait", Endpoint(show_wait), methods=["GET"]),
    *scripting.routes,
    Route("/chat/contacts", Endpoint(open_contact), methods=["POST"]),
    Route(CONTACT, Endpoint(show), methods=["GET"]),
]
