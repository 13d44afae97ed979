"""The widget's doors to a script: begun, answered, and found again, with the pass in a header as for a conversation.

A turn is one transaction of `records.scripts`; what it looks up may take a while, so scripts have clerks of their own.
"""

import time
from uuid import UUID

import msgspec
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from guichet.channels.chat import settings as limits
from guichet.channels.chat.script_words import BeginScript, Button, Line, TakeTurn, Told
from guichet.decisions.dialogue.inputs import Chosen, Heard, PersonWanted
from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.words import ContactId
from guichet.doors.answers import answer
from guichet.doors.bodies import get_header, parse, read_body
from guichet.doors.endpoints import LANGUAGE, Endpoint
from guichet.doors.limits import Buckets
from guichet.doors.machinery import get_address, get_machinery
from guichet.doors.passes import SCHEME
from guichet.doors.refusals import MalformedError, NoSuchOrganisationError
from guichet.doors.seats import check_origin
from guichet.records.contacts.passes import sign_pass as sign_contact
from guichet.records.contacts.queries import find_organisation
from guichet.records.directory.models import Organisation
from guichet.records.messaging.moving import find_number, find_way
from guichet.records.scripts.errors import NoScriptError, NoSuchSessionError
from guichet.records.scripts.passes import read_pass, sign_pass
from guichet.records.scripts.queries import find_current_reason, find_reason, get_published
from guichet.records.scripts.returning import read_own
from guichet.records.scripts.sessions import Beginning, Hearing, Inputs, begin_session, get_talk, hear, interject
from guichet.records.scripts.words import Piece, SessionState, Talk

beginning_buckets = Buckets(limits.OPENINGS_OF_AN_ADDRESS)
turn_buckets = Buckets(limits.TURNS_OF_A_SCRIPT)
address_buckets = Buckets(limits.TURNS_OF_AN_ADDRESS)
read_buckets = Buckets(limits.READS_OF_AN_ADDRESS)
decode_beginning = msgspec.json.Decoder(BeginScript)
decode_turn = msgspec.json.Decoder(TakeTurn)
BY_SMS = ":sms"
"""The button by which somebody goes on by SMS; no choice of a script has such a name."""
OFFERED_FROM = 2
"""The turn: whoever has only just begun has nothing to take along."""


async def begin(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/scripts"""
    check_origin(scope)
    beginning_buckets.take(get_address(scope), time.monotonic())
    asked = parse(await read_body(scope, receive), decode_beginning)
    scope[LANGUAGE] = asked.language
    machinery = get_machinery(scope)
    organisation = await machinery.office.recall(None, find_organisation, asked.organisation)
    if organisation is None:
        raise NoSuchOrganisationError
    told = await machinery.find_clerk(asked.key).ask(organisation, begin_for, organisation, asked)
    await answer(send, 201, told)


async def show(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /chat/scripts/{session}"""
    read_buckets.take(get_address(scope), time.monotonic())
    organisation, session = find_own(scope)
    await answer(send, 200, await get_machinery(scope).find_clerk(session).ask(organisation, find_for, organisation, session))


async def take(scope: Scope, receive: Receive, send: Send) -> None:
    """POST /chat/scripts/{session}/turns"""
    check_origin(scope)
    organisation, session = find_own(scope)
    turn_buckets.take(session, time.monotonic())
    address_buckets.take(get_address(scope), time.monotonic())
    asked = parse(await read_body(scope, receive), decode_turn)
    hearing = Hearing(key=asked.key, input=read_input(asked), seen=asked.seen, medium=Medium.CHAT)
    await answer(send, 200, await get_machinery(scope).find_clerk(session).ask(organisation, hear_for, organisation, session, hearing))


def find_own(scope: Scope) -> tuple[int, UUID]:
    """The organisation and the session of the address, when the pass shown is to it. :raises NoSuchSessionError: it is not."""
    opened = read_pass(get_header(scope, b"authorization").removeprefix(SCHEME)[:300])
    if opened is None or str(opened[1]) != scope["path_params"]["session"]:
        raise NoSuchSessionError
    return opened


def read_input(asked: TakeTurn) -> Inputs:
    """:raises MalformedError: it says nothing, or several things."""
    match asked:
        case TakeTurn(wants_person=True, text=None, option=None):
            return PersonWanted()
        case TakeTurn(wants_person=False, text=None, option=str(option)):
            return Chosen(option=option)
        case TakeTurn(wants_person=False, text=str(text), option=None):
            return Heard(text=text)
    raise MalformedError(detail="one of text, option and wants_person")


def begin_for(organisation_id: int, asked: BeginScript) -> Told:
    """:raises NoScriptError: no script comes first for this reason."""
    reason = find_current_reason(organisation_id, asked.reason)
    if reason is None:
        raise NoScriptError
    beginning = Beginning(
        key=asked.key,
        reason_key=reason.key,
        medium=Medium.CHAT,
        language=asked.language,
        earlier=read_own(organisation_id, asked.earlier or ""),
    )
    return tell(organisation_id, begin_session(Organisation.objects.get(pk=organisation_id), beginning, timezone.now()))


def find_for(organisation_id: int, session: UUID) -> Told:
    return tell(organisation_id, get_talk(Organisation.objects.get(pk=organisation_id), session, timezone.now()))


def hear_for(organisation_id: int, session: UUID, hearing: Hearing) -> Told:
    organisation, now = Organisation.objects.get(pk=organisation_id), timezone.now()
    if hearing.input == Chosen(option=BY_SMS):
        return tell(organisation_id, tell_way(organisation, session, hearing.key))
    return tell(organisation_id, hear(organisation, session, hearing, now))


def tell_way(organisation: Organisation, session: UUID, key: UUID) -> Talk:
    """Say how the session goes on by SMS, and ask again what is asked."""
    now = timezone.now()
    talk, reason = get_talk(organisation, session, now), find_reason(organisation.pk, session)
    way = find_way(organisation, session, reason.key, talk.language, now) if reason else None
    with translation.override(talk.language):
        text = way.describe() if way else _("This cannot go on by SMS.")
        return interject(organisation, session, key, _("Go on by SMS"), text, now)


def offers_sms(organisation_id: int, talk: Talk) -> bool:
    """Whether the session may go on at a number of the organisation."""
    if talk.state is not SessionState.OPEN or talk.turn < OFFERED_FROM or talk.medium is not Medium.CHAT:
        return False
    reason = find_reason(organisation_id, talk.session)
    return reason is not None and bool(find_number(organisation_id, reason.key)) and _has_script(organisation_id, reason.key)


def _has_script(organisation_id: int, reason_key: str) -> bool:
    return get_published(organisation_id, reason_key, Medium.SMS) is not None


def tell(organisation_id: int, talk: Talk) -> Told:
    """A talk as the widget draws it: the choices of the last question are its buttons."""
    is_open = talk.state is SessionState.OPEN
    choices = talk.pieces[-1].choices if is_open and talk.pieces else ()
    buttons = [Button(option=choice.option, label=choice.label) for choice in choices if choice.option]
    if offers_sms(organisation_id, talk):
        with translation.override(talk.language):
            buttons.append(Button(option=BY_SMS, label=_("Go on by SMS")))
    return Told(
        session=str(talk.session),
        token=sign_pass(organisation_id, talk.session),
        turn=talk.turn,
        state=talk.state.value,
        is_taken=talk.is_taken,
        language=talk.language,
        lines=tuple(show_line(piece) for piece in talk.lines),
        buttons=tuple(buttons),
        goes_back=is_open and talk.goes_back,
        contact=talk.contact or None,
        contact_token=sign_contact(organisation_id, ContactId(talk.contact)) if talk.contact else None,
    )


def show_line(piece: Piece) -> Line:
    return Line(part=piece.part.value, text=piece.text, article=piece.article, version=piece.version, address=piece.address)


routes: list[BaseRoute] = [
    Route("/chat/scripts/{session}/turns", Endpoint(take), methods=["POST"]),
    Route("/chat/scripts/{session}", Endpoint(show), methods=["GET"]),
    Route("/chat/scripts", Endpoint(begin), methods=["POST"]),
]
