"""From text to a tree of nodes with their lines, for a file that nobody has to trust.

Only what a directory needs of YAML is accepted: mappings, lists and scalars. Anchors, aliases and tags are refused, so is what is too
large or too deep, all while the text is still being read: the time is bounded by the caps, whatever the file holds. Scalars stay text;
what they mean is said by the field they stand in ("no" is never a boolean by surprise).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml
from django.utils.translation import gettext as _

from guichet.records.directory.exchange.problems import Report

MOST_BYTES = 4_000_000
MOST_NODES = 400_000
MOST_DEPTH = 12


@dataclass(slots=True)
class Scalar:
    line: int
    text: str
    is_null: bool = False


@dataclass(slots=True)
class Sequence:
    line: int
    items: "list[Node]" = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    line: int
    items: "dict[str, Node]" = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Sequence | Mapping


def make_node(plain: object, line: int = 0) -> Node:
    """The tree of plain values: what `parse` would make of their text."""
    match plain:
        case dict():
            return Mapping(line, {str(name): make_node(value, line) for name, value in plain.items()}, dict.fromkeys(map(str, plain), line))
        case list() | tuple():
            return Sequence(line, [make_node(value, line) for value in plain])
        case bool():
            return Scalar(line, "true" if plain else "false")
        case None:
            return Scalar(line, "", is_null=True)
        case _:
            return Scalar(line, str(plain))


class _RefusedError(Exception):
    """The file is not looked at any further; the report says why."""


def parse(source: bytes, report: Report) -> Node | None:
    """The tree of the one document of a file; None when it is refused as a whole, with the reason in the report."""
    if len(source) > MOST_BYTES:
        report.add(1, "", _("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1_000_000})
        return None
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        report.add(source.count(b"\n", 0, error.start) + 1, "", _("The file is not text in UTF-8."))
        return None
    try:
        return _Builder(text, report).build()
    except _RefusedError:
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        report.add(line, "", _("This is not YAML: %(problem)s.") % {"problem": error.problem or error.context or "?"})
    except yaml.YAMLError:
        report.add(1, "", _("The file holds characters that YAML does not allow."))
    return None


class _Builder:
    """Reads events one by one and stops at the first cap."""

    def __init__(self, text: str, report: Report) -> None:
        self.report = report
        self.count = 0
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)

    def build(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            match event:
                case yaml.DocumentStartEvent() if root is not None:
                    self.refuse(event, _("The file holds more than one document."))
                case yaml.StreamStartEvent() | yaml.StreamEndEvent() | yaml.DocumentStartEvent() | yaml.DocumentEndEvent():
                    continue
                case _:
                    root = self.read(event, 0)
        if root is None:
            self.report.add(1, "", _("The file is empty."))
        return root

    def refuse(self, event: yaml.Event, message: str) -> NoReturn:
        self.report.add(_get_line(event), "", message)
        raise _RefusedError

    def read(self, event: yaml.Event, depth: int) -> Node:
        self.count += 1
        if self.count > MOST_NODES:
            self.refuse(event, _("The file holds more than %(most)d values.") % {"most": MOST_NODES})
        if depth > MOST_DEPTH:
            self.refuse(event, _("The file is nested more than %(most)d levels deep.") % {"most": MOST_DEPTH})
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.refuse(event, _("Anchors (&) and aliases (*) are not accepted: write the value out."))
        if getattr(event, "tag", None):
            self.refuse(event, _("Tags (!) are not accepted: write the value alone."))
        match event:
            case yaml.MappingStartEvent():
                return self.read_mapping(event, depth)
            case yaml.SequenceStartEvent():
                return self.read_sequence(event, depth)
            case yaml.ScalarEvent():
                is_plain_null = event.style is None and event.value in ("", "~", "null")
                return Scalar(_get_line(event), event.value, is_plain_null)
            case _:
                raise AssertionError(event)

    def read_sequence(self, start: yaml.Event, depth: int) -> Sequence:
        sequence = Sequence(_get_line(start))
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            sequence.items.append(self.read(event, depth + 1))
        return sequence

    def read_mapping(self, start: yaml.Event, depth: int) -> Mapping:
        mapping = Mapping(_get_line(start))
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.read(event, depth + 1)
            value = self.read(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.report.add(key.line, "", _("A name is expected before the colon, not a list or a mapping."))
            elif key.text in mapping.items:
                first = mapping.lines[key.text]
                self.report.add(
                    key.line,
                    key.text,
                    _("“%(name)s” is here twice; it stood on line %(line)d already.") % {"name": shorten(key.text), "line": first},
                )
            else:
                mapping.items[key.text] = value
                mapping.lines[key.text] = key.line
        return mapping


def _get_line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def shorten(text: str, most: int = 60) -> str:
    """Text of a file as it may stand in a sentence: printable, and not longer than the sentence."""
    printable = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[: most + 1])
    return printable if len(printable) <= most else printable[: most - 1] + "…"
