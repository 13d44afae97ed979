"""An agent's telephone calls for help: it leaves at once, nothing asked, and whoever speaks goes on speaking when a process dies."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from guichet.channels.voice import emergency
from guichet.channels.voice.adopting import LeftCall, LeftLeg, is_emergency
from guichet.channels.voice.edge import Place, write_kamailio
from guichet.channels.voice.emergency import EmergencyCall, lead_to
from guichet.channels.voice.sip.dialogs import Dialog
from guichet.channels.voice.sip.words import Dialling, Invited, LegKey
from guichet.channels.voice.voice import Mouth
from guichet.channels.voice.words import HungUp, PickedUp
from guichet.decisions.dialling.emergency import EMERGENCY
from guichet.doors.refusals import UnavailableError
from guichet.records.calls.ways import EmergencyPost, WayOut
from guichet.records.calls.words import LegState, Part, PostKind, Side
from guichet.records.prompts.sentences import FRENCH

WAY = WayOut("", 3, "Mairie", "+33199001234", "+33299001122", "sip:127.0.0.1:5070", "", "", is_emergency=True)
AGENT = LegKey("agent")


class Street:
    """An exchange on paper: what its parts were told, in order. The database is away."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.legs: dict[LegKey, Any] = {}
        self.process, self.mixer = uuid4(), None
        self.kept: dict[str, dict[str, Any]] = {}
        self.agents = SimpleNamespace(
            ring=lambda leg: self.told.append(("ring", leg)),
            answer=lambda leg, _sdp: self.told.append(("answer", leg)),
            refuse=lambda leg, code, _reason: self.told.append(("refuse", leg, code)),
            hang_up=lambda leg: self.told.append(("hang-up", leg)),
            dial=lambda dialling: self.told.append(("dial", dialling)),
        )
        self.media: Any = None
        self.written: list[Any] = []

    async def ask(self, *_what: Any) -> Any:
        raise UnavailableError

    def begin(self, work: Any) -> None:
        work.close()
        self.written.append(work)

    def keep(self, _call: str, _organisation: int, leg: str, values: dict[str, Any]) -> None:
        self.kept.setdefault(leg, {}).update(values)

    def add_leg(self, leg: LegKey, call: Any) -> None:
        self.legs[leg] = call

    def drop_leg(self, leg: LegKey) -> None:
        self.legs.pop(leg, None)

    def forget(self, call: Any) -> None:
        self.told.append(("forget", call.key))


class Media:
    """Sound on paper."""

    def __init__(self) -> None:
        self.together: tuple[LegKey, ...] = ()

    async def place(self, *_leg: Any) -> str:
        return "v=0 offer"

    def clean(self, _leg: LegKey, sdp: str) -> str:
        return sdp

    async def placed(self, *_leg: Any) -> None: ...

    async def take(self, *_leg: Any) -> str:
        return "v=0 answer"

    async def connect(self, together: tuple[LegKey, ...], _attendance: object = None) -> None:
        self.together = together

    async def part(self, _leg: LegKey) -> None: ...

    async def end(self) -> None: ...


Story = Callable[[EmergencyCall, Street], Awaitable[None]]


def tell(
    story: Story, called: str = "112", way: WayOut | None = WAY, monkeypatch: pytest.MonkeyPatch | None = None
) -> tuple[Street, Media]:
    street, media = Street(), Media()
    if monkeypatch is not None:

        async def say(_mouth: Any, *texts: str, **_how: Any) -> None:
            await asyncio.sleep(0)
            street.told.append(("say", *texts))

        monkeypatch.setattr(Mouth, "say", say)

    async def live() -> None:
        post = EmergencyPost(1, "fr", 7, "p1", way)
        call = emergency.take(cast(Any, street), Invited(AGENT, "p1", called, "v=0", "c1"), post)
        call.media = cast(Any, media)
        street.legs[AGENT] = call
        call.task = asyncio.get_running_loop().create_task(call.run())
        await asyncio.sleep(0.01)
        await story(call, street)
        await asyncio.wait_for(call.task, 2)

    asyncio.run(live())
    return street, media


def dialled(street: Street) -> list[Dialling]:
    return [told[1] for told in street.told if told[0] == "dial"]


@pytest.mark.parametrize(("called", "number"), [("112", "112"), ("15", "15"), ("018", "18"), ("116117", "116117")])
def test_it_is_dialled_at_once_by_the_line_for_it_and_both_hear_one_another(called: str, number: str) -> None:
    async def story(call: EmergencyCall, street: Street) -> None:
        [dialling] = dialled(street)
        assert (dialling.user, dialling.trunk, dialling.caller) == (number, WAY.trunk, "+33299001122")
        call.happen(PickedUp(call.citizen.key, "v=0 there"))
        await asyncio.sleep(0.01)
        assert cast(Any, call.media).together == (call.citizen.key, AGENT)
        call.happen(HungUp(call.citizen.key))

    street, _media = tell(story, called)
    assert [told[:2] for told in street.told if told[0] in {"ring", "answer"}] == [("ring", AGENT), ("answer", AGENT)]
    assert ("hang-up", AGENT) in street.told
    assert len(street.written) == 1, "the audit is written beside the call, not before it"


def test_whoever_hangs_up_before_it_is_answered_ends_it() -> None:
    async def story(call: EmergencyCall, street: Street) -> None:  # noqa: ARG001 - a story's
        call.happen(HungUp(AGENT))

    street, _media = tell(story)
    [dialling] = dialled(street)
    assert ("hang-up", dialling.leg) in street.told


def test_what_the_other_side_refuses_with_is_told_to_the_telephone() -> None:
    async def story(call: EmergencyCall, street: Street) -> None:  # noqa: ARG001
        call.happen(HungUp(call.citizen.key, 503))

    street, _media = tell(story)
    assert ("refuse", AGENT, 503) in street.told


def test_where_no_line_carries_it_the_agent_hears_to_take_another_telephone(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(call: EmergencyCall, street: Street) -> None: ...

    street, _media = tell(story, way=None, monkeypatch=monkeypatch)
    assert ("say", FRENCH.no_emergency) in street.told
    assert dialled(street) == []


@pytest.mark.parametrize("called", ["+33612345678", "1", "", "0899123456", "guichet"])
def test_nothing_else_is_ever_dialled_by_this_way(called: str) -> None:
    assert lead_to(WAY, called) is None


def test_the_number_of_an_emergency_call_is_in_no_log(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    async def story(call: EmergencyCall, street: Street) -> None:  # noqa: ARG001
        call.happen(HungUp(AGENT))

    tell(story, "116117")
    written = capsys.readouterr()
    assert "116117" not in caplog.text + written.out + written.err


def left(state: LegState = LegState.TALKING, number: str = "112", **more: Any) -> LeftCall:
    dialog = Dialog(call_id="c", local="a", remote="b", target="t")
    agent = LeftLeg("a", Side.AGENT, state, 7, PostKind.TELEPHONE, Part.MAIN, "", dialog, "v=0")
    outside = LeftLeg("o", Side.OUTSIDE, state, None, "", Part.MAIN, number, dialog, "v=0")
    given = {"legs": (agent, outside), "contact": "", "channel": "", "state": "", "agent": None, "offered_to": None}
    return LeftCall(key="k", organisation=1, line=3, began_at=datetime(2026, 12, 1, tzinfo=UTC), **{**given, **more})


def test_an_emergency_call_outlives_its_process_once_both_speak() -> None:
    assert is_emergency(left())
    assert not is_emergency(left(state=LegState.RINGING))
    assert not is_emergency(left(number="+33145678901"))
    assert not is_emergency(left(legs=left().legs[:1]))


def test_the_edge_lets_telephones_of_ours_dial_every_number_of_the_table_and_proves_who_calls() -> None:
    written = write_kamailio(Place())
    assert f'"^0?({"|".join(EMERGENCY)})$"' in written
    route = written.partition("route[EMERGENCY]")[2].partition("\n}")[0]
    assert route.index("pv_proxy_authenticate") < route.index("X-Guichet-Post: $au")
    assert written.index('remove_hf_re("^X-Guichet-")') < written.index("route(EMERGENCY)")
