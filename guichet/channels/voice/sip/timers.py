"""How often both sides of a call say that they are still there, and which of them says so: session timers, RFC 4028. Pure."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

OURS = 1_800
"""Seconds, where the other side leaves it to us: the RFC's own advice."""
LEAST = 90
"""Less would be more signalling than talking."""
SUPPORTED = ("timer",)
"""Of the extensions that a request may require."""
METHODS = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "INFO", "UPDATE", "REFER", "NOTIFY")
SHORT = {"x": "session-expires", "k": "supported"}
INTERVAL = re.compile(r"(\d{1,9})\s*((?:;[^;]*)*)")
REFRESHER = re.compile(r";\s*refresher\s*=\s*(uac|uas)\b", re.IGNORECASE)

Headers = Mapping[str, Sequence[str]]
"""Values by name in lower case."""


class Terms(NamedTuple):
    """`seconds` without a sign of life end the call; `is_ours`: we give it. `has_update`: the other side takes UPDATE."""

    seconds: int
    is_ours: bool
    has_update: bool

    @property
    def refresh_after(self) -> float:
        return self.seconds / 2

    @property
    def end_after(self) -> float:
        """A little before, as the RFC wants."""
        return self.seconds - min(32.0, self.seconds / 3)


def agree(headers: Headers) -> Terms | None:
    """What we answer to an offer of the other side; None: it knows nothing of timers."""
    asked, knows = _read_interval(headers), "timer" in read_list(headers, "supported")
    if asked is None:
        return Terms(OURS, is_ours=False, has_update=_takes_update(headers)) if knows else None
    seconds, refresher = asked
    is_ours = refresher == "uas" or (not refresher and not knows)
    return Terms(max(LEAST, seconds), is_ours, _takes_update(headers))


def is_too_short(headers: Headers) -> bool:
    """Whoever knows timers is told to ask for less often (422); for whoever does not, somebody on the way asked."""
    asked = _read_interval(headers)
    return asked is not None and asked[0] < LEAST and "timer" in read_list(headers, "supported")


def read_terms(headers: Headers) -> Terms | None:
    """What the other side answered to an offer of ours; None: no timer runs."""
    asked = _read_interval(headers)
    return None if asked is None else Terms(max(LEAST, asked[0]), asked[1] != "uas", _takes_update(headers))


def write_terms(terms: Terms | None, *, is_answer: bool) -> dict[str, str]:
    """The headers that say it. In an answer `uac` is the other side, in a request of ours we are."""
    said = {"Supported": "timer", "Allow": ", ".join(METHODS)}
    if terms is None:
        return said
    refresher = "uas" if terms.is_ours == is_answer else "uac"
    said["Session-Expires"] = f"{terms.seconds};refresher={refresher}"
    return {**said, "Require": "timer"} if is_answer and not terms.is_ours else said


def read_list(headers: Headers, name: str) -> set[str]:
    """The words of a header that may be there several times."""
    return {word.strip().lower() for value in headers.get(name, ()) for word in value.split(",") if word.strip()}


def list_unsupported(headers: Headers) -> list[str]:
    """The extensions that a request requires and that we do not know: it is refused with 420."""
    return sorted(read_list(headers, "require").difference(SUPPORTED))


def _read_interval(headers: Headers) -> tuple[int, str] | None:
    found = INTERVAL.fullmatch(next(iter(headers.get("session-expires", ())), "").strip())
    if found is None:
        return None
    refresher = REFRESHER.search(found[2])
    return int(found[1]), refresher[1].lower() if refresher else ""


def _takes_update(headers: Headers) -> bool:
    return "update" in read_list(headers, "allow")
