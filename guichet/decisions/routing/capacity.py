"""How much an agent can hold: so many contacts of each channel, and so many units together.

The rules, in the order they are asked:

- A contact that is offered, answered, set aside or wrapped up counts against its channel's `most`.
- Live work must fit beside the live work in hand. Deferred work never stands in its way: what no longer fits is set aside when the
  live contact is assigned.
- Deferred work must fit beside everything in hand, and never starts while other deferred work is set aside.
- Work set aside takes no units; it keeps its owner and is taken up again, the most urgent first, as soon as it fits.
- What is in hand stays in hand when a capacity is reconfigured; nothing more is offered until it fits again.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from guichet.decisions.routing.words import LIVE, Capacity, Channel

CHANNELS = tuple(Channel)
NUMBER = {channel: number for number, channel in enumerate(CHANNELS)}
BIT = {channel: 1 << number for channel, number in NUMBER.items()}
LIVE_CHANNELS = sum(BIT[channel] for channel in LIVE)


class Seat(NamedTuple):
    """What one channel may take."""

    bit: int
    number: int
    live: bool
    most: int
    units: int


@lru_cache(maxsize=1024)
def seats_in(capacity: Capacity) -> dict[Channel, Seat]:
    """The same seats for everybody of the same capacity: few are kept, so they stay near."""
    return {
        seat.channel: Seat(BIT[seat.channel], NUMBER[seat.channel], seat.channel in LIVE, seat.most, max(seat.units, 0))
        for seat in capacity.channels
    }


@dataclass(slots=True, eq=False)
class Load:
    """What an agent holds against what he can hold. A channel that is not listed has no seat."""

    units: int = 0
    seats: dict[Channel, Seat] = field(default_factory=dict)
    counts: list[int] = field(default_factory=lambda: [0] * len(CHANNELS))
    live_units: int = 0
    deferred_units: int = 0
    set_aside: int = 0
    """How many deferred contacts are interrupted."""

    def configure(self, capacity: Capacity) -> None:
        self.units = capacity.units
        self.seats = seats_in(capacity)

    def units_of(self, channel: Channel) -> int:
        """What one contact of the channel takes."""
        seat = self.seats.get(channel)
        return seat.units if seat else 0

    def rooms(self) -> int:
        """The channels of which one more contact fits, as a bitmask over `CHANNELS`."""
        live_left = self.units - self.live_units
        deferred_left = live_left - self.deferred_units if not self.set_aside else -1
        rooms, counts = 0, self.counts
        for bit, number, live, most, units in self.seats.values():
            if counts[number] < most and units <= (live_left if live else deferred_left):
                rooms |= bit
        return rooms

    def fits(self, channel: Channel) -> bool:
        return bool(self.rooms() & BIT[channel])

    def fits_aside(self, channel: Channel) -> bool:
        """Whether one more contact fits that is set aside: it takes a seat but no units."""
        seat = self.seats.get(channel)
        return seat is not None and self.counts[seat.number] < seat.most

    def exceeds(self) -> bool:
        return self.live_units + self.deferred_units > self.units

    def take(self, channel: Channel, units: int) -> None:
        self.counts[NUMBER[channel]] += 1
        if units:
            self.add_units(channel, units)

    def give_back(self, channel: Channel, units: int) -> None:
        self.counts[NUMBER[channel]] -= 1
        if units:
            self.add_units(channel, -units)

    def add_units(self, channel: Channel, units: int) -> None:
        if channel in LIVE:
            self.live_units += units
        else:
            self.deferred_units += units

    def could_resume(self, units: int) -> bool:
        """Alone it always may: a capacity made smaller since must not keep it aside for ever."""
        held = self.live_units + self.deferred_units
        return held == 0 or held + units <= self.units


CHANNELS_IN = tuple(tuple(number for number in NUMBER.values() if rooms >> number & 1) for rooms in range(1 << len(CHANNELS)))
"""The numbers of the channels in a bitmask, for every bitmask."""
