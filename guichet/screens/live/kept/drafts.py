"""Drafts: kept while they are typed, listed when a desk opens."""

import msgspec
from starlette.types import Receive, Scope, Send

from guichet.doors.answers import answer
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.reader import read
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.doors.writer import Write
from guichet.records.contacts.drafts import KEEP_DRAFT, LIST_DRAFTS, LIST_DRAFTS_OF_CONTACT, read_drafts
from guichet.records.contacts.errors import NoSuchContactError, TextTooLongError
from guichet.records.contacts.texts import check_storable
from guichet.records.contacts.words import LONGEST_TEXT
from guichet.screens.live.kept import words

decode_draft = msgspec.json.Decoder(words.KeepDraft)


async def keep_draft(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/draft"""
    contact, agent = get_contact_id(scope), get_agent(seat)
    asked = parse(await read_body(scope, receive), decode_draft)
    if len(asked.text) > LONGEST_TEXT:
        raise TextTooLongError(len(asked.text))
    check_storable(asked.text)
    of: dict[str, object] = {"organisation_id": seat.organisation, "agent": agent, "contact": contact, "kind": asked.kind.value}
    kept = {**of, "screen": asked.screen, "text": asked.text, "replaces": list(asked.replaces)}
    write = Write(organisation=seat.organisation, rows=((KEEP_DRAFT, kept), (LIST_DRAFTS_OF_CONTACT, of)))
    [(allowed,)], drafts = (await get_machinery(scope).writer.write(write)).rows
    if not allowed:
        await record_refused(get_machinery(scope), seat.organisation, contact, seat.asker, seat.account)
        raise NoSuchContactError
    await answer(send, 200, words.Drafts(drafts=tuple(read_drafts(drafts))))


async def list_drafts(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/drafts"""
    rows = await read(get_machinery(scope).pool, seat.organisation, LIST_DRAFTS, agent=get_agent(seat))
    await answer(send, 200, words.Drafts(drafts=tuple(read_drafts(rows))))
