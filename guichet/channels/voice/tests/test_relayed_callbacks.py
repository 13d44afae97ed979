"""A callback through a relay service: the service's number is dialled, never the citizen's, and a dead number of it closes nothing."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import pytest

from guichet.channels.voice import facts
from guichet.channels.voice.legs import Leg
from guichet.channels.voice.outgoing import OutgoingCall
from guichet.channels.voice.patience import RELAYED
from guichet.channels.voice.sip.words import LegKey
from guichet.decisions.dialling.relays import Relay
from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState
from guichet.records.calls.models import Line, RelayService
from guichet.records.calls.relays import call_through
from guichet.records.calls.ways import WayOut
from guichet.records.calls.words import PostKind, Side
from guichet.records.contacts.actions import Opening
from guichet.records.contacts.callbacks import Wish, ask_callback, to_instant
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.words import AttemptReason
from guichet.records.directory.models import Agent, Organisation
from guichet.records.directory.tests import factories

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
CITIZENS, RELAYS = "+33612345678", "+33145678901"


class Town:
    """An agent who has a callback in hand, and a line that leads outside."""

    def __init__(self) -> None:
        self.organisation: Organisation = factories.make_organisation(default_language="fr")
        queue = factories.make_queue(self.organisation, channels=["callback"])
        reason = factories.make_reason(self.organisation, queue)
        self.agent: Agent = factories.make_agent(self.organisation)
        Line.objects.create(
            organisation=self.organisation, number="+33199001234", label="Mairie", reason=reason, trunk="sip:127.0.0.1:5070"
        )
        opening = Opening(key=uuid4(), channel=Channel.CALLBACK, language="fr", arrived_at=to_instant(NOW))
        arrival = get_arrival(self.organisation.pk, reason.pk, "fr", None)
        self.contact = ask_callback(opening, arrival, queue, Wish(CITIZENS), NOW).contact
        Contact.objects.of(self.organisation.pk).filter(pk=self.contact).update(agent=self.agent, state=ContactState.ASSIGNED)

    def add(self, **more: Any) -> RelayService:
        filled = {"name": "Relais Signes", "kinds": ["lsf"], "address": "https://relais.example", "number": RELAYS}
        return RelayService.objects.create(organisation=self.organisation, **{**filled, **more})

    def take(self) -> facts.CallbackCard | None:
        return facts.take_callback(self.organisation.pk, self.contact, AgentId(self.agent.pk), uuid4())


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 - opens the database
    return Town()


def test_the_number_of_the_service_is_called(town: Town) -> None:
    relay = town.add()
    call_through(town.organisation.pk, town.contact, relay.pk)
    card = town.take()
    assert card is not None
    assert (card.way.number, card.relay) == (RELAYS, Relay(relay.pk, "Relais Signes", ()))
    assert town.take() is None  # once


def test_without_one_the_citizen_is_called(town: Town) -> None:
    card = town.take()
    assert card is not None
    assert (card.way.number, card.relay) == (CITIZENS, None)


@pytest.mark.parametrize("change", [{"is_active": False}, {"number": ""}])
def test_one_that_cannot_be_called_any_more_is_left_to_the_agent(town: Town, change: dict[str, Any]) -> None:
    """Nobody calls a deaf citizen by voice in its place."""
    relay = town.add()
    call_through(town.organisation.pk, town.contact, relay.pk)
    RelayService.objects.filter(pk=relay.pk).update(**change)
    assert town.take() is None


def make_call(relay: Relay | None) -> OutgoingCall:
    way = WayOut(RELAYS, 1, "Mairie", "+33199001234", "+33199001234", "sip:127.0.0.1:5070", "", "")
    card = facts.CallbackCard(uuid4(), "fr", way, facts.PostCard(PostKind.BROWSER, "p1-1", "Awa"), relay)
    exchange = cast(Any, SimpleNamespace(media=None, mixer=None))
    return OutgoingCall(exchange, 1, ContactId(str(UUID(int=1))), AgentId(1), card)


def test_an_interpreter_is_known_as_such_and_nobody_tells_him_what_concerns_the_citizen() -> None:
    relay = Relay(7, "Relais Signes")
    call = make_call(relay)
    assert (call.relay, call.citizen.relay, call.mouth.patience) == (relay, 7, RELAYED)
    asked: list[object] = []

    async def ask(*what: object) -> bool:
        asked.append(what)
        return True

    call.ask = ask  # type: ignore[assignment,method-assign]  # records on paper
    asyncio.run(call.tell_of_listening(None))
    assert asked == []


@pytest.mark.parametrize(
    ("relay", "reason"), [(Relay(7, "Relais Signes"), AttemptReason.NO_ANSWER), (None, AttemptReason.WRONG_NUMBER)], ids=["relay", "direct"]
)
def test_a_service_whose_number_is_out_of_order_closes_no_request(
    relay: Relay | None, reason: AttemptReason, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong number closes it: that would be the citizen's."""
    call, noted = make_call(relay), list[object]()

    async def ask(function: Any, *values: object) -> None:
        noted.append((function, values[-1]))

    async def say(*_: object) -> None: ...

    call.ask = ask  # type: ignore[assignment,method-assign]
    monkeypatch.setattr("guichet.channels.voice.outgoing.Mouth", lambda *_: SimpleNamespace(say=say))
    asyncio.run(call._miss(Leg(LegKey("agent"), Side.AGENT, AgentId(1)), 404))
    assert noted == [(facts.note_attempt, reason)]
