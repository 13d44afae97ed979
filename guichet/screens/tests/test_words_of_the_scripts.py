"""The TypeScript types follow Python's words."""

import importlib.util
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_types", ROOT / "web" / "generate_types.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Colour(StrEnum):
    RED = "red"


class Sent(msgspec.Struct, tag=True, tag_field="type"):
    colour: Colour
    names: tuple[str, ...]
    pair: tuple[int, str]
    until: int | None = None


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    note: str = ""


def test_a_struct_becomes_an_interface_with_its_tag_first(generator: ModuleType) -> None:
    assert generator.write_struct(Sent).splitlines()[1:-1] == [
        '  readonly type: "Sent";',
        "  readonly colour: Colour;",
        "  readonly names: readonly string[];",
        "  readonly pair: readonly [number, string];",
        "  readonly until: number | null;",
    ]


def test_what_may_be_left_out_when_asking_is_optional(generator: ModuleType) -> None:
    assert "readonly note?: string;" in generator.write_struct(Asked)


@pytest.mark.parametrize("name", ["chat", "desk", "kept", "live"])
def test_the_stored_types_are_those_of_today(generator: ModuleType, name: str) -> None:
    assert (ROOT / "web" / "shared" / "words" / f"{name}.ts").read_text() == generator.write_module(generator.SOURCES[name])
