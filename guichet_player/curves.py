"""When people come: the shape of a real centre's day, with its rush in the morning, its lull at noon and its second rush."""

import random
from datetime import datetime
from itertools import pairwise

PER_HOUR = (
    (8.0, 20),
    (9.0, 70),
    (10.0, 120),
    (11.0, 105),
    (12.0, 55),
    (13.0, 60),
    (14.0, 105),
    (15.0, 95),
    (16.0, 70),
    (17.0, 40),
    (18.0, 10),
)
"""Arrivals per hour around an hour of the day, on a mean day; between two of them the curve is a straight line."""
WEEKDAYS = {1: 1.3, 2: 1.1, 3: 0.9, 4: 1.0, 5: 0.8}
"""Monday brings what the weekend held back; nobody comes on days that are not named."""
MEAN_PATIENCE, LEAST_PATIENCE = 420.0, 45.0
"""Seconds somebody waits before giving up, and never less."""


def get_rate(at: datetime) -> float:
    """Arrivals per hour at an instant."""
    hour = at.hour + at.minute / 60 + at.second / 3600
    for (start, low), (end, high) in pairwise(PER_HOUR):
        if start <= hour < end:
            return WEEKDAYS.get(at.isoweekday(), 0.0) * (low + (high - low) * (hour - start) / (end - start))
    return 0.0


def draw_gap(rate: float, chance: random.Random) -> float:
    """Seconds until the next arrival at this rate, as in a Poisson stream; a minute at most, so that the curve is looked at again."""
    return min(60.0, chance.expovariate(rate / 3600)) if rate > 0 else 60.0


def draw_patience(chance: random.Random) -> float:
    return LEAST_PATIENCE + chance.expovariate(1 / MEAN_PATIENCE)
