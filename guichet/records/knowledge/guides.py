"""The guide for agents: what to know and the traps, and the list of what to check.

An author writes a point to check as Markdown writes a task: `- [ ] Demander le numéro d’allocataire`. The rest is read.
"""

import re
from dataclasses import dataclass

TASK = re.compile(r"^[ \t]*[-*][ \t]+\[[ xX]?\][ \t]+(.+?)[ \t]*$", re.MULTILINE)
BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Guide:
    """`advice` is text with the lines of its author; `checklist` are the points to check, each once, in their order."""

    advice: str = ""
    checklist: tuple[str, ...] = ()


def read_guide(text: str) -> Guide:
    """:param text: the wording with its facts filled in."""
    return Guide(BLANK_LINES.sub("\n\n", TASK.sub("", text)).strip(), tuple(dict.fromkeys(TASK.findall(text))))


def draw_guide(text: str) -> str:
    """As its author sees it beside what he writes: each point with the box that agents tick."""
    return TASK.sub(r"☐ \1", text)
