"""Which calls come through a relay service, by the number that its operators call from. Pure.

A relay service is known by its numbers alone: one that shows the citizen's own number, or none, is not told from anybody else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

FRANCE: Final = "+33"
BETWEEN: Final = " .-()\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Relay:
    """`key`: its id. `calls_from`: its numbers, E.164."""

    key: int
    name: str
    calls_from: tuple[str, ...] = ()


def list_forms(number: str) -> list[str]:
    """The ways in which operators and exchanges write a number."""
    bare = number.removeprefix("+")
    significant = number.removeprefix(FRANCE)
    national = [f"0{significant}", significant] if number.startswith(FRANCE) else []
    return [number, bare, f"00{bare}", *national]


def find_relay(caller: str, relays: Iterable[Relay]) -> Relay | None:
    """The one that calls; None: the caller is anybody, and speaks for himself.

    :param caller: his number, as it was sent.
    """
    shown = caller.translate(str.maketrans("", "", BETWEEN))
    if not shown:
        return None
    return next((relay for relay in relays if any(shown in list_forms(number) for number in relay.calls_from)), None)
