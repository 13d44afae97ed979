"""What every page shares."""

import json
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from guichet.screens.templatetags.page import find_built, get_texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A build of two entries."""
    entries = {
        "desk/main.ts": {"name": "desk", "file": "assets/desk-1a.js", "isEntry": True},
        "shared/theme/theme.css": {"name": "theme", "file": "assets/theme-2b.css", "isEntry": True},
        "_part.js": {"name": "part", "file": "assets/part-3c.js"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(entries))
    return tmp_path


def render(template: str) -> str:
    request = RequestFactory().get("/")
    request.csp_nonce = "n0nce"  # type: ignore[attr-defined]  # as django-csp does
    return Template("{% load page %}" + template).render(Context({"request": request}))


def test_a_built_script_is_named_by_its_digest_and_carries_the_nonce(build: Path) -> None:
    with override_settings(STATIC_BUILD=build):
        assert render('{% bundle "desk" %}') == '<script type="module" src="/static/assets/desk-1a.js" nonce="n0nce"></script>'
        assert render('{% bundle "theme" %}') == '<link rel="stylesheet" href="/static/assets/theme-2b.css" nonce="n0nce">'


def test_pages_work_without_a_build(tmp_path: Path) -> None:
    with override_settings(STATIC_BUILD=tmp_path):
        assert find_built("desk") is None
        assert render('{% bundle "desk" %}') == ""


def test_a_new_build_is_seen_without_a_restart(build: Path) -> None:
    manifest = build / "manifest.json"
    with override_settings(STATIC_BUILD=build):
        find_built("desk")
        manifest.write_text(manifest.read_text().replace("desk-1a", "desk-9z"))
        assert find_built("desk") == "/static/assets/desk-9z.js"


def test_the_texts_of_the_scripts_are_in_the_language_of_the_reader() -> None:
    with translation.override("fr"):
        assert get_texts()["Answer"] == "Répondre"
        assert get_texts()["{count} new"] == ["{count} nouveau", "{count} nouveaux"]
    with translation.override("en"):
        assert "Answer" not in get_texts()


def test_french_is_spoken_to_whoever_asks_for_nothing_and_english_on_request(client: Client) -> None:
    assert '<html lang="fr">' in client.get("/").content.decode()
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "en"}).content.decode()
    client.post("/language", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "fr"}).content.decode()


@override_settings(DEMONSTRATION=True)
def test_a_demonstration_says_so_on_every_page(client: Client) -> None:
    for address in ("/", "/sign-in", "/nothing-here"):
        assert "Démonstration" in client.get(address).content.decode()
