"""What another site loads stays small, is one file, and speaks the reader's language."""

import gzip
import json
import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from guichet.records.directory.tests import factories
from guichet.screens.templatetags.page import find_piece, write_texts_of
from guichet.wiring.settings import STATIC_BUILD

MOST_BYTES = 30_000
"""Of everything that a first visit loads until an answer is read, compressed."""
MOST_FOR_SCRIPTS = 3_200
"""Of what it loads besides where a script answers first."""
MOST_BEFORE_WRITING = 18_000
"""Of what it loads until somebody can write."""

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


def test_the_widget_weighs_little() -> None:
    slug, page = make_page()
    conversation = find_piece("conversation")
    assert conversation is not None
    before = {"tag": compress(Client().get(f"/widget/{slug}.js").content), "page": compress(page.encode())}
    after = {"conversation": compress(conversation.read_bytes())}
    print("\n".join(f"{size:6} {name}" for name, size in (before | after).items()), sum((before | after).values()))
    assert sum(before.values()) < MOST_BEFORE_WRITING, before
    assert sum((before | after).values()) < MOST_BYTES, before | after
    script = find_piece("script")
    assert script is not None
    assert compress(script.read_bytes()) + compress(write_texts_of(["script"]).encode()) < MOST_FOR_SCRIPTS


def test_the_frame_waits_for_nothing_else_before_somebody_can_write() -> None:
    _, page = make_page()
    assert not re.search(r"<script[^>]*\ssrc=|<link\b|@import|url\(", page)


def test_the_tag_loads_one_file_that_leaves_the_sites_names_alone() -> None:
    organisation = factories.make_organisation()
    script = Client().get(f"/widget/{organisation.slug}.js")
    text = script.content.decode()
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert text.startswith("(()=>{")
    assert not re.search(r"\bimport\b\s*[({\"']", text)
    assert all(words in text for words in ("Nous \\u00e9crire", "Write to us"))
    assert "GUICHET_TEXTS" not in text


def test_the_button_and_the_frame_wear_the_organisations_colours() -> None:
    organisation = factories.make_organisation(widget_origins=["https://www.ville.example"], accent_light="#8b1a4b")
    script = Client().get(f"/widget/{organisation.slug}.js").content.decode()
    assert '"accent": "#8b1a4b"' in script
    assert "GUICHET_LOOK" not in script
    frame = Client().get(f"/widget/{organisation.slug}", {"origin": "https://www.ville.example"}).content.decode()
    assert "--accent: light-dark(#8b1a4b," in frame
    assert '"accent": "#0d5c63"' in Client().get(f"/widget/{factories.make_organisation().slug}.js").content.decode()


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


def test_the_frame_carries_the_words_of_its_scripts_and_no_others() -> None:
    with translation.override("fr"):
        written = write_texts_of(["widget", "conversation"])
    texts = json.loads(re.sub(r"<[^>]+>", "", written))
    assert texts["Attach a file"] == "Joindre un fichier"
    assert texts["Read my message and the answer"] == "Lire mon message et la réponse"
    assert "Reassign" not in texts
    assert "Transfer" not in texts
    assert len(written) < 7_000


def test_a_right_to_left_language_is_announced() -> None:
    organisation = factories.make_organisation(widget_origins=["https://www.ville.example"])
    page = Client().get(f"/widget/{organisation.slug}", {"origin": "https://www.ville.example", "language": "ar"})
    expected = "rtl" if "ar" in dict(settings.LANGUAGES) else "ltr"
    assert f'dir="{expected}"' in page.content.decode()
