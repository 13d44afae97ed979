"""Every state a leg can be in, and what leads from one to the next. A pair that is missing here cannot happen."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from guichet.channels.voice.sip.words import Dialling, LegKey
from guichet.decisions.routing.words import AgentId
from guichet.records.calls.words import LegState, Manner, Part, PostKind, Side
from guichet.records.errors import DefectError


class LegEvent(StrEnum):
    """What is said or seen of a leg."""

    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    HUNG_UP = "hung-up"
    """By itself."""
    LET_GO = "let-go"
    """By us, or because nobody answered."""


LEG: dict[tuple[LegState, LegEvent], LegState] = {
    (LegState.RINGING, LegEvent.ANSWERED): LegState.TALKING,
    (LegState.RINGING, LegEvent.HUNG_UP): LegState.ENDED,
    (LegState.RINGING, LegEvent.LET_GO): LegState.ENDED,
    (LegState.TALKING, LegEvent.HELD): LegState.HELD,
    (LegState.TALKING, LegEvent.HUNG_UP): LegState.ENDED,
    (LegState.TALKING, LegEvent.LET_GO): LegState.ENDED,
    (LegState.HELD, LegEvent.RESUMED): LegState.TALKING,
    (LegState.HELD, LegEvent.HUNG_UP): LegState.ENDED,
    (LegState.HELD, LegEvent.LET_GO): LegState.ENDED,
}
SPOKEN_WITH = frozenset({LegState.TALKING, LegState.HELD})


class ImpossibleMoveError(DefectError):
    """A leg cannot go from this state by this event."""

    code = "impossible-move-of-a-leg"


@dataclass(slots=True)
class Leg:
    """One end of a call. `sdp` describes its media once it is known; `timer` gives up on one that rings; `number`: of somebody outside;
    `relay`: of the relay service whose interpreter is there.

    Of an agent: `is_owner` says that the contact is his; before, it is only offered. `mixes`: three could be joined when it was last looked
    at, as his desk says. Of a supervisor who listens: his `account`, in which `manner`, under which `campaign`. `is_holding`: his telephone
    listens to nobody, by its own key. `sounding`: how he sounds to others. `otherwise`: how it is dialled once more when it refuses to
    encrypt its sound. `silent_looks`: in a row, at which nothing had arrived from him.
    """

    key: LegKey
    side: Side
    agent: AgentId | None = None
    kind: PostKind | None = None
    state: LegState = LegState.RINGING
    is_owner: bool = False
    part: Part = Part.MAIN
    sdp: str = ""
    number: str = ""
    relay: int | None = None
    account: int | None = None
    manner: Manner = Manner.LISTEN
    campaign: str = ""
    is_holding: bool = False
    sounding: str = ""
    mixes: bool = True
    timer: asyncio.TimerHandle | None = None
    otherwise: Dialling | None = None
    silent_looks: int = 0

    def can(self, event: LegEvent) -> bool:
        return (self.state, event) in LEG

    def move(self, event: LegEvent) -> LegState:
        """:raises ImpossibleMoveError: whoever asks did not look first."""
        if not self.can(event):
            raise ImpossibleMoveError(state=self.state, event=event)
        self.state = LEG[self.state, event]
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        return self.state
