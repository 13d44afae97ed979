"""What the law asks for, places, commitments and results: without scripts, said from what is known, and honest where nothing is."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from guichet.records.directory.models import OpeningException, Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.writers import Editing
from guichet.records.figures.models import QuarterCount
from guichet.records.figures.words import QUARTER_MS
from guichet.records.pages.actions import save_texts
from guichet.records.pages.words import TextKind
from guichet.records.privacy import list_holdings
from guichet.screens.public.statements import CLASSES, CONTENTS, ROOMS, list_held, read_points, write_length

pytestmark = pytest.mark.django_db
MOST_BYTES = 100_000
PAGES = ("places", "results", "legal", "data", "accessibility")


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation("allocations", name="Allocations du Val")


def read(client: Client, page: str) -> str:
    response = client.get(f"/o/allocations/{page}", headers={"accept-language": "fr"})
    assert response.status_code == 200
    assert len(response.content) < MOST_BYTES
    return str(response.content.decode())


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("page", PAGES)
def test_every_public_page_leads_to_it_and_it_says_what_is_missing(client: Client, page: str) -> None:
    home = client.get("/o/allocations/").content.decode()
    assert f'href="/o/allocations/{page}"' in home
    assert "<h1>" in read(client, page)
    assert client.get(f"/o/ailleurs/{page}").status_code == 404


@pytest.mark.usefixtures("organisation")
def test_what_is_declared_of_citizens_is_said_with_its_length(client: Client) -> None:
    page = read(client, "data")
    for name in ("Vos demandes, conversations et fichiers", "Vos commentaires sur le service", "2 ans", "3 ans"):
        assert name in page
    told_of = {
        holding.model._meta.app_label
        for holding in list_holdings()
        if holding.about is not None and any(personal.kind in CLASSES for personal in holding.personal.values())
    }
    assert told_of <= ROOMS.keys(), "a room holds something of citizens that the page does not name"


def test_what_a_room_holds_is_said_as_it_is() -> None:
    """Rooms without words that were said to anybody do not claim them."""
    with translation.override("en"):
        kinds = {each.what: each.kinds for each in list_held()}
        said = {room: kinds[str(ROOMS[room])] for room in ("contacts", *CONTENTS)}
    assert "what was said, written or sent" in said.pop("contacts")
    assert not any("was said" in each for each in said.values())


def test_lengths_are_said_as_people_count() -> None:
    said = [write_length(timedelta(days=days)) for days in (0, 1, 30, 90, 365, 730)]
    assert said == ["le temps nécessaire", "1 jour", "30 jours", "3 mois", "1 an", "2 ans"]


def test_an_administrators_own_words_are_shown_and_never_carried_out(client: Client, organisation: Organisation) -> None:
    texts = {kind: f"## Titre {kind.value}\n\n<script>alert(1)</script> [x](javascript:alert(1))" for kind in TextKind}
    save_texts(organisation.pk, texts, 0, Editing(None, timezone.now()))
    for page, kind in (("legal", TextKind.LEGAL), ("data", TextKind.DATA), ("accessibility", TextKind.ACCESSIBILITY_CONTACT)):
        shown = read(client, page)
        assert f"<h3>Titre {kind.value}" in shown
        assert "<script>alert" not in shown
        assert 'href="javascript' not in shown


def test_the_state_of_compliance_follows_the_points_and_is_never_better_than_them(client: Client, organisation: Organisation) -> None:
    assert "<strong>non conforme</strong>" in read(client, "accessibility")
    assert "les points vérifiés à la main figurent plus haut" not in read(client, "accessibility")
    cases = (
        ("Titres | conforme", "totalement conforme"),
        ("Titres | conforme\nVidéos | non conforme | sans sous-titres", "partiellement conforme"),
        ("Titres | non conforme\nVidéos | dérogation", "non conforme"),
    )
    for edition, (lines, said) in enumerate(cases):
        save_texts(organisation.pk, {TextKind.ACCESSIBILITY: lines}, edition, Editing(None, timezone.now()))
        assert f"<strong>{said}</strong>" in read(client, "accessibility")
    assert [point.state for point in read_points("a | CONFORME\n\nb | ?\nc")] == ["met", "", ""]


def test_places_with_hours_closures_and_what_is_not_known(client: Client, organisation: Organisation) -> None:
    assert "Aucun lieu n’est indiqué" in read(client, "places")
    calendar = factories.make_calendar(organisation)
    for ahead in range(3, 10):
        on = timezone.now().date() + timedelta(days=ahead)
        OpeningException.objects.create(organisation=organisation, calendar=calendar, on_date=on)
    factories.make_site(organisation, name="Mairie", address="1 place du Marché", postal_code="01000", city="Valmont", calendar=calendar)
    factories.make_site(organisation, name="Annexe")
    page = read(client, "places")
    for said in ("1 place du Marché", "01000 Valmont", "Fermé le\u00a0:", "Les horaires ne sont pas encore indiqués"):
        assert said in page


def count(organisation: Organisation, channel: str, **counts: int) -> None:
    quarter = int(timezone.now().timestamp() * 1000) // QUARTER_MS
    fields = [field.name for field in QuarterCount._meta.concrete_fields if field.name not in {"pk", "organisation", "channel"}]
    values: dict[str, Any] = {**dict.fromkeys(fields, 0), "quarter": quarter, **counts}
    QuarterCount.objects.create(organisation=organisation, channel=channel, **values)


def test_results_are_what_was_counted_and_few_say_nothing(client: Client, organisation: Organisation) -> None:
    assert "Rien à montrer" in read(client, "results")
    factories.make_queue(organisation)
    count(organisation, "chat", arrived=5, answered=5, in_time=5)
    few = read(client, "results")
    assert "trop peu pour le dire" in few
    count(organisation, "voice", arrived=45, answered=40, in_time=35, abandoned=5, wait_ms=40 * 120_000)
    page = read(client, "results")
    assert ">80 %<" in page.replace("\u202f", " ")
    assert "2 minutes" in page
    assert "une première réponse sous" in page
