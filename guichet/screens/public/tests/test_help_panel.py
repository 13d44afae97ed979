"""The help for pages of other sites: let in by name only, small, with answers for the page, and what it tells the agent."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guichet.records.contacts.models import Message
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.pages.actions import HelpDetails, make_letter, save_help_page
from guichet.records.pages.models import Opened, Origin
from guichet.records.pages.words import LetterKind
from guichet.screens.public import answers
from guichet.screens.public.tests.test_answers import publish
from guichet.wiring.settings import STATIC_BUILD

pytestmark = pytest.mark.django_db
SITE = "https://demarches.example"
MOST_BYTES = 4_000
is_built = pytest.mark.skipif(not (STATIC_BUILD / "pieces" / "help.js").exists(), reason="the screens are not built: `make setup`")


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val", widget_origins=[SITE])


@pytest.fixture
def reason(organisation: Organisation) -> Reason:
    queue = factories.make_queue(organisation, channels=["chat", "callback", "message"])
    reason = factories.make_reason(organisation, queue, labels={"fr": "La rentrée"})
    publish(organisation, "rentree", reasons=(reason.key,))
    details = HelpDetails("Rentrée, étape 2", SITE, "/rentree/*", reason.key, ())
    save_help_page(organisation.pk, "rentree-2", details, Editing(None, timezone.now()))
    return reason


def show(client: Client, status: int = 200, **asked: str) -> Any:
    response = client.get("/help/allocations", {"origin": SITE, "language": "fr", **asked})
    assert response.status_code == status
    return response


@is_built
@pytest.mark.usefixtures("reason")
def test_the_tag_weighs_little_and_knows_its_pages(client: Client) -> None:
    script = client.get("/help/allocations.js")
    text = script.content.decode()
    assert len(gzip.compress(script.content, 6)) <= MOST_BYTES
    assert '["rentree-2","https://demarches.example","/rentree/*"]' in text
    assert "GUICHET_" not in text
    assert script["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/help/ailleurs.js").status_code == 404


def test_answers_for_the_page_then_a_person_who_sees_where_one_is(client: Client, reason: Reason) -> None:
    page = show(client, page="rentree-2", step="Vos enfants", field="age").content.decode()
    assert "Rentrée, étape 2" in page
    assert "<details" in page
    assert "page=rentree-2" in page
    assert f"/o/allocations/requests/{reason.pk}/callback?page=rentree-2&amp;step=Vos+enfants&amp;field=age" in page
    assert Opened.objects.get().count == 1
    frame = client.get(
        "/widget/allocations", {"origin": SITE, "language": "fr", "page": "rentree-2", "reason": reason.key}
    ).content.decode()
    assert f'<option value="{reason.pk}" selected>' in frame
    assert '"page": "rentree-2"' in frame
    assert '"came_from"' not in client.get("/widget/allocations", {"origin": SITE}).content.decode()


@pytest.mark.usefixtures("organisation")
def test_it_is_let_into_allowed_sites_only(client: Client) -> None:
    shown = show(client)
    assert "frame-ancestors https://demarches.example" in shown["Content-Security-Policy"]
    assert not shown.cookies
    for origin in ("", "https://evil.test", f"{SITE}.evil.test", "null", "*"):
        assert client.get("/help/allocations", {"origin": origin}).status_code == 403


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize(
    "asked",
    [{"page": "x" * 500}, {"page": "\0"}, {"reason": "\0"}, {"step": "<script>alert(1)</script>"}, {"field": "é" * 300}, {"page": "../.."}],
)
def test_whatever_it_is_asked_it_shows_the_ways_on(client: Client, asked: dict[str, str]) -> None:
    page = client.get("/help/allocations", {"origin": SITE, "language": "fr", **asked}).content.decode()
    assert "<script>alert" not in page
    assert "/widget/allocations?" in page


@pytest.mark.usefixtures("reason")
def test_who_asks_without_end_still_gets_what_is_declared(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from guichet.doors.limits import Allowance, Buckets
    from guichet.screens.public import help_panel

    monkeypatch.setattr(help_panel, "searches_of_an_address", Buckets(Allowance(burst=0, per_second=0.001)))
    assert "<details" in show(client, page="rentree-2").content.decode()
    assert answers.MOST_HITS


def test_a_request_carries_the_page_and_never_a_value(client: Client, reason: Reason) -> None:
    address = f"/o/allocations/requests/{reason.pk}?page=rentree-2&step=Vos+enfants&field=1750699123456"
    key = client.get(address).context["form"]["key"].value()
    assert client.post(address, {"key": str(key), "text": "Bonjour", "name": ""}).status_code == 302
    origin = Origin.objects.get()
    assert (origin.page, origin.step, origin.field, origin.article) == ("rentree-2", "Vos enfants", "", "rentree")
    [note] = Message.objects.filter(kind="note")
    assert "Rentrée, étape 2" in note.text
    assert "Rentrée, étape 2" not in client.get("/conversation").content.decode()


def test_an_answer_read_before_a_request_is_counted(client: Client, reason: Reason) -> None:
    read = client.get("/o/allocations/answers/rentree").content.decode()
    assert f"/o/allocations/requests/{reason.pk}?article=rentree" in read
    ways = client.get(f"/o/allocations/requests/{reason.pk}").content.decode()
    assert "callback?article=rentree" in ways


def test_a_code_leads_to_its_answer_and_is_counted(client: Client, reason: Reason) -> None:
    letter = make_letter(
        reason.organisation_id, "Avis", LetterKind.LETTER, article="rentree", reason_key="", editing=Editing(None, timezone.now())
    )
    for typed in (letter.key, letter.key.upper()):
        assert client.get(f"/n/{typed}")["location"] == f"/o/allocations/answers/rentree?letter={letter.key}"
    client.head(f"/n/{letter.key}")
    assert Opened.objects.get().count == 2
    read = client.get(f"/o/allocations/answers/rentree?letter={letter.key}").content.decode()
    assert f"article=rentree&amp;letter={letter.key}" in read
    for typed in ("zzzz", "é", "%00", "0", "9" * 300):
        assert client.get(f"/n/{typed}").status_code == 302


@is_built
def test_a_hostile_name_stays_data_in_the_script(client: Client, organisation: Organisation) -> None:
    details = HelpDetails("x", SITE, '/"];alert(1)//</script>', "", ())
    save_help_page(organisation.pk, "x", details, Editing(None, timezone.now()))
    text = client.get("/help/allocations.js").content.decode()
    assert json.dumps(details.path).replace("<", "\\u003c") in text
    assert "</script" not in text


def test_a_panel_that_is_opened_by_itself_names_no_site_and_offers_nothing_to_close(client: Client, organisation: Organisation) -> None:
    page = client.get(f"/help/{organisation.slug}").content.decode()
    assert "data-close" not in page
    assert " ? " not in page
    assert "data-close" in client.get(f"/help/{organisation.slug}", {"origin": "https://elsewhere.example"}).content.decode()
