"""The house keeps its own promises: models and migrations agree, settings stay short, the network stays off in tests."""

import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from guichet.wiring.messages import list_hidden, list_loose, list_missing, list_repeating

ROOT = Path(__file__).parents[2]


@pytest.mark.django_db
def test_migrations_say_what_the_models_say(as_owner: Callable[[], AbstractContextManager[None]]) -> None:
    with as_owner():
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_settings_stay_under_400_lines() -> None:
    assert len((ROOT / "guichet" / "wiring" / "settings.py").read_text().splitlines()) < 400


def test_a_test_that_reaches_out_is_stopped_with_the_address_it_wanted() -> None:
    with socket.socket() as outside, pytest.raises(OSError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_a_skip_is_a_failure_where_nothing_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    (tmp_path / "test_planted.py").write_text("import pytest\ndef test_missing() -> None:\n    pytest.skip('no chromium here')\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / "test_planted.py")]
    for no_skip, code in (("0", 0), ("1", 1)):
        done = subprocess.run(
            command, cwd=ROOT, env={**_environment(), "GUICHET_NO_SKIP": no_skip}, capture_output=True, text=True, timeout=90, check=False
        )
        assert done.returncode == code, done.stdout
    assert "no chromium here" in done.stdout


def test_no_file_of_the_project_names_a_registry() -> None:
    """Whoever installs from a mirror of their own must not be sent elsewhere."""
    listed = subprocess.run(
        ["git", "ls-files", "*.txt", "*.json", "*.toml", "*.yaml", "Makefile"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    hosts = ("py" + "pi.org", "pythonhosted", "npm" + "js.org", "np" + "mjs.com")
    named = [file for file in listed.stdout.split() for host in hosts if host in (ROOT / file).read_text(errors="replace")]
    assert named == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/"])
def test_every_page_closes_the_browser_down(client: Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_so_in_the_readers_language(client: Client) -> None:
    english = client.get("/nothing-here", headers={"accept-language": "en"})
    assert english.status_code == 404
    assert "This page does not exist" in english.content.decode()
    assert "This page does not exist" not in client.get("/nothing-here", headers={"accept-language": "fr"}).content.decode()


def test_french_is_the_default_language() -> None:
    assert settings.LANGUAGE_CODE == "fr"


def _environment() -> dict[str, str]:
    import os

    return {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}


@pytest.mark.django_db
def test_an_address_with_a_slash_too_many_leads_to_the_page(client: Client) -> None:
    led = client.get("/settings/reasons/")
    assert (led.status_code, led["Location"]) == (301, "/settings/reasons")
    assert client.get("/%2Felsewhere.example/").status_code == client.get("/no-such-page/").status_code == 404


def test_french_marked_as_unsure_counts_as_missing() -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("open", "ouvert")
    catalogue.add("closed", "fermé", flags=["fuzzy"])
    assert list_missing(catalogue) == ["closed"]


@pytest.mark.parametrize(
    ("french", "is_loose"),
    [
        ("Vraiment ?", True),
        ("Vraiment\u00a0?", True),
        ("Vraiment\u202f?", False),
        ("Oui ; non", True),
        ("Oui\u202f; non", False),
        ("À lire : ceci", True),
        ("À lire\u202f: ceci", True),
        ("À lire\u00a0: ceci", False),
        ("« ceci »", True),
        ("«\u00a0ceci\u00a0»", False),
        ("https://exemple.fr/?a=b;c à 14:30, %(name)s:%(x)d", False),
    ],
)
def test_french_at_whose_marks_a_line_may_end_is_named(french: str, is_loose: bool) -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("alone", french)
    catalogue.add(("one", "many"), ("un", french))
    assert list_loose(catalogue) == ([french, french] if is_loose else [])


@pytest.mark.parametrize(
    ("french", "repeats"),
    [
        ("Vous pouvez recommencer. Vos réponses sont gardées 24 heures.", False),
        ("Vous pouvez recommencer.Vous pouvez recommencer.", True),
        ("Êtes-vous encore là\u202f? Nous attendons. Êtes-vous encore là\u202f?", True),
        ("Oui. Oui. Non.", False),
    ],
)
def test_french_that_says_a_sentence_twice_is_named(french: str, repeats: bool) -> None:
    catalogue = Catalog(locale="fr")
    catalogue.add("alone", french)
    catalogue.add(("one", "many"), ("un", french))
    assert list_repeating(catalogue) == ([french, french] if repeats else [])


@pytest.mark.parametrize(
    "call", ["f\"{_('closed')}\"", "_(f'{day} closed')", "f\"{ngettext('a', 'b', 1)}\"", "f\"{', '.join(translation.gettext('a'))}\""]
)
def test_a_text_where_no_catalogue_can_see_it_is_refused(call: str) -> None:
    assert [line for line, _call in list_hidden(f"day = 1\nshown = {call}\n")] == [2]
    assert list(list_hidden("closed = _('closed')\nshown = f'{closed} {_}'\n")) == []
