"""The page of listening campaigns: declared with a purpose, listed with who saw it, ended early; closed to whoever does not steer."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from guichet.records.audit.models import AuditEntry
from guichet.records.calls.models import Campaign, Line
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.tests.factories import make_account, make_agent, make_organisation
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation
from guichet.screens.supervision.forms import NamesField

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Paris")


@pytest.fixture
def supervisor() -> Account:
    return make_account(make_organisation(time_zone="Europe/Paris"), Role.SUPERVISOR)


@pytest.fixture
def agent(supervisor: Account) -> Agent:
    return make_agent(supervisor.organisation, name="Awa Diallo")


@pytest.fixture
def page(client: Client, supervisor: Account, agent: Agent) -> Client:
    assert agent.pk
    client.force_login(supervisor)
    return client


def read(response: object) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def declare(page: Client, supervisor: Account, agent: Agent, **more: object) -> HttpResponse:
    begins = (datetime.now(ZONE) + timedelta(hours=3)).replace(minute=0)
    form = {
        "key": str(uuid4()),
        "purpose": "quality",
        "aim": "Deux appels par personne",
        "agents": [agent.pk],
        "listeners": [supervisor.pk],
        "begins_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ends_at": f"{begins + timedelta(days=5):%Y-%m-%dT%H:%M}",
    }
    return page.post("/board/listening", {**form, **more})  # type: ignore[return-value]


def test_a_campaign_is_declared_in_the_time_of_the_organisation_listed_and_ended(page: Client, supervisor: Account, agent: Agent) -> None:
    assert "Aucune\u00a0: personne ne peut écouter" in read(page.get("/board/listening"))
    assert declare(page, supervisor, agent).status_code == 302
    made = Campaign.objects.get()
    begins = (timezone.now().astimezone(ZONE) + timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    assert made.begins_at == begins
    shown = read(page.get("/board/listening?done=declared"))
    for word in ("Qualité des réponses", "Deux appels par personne", "Awa Diallo", "à venir", "0 sur 1", f"{begins:%H:%M}"):
        assert word in shown, word
    assert page.post(f"/board/listening/{made.pk}/end").status_code == 302
    assert "terminée plus tôt" in read(page.get("/board/listening"))
    assert [entry.verb for entry in AuditEntry.objects.order_by("number")] == ["listening-campaign-declared", "listening-campaign-ended"]


def test_what_is_wrong_is_said_beside_what_was_typed(page: Client, supervisor: Account, agent: Agent) -> None:
    stranger = make_agent(make_organisation())
    set_organisation(supervisor.organisation_id)
    soon = f"{datetime.now(ZONE):%Y-%m-%dT%H:%M}"
    for field, value, sentence in (
        ("purpose", "spying", "Choisissez une finalité."),
        ("aim", " ", "Dites en une phrase"),
        ("aim", "a\0", ""),
        ("begins_at", "demain", "Donnez un jour et une heure"),
        ("begins_at", soon, "au plus tôt"),
        ("ends_at", "2100-01-01T10:00", "30 jours au plus"),
        ("ends_at", "2020-01-01T10:00", "La fin vient avant le début"),
        ("agents", [], "ne comprend aucun agent"),
        ("agents", [stranger.pk], ""),
        ("agents", ["x"], ""),
        ("listeners", [], "qui peut écouter"),
        ("key", "x", ""),
    ):
        response = declare(page, supervisor, agent, **{field: value})
        assert (response.status_code, sentence in read(response)) == (422, True), (field, value)
    assert "Deux appels par personne" in read(declare(page, supervisor, agent, ends_at=""))
    assert not Campaign.objects.exists()


def test_a_form_sent_twice_declares_one_campaign(page: Client, supervisor: Account, agent: Agent) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert declare(page, supervisor, agent, key=key).status_code == 302
    assert Campaign.objects.count() == 1


def test_only_whoever_steers_the_organisation_sees_or_ends_it(page: Client, supervisor: Account, agent: Agent) -> None:
    declare(page, supervisor, agent)
    made = Campaign.objects.get()
    plain, other = Client(), Client()
    plain.force_login(make_account(supervisor.organisation, Role.AGENT))
    assert (plain.get("/board/listening").status_code, plain.post(f"/board/listening/{made.pk}/end").status_code) == (403, 403)
    other.force_login(make_account(make_organisation(), Role.SUPERVISOR))
    assert "Deux appels" not in read(other.get("/board/listening"))
    refused = other.post(f"/board/listening/{made.pk}/end")
    assert (refused.status_code, "n’existe pas" in read(refused)) == (404, True)
    assert Client().get("/board/listening").status_code == 302
    set_organisation(supervisor.organisation_id)
    assert Campaign.objects.get().ended_at is None


def test_every_field_of_the_form_has_its_label(page: Client) -> None:
    shown = read(page.get("/board/listening"))
    names = set(re.findall(r'<(?:select|textarea|input)[^>]* id="(id_[^"]+)"', shown)) - {"id_key"}
    assert names
    assert names <= set(re.findall(r'for="([^"]+)"', shown))


@pytest.mark.parametrize(("number", "shown"), [("+33199001234", "01 99 00 12 34"), ("4512", "4512")])
def test_a_line_is_named_with_its_number_as_people_write_it(number: str, shown: str) -> None:
    field = NamesField(label="")
    assert field.label_from_instance(Line(label="Accueil", number=number)) == f"Accueil ({shown})"
