"""What a control is, and what it may ask of the page around it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import QueryDict
from django.utils.functional import Promise

Said = str | Promise


class Absent:
    """No value: the field is left out of the entry, which then has its usual value."""


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Room:
    """The directory around a form. `list_choices(section)` are pairs of key and title, in the order of reading."""

    language: str
    list_choices: Callable[[str], list[tuple[str, str]]]
    own_key: str | None = None

    def name(self, section: str, key: str) -> str:
        return dict(self.list_choices(section)).get(key, key)


class Control(Protocol):
    @property
    def label(self) -> Said: ...
    @property
    def hint(self) -> Said: ...
    @property
    def template(self) -> str: ...
    @property
    def is_group(self) -> bool: ...

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:
        """What the template needs beside label and hint. `value` may be ABSENT, or what `read` once returned."""
        ...

    def read(self, name: str, sent: QueryDict) -> Any: ...

    def show(self, value: Any, room: Room) -> str:
        """The value in words, for lists and the history."""
        ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field as the template sees it."""

    name: str
    control: Control
    cells: dict[str, Any]
    errors: list[str] = field(default_factory=list)

    @property
    def described_by(self) -> str:
        parts = [f"{self.name}-hint"] * bool(self.control.hint) + [f"{self.name}-error"] * bool(self.errors)
        return " ".join(parts)
