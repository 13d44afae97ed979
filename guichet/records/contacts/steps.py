"""Requirements of a contact that is passed on to somebody."""

import msgspec

from guichet.decisions.routing.words import AgentId, Requirement

NAMED_MS = 120_000
"""For how long it waits for him alone."""


def list_steps_after(agent: AgentId, steps: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """First somebody alone, then, so that nobody waits for ever for one who stays away, whoever can answer."""
    later = (msgspec.structs.replace(step, after_ms=step.after_ms + NAMED_MS) for step in steps)
    return (Requirement(agent=agent), *later)
