"""The doors of answers. They read and count; nothing here sends anything to anybody."""

import time
from datetime import UTC, datetime
from urllib.parse import parse_qs
from uuid import UUID, uuid5

import msgspec
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import Channel
from guichet.doors.answers import answer, answer_nothing
from guichet.doors.bodies import get_header, parse, read_body
from guichet.doors.endpoints import Endpoint, get_contact_id
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_machinery
from guichet.doors.refusals import MalformedError
from guichet.doors.seats import Seat
from guichet.records.contacts.answering import suggest_answers, suggest_synthetic
from guichet.records.contacts.synthetic import PROOF, read_mark
from guichet.records.contacts.texts import check_storable
from guichet.records.knowledge.asking import LONGEST_QUERY
from guichet.records.knowledge.noting import Judged, Looked, note_opened, note_search, note_verdict
from guichet.records.knowledge.suggesting import Suggestion
from guichet.records.knowledge.words import Audience, Medium
from guichet.screens.live.answers import drafting, reasons, words
from guichet.screens.live.kept.history import check_readable
from guichet.screens.live.seating import seated

LOOKS_OF_A_SEAT = Allowance(burst=30, per_second=2)
"""Several conversations at once, each typed on."""
looks = Buckets(LOOKS_OF_A_SEAT)
decode_inserted = msgspec.json.Decoder(words.TellInserted)
decode_judged = msgspec.json.Decoder(words.JudgeArticle)


async def list_answers(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /live/contacts/{contact}/answers, asked by an agent, or by the house of a contact that it opened itself: then `as` names the
    channel on which it would be answered."""
    organisation = read_mark(get_header(scope, PROOF))
    if organisation is None:
        await list_for_agent(scope, receive, send)
        return
    contact = UUID(get_contact_id(scope))
    found = await get_machinery(scope).library.ask(
        organisation, suggest_synthetic, organisation, contact, read_channel(scope), datetime.now(UTC)
    )
    await answer(send, 200, words.Articles(articles=tuple(show(each) for each in found)))


@seated
async def list_for_agent(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    asked, search = read_query(scope)
    looks.take(seat.account, time.monotonic())
    await check_readable(machinery, seat, contact)
    now = datetime.now(UTC)
    found = await machinery.library.ask(seat.organisation, suggest_answers, seat.organisation, UUID(contact), asked, seat.language, now)
    if asked and search:
        looked = Looked(asked, Audience.AGENTS, len(found))
        await machinery.library.ask(seat.organisation, note_search, seat.organisation, search, looked, now)
    await answer(send, 200, words.Articles(articles=tuple(show(each) for each in found)))


def read_channel(scope: Scope) -> Channel:
    """:raises MalformedError: there is no such channel."""
    try:
        return Channel(parse_qs(scope["query_string"].decode("latin-1")).get("as", [Channel.CHAT.value])[0])
    except ValueError as error:
        raise MalformedError(detail="`as` is not a channel") from error


def read_query(scope: Scope) -> tuple[str, UUID | None]:
    """The words looked for, and the name of the search.

    :raises MalformedError: too many words, or no name. :raises UnstorableTextError: a NUL among them.
    """
    query = parse_qs(scope["query_string"].decode("latin-1"))
    asked, search = query.get("words", [""])[0].strip(), query.get("search", [""])[0]
    if len(asked) > LONGEST_QUERY:
        raise MalformedError(detail=f"`words` takes at most {LONGEST_QUERY} characters")
    check_storable(asked)
    try:
        return asked, UUID(search) if search else None
    except ValueError as error:
        raise MalformedError(detail="`search` is not a UUID") from error


def show(suggestion: Suggestion) -> words.ArticleChoice:
    given = suggestion.answer
    return words.ArticleChoice(
        article=suggestion.article,
        version=suggestion.version,
        title=suggestion.title,
        passage=suggestion.passage,
        text=given.text if given else "",
        medium=given.medium if given else None,
        language=given.language if given else "",
        advice=suggestion.guide.advice,
        checklist=suggestion.guide.checklist,
        is_for_reason=suggestion.is_for_reason,
        is_public=suggestion.is_public,
        is_outdated=given.is_outdated if given else suggestion.is_outdated,
        is_review_due=suggestion.is_review_due,
    )


async def tell_inserted(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/inserted"""
    machinery = get_machinery(scope)
    await check_readable(machinery, seat, get_contact_id(scope))
    asked = parse(await read_body(scope, receive), decode_inserted)
    await machinery.library.ask(seat.organisation, note_opened, seat.organisation, asked.search, asked.article)
    await answer_nothing(send)


async def judge(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/judged"""
    machinery, contact = get_machinery(scope), get_contact_id(scope)
    await check_readable(machinery, seat, contact)
    asked = parse(await read_body(scope, receive), decode_judged)
    judged = Judged(asked.article, asked.version, Medium.GUIDE)
    verdict = uuid5(UUID(contact), f"{seat.account}:{asked.article}")
    organisation, now = seat.organisation, datetime.now(UTC)
    await machinery.library.ask(organisation, note_verdict, organisation, verdict, judged, has_helped=asked.has_helped, now=now)
    await answer_nothing(send)


CONTACT = "/live/contacts/{contact}"
routes: list[BaseRoute] = [
    *drafting.routes,
    *reasons.routes,
    Route(f"{CONTACT}/answers", Endpoint(list_answers), methods=["GET"]),
    Route(f"{CONTACT}/inserted", seated(tell_inserted), methods=["POST"]),
    Route(f"{CONTACT}/judged", seated(judge), methods=["POST"]),
]
