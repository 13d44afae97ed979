"""What is counted, over which periods, and what is aimed at."""

from enum import StrEnum
from typing import NamedTuple, NewType

import msgspec

from guichet.decisions.routing.words import Channel, Instant, QueueId

QUARTER_MS = 15 * 60 * 1000
"""A period: a quarter of an hour, the same in every time zone."""
SHORT_MS = 10_000
"""Whoever leaves sooner than that changed his mind: he is counted apart, and held against nobody."""
NONE = 0
"""No reason or no territory: a contact may have none."""

SERVICE_LEVEL_TARGET = 85
"""Per cent. What Services Publics+ promises of calls; the same for every channel, because a citizen chooses freely among them."""
ABANDONED_TARGET = 100 - SERVICE_LEVEL_TARGET
"""Per cent, at most."""

Quarter = NewType("Quarter", int)
"""The number of a period since the epoch."""


def get_quarter(at: Instant) -> Quarter:
    return Quarter(at // QUARTER_MS)


class Subject(NamedTuple):
    """What a contact is about. The journal does not say it: it stands with the contact, and outlives an erasure."""

    reason: int = NONE
    territory: int = NONE


class Cell(NamedTuple):
    """Where something is counted. `channel` and `queue` are those at that instant: a contact may change both."""

    quarter: Quarter
    channel: Channel
    queue: QueueId
    reason: int
    territory: int


class Counts(msgspec.Struct):
    """Sums of one cell. Each happens to a contact at most once, and is counted in the period in which it happens.

    A contact arrives, then is first of all answered, abandoned or turned away; one that was answered is closed in the end:

        arrived = answered + abandoned + abandoned_short + turned_away + those who still wait for a first answer, or joined another before

    Whoever asked twice is two who arrived and one who is answered: `merged` joined another contact and ended with it, `parted` left one
    again. Each contact ends once:

        arrived + parted = closed + abandoned + abandoned_short + turned_away + merged + those under way

    `in_time`: first answers within the commitment that held at arrival. `late`: abandons after it. `transferred` and the durations may
    count several times for a contact: `wait_ms` sums the waits to the first answer, `handling_ms` what agents held, `wrap_up_ms` what
    they finished afterwards; `handled` counts the holdings that `handling_ms` sums.
    """

    arrived: int = 0
    answered: int = 0
    in_time: int = 0
    abandoned: int = 0
    late: int = 0
    abandoned_short: int = 0
    turned_away: int = 0
    transferred: int = 0
    merged: int = 0
    parted: int = 0
    closed: int = 0
    handled: int = 0
    wait_ms: int = 0
    handling_ms: int = 0
    wrap_up_ms: int = 0

    def add(self, other: "Counts") -> None:
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def judged(self) -> int:
        """Those for whom the commitment was kept or missed."""
        return self.answered + self.abandoned


COUNTED = Counts.__struct_fields__


class AlertKind(StrEnum):
    LONGEST_WAIT = "longest-wait"
    SERVICE_LEVEL = "service-level"
    NOBODY_THERE = "nobody-there"
