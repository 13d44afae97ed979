from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.records.directory.writers import Editing
from guichet.records.knowledge.importing.markdown import read_markdown
from guichet.records.knowledge.importing.sheets import DEEPEST, read_sheet
from guichet.records.knowledge.importing.storing import import_files
from guichet.records.knowledge.importing.words import LARGEST, BadFileError
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.words import Medium

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MARKDOWN = """---
title: Je déménage
review_on: 2027-05-01
facts:
  delai: {kind: delay, value: 1 months}
questions:
  - {question: "Quand le dire ?", facts: [delai]}
---
# page
Signalez votre adresse sous {delai}.

# sms
Sous {delai}.
"""
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<Publication xmlns:dc="http://purl.org/dc/elements/1.1/" ID="F1" type="Fiche d'information">
<dc:title>Aide au logement</dc:title><dc:date>modified 2026-04-01</dc:date>
<Introduction><Texte><Paragraphe>Vous louez <MiseEnEvidence>un logement</MiseEnEvidence> ?</Paragraphe></Texte></Introduction>
<Texte><Chapitre><Titre><Paragraphe>Démarche</Paragraphe></Titre><Paragraphe>Faites la demande.</Paragraphe>
<Liste><Item><Paragraphe>le bail</Paragraphe></Item></Liste></Chapitre></Texte>
<Reference URL="https://www.legifrance.gouv.fr/x"><Titre>Code : L. 821-1</Titre></Reference></Publication>
"""


def test_a_markdown_file_brings_its_wordings_facts_and_questions() -> None:
    brought = read_markdown("demenagement", MARKDOWN.encode())
    assert brought.content.wordings == {
        Medium.PAGE: {"fr": "Signalez votre adresse sous {delai}."},
        Medium.SMS: {"fr": "Sous {delai}."},
    }
    assert (brought.review_on, list(brought.content.facts)) == (date(2027, 5, 1), ["delai"])


def test_a_practical_sheet_becomes_the_page() -> None:
    brought = read_sheet("f1", SHEET.encode())
    assert brought.content.title == {"fr": "Aide au logement"}
    said = "Vous louez un logement ?\n\n## Démarche\n\nFaites la demande.\n\n- le bail"
    assert brought.content.wordings[Medium.PAGE]["fr"] == said
    assert (brought.source_changed_on, brought.source_title) == (date(2026, 4, 1), "Code : L. 821-1")


@pytest.mark.parametrize(
    ("source", "why", "line"),
    [
        (b"", "no-front", 1),
        (b"# page\nBonjour", "no-front", 1),
        (b"---\ntitle: a\nfacts: {\n---\nx", "bad-front", 4),
        (b"---\ntitle: [1]\n---\nx", "front-wrong", 2),
        (b"---\ntitle: a\ntitel: b\n---\nx", "front-unknown", 3),
        (b"---\nlanguage: fr\n---\nx", "front-missing", 1),
        (b"---\n- a\n---\nx", "front-missing", 1),
        (b"---\ntitle: a\nfacts:\n  delai: {kind: x, value: y}\n---\nx", "front-wrong", 3),
        (b"---\ntitle: a\n---\n\n# page\n", "empty", 6),
        (b"---\ntitle: a\n---\ncaf\xe9", "no-utf8", 4),
        (b"---\ntitle: a\n---\na\0b", "no-text", 4),
        (b"---\ntitle: !!python/object:os.system a\n---\nx", "bad-front", 2),
        (b"x" * (LARGEST + 1), "too-large", 0),
    ],
)
def test_a_broken_markdown_file_is_refused_with_its_place(source: bytes, why: str, line: int) -> None:
    with pytest.raises(BadFileError) as refused:
        read_markdown("x", source)
    assert (refused.value.why, refused.value.line) == (why, line)


@pytest.mark.parametrize(
    ("source", "why", "line"),
    [
        ("", "bad-xml", 1),
        ("<Publication>\n<a>\n</b></Publication>", "bad-xml", 3),
        ("<html/>", "no-sheet", 0),
        ('<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype", 2),
        ("<a>" * (DEEPEST + 1) + "</a>" * (DEEPEST + 1), "too-deep", 0),
        (SHEET.replace("Paragraphe", "Image").replace("Item", "Image").replace("Titre", "Image"), "empty", 0),
    ],
)
def test_a_broken_sheet_is_refused_with_its_place(source: str, why: str, line: int) -> None:
    with pytest.raises(BadFileError) as refused:
        read_sheet("x", source.encode())
    assert (refused.value.why, refused.value.line) == (why, line)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    for read, good in ((read_markdown, MARKDOWN.encode()), (read_sheet, SHEET.encode())):
        for source in (noise, good[:at] + noise + good[at:], good[:at]):
            with suppress(BadFileError):
                assert read("x", source).content.wordings


@pytest.fixture
def organisation(db: None) -> Organisation:  # noqa: ARG001 - asks for the database
    return make_organisation()


def test_good_files_become_drafts_and_bad_ones_leave_nothing(organisation: Organisation) -> None:
    files = {
        "a/Déménagement.md": MARKDOWN.encode(),
        "b.xml": SHEET.encode(),
        "c.xml": b"<Publication>",
        "d.md": MARKDOWN.replace("review_on", "reasons: [none-such]\nreview_on").encode(),
        "e.pdf": b"%PDF",
    }
    report = import_files(organisation, files, Editing(None, NOW))
    assert [(line.name, bool(line.version), bool(line.refusal)) for line in report] == [
        ("a/Déménagement.md", True, False),
        ("b.xml", True, False),
        ("c.xml", False, True),
        ("d.md", False, True),
        ("e.pdf", False, True),
    ]
    assert sorted(Article.objects.values_list("key", flat=True)) == ["b", "demenagement"]


def test_a_reason_that_is_not_there_is_refused_with_the_line_that_names_it(organisation: Organisation) -> None:
    source = MARKDOWN.replace("review_on", "reasons: [none-such]\nreview_on").encode()
    [line] = import_files(organisation, {"x.md": source}, Editing(None, NOW))
    assert (line.line, "none-such" in line.refusal) == (3, True)


def test_the_same_files_again_change_nothing_and_changed_ones_make_a_draft(organisation: Organisation) -> None:
    for source in (MARKDOWN, MARKDOWN, MARKDOWN.replace("adresse", "nouvelle adresse")):
        import_files(organisation, {"x.md": source.encode()}, Editing(None, NOW))
    assert list(ArticleVersion.objects.order_by("number").values_list("number", "based_on")) == [(1, None), (2, 1)]
