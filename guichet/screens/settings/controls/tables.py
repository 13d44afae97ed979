"""Controls of several values: ticks, levels, hours, steps, capacities, sites."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from operator import itemgetter
from typing import Any

from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guichet.records.directory.exchange.words import WEEKDAYS
from guichet.screens.settings.controls.simple import UNITS, read_text, say_duration, split_duration
from guichet.screens.settings.controls.words import ABSENT, Room, Said
from guichet.screens.settings.words import CHANNELS, DAY_NAMES, DAYS

SPARE_ROWS = 2
LEAST_SPANS = 2
LOCAL_HOST = re.compile(r"(?:localhost|127\.0\.0\.1)(?::\d+)?", re.ASCII)
"""This machine itself, which is asked without encryption."""


@dataclass(frozen=True, slots=True)
class Ticks:
    """Several of a closed list, or of the entries of a section when `section` is given."""

    label: Said
    hint: Said = ""
    choices: Sequence[tuple[str, Said]] = ()
    section: str = ""
    nothing: Said = ""
    template: str = "settings/controls/ticks.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        held = set() if value is ABSENT else set(value)
        return {"choices": [(key, title, key in held) for key, title in self._list(room)]}

    def read(self, name: str, sent: QueryDict) -> Any:
        return sorted(set(sent.getlist(name)))

    def show(self, value: Any, room: Room) -> str:
        if value is ABSENT or not value:
            return str(self.nothing)
        titles = dict(self._list(room))
        return ", ".join(str(titles.get(key, key)) for key in value)

    def _list(self, room: Room) -> Sequence[tuple[str, Said]]:
        return room.list_choices(self.section) if self.section else self.choices


@dataclass(frozen=True, slots=True)
class Levels:
    """Skills with a level from 1 to 5. `nothing` words that a skill is not asked for, or not held."""

    label: Said
    nothing: Said
    hint: Said = ""
    template: str = "settings/controls/levels.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:
        held = {} if value is ABSENT else {skill: str(level) for skill, level in value.items()}
        skills = [(key, title, held.get(key, "")) for key, title in room.list_choices("skills")]
        return {"skills": skills, "nothing": self.nothing, "levels": [str(level) for level in range(1, 6)], "prefix": f"{name}."}

    def read(self, name: str, sent: QueryDict) -> Any:
        said = {key.removeprefix(f"{name}."): read_text(key, sent) for key in sent if key.startswith(f"{name}.")}
        return {skill: level for skill, level in said.items() if level}

    def show(self, value: Any, room: Room) -> str:
        if value is ABSENT:
            return ""
        return ", ".join(f"{room.name('skills', skill)} {level}" for skill, level in value.items())


@dataclass(frozen=True, slots=True)
class Week:
    """The openings of each weekday, in as many spans as are needed."""

    label: Said
    hint: Said = ""
    template: str = "settings/controls/week.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        held = {} if value is ABSENT else value
        return {
            "days": [{"title": title, "spans": draw_spans(f"{name}.{day}", held.get(day, "closed"))} for day, title in DAYS.items()],
        }

    def read(self, name: str, sent: QueryDict) -> Any:
        week = {day: read_spans(f"{name}.{day}", sent) for day in WEEKDAYS}
        return {day: spans for day, spans in week.items() if spans != "closed"}

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        if value is ABSENT or not value:
            return _("closed")
        days = [(DAY_NAMES[day], value.get(day, "")) for day in WEEKDAYS]
        said = (_say_days([name for name, _spans in same], spans) for spans, same in groupby(days, itemgetter(1)) if spans)
        return str(capfirst(join_parts(said)))


def _say_days(names: list[Said], spans: str) -> str:
    """Days in a row with the same hours: "Monday to Friday 08:30-12:00"."""
    if len(names) < 3:
        return f"{', '.join(str(name) for name in names)} {spans}"
    return _("%(first)s to %(last)s %(hours)s") % {"first": names[0], "last": names[-1], "hours": spans}


def join_parts(parts: Iterable[str]) -> str:
    """Parts of a line that hold commas themselves, with what the language writes between them."""
    semicolon = _(";")
    return f"{semicolon} ".join(parts)


def draw_spans(name: str, written: str) -> list[dict[str, str]]:
    """The inputs of "08:30-12:00, 13:00-17:00", with room for a morning and an afternoon at least."""
    spans = [span.strip().partition("-") for span in written.split(",")] if written and written != "closed" else []
    spans += [("", "", "")] * (LEAST_SPANS - len(spans))
    return [
        {"from": f"{name}.{number}.from", "to": f"{name}.{number}.to", "start": start, "end": "00:00" if end == "24:00" else end}
        for number, (start, _dash, end) in enumerate(spans)
    ]


def read_spans(name: str, sent: QueryDict) -> str:
    """What a day's inputs say, as a file writes it. A clock cannot show 24:00: an opening that ends at 00:00 ends at midnight."""
    spans = []
    for number in count():
        if f"{name}.{number}.from" not in sent:
            break
        start, end = read_text(f"{name}.{number}.from", sent), read_text(f"{name}.{number}.to", sent)
        if start or end:
            spans.append(f"{start}-{'24:00' if end == '00:00' else end}")
    return ", ".join(sorted(spans)) or "closed"


class Rows:
    """What controls of numbered rows have in common: as many rows as there are, and some to add."""

    @staticmethod
    def count(name: str, sent: QueryDict) -> int:
        return next(number for number in count() if f"{name}.{number}.row" not in sent)


@dataclass(frozen=True, slots=True)
class Dates(Rows):
    """Dates on which other hours hold."""

    label: Said
    hint: Said = ""
    template: str = "settings/controls/dates.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        held = [] if value is ABSENT else sorted(value.items())
        rows = [*held, *[("", "closed")] * SPARE_ROWS]
        return {
            "rows": [
                {"name": f"{name}.{number}", "on": on, "spans": draw_spans(f"{name}.{number}", hours)}
                for number, (on, hours) in enumerate(rows)
            ]
        }

    def read(self, name: str, sent: QueryDict) -> Any:
        rows = [f"{name}.{number}" for number in range(self.count(name, sent))]
        return {read_text(f"{row}.on", sent): read_spans(row, sent) for row in rows if read_text(f"{row}.on", sent)}

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        if value is ABSENT:
            return ""
        closed = _("closed")
        return join_parts(f"{on} {closed if hours == 'closed' else hours}" for on, hours in value.items())


@dataclass(frozen=True, slots=True)
class Steps(Rows):
    """What is let go the longer somebody waits."""

    label: Said
    hint: Said = ""
    template: str = "settings/controls/steps.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        held: list[dict[str, Any]] = [] if value is ABSENT else value
        return {
            "units": UNITS,
            "rows": [
                {
                    "name": f"{name}.{number}",
                    "after": split_duration(step.get("after")),
                    "levels_lowered": str(step.get("levels_lowered", 0)),
                    "drops_territory": step.get("drops_territory", False),
                    "drops_skills": step.get("drops_skills", False),
                }
                for number, step in enumerate([*held, *[{}] * SPARE_ROWS])
            ],
        }

    def read(self, name: str, sent: QueryDict) -> Any:
        rows = [f"{name}.{number}" for number in range(self.count(name, sent))]
        return [
            {
                "after": f"{amount} {read_text(f'{row}.unit', sent)}",
                "levels_lowered": read_text(f"{row}.levels_lowered", sent) or "0",
                "drops_territory": f"{row}.drops_territory" in sent,
                "drops_skills": f"{row}.drops_skills" in sent,
            }
            for row in rows
            if (amount := read_text(f"{row}.amount", sent))
        ]

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        return "" if value is ABSENT else join_parts(_say_step(step) for step in value)


def _say_step(step: dict[str, Any]) -> str:
    parts = []
    if int(step.get("levels_lowered", 0)):
        parts.append(_("levels lowered by %(count)s") % {"count": step["levels_lowered"]})
    if step.get("drops_territory"):
        parts.append(_("any territory"))
    if step.get("drops_skills"):
        parts.append(_("any skill"))
    return _("after %(delay)s: %(what)s") % {"delay": say_duration(step["after"]), "what": ", ".join(parts) or "-"}


@dataclass(frozen=True, slots=True)
class Capacities:
    """For each channel how many at once, and what one takes of the whole."""

    label: Said
    hint: Said = ""
    template: str = "settings/controls/capacities.html"
    is_group: bool = True

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        held: dict[str, dict[str, Any]] = {} if value is ABSENT else value
        channels = [(key, title, held.get(key, {})) for key, title in CHANNELS]
        return {
            "channels": [
                {"name": f"{name}.{key}", "title": title, "most": each.get("most", ""), "units": each.get("units", "")}
                for key, title, each in channels
            ]
        }

    def read(self, name: str, sent: QueryDict) -> Any:
        channels = {}
        for key, _title in CHANNELS:
            most, units = read_text(f"{name}.{key}.most", sent), read_text(f"{name}.{key}.units", sent)
            if most or units:
                channels[key] = {"most": most or "1", "units": units or "1"}
        return channels

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        if value is ABSENT:
            return ""
        return ", ".join(f"{dict(CHANNELS)[key]} {each['most']} × {each['units']}" for key, each in value.items())


@dataclass(frozen=True, slots=True)
class Sites:
    """One site on each line, as people write it: "www.example.org", or what the address bar shows on one of its pages."""

    label: Said
    hint: Said = ""
    template: str = "settings/controls/lines.html"
    is_group: bool = False

    def draw(self, name: str, value: Any, room: Room) -> dict[str, Any]:  # noqa: ARG002
        return {"value": "" if value is ABSENT else "\n".join(value)}

    def read(self, name: str, sent: QueryDict) -> Any:
        lines = (make_origin(line.strip().lower()) for line in sent.get(name, "").splitlines())
        return [*dict.fromkeys(line for line in lines if line)]

    def show(self, value: Any, room: Room) -> str:  # noqa: ARG002
        return "" if value is ABSENT else ", ".join(value)


def make_origin(text: str) -> str:
    """The site of an address, without what stands behind it. What is no address at all stays as it is, to be refused in words."""
    scheme, _colon, rest = text.rpartition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if not scheme and LOCAL_HOST.fullmatch(host):
        return f"http://{host}"
    if not host or "@" in host or (not scheme and "." not in host):
        return text
    return f"{scheme or 'https'}://{host}"
