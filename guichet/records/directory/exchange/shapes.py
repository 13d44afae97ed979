"""Codecs made of codecs: lists, mappings, and the entries of a section."""

import dataclasses
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from django.utils.translation import gettext as _

from guichet.records.directory.exchange.codecs import Codec, MisreadError, Plain, Reading
from guichet.records.directory.exchange.nodes import Mapping, Node, Scalar, Sequence, shorten


def _read_children(node: Node, path: str, reading: Reading) -> Mapping:
    if not isinstance(node, Mapping):
        raise reading.fail(node, path, _("A mapping of names to values is expected here."))
    return node


@dataclass(frozen=True, slots=True)
class Many:
    """A list without repetitions, sorted unless its order means something."""

    item: Codec
    is_ordered: bool = False

    def read(self, node: Node, path: str, reading: Reading) -> tuple[Any, ...]:
        if not isinstance(node, Sequence):
            raise reading.fail(node, path, _("A list is expected here."))
        values = [self.item.read(child, path, reading) for child in node.items]
        if len(set(values)) != len(values):
            raise reading.fail(node, path, _("The same value is listed twice."))
        return tuple(values if self.is_ordered else sorted(values))

    def write(self, value: tuple[Any, ...]) -> Plain:
        return [self.item.write(each) for each in value]


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping whose names are read by one codec and whose values by another. Values that are `implied` by being left out are."""

    name: Codec
    value: Codec
    implied: Any = None

    def read(self, node: Node, path: str, reading: Reading) -> dict[Any, Any]:
        mapping = _read_children(node, path, reading)
        values, is_whole = {}, True
        for text, child in mapping.items.items():
            try:
                name = self.name.read(Scalar(mapping.lines[text], text), path, reading)
                value = self.value.read(child, f"{path}.{shorten(text)}", reading)
            except MisreadError:
                is_whole = False
                continue
            if value != self.implied:
                values[name] = value
        if not is_whole:
            raise MisreadError
        return values

    def write(self, value: dict[Any, Any]) -> Plain:
        return {str(self.name.write(name)): self.value.write(each) for name, each in value.items()}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry: how it is read, and the value it has when it is left out (`MISSING`: it may not be)."""

    name: str
    codec: Codec
    default: Any


def list_fields(kind: type[Any]) -> tuple[Field, ...]:
    """The fields of an entry class, from their annotations: `Annotated[type, codec]`, or that or None."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(Field(each.name, _find_codec(hints[each.name]), _find_default(each)) for each in dataclasses.fields(kind))


def _find_codec(hint: Any) -> Codec:
    for candidate in (hint, *get_args(hint)):
        for note in getattr(candidate, "__metadata__", ()):
            return note  # type: ignore[no-any-return]
    raise TypeError(hint)


def _find_default(each: "dataclasses.Field[Any]") -> Any:
    return each.default if each.default_factory is dataclasses.MISSING else each.default_factory()


class Entry:
    """A mapping of the fields of a frozen dataclass to their values."""

    def __init__(self, kind: type[Any]) -> None:
        self.kind = kind
        self.fields = list_fields(kind)

    def read(self, node: Node, path: str, reading: Reading) -> Any:
        mapping = _read_children(node, path, reading)
        known = {each.name: each for each in self.fields}
        is_whole = True
        for name in sorted(mapping.items.keys() - known.keys()):
            line = Scalar(mapping.lines[name], name)
            reading.fail(line, path, _("“%(name)s” is not known here.") % {"name": shorten(name)})
            is_whole = False
        values = {}
        for name, each in known.items():
            if name in mapping.items:
                try:
                    values[name] = each.codec.read(mapping.items[name], f"{path}.{name}", reading)
                except MisreadError:
                    is_whole = False
            elif each.default is dataclasses.MISSING:
                reading.fail(mapping, path, _("“%(name)s” is missing.") % {"name": name})
                is_whole = False
        if not is_whole:
            raise MisreadError
        return self.kind(**values)

    def write(self, value: Any) -> Plain:
        return {
            each.name: each.codec.write(held)
            for each in self.fields
            if (held := getattr(value, each.name)) != each.default or each.default is dataclasses.MISSING
        }
