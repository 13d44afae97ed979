"""The hot doors of signed-in people. Each request is checked against the session, and each write against Django's CSRF token.

A door checks what it can see, so that a mistake is said at once; who gets what is decided by the router alone, and told as an event.
"""

import time

import msgspec
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import ContactId
from guichet.doors.answers import answer, answer_nothing
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import Endpoint, get_contact_id
from guichet.doors.hub import Sign
from guichet.doors.limits import Turnstile
from guichet.doors.machinery import get_machinery, open_stream
from guichet.doors.seats import Seat, get_agent
from guichet.doors.streams import get_cursor
from guichet.doors.trail import record_refused
from guichet.doors.writer import Line, Write
from guichet.records.contacts.actions import explain_refusal
from guichet.records.contacts.answering import describe_given
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.texts import check_storable, check_text
from guichet.records.contacts.words import Author, GivenAnswer, MessageKind
from guichet.records.knowledge.suggesting import list_texts
from guichet.screens.live import letters, recordings, taking, words
from guichet.screens.live.answers import doors as answers
from guichet.screens.live.board import doors as board
from guichet.screens.live.calls import doors as calls
from guichet.screens.live.calls import texting
from guichet.screens.live.cards import get_state, read_place
from guichet.screens.live.fates import show_fates
from guichet.screens.live.files import get_file, send_file
from guichet.screens.live.joining import merge, part
from guichet.screens.live.kept.drafts import keep_draft, list_drafts
from guichet.screens.live.kept.history import look, show_history
from guichet.screens.live.kept.persons import judge_person, show_person, show_timeline, take_back
from guichet.screens.live.kept.search import search
from guichet.screens.live.mails import show_mail
from guichet.screens.live.notices import read_notice
from guichet.screens.live.requests import REQUESTS, Asking, Request
from guichet.screens.live.resting import ask, take_up
from guichet.screens.live.seating import seated
from guichet.screens.live.square import doors as square
from guichet.screens.live.streams import DeskStream
from guichet.screens.live.talks import show_talk
from guichet.screens.live.ways import doors as ways

STREAMS_OF_A_SESSION = 8
"""Tabs of one agent."""
streams = Turnstile(STREAMS_OF_A_SESSION)
decode_message = msgspec.json.Decoder(words.SendMessage)
decode_typed = msgspec.json.Decoder(words.TypeSomething)
decode_read = msgspec.json.Decoder(words.MarkRead)
decode_presence = msgspec.json.Decoder(words.ChangePresence)


async def show_state(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/state"""
    await answer(send, 200, await get_state(get_machinery(scope).pool, seat, get_agent(seat)))


async def follow(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """GET /live/events"""
    agent = get_agent(seat)
    place = read_place(get_cursor(scope))
    machinery = get_machinery(scope)
    with streams.enter(seat.session):
        feed = await machinery.hub.open_feed(seat.organisation)
        stream = DeskStream(machinery, feed, seat, agent, place)
        machinery.desks[stream] = (seat.organisation, agent)
        try:
            await machinery.see([(seat.organisation, agent)])
            await open_stream(scope, receive, send, stream)
        finally:
            del machinery.desks[stream]


async def answer_beat(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """POST /live/here: the page is awake and heard the heartbeat of its stream."""
    get_machinery(scope).pulse.answer(seat.session, (seat.organisation, get_agent(seat)), time.monotonic())
    await answer_nothing(send)


async def change_presence(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/presence"""
    asked = parse(await read_body(scope, receive), decode_presence)
    asking = Asking(get_machinery(scope), seat, get_agent(seat))
    await answer(send, 202, await asking.change_presence(asked))


async def say(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/messages"""
    contact, agent = get_contact_id(scope), get_agent(seat)
    asked = parse(await read_body(scope, receive), decode_message)
    check_text(asked.text)
    given = await describe_answer(scope, seat, asked)
    line = Line(contact, asked.key, Author.AGENT, asked.text, MessageKind(asked.kind), agent, given)
    kept = (await get_machinery(scope).writer.write(Write(organisation=seat.organisation, line=line))).line
    if kept is None or kept.number is None or kept.at is None:
        await refuse_line(scope, seat, contact, kept.state if kept else None)
        return
    await answer(send, 201 if kept.is_new else 200, words.Sent(number=kept.number, at=kept.at, answer=given))


async def describe_answer(scope: Scope, seat: Seat, asked: words.SendMessage) -> GivenAnswer | None:
    """What the message keeps of the article that it gives.

    :raises UnknownAnswerError: that version was never published to citizens.
    """
    if asked.answer is None:
        return None
    article, version = asked.answer.article, asked.answer.version
    texts = await get_machinery(scope).library.recall(seat.organisation, list_texts, seat.organisation, article, version)
    return describe_given(article, version, texts, asked.text)


async def refuse_line(scope: Scope, seat: Seat, contact: ContactId, state: str | None) -> None:
    """:raises RefusedError: always."""
    refusal = explain_refusal(state, Author.AGENT)
    if isinstance(refusal, NoSuchContactError):
        await record_refused(get_machinery(scope), seat.organisation, contact, seat.asker, seat.account)
    raise refusal


async def type_something(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/typing"""
    contact = get_contact_id(scope)
    asked = parse(await read_body(scope, receive), decode_typed)
    check_storable(asked.draft or "")
    await Asking(get_machinery(scope), seat, get_agent(seat)).check_owned(contact)
    get_machinery(scope).listener.tell(seat.organisation, Sign(contact, Author.AGENT, draft=asked.draft))
    await answer_nothing(send)


async def mark_read(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/read"""
    contact = get_contact_id(scope)
    asked = parse(await read_body(scope, receive), decode_read)
    await Asking(get_machinery(scope), seat, get_agent(seat)).check_owned(contact)
    get_machinery(scope).listener.tell(seat.organisation, Sign(contact, Author.AGENT, asked.number))
    await answer_nothing(send)


ALL_REQUESTS = {
    **REQUESTS,
    "merge": Request(words.MergeContacts, merge),
    "part": Request(words.PartContacts, part),
    "ask": Request(words.AskCitizen, ask),
    "take-up": Request(words.TakeUp, take_up),
    **taking.REQUESTS,
}


def make_request(name: str) -> Endpoint:
    """POST /live/contacts/{contact}/<name>: read the request of that name, post its fact, answer 202."""
    request = ALL_REQUESTS[name]
    decoder = msgspec.json.Decoder(request.asked)

    async def handle(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
        contact, agent = get_contact_id(scope), get_agent(seat)
        asked = parse(await read_body(scope, receive), decoder)
        await answer(send, 202, await request.carry_out(Asking(get_machinery(scope), seat, agent), contact, asked))

    handle.__name__ = name
    return seated(handle)


CONTACT = "/live/contacts/{contact}"
routes: list[BaseRoute] = [
    Route(f"{CONTACT}/messages", seated(say), methods=["POST"]),
    Route("/live/events", seated(follow), methods=["GET"]),
    Route(f"{CONTACT}/typing", seated(type_something), methods=["POST"]),
    Route(f"{CONTACT}/read", seated(mark_read), methods=["POST"]),
    Route("/live/here", seated(answer_beat), methods=["POST"]),
    Route("/live/presence", seated(change_presence), methods=["POST"]),
    Route("/live/state", seated(show_state), methods=["GET"]),
    *(Route(f"{CONTACT}/{name}", make_request(name), methods=["POST"]) for name in ALL_REQUESTS),
    Route(f"{CONTACT}/files", seated(send_file), methods=["POST"]),
    Route(f"{CONTACT}/files/{{file}}", seated(get_file), methods=["GET"]),
    Route(f"{CONTACT}/mails/{{number}}", seated(show_mail), methods=["GET"]),
    Route(f"{CONTACT}/letter", seated(letters.correct), methods=["POST"]),
    Route(f"{CONTACT}/letter/pages/{{number}}", seated(letters.show_page), methods=["GET"]),
    Route(f"{CONTACT}/letter/answer", seated(letters.show_answer), methods=["GET"]),
    *(Route(f"{CONTACT}/letter/{name}", seated(letters.act), methods=["POST"]) for name in letters.ACTS),
    Route(f"{CONTACT}/talk", seated(show_talk), methods=["GET"]),
    Route(f"{CONTACT}/fates", seated(show_fates), methods=["GET"]),
    Route(f"{CONTACT}/draft", seated(keep_draft), methods=["POST"]),
    Route("/live/drafts", seated(list_drafts), methods=["GET"]),
    Route(f"{CONTACT}/person", seated(show_person), methods=["GET"]),
    Route(f"{CONTACT}/person/judge", seated(judge_person), methods=["POST"]),
    Route(f"{CONTACT}/person/take-back", seated(take_back), methods=["POST"]),
    Route(f"{CONTACT}/timeline", seated(show_timeline), methods=["GET"]),
    Route(f"{CONTACT}/history", seated(show_history), methods=["GET"]),
    Route(f"{CONTACT}/looking", seated(look), methods=["POST"]),
    Route("/live/search", seated(search), methods=["GET"]),
    Route("/live/notices/{order}/read", seated(read_notice), methods=["POST"]),
    *answers.routes,
    *board.routes,
    *calls.routes,
    *texting.routes,
    *recordings.routes,
    *square.routes,
    *ways.routes,
]
