"""What an agent's call may not do is said in his ear, and nobody is dialled."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from guichet.channels.voice.consulting import NOBODY, Consultation
from guichet.channels.voice.frame import Frame
from guichet.channels.voice.legs import Leg
from guichet.channels.voice.outgoing import OutgoingCall
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.voice import Mouth
from guichet.decisions.routing.words import AgentId
from guichet.records.calls.ways import WayOut
from guichet.records.calls.words import LegState, Side, Sign, Verb
from guichet.records.prompts.sentences import FRENCH

WAY = WayOut("+33145678901", 1, "Mairie", "+33199001234", "+33199001234", "sip:127.0.0.1:5070", "", "")
CODES = {
    "day-cap": FRENCH.cap_reached,
    "month-cap": FRENCH.cap_reached,
    "out-of-zone": FRENCH.not_allowed,
    "no-emergency-way": FRENCH.no_emergency,
}


class Paper:
    """A call whose records answer so. `done`: what was said to whom, and who was dialled."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.done: list[tuple[str, ...]] = []
        self.organisation, self.sentences, self.guest = 1, FRENCH, None
        agents = SimpleNamespace(report=lambda _leg, status: self.done.append(("report", status)))
        begin = lambda chore: chore.close()  # noqa: E731 - what goes on beside a call is not looked at here
        self.exchange = SimpleNamespace(add_leg=lambda leg, _call: self.noted.append(leg), agents=agents, begin=begin)
        self.language = "fr"
        self.noted: list[str] = []
        self.citizen = Leg(LegKey(str(uuid4())), Side.CITIZEN, state=LegState.TALKING)
        self.agent = Leg(LegKey(str(uuid4())), Side.AGENT, AgentId(7), state=LegState.TALKING, is_owner=True)
        self.card = SimpleNamespace(way=WAY)

    async def ask(self, *_question: object) -> object:
        return self.answer

    async def settle(self) -> None: ...

    async def drop(self, leg: Leg, _cause: str = "") -> None:
        self.done.append(("drop", leg.side))

    async def tell(self, what: Any, _agent: object) -> None:
        self.done.append(("tell", what.__name__))

    def note(self, *_leg: object) -> None: ...

    async def pick_up(self, *_leg: object) -> None: ...

    async def ring_number(self, leg: Leg, way: WayOut, *_seconds: float) -> None:
        self.done.append(("dial", leg.side, way.number))

    async def _joins(self, *_leg: object) -> bool:
        return True

    async def take_way(self, *arguments: Any) -> WayOut | None:
        return await Frame.take_way(cast(Any, self), *arguments)


@pytest.fixture(autouse=True)
def _mouth(monkeypatch: pytest.MonkeyPatch) -> None:
    async def say(mouth: Mouth, *texts: str, **_how: object) -> None:
        paper = cast(Any, mouth.call)
        paper.done.append(("say", "agent" if mouth.ear == paper.agent.key else "citizen", *texts))

    monkeypatch.setattr(Mouth, "say", say)


def consult(paper: Paper, number: str) -> None:
    sign = Sign(organisation=1, leg=uuid4(), verb=Verb.CONSULT, number=number)
    asyncio.run(Consultation(cast(Any, paper)).obey(paper.agent, sign))


@pytest.mark.parametrize(("code", "sentence"), CODES.items())
def test_who_may_not_be_consulted_is_not_dialled_and_the_citizen_is_back(code: str, sentence: str) -> None:
    paper = Paper(code)
    consult(paper, "+33145678901")
    assert paper.done == [("say", "agent", sentence)]
    assert (paper.guest, paper.citizen.state) == (None, LegState.TALKING)


def test_who_may_be_consulted_is_dialled() -> None:
    paper = Paper(WAY)
    consult(paper, "+33145678901")
    assert paper.done == [("dial", Side.OUTSIDE, WAY.number)]
    assert paper.noted == [cast(Any, paper.guest).key], "its end is noted even if it is never dialled"


def call_back(answer: object) -> tuple[Paper, bool]:
    paper = Paper(answer)
    paper.agent.state = LegState.RINGING
    is_over = asyncio.run(OutgoingCall._ring_citizen(cast(Any, paper), paper.agent, "v=0"))
    return paper, is_over


@pytest.mark.parametrize(("code", "sentence"), CODES.items())
def test_a_callback_beyond_the_rules_rings_the_agent_alone_and_says_why(code: str, sentence: str) -> None:
    paper, is_over = call_back(code)
    assert (paper.done, is_over) == ([("say", "agent", sentence)], True)


def test_a_callback_within_the_rules_is_made() -> None:
    paper, is_over = call_back(WAY)
    assert (paper.done, is_over) == ([("say", "agent", FRENCH.calling), ("dial", Side.CITIZEN, WAY.number)], False)


def transfer(answer: object, *, is_holding: bool = False) -> tuple[Paper, Consultation]:
    """As the agent's telephone asks; one that presses its own hold first is held."""
    paper = Paper(answer)
    paper.agent.is_holding, paper.agent.state = is_holding, LegState.HELD if is_holding else LegState.TALKING
    consultation = Consultation(cast(Any, paper))
    asyncio.run(consultation.transfer(paper.agent, None, "+33145678901"))
    return paper, consultation


@pytest.mark.parametrize("is_holding", [True, False])
def test_a_transfer_that_may_not_be_is_told_and_everything_is_as_before(is_holding: bool) -> None:
    paper, _ = transfer("out-of-zone", is_holding=is_holding)
    assert paper.done[-1] == ("report", NOBODY)
    assert (paper.guest, paper.citizen.state) == (None, LegState.TALKING)
    assert paper.agent.state == (LegState.HELD if is_holding else LegState.TALKING)


def test_whoever_is_not_reached_leaves_the_citizen_with_his_agent() -> None:
    paper, consultation = transfer(WAY)
    asyncio.run(consultation.lose(cast(Any, paper.guest)))
    assert ("report", NOBODY) in paper.done
    assert (paper.guest, paper.citizen.state, paper.agent.state) == (None, LegState.TALKING, LegState.TALKING)
    assert ("tell", "return_to_queue") not in paper.done


def test_an_agent_who_hangs_up_at_once_is_replaced_when_somebody_answers_and_the_citizen_waits_when_nobody_does() -> None:
    paper, consultation = transfer(WAY)
    guest, agent = cast(Any, paper.guest), paper.agent
    agent.state = LegState.ENDED
    asyncio.run(consultation.outlive(agent, guest))
    assert (cast(Any, paper).agent, cast(Any, paper).guest) == (None, guest)
    asyncio.run(consultation.lose(guest))
    assert paper.done[-1] == ("tell", "return_to_queue")
