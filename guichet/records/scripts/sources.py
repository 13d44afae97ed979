"""What scripts may look up: a registry of sources, asked with a limit of time and never trusted.

A source is a function of the organisation's id and the answers it needs; it returns what it found, or None for nothing. One that raises,
takes too long or returns something else has failed: the citizen is told and goes on. It runs in a thread of its own and must not use the
database connection of whoever asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread

import structlog
from django.utils.functional import Promise

from guichet.decisions.dialogue.inputs import WorkDone, WorkFailed
from guichet.decisions.dialogue.words import VERIFIED

LIMIT_SECONDS = 2.0
"""Somebody is waiting, on the telephone perhaps."""
MOST_AT_ONCE = 16
"""Look-ups under way; one more fails at once. A source that hangs holds its own place only."""
LONGEST_FOUND = 500
MOST_FOUND = 20

Ask = Callable[[int, Mapping[str, str]], Mapping[str, str] | None]
log = structlog.get_logger(__name__)
_places = BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Source:
    """`label` is for those who write scripts. `finds`: the names under which it keeps what it finds, for branches."""

    name: str
    label: str | Promise
    ask: Ask
    finds: tuple[str, ...] = ()


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known to every script of this installation; the same name again replaces it."""
    _sources[source.name] = source


def forget(name: str) -> None:
    _sources.pop(name, None)


def list_sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda source: source.name)


def look_up(organisation_id: int, name: str, arguments: Mapping[str, str], limit_seconds: float = LIMIT_SECONDS) -> WorkDone | WorkFailed:
    """Ask a source, and believe only what it can have found."""
    source = _sources.get(name)
    if source is None or not _places.acquire(blocking=False):
        log.warning("look-up-not-begun", source=name, is_known=source is not None)
        return WorkFailed()
    answers: SimpleQueue[object] = SimpleQueue()
    Thread(target=_ask, args=(source, organisation_id, dict(arguments), answers), daemon=True, name=f"look-up-{name}").start()
    try:
        found = answers.get(timeout=limit_seconds)
    except Empty:
        log.warning("look-up-too-slow", source=name)
        return WorkFailed()
    return _believe(source, arguments, found)


def _ask(source: Source, organisation_id: int, arguments: dict[str, str], answers: "SimpleQueue[object]") -> None:
    try:
        answers.put(source.ask(organisation_id, arguments))
    except Exception as error:
        answers.put(error)
    finally:
        _places.release()


def _believe(source: Source, arguments: Mapping[str, str], found: object) -> WorkDone | WorkFailed:
    """Refuse what is no set of short texts, or would change what the citizen said."""
    if found is None:
        return WorkDone(found=None)
    if not isinstance(found, Mapping) or not _is_credible(arguments, found):
        log.warning("look-up-failed", source=source.name, kind=type(found).__name__)
        return WorkFailed()
    return WorkDone(found=dict(found))


def _is_credible(arguments: Mapping[str, str], found: Mapping[object, object]) -> bool:
    return len(found) <= MOST_FOUND and not set(found) & {*arguments, VERIFIED} and all(map(_is_text, [*found, *found.values()]))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_FOUND and value.isprintable()
