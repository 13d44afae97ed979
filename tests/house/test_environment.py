"""The readers of the environment."""

from pathlib import Path

import pytest

from guichet.wiring.environment import SettingError, env_bool, env_int, env_list, env_secret


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("True", True), ("on", True), ("0", False), ("no", False), ("", False)])
def test_a_yes_or_no_is_read_in_its_usual_spellings(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("GUICHET_X", value)
    assert env_bool("GUICHET_X") is expected


def test_a_yes_or_no_that_is_neither_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_X", "peut-être")
    with pytest.raises(SettingError, match="GUICHET_X"):
        env_bool("GUICHET_X")


def test_an_absent_or_empty_number_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env_int("GUICHET_X", 7) == 7
    monkeypatch.setenv("GUICHET_X", " ")
    assert env_int("GUICHET_X", 7) == 7


@pytest.mark.parametrize("value", ["eight", "1.5", "-1", "70000"])
def test_a_number_out_of_its_bounds_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GUICHET_PORT", value)
    with pytest.raises(SettingError, match="GUICHET_PORT"):
        env_int("GUICHET_PORT", 8000, at_least=1, at_most=65535)


def test_words_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_X", "a.fr, b.fr,,")
    assert env_list("GUICHET_X") == ["a.fr", "b.fr"]


def test_a_secret_comes_from_its_value_or_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert env_secret("GUICHET_X") is None
    file = tmp_path / "secret"
    file.write_text("from a file\n")
    monkeypatch.setenv("GUICHET_X_FILE", str(file))
    assert env_secret("GUICHET_X") == "from a file"
    monkeypatch.delenv("GUICHET_X_FILE")
    monkeypatch.setenv("GUICHET_X", "from the value")
    assert env_secret("GUICHET_X") == "from the value"


def test_a_secret_given_twice_or_unreadable_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUICHET_X_FILE", "/nowhere/secret")
    with pytest.raises(SettingError, match="GUICHET_X_FILE"):
        env_secret("GUICHET_X")
    monkeypatch.setenv("GUICHET_X", "value")
    with pytest.raises(SettingError, match="both"):
        env_secret("GUICHET_X")
