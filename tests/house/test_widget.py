"""What another site loads stays small, is one file, and speaks the reader's language."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from guichet.records.directory.tests import factories
from guichet.screens.templatetags.page import find_built_file, get_texts_of, list_files
from guichet.wiring.settings import STATIC_BUILD

MOST_BYTES = 30_000
"""Of everything that a first visit loads before somebody can write, compressed."""

pytestmark = [
    pytest.mark.skipif(not (STATIC_BUILD / "manifest.json").exists(), reason="the screens are not built: `make setup`"),
    pytest.mark.django_db,
]


def compress(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def make_page() -> tuple[str, str]:
    """An organisation whose widget stands on a site, and its frame there."""
    organisation = factories.make_organisation(widget_origins=["https://www.ville.example"])
    queue = factories.make_queue(organisation)
    branch = factories.make_reason(organisation, queue, labels={"fr": "Logement"})
    for number in range(30):
        factories.make_reason(organisation, parent=branch, labels={"fr": f"Demander l'aide numéro {number}"})
    page = Client().get(f"/widget/{organisation.slug}", {"origin": "https://www.ville.example", "language": "fr"})
    assert page.status_code == 200
    return organisation.slug, page.content.decode()


def test_the_widget_weighs_less_than_thirty_kilobytes() -> None:
    slug, page = make_page()
    manifest = json.loads((STATIC_BUILD / "manifest.json").read_text())
    files = list_files(manifest, "widget")  # its style stands in the page
    sizes = {file: compress((STATIC_BUILD / file).read_bytes()) for file in files}
    sizes |= {"tag": compress(Client().get(f"/widget/{slug}.js").content), "page": compress(page.encode())}
    print("\n".join(f"{size:6} {name}" for name, size in sorted(sizes.items(), key=lambda pair: -pair[1])), sum(sizes.values()))
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_the_tag_loads_one_file_that_leaves_the_sites_names_alone() -> None:
    organisation = factories.make_organisation()
    script = Client().get(f"/widget/{organisation.slug}.js")
    text = script.content.decode()
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert text.startswith("(()=>{")
    assert not re.search(r"\bimport\b\s*[({\"']", text)
    assert all(words in text for words in ("Nous \\u00e9crire", "Write to us"))
    assert "GUICHET_TEXTS" not in text


def test_the_frame_is_let_into_allowed_sites_only_and_by_name() -> None:
    organisation = factories.make_organisation(widget_origins=["https://www.ville.example"])
    place = f"/widget/{organisation.slug}"
    allowed = Client().get(place, {"origin": "https://www.ville.example"})
    assert "frame-ancestors https://www.ville.example;" in allowed["Content-Security-Policy"] + ";"
    assert "set-cookie" not in {name.lower() for name in allowed.headers}
    for origin in (
        "",
        "https://www.ville.example.evil.test",
        "http://www.ville.example",
        "*",
        "https://a.test; script-src *",
        "javascript:x",
        "null",
    ):
        refused = Client().get(place, {"origin": origin})
        assert refused.status_code == 403, origin
        assert "frame-ancestors *" in refused["Content-Security-Policy"]
        assert b"data-request" not in refused.content
    home = Client().get("/")
    assert "frame-ancestors 'none'" in home["Content-Security-Policy"]


def test_the_frame_carries_the_words_of_its_script_and_no_others() -> None:
    with translation.override("fr"):
        texts = get_texts_of("widget")
    assert texts["Attach a file"] == "Joindre un fichier"
    assert "Reassign" not in texts
    source = find_built_file("widget")
    assert source is not None
    assert len(json.dumps(texts)) < 10_000


def test_a_right_to_left_language_is_announced() -> None:
    organisation = factories.make_organisation(widget_origins=["https://www.ville.example"])
    page = Client().get(f"/widget/{organisation.slug}", {"origin": "https://www.ville.example", "language": "ar"})
    expected = "rtl" if "ar" in dict(settings.LANGUAGES) else "ltr"
    assert f'dir="{expected}"' in page.content.decode()
