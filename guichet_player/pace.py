"""The player's own time: it begins on a Monday at nine, runs as fast as it is told, and skips the nights."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

BEGINNING = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - a day of the play, in no zone
OPENS, CLOSES = 8.5, 18.0
"""Hours of a day."""
SLOWEST, FASTEST = 1.0, 20.0


@dataclass(slots=True)
class Pace:
    """`speed` is how many seconds of the play pass in one of ours; whoever waits goes on at the new speed within a second."""

    speed: float = 2.0
    clock: Callable[[], float] = time.monotonic
    now: datetime = BEGINNING
    _read_at: float = field(default=-1.0)

    def change(self, speed: float) -> None:
        self.read()
        self.speed = min(FASTEST, max(SLOWEST, speed))

    def read(self) -> datetime:
        """What time it is in the play; after closing it is the next working day's opening."""
        moment = self.clock()
        if self._read_at >= 0:
            self.now += timedelta(seconds=(moment - self._read_at) * self.speed)
        self._read_at = moment
        if self.now.hour + self.now.minute / 60 >= CLOSES:
            self.now = _open(self.now + timedelta(days=1))
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait for so many seconds of the play."""
        left = seconds
        while left > 0:
            step = min(left / self.speed, 1.0)
            await asyncio.sleep(step)
            left -= step * self.speed


def _open(day: datetime) -> datetime:
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day.replace(hour=int(OPENS), minute=int(OPENS % 1 * 60), second=0, microsecond=0)
