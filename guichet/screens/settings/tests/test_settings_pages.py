import io
import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from guichet.decisions.routing.words import ContactState
from guichet.records.contacts.models import Contact
from guichet.records.directory import models
from guichet.records.directory.actions import import_directory
from guichet.records.directory.editing import get_content, get_entry
from guichet.records.directory.tests import factories
from guichet.records.directory.tests.test_reading import SMALL
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation
from guichet.screens.settings.sections import SECTIONS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
HOUSING = {
    "label.fr": "Logement",
    "calendar": "office",
    "channels": ["chat"],
    "commitment": "chat",
    "offer.amount": "45",
    "offer.unit": "s",
    "wrap_up.amount": "2",
    "wrap_up.unit": "min",
    "priority_minutes": "0",
    "relaxation.0.row": "1",
    "relaxation.0.amount": "60",
    "relaxation.0.unit": "s",
    "relaxation.0.levels_lowered": "1",
}


@pytest.fixture
def organisation() -> models.Organisation:
    organisation = factories.make_organisation("deux-rives", name="Deux-Rives")
    import_directory(organisation, SMALL.encode(), NOW)
    organisation.refresh_from_db()
    return organisation


def sign_in(organisation: models.Organisation, *roles: Role, **values: Any) -> Client:
    client = Client()
    client.force_login(factories.make_account(organisation, *roles, **values))
    return client


@pytest.fixture
def administrator(organisation: models.Organisation) -> Client:
    return sign_in(organisation, Role.ADMINISTRATOR, name="Marc Toussaint")


def seen(organisation: models.Organisation, section: str, key: str) -> str:
    return json.dumps(get_entry(get_content(organisation), section, key))


def save(client: Client, organisation: models.Organisation, section: str, key: str, **fields: Any) -> HttpResponse:
    address = reverse("settings-entry", args=[section, key])
    return client.post(address, {"seen": seen(organisation, section, key), **fields})  # type: ignore[return-value]


ADDRESSES = [
    "/settings",
    "/settings/organisation",
    "/settings/widget",
    "/settings/look",
    "/settings/history",
    "/settings/starters",
    "/settings/starters?set=taxes",
    *(f"/settings/{name}" for name in SECTIONS),
    *(f"/settings/{name}/new" for name in SECTIONS),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_there_for_administrators_alone(organisation: models.Organisation, address: str) -> None:
    assert sign_in(organisation, Role.ADMINISTRATOR).get(address).status_code == 200
    assert sign_in(organisation, Role.AGENT, Role.SUPERVISOR, Role.RECEPTIONIST).get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_every_entry_has_a_form_that_saves_what_it_shows(organisation: models.Organisation, administrator: Client) -> None:
    """Whatever a form draws, sent back untouched, changes nothing."""
    from tests.journeys.forms import read_form

    before = get_content(organisation)
    for section in SECTIONS:
        for key in before.get(section, {}):
            address = reverse("settings-entry", args=[section, key])
            answer = administrator.post(address, read_form(administrator.get(address).content.decode()))
            assert answer.status_code == 302, (section, key, answer.content.decode())
            assert answer["Location"].endswith("?saved=0"), (section, key)
    set_organisation(organisation.pk)
    assert get_content(organisation) == before


def test_an_entry_of_another_organisation_is_as_one_that_does_not_exist(organisation: models.Organisation) -> None:
    change = models.DirectoryChange.objects.of(organisation.pk).latest("id")
    stranger = sign_in(factories.make_organisation(), Role.ADMINISTRATOR)
    for address in (
        "/settings/queues/entries/housing",
        "/settings/queues/entries/housing/remove",
        "/settings/nonsense",
        "/settings/history/1",
    ):
        assert stranger.get(address).status_code == 404
    assert stranger.post("/settings/reasons/entries/housing/move", {"direction": "up"}).status_code == 404
    assert stranger.post(f"/settings/history/{change.pk}").status_code == 404


def test_a_queue_is_saved_and_undone(organisation: models.Organisation, administrator: Client) -> None:
    answer = save(administrator, organisation, "queues", "housing", **HOUSING)
    assert answer.status_code == 302
    assert models.Queue.objects.get(key="housing").offer_seconds == 45
    page = administrator.get(answer["Location"]).content.decode()
    assert "Enregistré." in page
    change = models.DirectoryChange.objects.latest("id")
    assert administrator.post(reverse("settings-change", args=[change.pk])).status_code == 302
    assert models.Queue.objects.get(key="housing").offer_seconds == 20


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(organisation: models.Organisation, administrator: Client) -> None:
    answer = save(
        administrator,
        organisation,
        "queues",
        "housing",
        **{**HOUSING, "offer.amount": "-3", "label.fr": "Un nom\u202etordu", "commitment": ""},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "n’est pas une durée" in page
    assert "caractères invisibles" in page
    assert "Ce champ est nécessaire" in page
    assert 'value="Un nom' in page
    assert models.Queue.objects.get(key="housing").offer_seconds == 20


def test_the_second_to_save_sees_both_versions_and_loses_nothing(organisation: models.Organisation, administrator: Client) -> None:
    other = sign_in(organisation, Role.ADMINISTRATOR, name="Anne Royer")
    opened = seen(organisation, "queues", "housing")
    save(administrator, organisation, "queues", "housing", **{**HOUSING, "offer.amount": "50"})
    address = reverse("settings-entry", args=["queues", "housing"])
    answer = other.post(address, {**HOUSING, "offer.amount": "70", "seen": opened})
    page = answer.content.decode()
    assert answer.status_code == 409
    for shown in ("Marc Toussaint", "50 secondes", "70 secondes", 'value="70"'):
        assert shown in page
    assert models.Queue.objects.get(key="housing").offer_seconds == 50
    assert save(other, organisation, "queues", "housing", **{**HOUSING, "offer.amount": "70"}).status_code == 302
    assert models.Queue.objects.get(key="housing").offer_seconds == 70


def test_a_skill_that_is_needed_is_not_removed_and_its_users_are_linked(organisation: models.Organisation, administrator: Client) -> None:
    address = reverse("settings-remove", args=["skills", "housing"])
    page = administrator.get(address).content.decode()
    for user in ("/settings/reasons/entries/housing", "/settings/agents/entries/claire"):
        assert user in page
    administrator.post(address, {"seen": seen(organisation, "skills", "housing")})
    assert models.Skill.objects.get(key="housing").is_active


@pytest.fixture
def waiting(organisation: models.Organisation) -> Contact:
    reason = models.Reason.objects.of(organisation.pk).current().get(key="housing")
    housing = models.Skill.objects.get(key="housing")
    assert reason.queue is not None
    return Contact.objects.create(
        organisation=organisation,
        id=uuid4(),
        key=uuid4(),
        channel="chat",
        queue=reason.queue,
        reason=reason,
        language="fr",
        state=ContactState.WAITING.value,
        arrived_at=NOW,
        rank_at=NOW,
        requirement={"skills": [[housing.pk, 2]]},
    )


def test_a_change_that_orphans_somebody_who_waits_asks_first(
    organisation: models.Organisation, administrator: Client, waiting: Contact
) -> None:
    agent = {"name": "Claire Martin", "capacity": "usual", "site": "bar", "territories": ["meuse"], "skills.french": "5"}
    answer = save(administrator, organisation, "agents", "claire", **agent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 personne qui attend ne pourrait plus" in page
    assert waiting.reason.get_label("fr") in page
    assert models.AgentSkill.objects.filter(agent__key="claire").count() == 2
    assert save(administrator, organisation, "agents", "claire", **agent, agreed="0-0-0").status_code == 409
    assert save(administrator, organisation, "agents", "claire", **agent, agreed="1-0-0").status_code == 302
    assert models.AgentSkill.objects.filter(agent__key="claire").count() == 1


def test_the_effect_is_shown_before_anything_is_saved(organisation: models.Organisation, administrator: Client, waiting: Contact) -> None:
    del waiting
    agent = {"name": "Claire Martin", "capacity": "usual", "preview": "1"}
    answer = save(administrator, organisation, "agents", "claire", **agent)
    assert answer.status_code == 200
    assert "1 personne qui attend ne pourrait plus" in answer.content.decode()
    assert models.AgentSkill.objects.filter(agent__key="claire").count() == 2
    answer = save(administrator, organisation, "queues", "housing", **HOUSING, preview="1")
    assert "1 personne attend maintenant. Cela ne change rien pour elle." in answer.content.decode()


def test_a_new_entry_gets_a_key_of_its_own(organisation: models.Organisation, administrator: Client) -> None:
    for _again in range(2):
        assert administrator.post("/settings/teams/new", {"name": "Équipe nord", "seen": "null"}).status_code == 302
    assert set(models.Team.objects.of(organisation.pk).values_list("key", flat=True)) == {"equipe-nord", "equipe-nord-2"}


def test_a_list_is_searched_without_case_and_accents(organisation: models.Organisation, administrator: Client) -> None:
    del organisation
    page = administrator.get("/settings/reasons", {"q": "DEMENAG"}).content.decode()
    assert "Déménagement" in page
    assert "/settings/reasons/entries/housing" not in page
    assert "Rien ici ne contient ces mots" in administrator.get("/settings/reasons", {"q": "xyz\0<script>"}).content.decode()


def test_a_reason_is_moved_among_its_siblings(organisation: models.Organisation, administrator: Client) -> None:
    administrator.post("/settings/reasons/new", {"label.fr": "Naissance", "parent": "housing", "seen": "null", "settled_at_distance": "1"})
    administrator.post("/settings/reasons/entries/naissance/move", {"direction": "up"})
    set_organisation(organisation.pk)
    assert list(get_content(organisation)["reasons"]) == ["housing", "naissance", "move"]
    administrator.post("/settings/reasons/entries/naissance/move", {"direction": "up"})
    assert list(get_content(organisation)["reasons"]) == ["housing", "naissance", "move"]


def test_a_faint_colour_is_refused_with_its_figure_and_the_nearest_that_can_be_read(
    organisation: models.Organisation, administrator: Client
) -> None:
    colours = {"accent_light.kind": "own", "accent_light": "#ffd700", "accent_dark.kind": "usual"}
    answer = administrator.post("/settings/look", {"seen": seen(organisation, "organisation", "deux-rives"), **colours})
    assert answer.status_code == 422
    assert "1,2 pour 1" in answer.content.decode() or "1,3 pour 1" in answer.content.decode()
    nearest = answer.context["measures"][0]["nearest"]
    sent = {"seen": seen(organisation, "organisation", "deux-rives"), **colours, "nearest.light": nearest}
    assert administrator.post("/settings/look", sent).status_code == 302
    organisation.refresh_from_db()
    assert organisation.accent_light == nearest
    page = administrator.get("/o/deux-rives/").content.decode()
    address = page.split('href="/o/deux-rives/look-')[1].split('"')[0]
    sheet = Client().get(f"/o/deux-rives/look-{address}")
    assert nearest in sheet.content.decode()
    assert sheet["Content-Type"].startswith("text/css")
    assert "immutable" in sheet["Cache-Control"]
    assert Client().get("/o/deux-rives/look-0000.css").status_code == 404


def test_a_logo_is_taken_shown_and_served_as_a_picture_only(organisation: models.Organisation, administrator: Client) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 80), "#8a1538").save(picture, "PNG")
    picture.seek(0)
    picture.name = "logo.png"
    assert administrator.post("/settings/look", {"logo": "set", "picture": picture}).status_code == 302
    set_organisation(organisation.pk)
    address = f"/o/deux-rives/logo-{models.Logo.objects.get().digest}.png"
    assert address in Client().get("/o/deux-rives/").content.decode()
    served = Client().get(address)
    assert (served["Content-Type"], served["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in served["Content-Security-Policy"]
    change = models.DirectoryChange.objects.latest("pk")
    assert "Annuler" in administrator.get(f"/settings/look?saved={change.pk}").content.decode()
    page = administrator.get(f"/settings/history/{change.pk}").content.decode()
    assert "Logo ajouté" in page
    assert address in page
    assert "Logo ajouté" in administrator.get("/settings/history").content.decode()
    assert administrator.post(f"/settings/history/{change.pk}").status_code == 302
    assert address not in Client().get("/o/deux-rives/").content.decode()
    assert administrator.post(f"/settings/history/{change.pk}").status_code == 409
    vector = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    vector.name = "logo.png"
    answer = administrator.post("/settings/look", {"logo": "set", "picture": vector})
    assert answer.status_code == 422
    assert "SVG" in answer.content.decode()


@pytest.mark.parametrize("lines", ["ville", "ftp://ville.example", "*", "https://ville.example\nnull"])
def test_a_site_that_is_none_is_refused(organisation: models.Organisation, administrator: Client, lines: str) -> None:
    sent = {"seen": seen(organisation, "organisation", "deux-rives"), "widget_origins": lines}
    assert administrator.post("/settings/widget", sent).status_code == 422
    organisation.refresh_from_db()
    assert organisation.widget_origins == []


def test_sites_are_cleaned_and_kept_once(organisation: models.Organisation, administrator: Client) -> None:
    lines = "https://Ville.example/\n\nhttps://ville.example\nhttp://localhost:9000\n"
    sent = {"seen": seen(organisation, "organisation", "deux-rives"), "widget_origins": lines}
    assert administrator.post("/settings/widget", sent).status_code == 302
    organisation.refresh_from_db()
    assert organisation.widget_origins == ["http://localhost:9000", "https://ville.example"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "%(count)d %s"])
def test_what_administrators_type_is_shown_as_text(organisation: models.Organisation, administrator: Client, text: str) -> None:
    del organisation
    answer = administrator.post("/settings/teams/new", {"name": text, "seen": "null"}, follow=True)
    pages = [answer.content.decode(), administrator.get("/settings/history").content.decode()]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert models.Team.objects.latest("id").name == text


@pytest.mark.parametrize("sent", ["{", "[]", '"x"', "1", '{"label": 5}', "null", "\0"])
def test_a_form_whose_ground_was_forged_saves_nothing(organisation: models.Organisation, administrator: Client, sent: str) -> None:
    answer = administrator.post(reverse("settings-entry", args=["queues", "housing"]), {**HOUSING, "seen": sent})
    assert answer.status_code == 409
    set_organisation(organisation.pk)
    assert models.Queue.objects.get(key="housing").offer_seconds == 20


@pytest.mark.parametrize(
    "address",
    [
        "/settings/history?section=%00&key=x",
        "/settings/history?section=queues&key=housing&before=" + "9" * 5000,
        "/settings/reasons?from=" + "9" * 5000,
        "/settings/reasons?from=-1&saved=" + "9" * 5000,
        "/settings/history/" + "9" * 30,
        "/settings/starters?set=%00",
    ],
)
def test_an_address_that_nobody_wrote_breaks_nothing(administrator: Client, address: str) -> None:
    assert administrator.get(address).status_code in (200, 404)


def test_a_calendar_with_many_special_days_is_saved_whole(organisation: models.Organisation, administrator: Client) -> None:
    from tests.journeys.forms import read_form

    address = reverse("settings-entry", args=["calendars", "office"])
    sent = read_form(administrator.get(address).content.decode())
    for number in range(2, 302):
        sent |= {f"exceptions.{number}.row": ["1"], f"exceptions.{number}.on": [f"{2030 + number // 28}-02-{number % 28 + 1:02}"]}
    assert administrator.post(address, sent).status_code == 302
    set_organisation(organisation.pk)
    assert len(get_entry(get_content(organisation), "calendars", "office")["exceptions"]) == 302
