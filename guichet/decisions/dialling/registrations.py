"""When a line registers at its operator again: renewed at half of the time that it was given, refused with growing pauses. Pure."""

from dataclasses import dataclass, replace
from typing import Final

ASKED: Final = 600.0
"""Seconds for which we ask. We renew after half of them at the latest: our edge does not let calls in for much longer than this."""
MOST_ASKED: Final = 86_400.0
"""Who wants us to ask for longer is not believed."""
SOONEST: Final = 10.0
"""However short we are registered, no request follows another sooner: with less there are gaps, but no flood."""
FIRST_PAUSE: Final = 30.0
LONGEST_PAUSE: Final = 600.0
MOST_OBEYED: Final = 3_600.0
"""Who asks us to come back later is obeyed so long."""
TOO_BRIEF: Final = 423


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said last. `granted`: for how many seconds we are registered; `least`: it wants to be asked for no less;
    `later`: seconds after which it wants to be asked again."""

    code: int
    granted: float = 0.0
    least: float = 0.0
    later: float = 0.0

    @property
    def is_yes(self) -> bool:
        """Who says yes and keeps nothing has not registered us."""
        return 200 <= self.code < 300 and self.granted > 0


@dataclass(frozen=True, slots=True)
class Standing:
    """`until`: the instant to which calls reach us; `next_at`: when we ask again; `refusals` in a row; `asked`: for how many seconds."""

    until: float = 0.0
    next_at: float = 0.0
    refusals: int = 0
    asked: float = ASKED


def settle(standing: Standing, answer: Answer, now: float) -> Standing:
    """What follows from an answer. A renewal that is refused leaves us registered until the time is up."""
    if answer.is_yes:
        renewed = now + max(min(answer.granted, ASKED) / 2, SOONEST)
        return replace(standing, until=now + answer.granted, next_at=renewed, refusals=0)
    refusals = standing.refusals + 1
    if answer.code == TOO_BRIEF and standing.asked < answer.least <= MOST_ASKED:
        pause = 0.0 if standing.refusals == 0 else _choose_pause(standing.refusals)
        return replace(standing, next_at=now + pause, refusals=refusals, asked=answer.least)
    pause = max(_choose_pause(refusals), min(answer.later, MOST_OBEYED))
    return replace(standing, next_at=now + pause, refusals=refusals)


def _choose_pause(refusals: int) -> float:
    return float(min(FIRST_PAUSE * 2 ** min(refusals - 1, 10), LONGEST_PAUSE))
