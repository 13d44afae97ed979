"""The language of what was typed, offered and never imposed."""

import pytest
from django.test import Client

from guichet.language.contracts import Detected
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests.factories import make_organisation
from guichet.screens.public import offering

pytestmark = pytest.mark.django_db
ENGLISH = "How can I change my address, please?"


class Engine:
    """Of a `QuickEngine` as much as the page uses."""

    def __init__(self, found: Detected | None) -> None:
        self.found = found

    def detect(self, _text: str, _among: list[str], _seconds: float) -> Detected | None:
        return self.found


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation()


def search(monkeypatch: pytest.MonkeyPatch, organisation: Organisation, text: str, found: Detected | None, client: Client) -> str:
    class Chosen:
        def get(self) -> Engine:
            return Engine(found)

    monkeypatch.setattr(offering, "get_choice", Chosen)
    answer = client.get(f"/o/{organisation.slug}/search", {"q": text}, headers={"Accept-Language": "fr"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_writes_in_another_language_is_offered_it_and_decides(monkeypatch: pytest.MonkeyPatch, organisation: Organisation) -> None:
    client = Client()
    page = search(monkeypatch, organisation, ENGLISH, Detected("en", 0.97), client)
    assert "Go on in this language" in page
    assert '<html lang="fr"' in page
    assert "guichet_language" not in client.cookies
    client.post("/language", {"language": "en", "next": f"/o/{organisation.slug}/search"})
    page = search(monkeypatch, organisation, ENGLISH, Detected("en", 0.97), client)
    assert '<html lang="en"' in page
    assert "Go on in this language" not in page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ENGLISH, None),
        (ENGLISH, Detected("en", 0.6)),
        (ENGLISH, Detected("de", 0.99)),
        ("Comment changer d’adresse ?", Detected("fr", 0.99)),
        ("RSA 2026", Detected("en", 0.99)),
    ],
)
def test_nothing_is_offered_where_it_is_not_sure(
    monkeypatch: pytest.MonkeyPatch, organisation: Organisation, text: str, found: Detected | None
) -> None:
    assert "Go on in this language" not in search(monkeypatch, organisation, text, found, Client())


def test_a_page_does_without_an_engine(monkeypatch: pytest.MonkeyPatch, organisation: Organisation) -> None:
    class Nobody:
        def get(self) -> None:
            return None

    monkeypatch.setattr(offering, "get_choice", Nobody)
    assert Client().get(f"/o/{organisation.slug}/search", {"q": ENGLISH}).status_code == 200
