"""Draws the two tables of transitions as Mermaid, for the documentation: what is drawn is what runs."""

from collections.abc import Iterable

from guichet.decisions.routing.tables import AGENT, CONTACT, ENDED
from guichet.decisions.routing.words import Presence


def draw_contact() -> str:
    """The life of a contact; an arrow is a decision, named as in the journal."""
    arrows = [(state.value if state else "[*]", target.value, decision.__name__) for (state, decision), target in CONTACT.items()]
    return _draw(arrows, last=sorted(state.value for state in ENDED))


def draw_agent() -> str:
    """The presence of an agent; an arrow is what is said or seen of him."""
    first = [("[*]", Presence.OFFLINE.value, "configured")]
    return _draw(first + [(presence.value, target.value, event.value) for (presence, event), target in AGENT.items()], last=[])


def _draw(arrows: Iterable[tuple[str, str, str]], last: Iterable[str]) -> str:
    """One line per pair of states, its labels joined, in the order of the table."""
    labels: dict[tuple[str, str], list[str]] = {}
    for source, target, label in arrows:
        labels.setdefault((source, target), []).append(label)
    lines = [f"    {source} --> {target}: {', '.join(names)}" for (source, target), names in labels.items()]
    return "\n".join(["stateDiagram-v2", *lines, *(f"    {state} --> [*]" for state in last), ""])
