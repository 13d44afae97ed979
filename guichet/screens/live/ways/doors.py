"""The doors by which an agent answers a contact on another channel than the one it came by."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import msgspec
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.words import AgentId, Channel, ContactId
from guichet.doors.answers import answer
from guichet.doors.bodies import parse, read_body
from guichet.doors.endpoints import get_contact_id
from guichet.doors.machinery import get_machinery
from guichet.doors.seats import Seat, get_agent
from guichet.doors.trail import record_refused
from guichet.records.contacts.answer_channels import Choice, NoSuchWayError, find_channel, go_on_by, list_addresses, return_to_own
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact
from guichet.records.contacts.telephone import show_number
from guichet.records.correspondence.beside import can_mail, go_on_by_mail
from guichet.records.messaging.beside import can_text, go_on_by_sms
from guichet.records.people.models import ContactPoint
from guichet.records.people.words import ContactPointKind
from guichet.screens.live.seating import seated
from guichet.screens.live.ways import words

decode_choice = msgspec.json.Decoder(words.ChooseWay)


async def show_ways(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/contacts/{contact}/ways"""
    await answer(send, 200, await find_own_ways(scope, seat))


async def choose_way(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/contacts/{contact}/ways"""
    await find_own_ways(scope, seat)
    asked = parse(await read_body(scope, receive), decode_choice)
    choice = Choice(seat.organisation, ContactId(get_contact_id(scope)), AgentId(get_agent(seat)), asked.channel, asked.key)
    await get_machinery(scope).archive.ask(seat.organisation, go_on_by, choice, get_preparing(asked))
    await answer(send, 200, await find_own_ways(scope, seat))


def get_preparing(asked: words.ChooseWay) -> Callable[[Contact], str]:
    """What makes its channel ready."""
    return partial(prepare, channel=asked.channel, address=asked.address)


def prepare(contact: Contact, channel: Channel, address: str) -> str:
    """:raises NoSuchWayError: nothing is answered by that channel besides what came by it."""
    match channel:
        case Channel.EMAIL:
            return go_on_by_mail(contact, address)
        case Channel.SMS:
            return go_on_by_sms(contact, address)
        case contact.channel:
            return return_to_own(contact)
        case _:
            raise NoSuchWayError


async def find_own_ways(scope: Scope, seat: Seat) -> words.Ways:
    """:raises NoSuchContactError: there is none of his; he leaves a trace."""
    contact, machinery = get_contact_id(scope), get_machinery(scope)
    ways = await machinery.archive.ask(seat.organisation, find_ways, seat.organisation, UUID(contact), get_agent(seat))
    if ways is None:
        await record_refused(machinery, seat.organisation, contact, seat.asker, seat.account)
        raise NoSuchContactError
    return ways


def find_ways(organisation_id: int, contact_id: UUID, agent_id: int) -> words.Ways | None:
    """None where it is nobody's, or somebody else's."""
    contact = Contact.objects.of(organisation_id).filter(pk=contact_id, agent_id=agent_id).first()
    if contact is None:
        return None
    mail = list_addresses(contact, ContactPointKind.EMAIL) if can_mail(organisation_id) else None
    sms = list_addresses(contact, ContactPointKind.TELEPHONE) if can_text(contact) else None
    return words.Ways(current=find_channel(contact), own=Channel(contact.channel), mail=write_addresses(mail), sms=write_addresses(sms))


def write_addresses(points: list[ContactPoint] | None) -> tuple[words.KnownAddress, ...] | None:
    if points is None:
        return None
    return tuple(words.KnownAddress(each.value, show(each), each.verified_at is not None) for each in points)


def show(point: ContactPoint) -> str:
    return show_number(point.value) if point.kind == ContactPointKind.TELEPHONE and point.value.startswith("+") else point.value


WAYS = "/live/contacts/{contact}/ways"
routes: list[BaseRoute] = [
    Route(WAYS, seated(show_ways), methods=["GET"]),
    Route(WAYS, seated(choose_way), methods=["POST"]),
]
