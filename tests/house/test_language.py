"""Commands speak French, unless the machine or its operator speaks English."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from guichet.wiring import commands
from guichet.wiring.language import CHOOSERS, get_language, gettext
from tests.house.running import GUICHET


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "fr"),
        ({"LANG": "C.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "GUICHET_LANGUAGE": "fr"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "GUICHET_LANGUAGE": "en"}, "en"),
        ({"LANG": "en_US.UTF-8", "GUICHET_LANGUAGE": ""}, "en"),
    ],
)
def test_the_operator_is_asked_before_the_machine(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str) -> None:
    for name in CHOOSERS:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert get_language() == language
    assert gettext("Stopped") == {"fr": "Arrêté", "en": "Stopped"}[language]


def say(language: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in CHOOSERS}
    return subprocess.run(
        [*GUICHET, *arguments],
        env={**environment, "LANG": language, **more},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_and_refusals_are_in_the_language_of_the_command_line() -> None:
    assert "afficher cette aide et quitter" in say("fr_FR.UTF-8", "serve", "--help").stdout
    assert "show this help message and exit" in say("en_US.UTF-8", "serve", "--help").stdout
    refused = say("fr_FR.UTF-8", "serve", GUICHET_PORT="eighty")
    assert refused.stderr.strip() == "guichet: GUICHET_PORT vaut « eighty » : mettez un nombre entier."
    assert "choix impossible" in say("C", "nothing-of-ours").stderr


def test_no_help_of_a_command_is_left_unmarked_for_translation() -> None:
    """Such a text is in no catalogue, so that nothing misses its French: three commands were shipped with English ones."""
    bare = re.compile(r"""(?:HELP = |help=|description=)f?["']""")
    assert [path.name for path in Path(commands.__file__).parent.glob("*.py") if bare.search(path.read_text())] == []
