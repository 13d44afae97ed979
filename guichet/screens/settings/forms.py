"""The form of one entry: drawn, read, checked by the directory, and compared with what somebody else may have saved."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guichet.records.directory.editing import Edit
from guichet.records.directory.exchange.codecs import MisreadError, Reading
from guichet.records.directory.exchange.nodes import make_node
from guichet.records.directory.exchange.problems import Problem, Report
from guichet.records.directory.exchange.shapes import Field, list_fields
from guichet.records.directory.exchange.words import SECTIONS as ENTRIES
from guichet.records.directory.exchange.words import OrganisationEntry
from guichet.records.directory.models.organisations import KEY_LENGTH
from guichet.screens.settings.controls.words import ABSENT, Drawn, Room
from guichet.screens.settings.sections import Section

SEEN = "seen"
"""The hidden field that holds the entry as it was when the form was drawn."""
DEFAULT_KEY = "entry"


@dataclass(slots=True)
class EntryForm:
    """`seen` is the entry on which the form stands (None: a new one), `values` what its fields hold now."""

    section: Section
    key: str
    room: Room
    seen: Any
    values: dict[str, Any]
    is_new: bool = False
    errors: dict[str, list[str]] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        return bool(self.errors or self.general)

    @property
    def seen_text(self) -> str:
        return json.dumps(self.seen, ensure_ascii=False)

    @property
    def fields(self) -> list[Drawn]:
        return [
            Drawn(name, control, control.draw(name, self.values.get(name, ABSENT), self.room), self.errors.get(name, []))
            for name, control in self.section.controls.items()
        ]

    def make_edit(self) -> Edit:
        """What the form asks for: its fields over the rest of the entry."""
        kept = {name: value for name, value in (self.seen or {}).items() if name not in self.section.controls}
        said = {name: value for name, value in self.values.items() if value is not ABSENT}
        return Edit(self.section.name, self.key, self.seen, {**kept, **said})

    def note(self, problems: Iterable[Problem]) -> None:
        """Put each problem where it belongs: at its field, or above the form."""
        for problem in problems:
            parts = problem.path.split(".")
            own = parts[1:2] if self.section.name == "organisation" else parts[2:3] if parts[1:2] == [self.key] else []
            if parts[0] == self.section.name and own and own[0] in self.section.controls:
                self.errors.setdefault(own[0], []).append(problem.message)
            else:
                self.general.append(problem.message)


def draw_form(section: Section, key: str, entry: Any, room: Room, offered: Mapping[str, Any] | None = None) -> EntryForm:
    """The form of an entry as it is now; `offered` are values of a new one."""
    return EntryForm(section, key, room, entry, {**(offered or {}), **(entry or {})}, is_new=entry is None)


def read_form(section: Section, key: str, sent: QueryDict, room: Room) -> EntryForm:
    """What was sent, with what is plainly missing noted."""
    form = EntryForm(section, key, room, read_seen(sent), {name: control.read(name, sent) for name, control in section.controls.items()})
    known = {each.name: each for each in list_fields(ENTRIES.get(section.name, OrganisationEntry))}
    for name in section.controls:
        value = form.values[name]
        if is_required(known[name]) and (value is ABSENT or value == {} or value == []):
            form.errors[name] = [_("This is needed: fill it in.")]
        elif value in ({}, []) or value == known[name].default:
            form.values[name] = ABSENT
        elif value is not ABSENT and (problems := find_problems(known[name], value)):
            form.errors[name] = problems
    label = form.values.get("label")
    if isinstance(label, dict) and label and room.language not in label:
        form.errors["label"] = [_("Write it in the main language of your organisation too.")]
    return form


def find_problems(known: Field, value: Any) -> list[str]:
    """What is wrong with the value of one field, whatever the others say."""
    reading = Reading(Report())
    with suppress(MisreadError):
        known.codec.read(make_node(value), known.name, reading)
    return [problem.message for problem in reading.report.problems]


def is_required(known: Field) -> bool:
    """Whether an entry cannot do without it."""
    return known.default is MISSING


def read_seen(sent: QueryDict) -> Any:
    """The entry on which a form stood; what cannot be read stands on nothing, and is then compared with what there is."""
    try:
        seen = json.loads(sent.get(SEEN, "null"))
    except (ValueError, RecursionError):
        return None
    return seen if isinstance(seen, dict) else None


def make_key(title: str, taken: Iterable[str]) -> str:
    """A short, stable name made of a title, that no other entry has."""
    stem = slugify(title).replace("_", "-").strip("-")[: KEY_LENGTH - 4].strip("-") or DEFAULT_KEY
    known = set(taken)
    number, key = 1, stem
    while key in known:
        number += 1
        key = f"{stem}-{number}"
    return key
