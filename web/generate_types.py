"""Write the TypeScript types of everything that crosses the hot doors, from Python's own words.

Run from the repository: `python web/generate_types.py`; with `--check` it writes nothing and fails when a file is out of date.
"""

import argparse
import enum
import importlib
import inspect
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from msgspec import inspect as words

FOLDER = Path(__file__).parent / "shared" / "words"
SOURCES = {
    "chat": "guichet.channels.chat.words",
    "script": "guichet.channels.chat.script_words",
    "message": "guichet.channels.message.words",
    "desk": "guichet.screens.desk.words",
    "live": "guichet.screens.live.words",
    "calls": "guichet.screens.live.calls.words",
    "board": "guichet.screens.live.board.words",
    "wall": "guichet.screens.live.wall.words",
    "kept": "guichet.screens.live.kept.words",
    "answers": "guichet.screens.live.answers.words",
    "square": "guichet.screens.live.square.words",
    "ways": "guichet.screens.live.ways.words",
}
HEAD = "// Generated from {module} by web/generate_types.py. Do not edit."
PLAIN: dict[type[words.Type], str] = {
    words.BoolType: "boolean",
    words.DateTimeType: "string",
    words.FloatType: "number",
    words.IntType: "number",
    words.NoneType: "null",
    words.StrType: "string",
    words.UUIDType: "string",
}


def write_type(kind: words.Type) -> str:
    """The TypeScript for one Python type.

    :raises TypeError: a type that has no place in a message to a browser.
    """
    match kind:
        case words.StructType(cls=struct):
            return struct.__name__
        case words.EnumType(cls=choice):
            return choice.__name__
        case words.LiteralType(values=values):
            return " | ".join(write_literal(value) for value in values)
        case words.UnionType(types=members):
            return " | ".join(write_type(member) for member in members)
        case words.TupleType(item_types=items):
            return f"readonly [{', '.join(write_type(item) for item in items)}]"
        case words.ListType(item_type=item) | words.VarTupleType(item_type=item) | words.FrozenSetType(item_type=item):
            is_compound = isinstance(item, words.UnionType | words.TupleType)
            return f"readonly ({write_type(item)})[]" if is_compound else f"readonly {write_type(item)}[]"
        case words.DictType(key_type=key, value_type=value):
            return f"Readonly<Record<{write_type(key)}, {write_type(value)}>>"
        case words.Metadata(type=inner):
            return write_type(inner)
    if type(kind) in PLAIN:
        return PLAIN[type(kind)]
    raise TypeError(f"{kind!r} cannot be told to a browser")


def write_literal(value: str | int | None) -> str:
    return f'"{value}"' if isinstance(value, str) else "null" if value is None else str(value)


def write_struct(struct: type[msgspec.Struct]) -> str:
    """An interface: its tag first, then its fields.

    A field with a default is marked with `?` where it may be left out: in what is asked of us, and in what is written without defaults.
    """
    info = typing.cast(words.StructType, words.type_info(struct))
    may_omit = struct.__struct_config__.omit_defaults or struct.__struct_config__.forbid_unknown_fields
    lines = [f"export interface {struct.__name__} {{"]
    if info.tag_field is not None and info.tag is not None:
        lines.append(f"  readonly {info.tag_field}: {write_literal(info.tag)};")
    for field in info.fields:
        absent = "?" if may_omit and not field.required else ""
        lines.append(f"  readonly {field.encode_name}{absent}: {write_type(field.type)};")
    return "\n".join([*lines, "}"])


def write_choice(name: str, choice: type[enum.Enum]) -> str:
    return f"export type {name} = {' | '.join(write_literal(member.value) for member in choice)};"


def find_structs(kind: Any) -> Iterator[type]:
    """The structs and enums that `kind` is made of, itself first."""
    if isinstance(kind, words.StructType):
        yield kind.cls
        return
    if isinstance(kind, words.EnumType):
        yield kind.cls
        return
    for part in ("types", "item_types"):
        for member in getattr(kind, part, ()):
            yield from find_structs(member)
    for part in ("item_type", "key_type", "value_type", "type"):
        if isinstance(member := getattr(kind, part, None), words.Type):
            yield from find_structs(member)


def gather(module: ModuleType) -> dict[str, type]:
    """What a module defines or uses, by name: structs and enums, each after what it needs."""
    found: dict[str, type] = {}

    def visit(each: type) -> None:
        if each.__name__ in found:
            return
        if issubclass(each, msgspec.Struct):
            for field in typing.cast(words.StructType, words.type_info(each)).fields:
                for needed in find_structs(field.type):
                    visit(needed)
        found[each.__name__] = each

    for _, each in inspect.getmembers(module, inspect.isclass):
        if each.__module__ == module.__name__ and issubclass(each, enum.Enum | msgspec.Struct):
            visit(each)
    return found


def write_module(name: str) -> str:
    module = importlib.import_module(name)
    found = gather(module)
    parts = [HEAD.format(module=name)]
    for each in found.values():
        if issubclass(each, enum.Enum):
            parts.append(write_choice(each.__name__, each))
        elif issubclass(each, msgspec.Struct) and is_concrete(each):
            parts.append(write_struct(each))
    for alias, value in sorted(vars(module).items()):
        if isinstance(value, types.UnionType) and not alias.startswith("_"):
            parts.append(f"export type {alias} = {' | '.join(member.__name__ for member in value.__args__)};")
    return "\n\n".join(parts) + "\n"


def is_concrete(struct: type[msgspec.Struct]) -> bool:
    """False for a class that only gives its settings to others, which is never sent itself."""
    return bool(struct.__struct_fields__) or not struct.__subclasses__()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a file is out of date instead of writing it")
    check = parser.parse_args().check
    stale = 0
    sys.path.insert(0, str(Path(__file__).parents[1]))
    FOLDER.mkdir(exist_ok=True)
    for name, module in SOURCES.items():
        path, text = FOLDER / f"{name}.ts", write_module(module)
        if path.exists() and path.read_text() == text:
            continue
        stale += 1
        print(f"{path} {'is out of date' if check else 'written'}")
        if not check:
            path.write_text(text)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
