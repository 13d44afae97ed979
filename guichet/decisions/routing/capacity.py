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

from guichet.decisions.routing.words import LIVE, Capacity, Channel

CHANNELS = tuple(Channel)
NUMBER = {channel: number for number, channel in enumerate(CHANNELS)}
BIT = {channel: 1 << number for channel, number in NUMBER.items()}
LIVE_CHANNELS = sum(BIT[channel] for channel in LIVE)


class Fitting(dict[tuple[int, int], int]):
    """The channels of which one contact fits, as a bitmask, by the units left for live and for deferred work.

    Few sums are ever left, so each set is found once and then looked up.
    """

    def __init__(self, units: list[int]) -> None:
        self._units = units

    def __missing__(self, left: tuple[int, int]) -> int:
        for_live, for_deferred = left
        fitting = [channel for channel in CHANNELS if self._units[NUMBER[channel]] <= (for_live if channel in LIVE else for_deferred)]
        self[left] = sum(BIT[channel] for channel in fitting)
        return self[left]


class Seats:
    """What one capacity allows of each channel, by the number of the channel: nothing of one that is not listed."""

    def __init__(self, capacity: Capacity) -> None:
        self.most = [0] * len(CHANNELS)
        """How many contacts at once."""
        self.units = [0] * len(CHANNELS)
        """What one of them takes."""
        for seat in capacity.channels:
            self.most[NUMBER[seat.channel]] = seat.most
            self.units[NUMBER[seat.channel]] = max(seat.units, 0)
        self.fitting = Fitting(self.units)


NO_SEATS = Seats(Capacity(units=0, channels=()))
seats_in = lru_cache(maxsize=1024)(Seats)
"""The same seats for everybody of the same capacity: few are kept, so they stay near."""


@dataclass(slots=True, eq=False)
class Load:
    """What an agent holds against what he can hold."""

    units: int = 0
    seats: Seats = NO_SEATS
    counts: list[int] = field(default_factory=lambda: [0] * len(CHANNELS))
    full: int = 0
    """The channels of which he holds as many as he may, or more, as a bitmask over `CHANNELS`."""
    live_units: int = 0
    deferred_units: int = 0
    set_aside: int = 0
    """How many deferred contacts are interrupted."""

    def configure(self, capacity: Capacity) -> None:
        self.units = capacity.units
        self.seats = seats_in(capacity)
        self.full = sum(1 << number for number, most in enumerate(self.seats.most) if self.counts[number] >= most)

    def units_of(self, channel: Channel) -> int:
        """What one contact of the channel takes."""
        return self.seats.units[NUMBER[channel]]

    def rooms(self) -> int:
        """The channels of which one more contact fits, as a bitmask over `CHANNELS`."""
        left = self.units - self.live_units
        return self.seats.fitting[left, -1 if self.set_aside else left - self.deferred_units] & ~self.full

    def fits(self, channel: Channel) -> bool:
        return bool(self.rooms() & BIT[channel])

    def fits_aside(self, channel: Channel) -> bool:
        """Whether one more contact fits that is set aside: it takes a seat but no units."""
        return not self.full & BIT[channel]

    def exceeds(self) -> bool:
        return self.live_units + self.deferred_units > self.units

    def take(self, channel: Channel, units: int) -> None:
        number = NUMBER[channel]
        self.counts[number] += 1
        if self.counts[number] >= self.seats.most[number]:
            self.full |= BIT[channel]
        if units:
            self.add_units(channel, units)

    def give_back(self, channel: Channel, units: int) -> None:
        number = NUMBER[channel]
        self.counts[number] -= 1
        if self.counts[number] < self.seats.most[number]:
            self.full &= ~BIT[channel]
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
