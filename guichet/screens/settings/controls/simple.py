"""Controls of one value: text, number, duration, choice, yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guichet.records.directory.exchange.codecs import DURATION
from guichet.screens.settings.controls.words import ABSENT, Room, Said

UNITS = (("s", gettext_lazy("seconds")), ("min", gettext_lazy("minutes")), ("h", gettext_lazy("hours")), ("d", gettext_lazy("days")))


def read_text(name: str, sent: QueryDict) -> str:
    return sent.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text."""

    label: Said
    hint: Said = ""
    autocomplete: str = "off"
    most: int = 200
    template: str = "settings/controls/words.html"
    is_group: bool = False

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002 - the protocol's
        return {"value": "" if value is ABSENT else value, "autocomplete": self.autocomplete, "most": self.most}

    def read(self, name: str, sent: QueryDict) -> Any:
        return read_text(name, sent) or ABSENT

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        return "" if value is ABSENT else str(value)


@dataclass(frozen=True, slots=True)
class Wordings:
    """The same words in each language of the screens, and in those that are worded already."""

    label: Said
    hint: Said = ""
    template: str = "settings/controls/wordings.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:
        held: dict[str, str] = {} if value is ABSENT else value
        languages = dict.fromkeys([room.language, *(code for code, _name in settings.LANGUAGES), *held])
        wordings = [
            {"name": f"{name}.{code}", "code": code, "value": held.get(code, ""), "is_main": code == room.language} for code in languages
        ]
        return {"wordings": wordings}

    def read(self, name: str, sent: QueryDict) -> Any:
        said = {key.removeprefix(f"{name}."): read_text(key, sent) for key in sent if key.startswith(f"{name}.")}
        return {code: text for code, text in said.items() if text}

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        return "" if value is ABSENT else " / ".join(f"{text} ({code})" for code, text in value.items())


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number; `unit` stands behind it."""

    label: Said
    hint: Said = ""
    unit: Said = ""
    least: int = 0
    most: int = 1_000_000
    usual: int | None = None
    template: str = "settings/controls/number.html"
    is_group: bool = False

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        shown = self.usual if value is ABSENT else value
        return {"value": "" if shown is None else shown, "unit": self.unit, "least": self.least, "most": self.most}

    def read(self, name: str, sent: QueryDict) -> Any:
        return read_text(name, sent) or ABSENT

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        shown = self.usual if value is ABSENT else value
        return "" if shown is None else f"{shown} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Duration:
    """A number and its unit. `usual` is written as in a file: "20 s"."""

    label: Said
    hint: Said = ""
    usual: str | None = None
    template: str = "settings/controls/duration.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        amount, unit = split_duration(self.usual if value is ABSENT else value)
        return {"amount": amount, "unit": unit, "units": UNITS, "names": (f"{name}.amount", f"{name}.unit")}

    def read(self, name: str, sent: QueryDict) -> Any:
        amount = read_text(f"{name}.amount", sent)
        return f"{amount} {read_text(f'{name}.unit', sent)}" if amount else ABSENT

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        return say_duration(self.usual if value is ABSENT else value)


def split_duration(written: object) -> tuple[str, str]:
    """The number and the unit of "20 s"; of something else what can be told."""
    text = "" if written is None else str(written)
    found = DURATION.fullmatch(text)
    amount, _space, unit = text.partition(" ")
    return (found[1], found[2]) if found else (amount, unit if unit in dict(UNITS) else "min")


def say_duration(written: object) -> str:
    amount, unit = split_duration(written)
    if not amount.isdecimal():
        return amount
    count = int(amount)
    words = {
        "s": ngettext("%(count)d second", "%(count)d seconds", count),
        "min": ngettext("%(count)d minute", "%(count)d minutes", count),
        "h": ngettext("%(count)d hour", "%(count)d hours", count),
        "d": ngettext("%(count)d day", "%(count)d days", count),
    }
    return words[unit] % {"count": count}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list. `usual` is chosen when nothing is; a list says nothing of an empty choice that `is_quiet`."""

    label: Said
    choices: Sequence[tuple[str, Said]]
    hint: Said = ""
    usual: str = ""
    is_quiet: bool = False
    template: str = "settings/controls/choice.html"
    is_group: bool = False

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        return {"value": self.usual if value is ABSENT else value, "choices": self.choices}

    def read(self, name: str, sent: QueryDict) -> Any:
        return read_text(name, sent) or ABSENT

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        chosen = self.usual if value is ABSENT else value
        return "" if self.is_quiet and not chosen else str(dict(self.choices).get(chosen, chosen))


@dataclass(frozen=True, slots=True)
class Pointer:
    """An entry of a section. `nothing` words the choice of none; without it one must be chosen.

    `parent`: the field that says from which other entry it comes where there is none.
    """

    label: Said
    section: str
    hint: Said = ""
    nothing: Said = ""
    parent: str = ""
    template: str = "settings/controls/choice.html"
    is_group: bool = False

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:
        own = {room.own_key} if name == "parent" else set()
        choices = [(key, title) for key, title in room.list_choices(self.section) if key not in own]
        return {"value": "" if value is ABSENT else value, "choices": [("", self.nothing or _("Choose…")), *choices]}

    def read(self, name: str, sent: QueryDict) -> Any:
        return read_text(name, sent) or ABSENT

    def show(self, value: Any, room: Room) -> str:
        return str(self.nothing) if value is ABSENT else room.name(self.section, value)


@dataclass(frozen=True, slots=True)
class Tick:
    """Yes or no. `usual` is what it is when the entry does not say; None: it always says."""

    label: Said
    hint: Said = ""
    usual: bool | None = False
    template: str = "settings/controls/tick.html"
    is_group: bool = False

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        return {"is_ticked": bool(self.usual) if value is ABSENT else value}

    def read(self, name: str, sent: QueryDict) -> Any:
        return name in sent

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        return _("yes") if (bool(self.usual) if value is ABSENT else value) else _("no")
