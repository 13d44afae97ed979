"""From a reason to what an agent must have. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs

from guichet.decisions.routing.words import Requirement, SkillId, TerritoryId

LANGUAGE_LEVEL = 1
"""Holding a language at all means speaking it with citizens; levels above serve the choice among agents later."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What is let go after `after_ms` of waiting, on top of the steps before."""

    after_ms: int
    levels_lowered: int = 0
    drops_territory: bool = False
    drops_skills: bool = False


def resolve(
    skills: Mapping[SkillId, int], language: SkillId | None, territory: TerritoryId | None, relaxations: Sequence[Relaxation]
) -> tuple[Requirement, ...]:
    """The steps of a contact's requirement, in order of `after_ms`, the first at 0. What was let go stays let go.

    The language is never relaxed: nobody is helped in a language he does not speak.
    """
    steps: list[Requirement] = []
    lowered, keeps_skills = 0, True
    for relaxation in (Relaxation(after_ms=0), *sorted(relaxations, key=lambda step: step.after_ms)):
        lowered = max(lowered, relaxation.levels_lowered)
        keeps_skills = keeps_skills and not relaxation.drops_skills
        territory = None if relaxation.drops_territory else territory
        needed = {skill: max(1, level - lowered) for skill, level in skills.items()} if keeps_skills else {}
        if language is not None:
            needed[language] = max(LANGUAGE_LEVEL, needed.get(language, 0))
        step = Requirement(after_ms=relaxation.after_ms, skills=tuple(sorted(needed.items())), territory=territory)
        if not steps or (step.skills, step.territory) != (steps[-1].skills, steps[-1].territory):
            steps.append(step)
    return tuple(steps)


def prefer(first: Sequence[Requirement], then: Sequence[Requirement], patience_ms: int) -> tuple[Requirement, ...]:
    """What `first` asks for during `patience_ms` of waiting; from then on what `then` would have asked for by then, and its steps."""
    before = tuple(step for step in first if step.after_ms < patience_ms)
    reached = [step for step in then if step.after_ms <= patience_ms][-1:]
    after = tuple(step for step in then if step.after_ms > patience_ms)
    return (*before, *(structs.replace(step, after_ms=patience_ms) for step in reached), *after)
