"""What a test call has shown: one finding, whatever the facts. Pure.

A test call rings somebody, says a sentence and waits for a key. Whoever asked for it is told what is wrong, not what happened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TAKEN_SECONDS: Final = 10.0
"""Within which the process that makes calls takes up what was asked for; a little before, it no longer does."""
RING_SECONDS: Final = 40.0
TALK_SECONDS: Final = 35.0
"""At most, from the answer on."""
GRACE_SECONDS: Final = 15.0
"""Beyond these a call that nobody has ended is one whose process died."""
SHORTEST_SECONDS: Final = 2.0
"""Whoever hangs up before says nothing about sound."""


class Trouble(StrEnum):
    """What ended it on our side. `refused`: by the rules of calls that leave; `unusable`: the answer describes no sound that we carry."""

    NONE = ""
    REFUSED = "refused"
    UNUSABLE = "unusable"
    MEDIA = "media"
    NO_VOICE = "no-voice"
    LOST = "lost"


class Finding(StrEnum):
    """The first five: it goes on."""

    ASKED = "asked"
    CALLING = "calling"
    RINGING = "ringing"
    ANSWERED = "answered"
    HEARD = "heard"
    WELL = "well"
    NOBODY_CALLS = "nobody-calls"
    LOST = "lost"
    REFUSED = "refused"
    MEDIA_AWAY = "media-away"
    NO_VOICE = "no-voice"
    SILENT = "silent"
    NO_SUCH_NAME = "no-such-name"
    NOT_LET_THROUGH = "not-let-through"
    WRONG_NUMBER = "wrong-number"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    NO_CODEC = "no-codec"
    CANNOT_SERVE = "cannot-serve"
    STRANGE = "strange"
    ONE_WAY = "one-way"
    HUNG_UP = "hung-up"
    NO_KEY = "no-key"


GOES_ON: Final = frozenset({Finding.ASKED, Finding.CALLING, Finding.RINGING, Finding.ANSWERED, Finding.HEARD})
TROUBLES: Final[Mapping[Trouble, Finding]] = {
    Trouble.REFUSED: Finding.REFUSED,
    Trouble.UNUSABLE: Finding.NO_CODEC,
    Trouble.MEDIA: Finding.MEDIA_AWAY,
    Trouble.NO_VOICE: Finding.NO_VOICE,
    Trouble.LOST: Finding.LOST,
}
CODES: Final[Mapping[int, Finding]] = {
    **dict.fromkeys((401, 402, 403, 407), Finding.NOT_LET_THROUGH),
    **dict.fromkeys((404, 410, 414, 416, 484, 485, 604), Finding.WRONG_NUMBER),
    **dict.fromkeys((480, 486, 600, 603), Finding.BUSY),
    **dict.fromkeys((415, 488, 606), Finding.NO_CODEC),
    **dict.fromkeys((477, 479), Finding.SILENT),
    478: Finding.NO_SUCH_NAME,
    487: Finding.NO_ANSWER,
}
"""What refusals of SIP mean (RFC 3261, 21); 477 to 479 are our own edge's, which could not send."""
NOT_FOUND_IN_TIME: Final = 408
"""By whoever rang for too long, or by our own edge when nobody answered it at all."""
FIRST_OF_SERVERS, FIRST_OF_ALL = 500, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Instants in seconds of one clock; none: it did not come so far. `taken_at`: the process that makes calls has it. `code`: what the
    other side refused with; 0: it did not."""

    asked_at: float
    taken_at: float | None = None
    rang_at: float | None = None
    answered_at: float | None = None
    ended_at: float | None = None
    code: int = 0
    trouble: Trouble = Trouble.NONE
    is_heard: bool = False
    has_key: bool = False


def judge(facts: Facts, now: float) -> Finding:
    """A key that was received proves everything, whatever came afterwards."""
    if facts.has_key:
        return Finding.WELL
    if facts.ended_at is None:
        return _follow(facts, now)
    if facts.taken_at is None:
        return Finding.NOBODY_CALLS
    if facts.trouble is not Trouble.NONE:
        return TROUBLES[facts.trouble]
    return _judge_refusal(facts) if facts.answered_at is None else _judge_talk(facts, facts.ended_at - facts.answered_at)


def is_lost(facts: Facts, now: float) -> bool:
    """Nobody ends it any more."""
    return facts.ended_at is None and _follow(facts, now) in {Finding.NOBODY_CALLS, Finding.LOST}


def _follow(facts: Facts, now: float) -> Finding:
    """One that nobody has ended: it goes on, or whoever made it is gone."""
    if facts.taken_at is None:
        return Finding.ASKED if now - facts.asked_at < TAKEN_SECONDS else Finding.NOBODY_CALLS
    if facts.answered_at is None:
        is_late = now - facts.taken_at >= RING_SECONDS + GRACE_SECONDS
        found = Finding.CALLING if facts.rang_at is None else Finding.RINGING
    else:
        is_late = now - facts.answered_at >= TALK_SECONDS + GRACE_SECONDS
        found = Finding.HEARD if facts.is_heard else Finding.ANSWERED
    return Finding.LOST if is_late else found


def _judge_refusal(facts: Facts) -> Finding:
    if facts.code == 0:
        return Finding.NO_ANSWER
    if facts.code == NOT_FOUND_IN_TIME:
        return Finding.SILENT if facts.rang_at is None else Finding.NO_ANSWER
    is_of_server = FIRST_OF_SERVERS <= facts.code < FIRST_OF_ALL
    return CODES.get(facts.code, Finding.CANNOT_SERVE if is_of_server else Finding.STRANGE)


def _judge_talk(facts: Facts, seconds: float) -> Finding:
    """It was answered and no key came. Whoever hangs up early may not have had time for one."""
    if seconds < SHORTEST_SECONDS:
        return Finding.HUNG_UP
    if not facts.is_heard:
        return Finding.ONE_WAY
    return Finding.NO_KEY if seconds >= TALK_SECONDS - GRACE_SECONDS else Finding.HUNG_UP
