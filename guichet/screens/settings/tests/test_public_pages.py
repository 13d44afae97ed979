"""An administrator declares pages with help, makes codes for letters and writes the texts of the law; others may not."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.directory.writers import Editing
from guichet.records.pages.actions import save_texts
from guichet.records.pages.models import HelpPage, Letter
from guichet.records.pages.queries import get_texts
from guichet.records.pages.words import TextKind

pytestmark = pytest.mark.django_db
FRENCH = {"accept-language": "fr"}
PLACES = ("/settings/help-pages", "/settings/help-pages/new", "/settings/letters", "/settings/public-texts")


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", widget_origins=["https://demarches.example"])


@pytest.fixture
def admin(organisation: Organisation) -> Client:
    client = Client()
    client.force_login(factories.make_account(organisation, Role.ADMINISTRATOR))
    return client


def post(client: Client, path: str, said: dict[str, Any], status: int = 302) -> str:
    response = client.post(path, said, headers=FRENCH)
    assert response.status_code == status, response.content.decode()[:3_000]
    return str(response.content.decode())


@pytest.mark.parametrize("place", PLACES)
def test_only_administrators_come_in(organisation: Organisation, admin: Client, place: str) -> None:
    assert admin.get(place).status_code == 200
    agent = Client()
    agent.force_login(factories.make_account(organisation, Role.AGENT))
    assert agent.get(place).status_code == 403
    assert Client().get(place).status_code == 302


def test_a_page_is_declared_changed_and_removed(admin: Client) -> None:
    page = {"name": "Logement, étape 2", "origin": "https://demarches.example", "path": "/logement/*"}
    post(admin, "/settings/help-pages/new", page)
    declared = HelpPage.objects.get()
    assert (declared.key, declared.path) == ("logement-etape-2", "/logement/*")
    shown = admin.get("/settings/help-pages", headers=FRENCH).content.decode()
    assert "/help/allocations.js" in shown
    post(admin, f"/settings/help-pages/of/{declared.key}", {**page, "path": "/logement/2"})
    assert HelpPage.objects.get().path == "/logement/2"
    post(admin, f"/settings/help-pages/of/{declared.key}/remove", {})
    assert not HelpPage.objects.get().is_active
    assert admin.get(f"/settings/help-pages/of/{declared.key}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"origin": "https://evil.test"},
        {"path": "logement"},
        {"path": "//evil.test/"},
        {"path": "/a?nir=1"},
        {"path": "/a#b"},
        {"path": "/*a*b*c*d"},
        {"path": "/a\0"},
        {"articles": ["ailleurs"]},
        {"reason_key": "ailleurs"},
    ],
)
def test_what_cannot_be_a_page_is_refused_beside_its_field(admin: Client, wrong: dict[str, Any]) -> None:
    page = {"name": "x", "origin": "https://demarches.example", "path": "/", **wrong}
    assert 'role="alert"' in post(admin, "/settings/help-pages/new", page, 422)
    assert not HelpPage.objects.exists()


def test_a_letter_gets_a_short_address_and_loses_it(organisation: Organisation, admin: Client) -> None:
    reason = factories.make_reason(organisation, factories.make_queue(organisation))
    assert 'role="alert"' in post(admin, "/settings/letters", {"name": "Avis", "kind": "letter"}, 422)
    post(admin, "/settings/letters", {"name": "Avis de trop-perçu", "kind": "letter", "reason_key": reason.key})
    shown = admin.get("/settings/letters", headers=FRENCH).content.decode()
    code = re.search(r"testserver/n/([0-9A-Z]+)", shown)
    assert code is not None
    assert Client().get(f"/n/{code[1]}")["location"].startswith(f"/o/allocations/requests/{reason.pk}")
    post(admin, f"/settings/letters/{code[1].lower()}/remove", {})
    assert not Letter.objects.get().is_active


def test_texts_are_saved_and_of_two_writers_the_second_is_told(organisation: Organisation, admin: Client) -> None:
    post(admin, "/settings/public-texts", {"edition": "0", "legal": "Directrice : Léa", "accessibility": "Titres | conforme"})
    assert get_texts(organisation.pk)[0][TextKind.LEGAL] == "Directrice : Léa"
    page = post(admin, "/settings/public-texts", {"edition": "0", "legal": "Autre"}, 409)
    assert ">\nAutre</textarea>" in page
    edition = re.search(r'name="edition" value="(\d+)"', page)
    assert edition is not None
    post(admin, "/settings/public-texts", {"edition": edition[1], "legal": "Autre"})
    assert get_texts(organisation.pk)[0] == {TextKind.LEGAL: "Autre"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"edition": "x"},
        {"accessibility": "Titres"},
        {"opinion_link": "http://x.fr"},
        {"opinion_link": "javascript:x"},
        {"legal": "a\0"},
    ],
)
def test_texts_that_cannot_be_shown_are_refused(organisation: Organisation, admin: Client, wrong: dict[str, str]) -> None:
    post(admin, "/settings/public-texts", {"edition": "0", **wrong}, 422)
    assert get_texts(organisation.pk)[0] == {}


def test_what_makes_people_come_is_listed_for_who_steers(organisation: Organisation, admin: Client) -> None:
    supervisor = Client()
    supervisor.force_login(factories.make_account(organisation, Role.SUPERVISOR))
    for client in (admin, supervisor):
        assert "Personne n’est encore venu" in client.get("/settings/knowledge/costs", headers=FRENCH).content.decode()
    save_texts(organisation.pk, {}, 0, Editing(None, timezone.now()))
