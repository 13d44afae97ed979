"""A test call on paper: what is seen is written down, whatever happens nobody is left on the line, and it ends by itself."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from guichet.channels.voice.media.arriving import count_arrived
from guichet.channels.voice.media.errors import MediaAwayError, MediaError
from guichet.channels.voice.sip.words import LegKey
from guichet.channels.voice.tests.test_emergency import Street
from guichet.channels.voice.trying import TrialCall, take
from guichet.channels.voice.voice import Mouth
from guichet.channels.voice.words import HungUp, PickedUp, Unanswered
from guichet.decisions.dialling.trial import Trouble
from guichet.records.calls.trial_calls import Ending, TrialCard
from guichet.records.calls.ways import WayOut
from guichet.records.prompts.errors import NoVoiceError
from guichet.records.prompts.sentences import FRENCH

WAY = WayOut("+33612345678", 3, "Mairie", "+33199001234", "+33199001234", "sip:127.0.0.1:5070", "", "")
LOUD = {"medias": [{"streams": [{"flags": ["RTP"], "stats": {"packets": 300}}]}]}


class Line(Street):
    """An exchange on paper that writes down what is asked of records."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[dict[str, Any]] = []
        self.endings: list[Ending] = []
        self.calls: dict[str, Any] = {}

    async def ask(self, *what: Any) -> Any:
        if isinstance(what[-1], Ending):
            self.endings.append(what[-1])
        elif isinstance(what[-1], dict):
            self.steps.append(what[-1])

    def begin(self, work: Any) -> Any:
        return asyncio.get_running_loop().create_task(work)


class Sound:
    """Media on paper. `trouble` is raised at the step of that name."""

    def __init__(self, heard: dict[str, Any] | None = None, **trouble: Exception) -> None:
        self.heard = heard or {}
        self.trouble = trouble
        self.is_over = False

    def _fail(self, step: str) -> None:
        if step in self.trouble:
            raise self.trouble[step]

    async def place(self, *_leg: Any) -> str:
        self._fail("place")
        return "v=0 offer"

    def clean(self, _leg: LegKey, sdp: str) -> str:
        return sdp

    async def placed(self, *_leg: Any) -> None:
        self._fail("placed")

    async def look(self) -> dict[str, Any]:
        self._fail("look")
        return self.heard

    async def end(self) -> None:
        self.is_over = True


Story = Callable[[TrialCall], Awaitable[None]]


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What is said, and how the telephone answers: by a key, or not at all."""
    told = SimpleNamespace(said=[], keys=[], trouble=None)

    async def ask(_mouth: Any, *texts: str, **_how: Any) -> str | None:
        told.said += texts
        if told.trouble:
            raise told.trouble
        await asyncio.sleep(0.01)
        return told.keys.pop(0) if told.keys else None

    monkeypatch.setattr(Mouth, "ask", ask)
    monkeypatch.setattr(Mouth, "say", ask)
    return told


def tell(story: Story, sound: Sound | None = None) -> tuple[Line, Sound]:
    line, heard = Line(), sound or Sound()

    async def live() -> None:
        card = TrialCard(uuid4(), "fr", WAY)
        call = TrialCall(cast(Any, line), 1, card)
        call.media = cast(Any, heard)
        heard.heard = {"tags": {call.citizen.key: heard.heard}}
        call.task = asyncio.get_running_loop().create_task(call.run())
        await asyncio.sleep(0.01)
        await story(call)
        await asyncio.wait_for(call.task, 5)

    asyncio.run(live())
    assert len(line.endings) == 1
    assert heard.is_over
    assert line.legs == {}
    return line, heard


async def pick_up(call: TrialCall) -> None:
    call.happen(PickedUp(call.citizen.key, "v=0 there"))
    await asyncio.sleep(0.01)


def test_a_key_ends_it_with_thanks_and_both_directions_are_proved(spoken: SimpleNamespace) -> None:
    spoken.keys = [None, "5"]

    async def story(call: TrialCall) -> None:
        call.hear_ringing(call.citizen.key)
        call.hear_ringing(call.citizen.key)
        await pick_up(call)

    line, _ = tell(story, Sound(LOUD))
    [ending] = line.endings
    assert (ending.has_key, ending.is_heard, ending.code, ending.trouble) == (True, True, 0, Trouble.NONE)
    assert spoken.said == [FRENCH.trial, FRENCH.trial, FRENCH.trial_done]
    assert [sorted(step) for step in line.steps] == [["rang_at"], ["answered_at"], ["has_key"], ["is_heard"]]
    assert [told[0] for told in line.told] == ["dial", "hang-up", "forget"]
    [dialling] = [told[1] for told in line.told if told[0] == "dial"]
    assert (dialling.user, dialling.trunk, dialling.caller) == (WAY.number, WAY.trunk, WAY.caller)


@pytest.mark.parametrize("code", [403, 404, 486, 488, 503])
def test_a_refusal_is_kept(code: int, spoken: SimpleNamespace) -> None:
    async def story(call: TrialCall) -> None:
        call.happen(HungUp(call.citizen.key, code))

    line, _ = tell(story)
    assert (line.endings[0].code, spoken.said) == (code, [])


def test_one_that_rings_for_too_long_is_let_go(spoken: SimpleNamespace) -> None:
    async def story(call: TrialCall) -> None:
        call.happen(Unanswered(call.citizen.key))

    line, _ = tell(story)
    assert (line.endings[0].code, line.endings[0].trouble, spoken.said) == (0, Trouble.NONE, [])
    assert line.told[1][0] == "hang-up"


def test_somebody_who_presses_nothing_is_let_go_in_time(spoken: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.channels.voice.settings.TRIAL_KEY_SECONDS", 0.2)
    line, _ = tell(pick_up, Sound(LOUD))
    assert (line.endings[0].has_key, line.endings[0].is_heard) == (False, True)
    assert set(spoken.said) == {FRENCH.trial}


@pytest.mark.parametrize("when", ["while-it-is-connected", "while-it-speaks"])
def test_somebody_who_hangs_up_ends_it_at_once(when: str, spoken: SimpleNamespace) -> None:
    async def story(call: TrialCall) -> None:
        call.happen(PickedUp(call.citizen.key, "v=0 there"))
        if when == "while-it-speaks":
            await asyncio.sleep(0.05)
        call.happen(HungUp(call.citizen.key))

    line, _ = tell(story)
    assert line.endings[0].trouble is Trouble.NONE
    assert bool(spoken.said) == (when == "while-it-speaks")


def test_a_house_that_stops_says_that_the_call_was_lost(spoken: SimpleNamespace) -> None:
    async def story(call: TrialCall) -> None:
        await pick_up(call)
        call.hang_up()

    line, _ = tell(story)
    assert line.endings[0].trouble is Trouble.LOST
    assert spoken.said


@pytest.mark.parametrize(
    ("sound", "trouble"),
    [
        (Sound(place=MediaAwayError()), Trouble.MEDIA),
        (Sound(place=MediaError("no ports")), Trouble.MEDIA),
        (Sound(placed=MediaError("no sound is described")), Trouble.UNUSABLE),
        (Sound(placed=MediaAwayError()), Trouble.MEDIA),
        (Sound(look=MediaAwayError()), Trouble.NONE),
    ],
)
def test_what_fails_of_the_media_is_named(sound: Sound, trouble: Trouble, spoken: SimpleNamespace) -> None:
    spoken.keys = ["1"]

    async def story(call: TrialCall) -> None:
        if "place" not in sound.trouble:
            await pick_up(call)

    line, _ = tell(story, sound)
    assert (line.endings[0].trouble, line.endings[0].is_heard) == (trouble, False)


def test_where_nothing_can_speak_it_is_said(spoken: SimpleNamespace) -> None:
    spoken.trouble = NoVoiceError(permanent=True)
    line, _ = tell(pick_up)
    assert line.endings[0].trouble is Trouble.NO_VOICE


def test_a_call_that_another_process_makes_is_left_to_it() -> None:
    line = Line()
    asyncio.run(take(cast(Any, line), 1, uuid4()))
    assert line.calls == {}


def test_sound_is_counted_and_reports_about_it_are_not() -> None:
    both = [{"flags": ["RTP"], "stats": {"packets": 40}}, {"flags": ["RTCP"], "stats": {"packets": 7}}]
    assert count_arrived({"tags": {"leg": {"medias": [{"streams": both}]}}}, "leg") == 40
    assert count_arrived({"tags": {"leg": {"medias": [{"streams": both}]}}}, "other") == 0
    strange: Any
    for strange in ({}, {"tags": []}, {"tags": {"leg": {"medias": [{"streams": [{"stats": {"packets": "many"}}, None, 3]}]}}}):
        assert count_arrived(strange, LegKey("leg")) == 0
