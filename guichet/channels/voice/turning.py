"""Calls that are turned away before they reach a line: noted for the administrator who wonders why his telephone reaches nobody.

Scanners call by thousands: what is kept is little at any moment, and written down every few seconds, never at each call.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from guichet.records.calls.lines import OpenLine
from guichet.records.calls.turned_away import LONGEST_CALLED, Refusal
from guichet.records.calls.words import TurnedAwayFor

MOST = 50
"""Distinct ones between two times that they are written down."""
ALIKE = 6
"""So many last digits are those of a number of ours, however it begins."""


class Refusals:
    """What was turned away since it was last taken from here."""

    def __init__(self) -> None:
        self.noted: dict[tuple[TurnedAwayFor, str, str], Refusal] = {}

    def note(self, why: TurnedAwayFor, called: str, source: str, at: datetime) -> None:
        key = why, clean(called), source
        known = self.noted.get(key)
        if known is not None:
            self.noted[key] = Refusal(*key, known.times + 1, at)
        elif len(self.noted) < MOST:
            self.noted[key] = Refusal(*key, 1, at)

    def take(self, lines: Mapping[str, OpenLine]) -> dict[int, list[Refusal]]:
        """By the organisation whose number it may be; what may be nobody's is forgotten."""
        noted, self.noted = list(self.noted.values()), {}
        found: dict[int, list[Refusal]] = {}
        for refusal in noted:
            for organisation in find_owners(refusal, lines.values()):
                found.setdefault(organisation, []).append(refusal)
        return found


def clean(called: str) -> str:
    """As it was sent, as far as it can be shown."""
    return "".join(letter for letter in called if letter.isascii() and letter.isprintable())[:LONGEST_CALLED]


def find_owners(refusal: Refusal, lines: Iterable[OpenLine]) -> set[int]:
    """Whoever is alone here hears of every call that a known side has sent. Strangers dial anything: only what looks like a number of ours
    is anybody's business."""
    known = list(lines)
    alone = {line.organisation for line in known}
    if refusal.why is TurnedAwayFor.NUMBER and len(alone) == 1:
        return alone
    return {line.organisation for line in known if is_alike(refusal.called, line.number)}


def is_alike(called: str, number: str) -> bool:
    """The last digits are the same: one may be the other, written otherwise."""
    dialled, own = (("".join(filter(str.isdecimal, each)))[-ALIKE:] for each in (called, number))
    return bool(own) and dialled[-len(own) :] == own
