"""Starter sets: what a kind of administration is usually asked, with queues, skills, commitments, pauses and outcomes, ready to be kept.

Each is a YAML file here, written like a directory file without its organisation, its places and its people. What a directory holds
already under the same key stays as it is.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from guichet.records.directory.editing import Edit
from guichet.records.directory.exchange.writing import Content

FOLDER = Path(__file__).parent
NAMES = ("town-hall", "family-benefits", "employment", "taxes")
ALWAYS = ("capacities", "pauses", "askings", "outcomes")
"""Sections that come whole with whatever is chosen."""
LANGUAGE_OF_ALL = "french"


@dataclass(frozen=True, slots=True)
class Starter:
    """`content` holds plain entries by section."""

    name: str
    title: dict[str, str]
    summary: dict[str, str]
    content: Content


@lru_cache
def get_starter(name: str) -> Starter:
    """:raises KeyError: there is none of this name."""
    if name not in NAMES:
        raise KeyError(name)
    content: dict[str, Any] = yaml.load((FOLDER / f"{name}.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return Starter(name, content.pop("title"), content.pop("summary"), content)


def list_starters() -> list[Starter]:
    return [get_starter(name) for name in NAMES]


def choose(starter: Starter, reasons: Collection[str], calendar: str, current: Content) -> list[Edit]:
    """What adds these reasons of a starter set to a directory, with everything they need. Its queues open as `calendar` says."""
    wanted = _pick(starter.content, reasons)
    return [
        Edit(section, key, None, {**entry, "calendar": calendar} if section == "queues" else entry)
        for section, entries in wanted.items()
        for key, entry in entries.items()
        if key not in current.get(section, {})
    ]


def _pick(content: Content, reasons: Collection[str]) -> dict[str, dict[str, Any]]:
    """The chosen reasons with those above them, and of the rest what they need."""
    known = content["reasons"]
    kept = {key for reason in reasons if reason in known for key in _walk_up(known, reason)}
    chosen = {key: entry for key, entry in known.items() if key in kept}
    queues = {entry["queue"] for entry in chosen.values() if "queue" in entry}
    skills = {skill for entry in chosen.values() for skill in entry.get("skills", {})} | {LANGUAGE_OF_ALL}
    commitments = {content["queues"][queue]["commitment"] for queue in queues}
    needed = {"skills": skills, "commitments": commitments, "queues": queues}
    picked = {section: {key: entry for key, entry in content[section].items() if key in keys} for section, keys in needed.items()}
    return {**picked, "reasons": chosen, **{section: content[section] for section in ALWAYS}}


def _walk_up(known: dict[str, Any], key: str) -> Iterator[str]:
    while key:
        yield key
        key = known[key].get("parent", "")
