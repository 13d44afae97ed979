"""What people say: whole conversations by reason, as data (`dialogues.yaml`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("dialogues.yaml")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`turns` alternate, the citizen first. `reason` and `outcome` are keys of the demonstration's directory."""

    reason: str
    name: str
    outcome: str
    note: str
    turns: tuple[str, ...]

    @property
    def asked(self) -> Sequence[str]:
        return self.turns[::2]

    @property
    def answered(self) -> Sequence[str]:
        return self.turns[1::2]


GENERAL = (
    "Bonjour, je prends connaissance de votre message et je regarde votre situation.",
    "Merci pour ces précisions. Je vérifie ce point dans votre dossier.",
    "C’est noté dans votre dossier. Un gestionnaire complète la demande si besoin et vous recevez le compte rendu par écrit.",
    "Je reste avec vous si vous avez une autre question.",
)
"""What an agent says in a conversation that is not of ours: with somebody real."""


@lru_cache(maxsize=1)
def read_dialogues() -> tuple[Dialogue, ...]:
    return tuple(
        Dialogue(entry["reason"], entry["name"], entry["outcome"], entry["note"], tuple(entry["turns"]))
        for entry in yaml.safe_load(FILE.read_text())
    )


@lru_cache(maxsize=1)
def _read_openings() -> dict[str, Dialogue]:
    return {dialogue.turns[0]: dialogue for dialogue in read_dialogues()}


def find_dialogue(opening: str) -> Dialogue | None:
    """The dialogue that begins so; None for the words of somebody real."""
    return _read_openings().get(opening)
