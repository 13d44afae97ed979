"""Giving orders and taking them back.

An order is kept, with its trace and the fact it means, in one transaction; then whoever gave it is told what the router made of it. An
engine that stands still delays that: the order is then answered as written down (202), and the board shows what becomes of it.
"""

import asyncio
from collections.abc import Callable
from uuid import UUID

import msgspec
from django.utils import timezone, translation
from starlette.types import Receive, Scope, Send

from guichet.decisions.routing.decisions import Refused
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.words import SkillId
from guichet.doors.answers import answer
from guichet.doors.bodies import parse, read_body
from guichet.doors.hub import EVERYTHING, Feed, Sign
from guichet.doors.machinery import Machinery, get_machinery
from guichet.doors.seats import Seat
from guichet.records.contacts.identifiers import derive_input_id
from guichet.records.contacts.words import Told
from guichet.records.directory.models import Skill
from guichet.records.directory.queries import list_profiles
from guichet.records.journal.words import Entry
from guichet.records.orders import actions, contacts, messages, queues, skills
from guichet.records.orders.errors import NoSuchOrderError
from guichet.records.orders.giving import Giving, get_input_id
from guichet.records.orders.models import Order
from guichet.records.orders.queries import describe
from guichet.screens.live.board import words
from guichet.screens.live.board.watch import hurry

PATIENCE = 3.0
"""Seconds to wait for the router's word."""
decode_order: msgspec.json.Decoder[words.Asking] = msgspec.json.Decoder(words.Asking)
decode_undo = msgspec.json.Decoder(words.UndoOrder)


def carry_out(giving: Giving, asked: words.Asking) -> Order:
    """:raises RefusedError: it contradicts the rules, or another order."""
    match asked:
        case words.AssignContact():
            return contacts.assign(giving, asked.contact, asked.agent)
        case words.ChangePriority():
            return contacts.change_priority(giving, asked.contact, asked.minutes)
        case words.LendSkill():
            return skills.lend_skill(giving, asked.agent, asked.skill, asked.level, asked.minutes)
        case words.OpenOverflow():
            return skills.open_overflow(giving, asked.queue, asked.team, asked.minutes)
        case words.CloseQueue():
            return queues.close_queue(giving, asked.queue, asked.text, dismisses=asked.dismisses, minutes=asked.minutes)
        case words.MessageTeam():
            return messages.message_team(giving, asked.team, asked.text, asked.minutes)


def word(make: Callable[[], Order], language: str) -> words.Given:
    """Give an order, and say in words what it is."""
    with translation.override(language):
        order = make()
        return words.Given(order=order.pk, sentence=describe(order, language))


class Outcome:
    """A subscriber of the hub that waits for the entry of one input."""

    def __init__(self, feed: Feed, input_id: UUID) -> None:
        self.feed = feed
        self.input_id = input_id
        self.entry: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        feed.follow(self, EVERYTHING)

    def take_entry(self, entry: Entry) -> None:
        if entry.input_id == self.input_id and not self.entry.done():
            self.entry.set_result(entry)

    def take_told(self, told: Told) -> None:
        """Nothing of it is said."""

    def take_sign(self, sign: Sign) -> None:
        """Nor typed."""

    def take_interruption(self) -> None:
        """Entries are never missed."""

    async def wait(self) -> Entry | None:
        """None when the router's word does not come soon."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.entry
        except TimeoutError:
            return None

    def leave(self, machinery: Machinery) -> None:
        self.feed.leave(self, EVERYTHING)
        machinery.hub.close_feed(self.feed)


def find_refusal(entry: Entry) -> str | None:
    """Why the router refused; what is so already is no refusal."""
    [*refused] = (decision.reason for decision in entry.step.decisions if isinstance(decision, Refused))
    return next((reason for reason in refused if reason != Refusal.UNCHANGED), None)


class Ordering:
    """Somebody who steers, at work on one order."""

    def __init__(self, machinery: Machinery, seat: Seat, order_id: UUID) -> None:
        self.machinery = machinery
        self.seat = seat
        self.order_id = order_id

    async def do(self, verb: str, make: Callable[[Giving], Order], facts: int = 1) -> tuple[int, words.Given]:
        """Give or take back, and hear what came of it. :param facts: 0 when the router has no part in it.

        :raises RefusedError: a rule or the router says no.
        """
        organisation = self.seat.organisation
        giving = Giving(organisation, self.order_id, self.seat.account, timezone.now())
        outcome = Outcome(await self.machinery.hub.open_feed(organisation), get_input_id(self.order_id, verb))
        try:
            given = await self.machinery.office.ask(organisation, word, lambda: make(giving), self.seat.language)
            entry = await outcome.wait() if facts else None
        finally:
            outcome.leave(self.machinery)
            hurry(self.machinery, organisation)
        if entry is not None and (reason := find_refusal(entry)) is not None:
            raise await self.machinery.office.ask(organisation, actions.refuse, organisation, self.order_id, reason, giving.now)
        return 200 if entry is not None or not facts else 202, given


async def give_order(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/board/orders"""
    asked = parse(await read_body(scope, receive), decode_order)
    ordering = Ordering(get_machinery(scope), seat, derive_input_id(seat.asker, "order", asked.__class__.__name__, asked.key))
    has_fact = not isinstance(asked, words.MessageTeam)
    status, given = await ordering.do("give", lambda giving: carry_out(giving, asked), int(has_fact))
    await answer(send, status, given)


async def undo_order(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:
    """POST /live/board/orders/{order}/undo. Again is the same."""
    order_id = get_order_id(scope)
    parse(await read_body(scope, receive), decode_undo)
    ordering = Ordering(get_machinery(scope), seat, order_id)
    _, given = await ordering.do("undo", actions.undo, 0)
    await answer(send, 200, given)


def get_order_id(scope: Scope) -> UUID:
    """:raises NoSuchOrderError: it is no id at all."""
    try:
        return UUID(scope["path_params"]["order"])
    except ValueError as error:
        raise NoSuchOrderError from error


async def show_choices(scope: Scope, receive: Receive, send: Send, seat: Seat) -> None:  # noqa: ARG001 - ASGI's signature
    """GET /live/board/choices"""
    office = get_machinery(scope).office
    await answer(send, 200, await office.recall(seat.organisation, list_choices, seat.organisation, seat.language))


def list_choices(organisation_id: int, language: str) -> words.Choices:
    found = Skill.objects.of(organisation_id).current().order_by("pk")
    return words.Choices(
        skills=tuple(words.SkillChoice(skill=SkillId(skill.pk), label=skill.get_label(language)) for skill in found),
        abilities=tuple(words.Ability(agent=profile.agent, skills=profile.skills) for profile in list_profiles(organisation_id)),
    )
