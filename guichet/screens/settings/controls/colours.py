"""The control of a colour."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from guichet.records.directory.colours import HOUSE
from guichet.screens.settings.controls.simple import read_text
from guichet.screens.settings.controls.words import ABSENT, Room, Said


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of one look, or the usual one: that of the house, or what follows from the other look."""

    label: Said
    hint: Said
    look: str
    template: str = "settings/controls/colour.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002 - the protocol's
        return {"is_usual": value is ABSENT, "value": HOUSE[self.look] if value is ABSENT else value, "look": self.look}

    def read(self, name: str, sent: QueryDict) -> Any:
        return ABSENT if sent.get(f"{name}.kind") != "own" else read_text(name, sent).lower()

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        return _("the usual one") if value is ABSENT else str(value)
