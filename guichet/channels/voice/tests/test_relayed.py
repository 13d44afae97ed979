"""A caller who is the interpreter of a relay service: known by his number alone, given time, never recorded, and led to a person."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice import facts, waiting
from guichet.channels.voice.call import Call
from guichet.channels.voice.conversation import Conversation
from guichet.channels.voice.patience import RELAYED, USUAL
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.taping import OBJECT
from guichet.channels.voice.tests.test_way import CONTACT, KEYS, SILENCE, CallOnPaper
from guichet.channels.voice.voicemail import say_no, takes_messages
from guichet.decisions.dialling.relays import Relay, list_forms
from guichet.decisions.routing.words import ContactId
from guichet.records.calls.lines import OpenLine
from guichet.records.contacts.waiting import Wait
from guichet.records.prompts.sentences import FRENCH, tell_recording

RELAY = Relay(7, "Relais Signes", ("+33199005001", "+33199005002"))
NOBODYS = "0612345678"
RECORDED = {"recorded_for": "quality", "recorded_days": 30}


def relayed(*keys: str | None, **more: Any) -> CallOnPaper:
    call = CallOnPaper(keys, **{"begin_script": None, "open_call": CONTACT, "must_tell": True, **more})
    call.relay, call.mouth.patience, call.number = RELAY, RELAYED, ""
    return call


def walk(*keys: str | None, **more: Any) -> CallOnPaper:
    call = relayed(*keys, **more)
    assert call.walk() == CONTACT
    return call


def make_call(number: str) -> Call:
    line: OpenLine = CallOnPaper([], line={"relays": (RELAY,)}).line
    exchange = cast(Any, SimpleNamespace(media=None, mixer=None))
    return Call(exchange, LegKey("caller"), line, number, "", datetime(2026, 11, 30, 9, tzinfo=UTC))


@pytest.mark.parametrize("number", [form for number in RELAY.calls_from for form in list_forms(number)])
def test_it_is_known_by_its_number_which_is_then_left_out(number: str) -> None:
    call = make_call(number)
    assert (call.relay, call.citizen.relay, call.mouth.patience) == (RELAY, RELAY.key, RELAYED)
    assert (call.typed_number, call.number, call.caller_name) == ("", "", "Relais Signes - Accueil")


@pytest.mark.parametrize("number", [NOBODYS, "", "anonymous", "+33199005003"])
def test_anybody_else_speaks_for_himself(number: str) -> None:
    call = make_call(number)
    assert (call.relay, call.citizen.relay, call.mouth.patience) == (None, None, USUAL)
    assert (call.typed_number, call.caller_name) == (number, "Accueil")


def test_it_has_twice_the_time_at_least() -> None:
    assert RELAYED.key_seconds >= 2 * USUAL.key_seconds
    assert RELAYED.digit_seconds >= 2 * USUAL.digit_seconds
    usual, more = CallOnPaper([SILENCE, "7", SILENCE, "1"]), relayed(SILENCE, SILENCE, "1")
    assert usual.mouth.patience == USUAL
    assert more.walk() == CONTACT
    assert set(more.mouth.waited) == {RELAYED.key_seconds}


def test_nothing_pressed_leads_to_a_person_at_once() -> None:
    call = walk(SILENCE, SILENCE, SILENCE)
    assert call.opened == ["anything"]
    assert call.mouth.said[-1] == FRENCH.unclear
    assert FRENCH.silence not in call.mouth.said


def test_four_mistakes_lead_to_a_person_and_three_are_helped() -> None:
    assert walk(SILENCE, "7", "8", "7", "2").opened == ["birth"]
    call = walk(SILENCE, "7", "8", "7", "8", "2")
    assert call.opened == ["anything"]
    assert call.mouth.said.count(FRENCH.not_understood) == 3


@given(KEYS, st.sampled_from([("fr",), ("en", "fr")]))
def test_any_keys_end_with_one_contact_and_nothing_recorded(keys: list[str | None], languages: tuple[str, ...]) -> None:
    call = walk(*keys, languages=languages, line=RECORDED)
    assert len(call.opened) == 1
    assert (call.tape.state, call.noted) == ("", {})


def test_nobody_is_asked_whether_he_may_be_recorded_or_listened_to_who_does_not_hear_the_question() -> None:
    call = walk(SILENCE, OBJECT, SILENCE, line=RECORDED)
    assert not {tell_recording(FRENCH, "quality", 30), FRENCH.listened, FRENCH.not_recorded} & {*call.mouth.said}
    assert call.mouth.said[0] == "Annonce."
    asyncio.run(call.tape.begin(call.line))
    assert call.tape.state == ""


def run(steps: Any) -> object:
    try:
        while True:
            steps.send(None)
    except StopIteration as end:
        return end.value


def test_no_message_is_taken_from_an_interpreter() -> None:
    call = relayed(line={"takes_messages": True}, may_take_message=True)
    assert run(takes_messages(cast(Call, call))) is False
    run(say_no(cast(Call, call), is_full=True))
    assert call.mouth.said == [FRENCH.full]


class OverError(Exception):
    """The wait, cut short by a test."""


@pytest.mark.parametrize("relay", [RELAY, None])
def test_no_callback_is_offered_to_its_number(relay: Relay | None, monkeypatch: pytest.MonkeyPatch) -> None:
    call = CallOnPaper(["2"], estimate=Wait(position=9, from_minutes=20, to_minutes=40))
    call.relay = relay
    call.contact = CONTACT  # type: ignore[attr-defined]  # as a conversation has it
    asked: list[object] = []

    async def takes() -> bool:
        return False

    async def offer(_call: object) -> None:
        asked.append(_call)

    async def play() -> None: ...

    async def hear(_seconds: float) -> str | None:
        raise OverError

    call.takes_messages = takes  # type: ignore[attr-defined]
    monkeypatch.setattr(waiting, "offer_callback", offer)
    monkeypatch.setattr(call.mouth, "play_music", play)
    monkeypatch.setattr(call.mouth, "hear", hear)
    with pytest.raises(OverError):
        run(waiting.wait_with_music(cast(Conversation, call), is_again=False))
    assert (FRENCH.offer_callback in call.mouth.said) is (relay is None)
    assert bool(asked) is (relay is None)


def test_whoever_is_offered_it_reads_it_first() -> None:
    """Before the router's decisions are followed."""
    call = make_call(RELAY.calls_from[0])
    asked: list[object] = []

    class StoppedError(Exception):
        """Far enough."""

    async def ask(function: Any, *values: object) -> None:
        asked.append((function, *values))

    def attach(*_: object) -> None:
        raise StoppedError

    call.ask = ask  # type: ignore[assignment,method-assign]  # records on paper
    call.exchange = cast(Any, SimpleNamespace(attach=attach))
    with pytest.raises(StoppedError):
        asyncio.run(call.follow(ContactId(str(CONTACT))))
    assert asked == [(facts.tell_of_relay, CONTACT, "Relais Signes")]
