"""The doors by which an agent opens text beside a call that he has, and has its page sent to whoever calls."""

import time
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, Instant
from guichet.doors.answers import answer, answer_nothing
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import get_contact_id
from guichet.doors.hub import Sign
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.sites import find_site
from guichet.records.calls.callers import find_number
from guichet.records.contacts.actions import make_link
from guichet.records.contacts.telephone import show_number
from guichet.records.contacts.texting import CODE_LIFE, lock_in_call, open_beside
from guichet.records.contacts.words import Author, LinkPurpose
from guichet.records.directory.models import Organisation
from guichet.records.messaging.beside import NoSmsError
from guichet.records.messaging.invitations import can_invite, invite
from guichet.screens.live.calls import words
from guichet.screens.live.requests import Asking
from guichet.screens.live.seating import seated

openings = Buckets(Allowance(burst=10, per_second=0.2))
decode_open = msgspec.json.Decoder(words.OpenText)
decode_invite = msgspec.json.Decoder(words.InviteToText)


async def open_text(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/text"""
    contact, agent, machinery = get_contact_id(scope), get_agent(seat), get_machinery(scope)
    openings.take(seat.account, time.monotonic())
    parse(await read_body(scope, receive), decode_open)
    await Asking(machinery, seat, agent).check_owned(contact)
    opened = await machinery.office.ask(seat.organisation, open_for, seat.organisation, UUID(contact), agent, find_site(scope))
    machinery.listener.tell(seat.organisation, Sign(contact, Author.AGENT, has_text=True))
    await answer(send, 200, opened)


def open_for(organisation_id: int, contact_id: UUID, agent: AgentId, site: str) -> words.OpenedText:
    now = timezone.now()
    code = open_beside(organisation_id, contact_id, agent, now)
    number = find_number(organisation_id, contact_id) if can_invite(organisation_id) else ""
    return words.OpenedText(
        code=code,
        address=site + write_path(organisation_id),
        until=Instant(int((now + CODE_LIFE).timestamp() * 1000)),
        number=show_number(number) if number else "",
    )


def write_path(organisation_id: int) -> str:
    """Where the code is typed: short where there is one organisation only, since it is said on the telephone."""
    if Organisation.objects.count() == 1:
        return reverse("text")
    return reverse("enter-text", args=[Organisation.objects.values_list("slug", flat=True).get(pk=organisation_id)])


async def invite_to_text(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/text/invite"""
    contact, agent = get_contact_id(scope), get_agent(seat)
    openings.take(seat.account, time.monotonic())
    asked = parse(await read_body(scope, receive), decode_invite)
    await Asking(get_machinery(scope), seat, agent).check_owned(contact)
    call = UUID(contact), agent, asked.key
    await get_machinery(scope).office.ask(seat.organisation, send_invitation, seat.organisation, *call, find_site(scope))
    await answer_nothing(send)


@transaction.atomic
def send_invitation(organisation_id: int, contact_id: UUID, agent: AgentId, key: UUID, site: str) -> None:
    """:raises RefusedError: the call is not his or is over, or nothing can be sent to its number."""
    contact = lock_in_call(organisation_id, contact_id, agent)
    number = find_number(organisation_id, contact_id)
    if not number:
        raise NoSmsError
    link = site + reverse("resume", args=[make_link(contact, LinkPurpose.RESUME, CODE_LIFE)])
    invite(contact, number, link, key, datetime.now(UTC))


TEXT = "/live/contacts/{contact}/text"
routes: list[BaseRoute] = [
    Route(TEXT, seated(open_text), methods=["POST"]),
    Route(f"{TEXT}/invite", seated(invite_to_text), methods=["POST"]),
]
