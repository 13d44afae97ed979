"""Answers that need nobody, as a browser without scripts sees them."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from guichet.doors.limits import Allowance, Buckets
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions
from guichet.records.knowledge.actions import Details
from guichet.records.knowledge.tests.contents import make_content, reword
from guichet.records.knowledge.words import Audience, Content, Medium
from guichet.screens.public import answers
from guichet.screens.public.markup import write_html

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
FRENCH = {"accept-language": "fr"}
TEXT = "L’aide est de {montant} par enfant.\n\n1. Déclarez vos revenus\n2. Attendez **octobre**\n\n<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _own_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "searches_of_an_address", Buckets(answers.searches_of_an_address.allowance))


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    queue = factories.make_queue(organisation, channels=["chat"])
    return factories.make_reason(organisation, queue, labels={"fr": "La rentrée"})


def publish(organisation: Organisation, key: str, words: Content | None = None, **details: Any) -> None:
    editing = Editing(None, NOW)
    content = reword(words or make_content(title={"fr": "L’aide de rentrée"}), Medium.PAGE, TEXT)
    version = actions.create_article(organisation.pk, key, content, Details(**details), editing)
    actions.publish(actions.approve(actions.submit(version, editing), editing), editing)


def read(client: Client, path: str, status: int = 200) -> str:
    page = client.get(path, headers=FRENCH)
    assert page.status_code == status
    return page.content.decode()


def test_the_page_of_a_subject_gives_its_answer_before_the_ways_on(client: Client, organisation: Organisation, reason: Reason) -> None:
    publish(organisation, "rentree", reasons=(reason.key,))
    page = read(client, f"/o/allocations/requests/{reason.pk}")
    assert "423,48" in page
    assert "Fiche rentree, version 1" in page
    assert "<li>Déclarez vos revenus</li>" in page
    assert page.index("423,48") < page.index("Écrire à un agent maintenant") < page.index('id="write"')


def test_a_subject_without_an_article_still_leads_to_a_person(client: Client, reason: Reason) -> None:
    page = read(client, f"/o/allocations/requests/{reason.pk}")
    assert "Cela ne suffit pas" not in page
    assert "Le mieux maintenant\u00a0: vous êtes la personne suivante" in page


def test_a_form_with_errors_stands_with_their_summary_before_everything_else(
    client: Client, organisation: Organisation, reason: Reason
) -> None:
    publish(organisation, "rentree", reasons=(reason.key,))
    sent = client.post(f"/o/allocations/requests/{reason.pk}", {"key": str(uuid4())}, headers=FRENCH)
    page = sent.content.decode()
    assert sent.status_code == 422
    order = [
        page.index(part) for part in ("<h1>", "summary-of-errors", 'href="#id_text"', 'id="write-title"', "Écrire à un agent maintenant")
    ]
    assert order == sorted(order)
    assert page.count('id="write"') == 1


def test_an_answer_is_searched_read_and_leads_to_whoever_can_be_asked(client: Client, organisation: Organisation, reason: Reason) -> None:
    publish(organisation, "rentree", reasons=(reason.key,))
    found = read(client, "/o/allocations/search?q=rentree")
    assert "1 réponse trouvée" in found
    assert "/o/allocations/answers/rentree" in found
    page = read(client, "/o/allocations/answers/rentree")
    assert f"/o/allocations/requests/{reason.pk}" in page


def test_what_nobody_wrote_about_leads_to_the_subjects(client: Client, reason: Reason) -> None:
    page = read(client, "/o/allocations/search?q=girafe")
    assert "Rien n’a été trouvé pour ces mots." in page
    assert f"/o/allocations/requests/{reason.pk}" in page


@pytest.mark.parametrize("wanted", ["", "%00", "'%22%3Cscript%3E", "%E2%80%AE", "a" * 5_000, "%F0%9F%92%A9", "\\' | & ! :*"])
def test_whatever_is_searched_gets_a_page(client: Client, organisation: Organisation, reason: Reason, wanted: str) -> None:  # noqa: ARG001 - is there
    publish(organisation, "rentree")
    assert "<script>" not in read(client, f"/o/allocations/search?q={wanted}")


def test_html_in_an_article_is_shown_and_never_carried_out(client: Client, organisation: Organisation) -> None:
    publish(organisation, "rentree")
    page = read(client, "/o/allocations/answers/rentree")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


def test_no_line_begins_with_a_mark_of_french_punctuation() -> None:
    assert write_html("Où ? Dans « Mon profil » !") == "<p>Où\u00a0? Dans «\u00a0Mon profil\u00a0»\u00a0!</p>\n"
    assert write_html("`a ? b`") == "<p><code>a ? b</code></p>\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[ici](javascript:alert(1))", "<p>[ici](javascript:alert(1))</p>\n"),
        ("[ici](https://exemple.fr)", '<p><a href="https://exemple.fr" rel="noreferrer">ici</a></p>\n'),
        ("![pixel](https://exemple.fr/p.gif)", '<p>!<a href="https://exemple.fr/p.gif" rel="noreferrer">pixel</a></p>\n'),
        ("# Titre", "<h3>Titre</h3>\n"),
        ("###### Bas", "<h6>Bas</h6>\n"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
    ],
)
def test_markdown_is_written_without_anything_that_runs(text: str, html: str) -> None:
    assert write_html(text) == html


def test_an_article_for_agents_or_of_another_organisation_is_not_there(client: Client, organisation: Organisation) -> None:
    publish(organisation, "interne", audience=Audience.AGENTS)
    other = factories.make_organisation("ailleurs")
    publish(other, "rentree")
    read(client, "/o/allocations/answers/interne", 404)
    read(client, "/o/allocations/answers/rentree", 404)
    assert "interne" not in read(client, "/o/allocations/search?q=rentree")


def test_an_answer_older_than_its_source_says_so(client: Client, organisation: Organisation) -> None:
    publish(organisation, "rentree", source_changed_on=date(2026, 12, 1))
    assert "Les règles ont changé depuis que ceci a été écrit." in read(client, "/o/allocations/answers/rentree")


def test_a_thousand_questions_from_one_address_get_a_sentence(
    client: Client, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "searches_of_an_address", Buckets(Allowance(burst=2, per_second=0.001)))
    path = f"/o/{organisation.slug}/search?q=aide"
    statuses = [client.get(path, headers=FRENCH).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert 'role="alert"' in read(client, path, 429)


def test_the_same_answer_in_easier_words_is_offered_where_it_is_written(client: Client, organisation: Organisation, reason: Reason) -> None:
    publish(organisation, "rentree", reasons=(reason.key,))
    address = "/o/allocations/answers/rentree"
    for page in (address, f"/o/allocations/requests/{reason.pk}"):
        assert f'href="{address}?easy=1"' in read(client, page)
    easy = read(client, f"{address}?easy=1")
    assert "pour chaque enfant" in easy
    assert "423,48" in easy
    assert f'href="{address}"' in easy
    assert "Fiche rentree, version 1" in easy


def test_a_page_without_easier_words_stays_as_it_is_whoever_asks_for_them(client: Client, organisation: Organisation) -> None:
    publish(organisation, "rentree", words=reword(make_content(), Medium.EASY, ""))
    page = read(client, "/o/allocations/answers/rentree?easy=1")
    assert 'href="/o/allocations/answers/rentree?easy=1"' not in page
    assert "423,48" in page
