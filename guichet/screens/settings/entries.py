"""Entries of the directory as people see them: titles, order, search, and where each is used."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.decisions.dialogue.folding import drop_accents
from guichet.records.directory.editing import ORGANISATION, list_uses
from guichet.records.directory.exchange.writing import Content
from guichet.screens.settings.controls.simple import Pointer
from guichet.screens.settings.controls.words import ABSENT, Room
from guichet.screens.settings.sections import SECTIONS, Section

TREES = ("reasons", "territories")
KEPT_ORDER = ("reasons",)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list. `depth` is how far it stands in its tree."""

    key: str
    title: str
    depth: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsedBy:
    """An entry that needs another, and the way to it."""

    kind: str
    title: str
    address: str


def get_title(entry: Any, key: str, language: str) -> str:
    """The name of an entry, or its label in the language, else in French, else in any."""
    if not isinstance(entry, dict):
        return key
    label = entry.get("label")
    if isinstance(label, dict):
        return str(label.get(language) or label.get("fr") or next(iter(label.values()), key))
    return str(entry.get("name", key))


def list_in_order(content: Content, section: str, language: str) -> list[tuple[str, str, int]]:
    """Key, title and depth of every entry: by title, trees branch by branch, reasons in the order they are shown to people."""
    entries: dict[str, Any] = content.get(section, {})
    titles = {key: get_title(entry, key, language) for key, entry in entries.items()}
    keys = list(entries) if section in KEPT_ORDER else sorted(entries, key=lambda key: drop_accents(titles[key]))
    if section not in TREES:
        return [(key, titles[key], 0) for key in keys]
    below: dict[str | None, list[str]] = defaultdict(list)
    for key in keys:
        parent = entries[key].get("parent")
        below[parent if parent in entries else None].append(key)
    ordered: list[tuple[str, str, int]] = []
    pending = [(key, 0) for key in reversed(below[None])]
    while pending:
        key, depth = pending.pop()
        ordered.append((key, titles[key], depth))
        pending += [(child, depth + 1) for child in reversed(below[key])]
    return ordered


def make_room(content: Content, language: str, own_key: str | None = None) -> Room:
    """What the controls of a form may ask of the directory around it."""
    known: dict[str, list[tuple[str, str]]] = {}

    def list_choices(section: str) -> list[tuple[str, str]]:
        if section not in known:
            known[section] = [(key, "\u00a0\u00a0" * depth + title) for key, title, depth in list_in_order(content, section, language)]
        return known[section]

    return Room(language, list_choices, own_key)


def list_rows(content: Content, section: Section, language: str, query: str = "") -> list[Row]:
    """The lines of a list; with a query those that hold all of its words, in any field that is shown."""
    room = make_room(content, language)
    words = drop_accents(query).split()
    rows = []
    for key, title, depth in list_in_order(content, section.name, language):
        entry = content[section.name][key]
        columns = tuple(show_column(section, name, entry, room).strip() for name in section.columns)
        if all(word in drop_accents(" ".join((title, key, *columns))) for word in words):
            rows.append(Row(key, title, 0 if words else depth, columns))
    return rows


def show_column(section: Section, name: str, entry: Any, room: Room) -> str:
    """A field in words. Where it comes from another entry, that one is named: the line above in the list may be any."""
    control = section.controls[name]
    if isinstance(control, Pointer) and control.parent and name not in entry:
        parent = entry.get(control.parent)
        return _("that of “%(title)s”") % {"title": room.name(section.name, parent).strip()} if parent else ""
    return control.show(entry.get(name, ABSENT), room)


def list_users(content: Content, section: str, key: str, language: str) -> list[UsedBy]:
    """Everything that needs this entry, with the way to it."""
    users = [(use, get_title(content[use.section][use.key], use.key, language)) for use in list_uses(content, section, key)]
    return [UsedBy(str(SECTIONS[use.section].one), title, get_address(use.section, use.key)) for use, title in users]


def get_address(section: str, key: str) -> str:
    return reverse("settings-organisation") if section == ORGANISATION else reverse("settings-entry", args=[section, key])
