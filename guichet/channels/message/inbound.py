"""The widget's doors for a message: leaving it, and its files afterwards. A page of ours leaves both at once."""

import time

import msgspec
from django.urls import reverse
from django.utils import timezone
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.channels.message import settings as limits
from guichet.channels.message.words import FileLeft, LeaveMessage, Left
from guichet.decisions.routing.words import Channel, Instant
from guichet.doors.answers import answer
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import LANGUAGE, Endpoint
from guichet.doors.limits import Buckets, Turnstile
from guichet.doors.machinery import get_address, get_machinery, read_clock
from guichet.doors.passes import find_own
from guichet.doors.refusals import NoSuchOrganisationError
from guichet.doors.seats import check_origin
from guichet.doors.sites import find_site
from guichet.doors.uploads import Stranger, take_file
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.passes import sign_pass
from guichet.records.contacts.queries import find_organisation, get_arrival
from guichet.records.contacts.replies import ReplyWay
from guichet.records.contacts.telephone import read_number
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Queue
from guichet.records.notices.answers import Received, receive_message
from guichet.records.pages.actions import note_origin
from guichet.records.scripts.returning import carry_by_pass

message_buckets = Buckets(limits.MESSAGES_OF_AN_ADDRESS)
file_buckets = Buckets(limits.FILES_OF_A_CONTACT)
arriving = Turnstile(limits.FILES_AT_ONCE)
decode = msgspec.json.Decoder(LeaveMessage)


async def leave(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /message/contacts"""
    check_origin(scope)
    message_buckets.take(get_address(scope), time.monotonic())
    asked = parse(await read_body(scope, receive), decode)
    scope[LANGUAGE] = asked.language
    office = get_machinery(scope).office
    organisation = await office.recall(None, find_organisation, asked.organisation)
    if organisation is None:
        raise NoSuchOrganisationError
    received = await office.ask(organisation, keep, organisation, asked, find_site(scope), read_clock())
    left = Left(
        contact=received.contact,
        token=sign_pass(organisation, received.contact),
        address=reverse("follow", args=[received.token]),
        promised_at=None if received.promised_at is None else to_instant(received.promised_at),
    )
    await answer(send, 201 if received.is_new else 200, left)


def keep(organisation_id: int, asked: LeaveMessage, site: str, now: Instant) -> Received:
    """:raises RefusedError: it cannot be kept, or nobody can be reached where it says."""
    arrival = get_arrival(organisation_id, asked.reason, asked.language, asked.territory)
    opening = Opening(
        key=asked.key,
        channel=Channel.MESSAGE,
        language=asked.language,
        arrived_at=now,
        text=asked.text,
        citizen_name=asked.name or "",
    )
    way = ReplyWay(site, (asked.email or "").strip(), read_number(asked.number) if asked.number else "")
    queue = Queue.objects.of(organisation_id).select_related("commitment", "calendar").get(pk=arrival.queue)
    received = receive_message(opening, arrival, queue, way)
    if asked.script is not None:
        carry_by_pass(organisation_id, asked.script, received.contact, timezone.now())
    if asked.came_from is not None:
        note_origin(organisation_id, received.contact, asked.came_from, timezone.now())
    return received


async def add_file(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /message/contacts/{contact}/files"""
    check_origin(scope)
    organisation, contact = await find_own(scope)
    file_buckets.take(contact, time.monotonic())
    with arriving.enter(contact):
        kept = await take_file(scope, receive, Stranger(organisation, contact, Author.CITIZEN))
    await answer(send, 201 if kept.is_new else 200, FileLeft(number=kept.number, at=kept.at))


routes: list[BaseRoute] = [
    Route("/message/contacts/{contact}/files", Endpoint(add_file), methods=["POST"]),
    Route("/message/contacts", Endpoint(leave), methods=["POST"]),
]
