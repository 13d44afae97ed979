from typing import Any

import pytest
from django.core import signing
from django.test import Client

from guichet.records.directory import models
from guichet.records.directory.editing import get_content
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation
from guichet.screens.settings.set_up import passes
from guichet.screens.settings.set_up.passes import SALT, make_token

pytestmark = pytest.mark.django_db
PASSWORD = "une phrase bien longue 7"
ORGANISATION = {"name": "Mairie de Bar-le-Duc", "place": "guadeloupe", "city": "Bar-le-Duc"}
ADMINISTRATOR = {"name": "Camille", "email": "camille@bar.example", "password": PASSWORD, "again": PASSWORD}
STEPS = ("organisation", "administrator", "hours", "reasons", "agents", "widget", "test")


@pytest.fixture
def founder() -> Client:
    """Somebody who followed the printed link."""
    client = Client()
    assert client.get(f"/set-up/begin/{make_token()}").status_code == 302
    return client


def send(client: Client, step: str, **fields: Any) -> str:
    """Send a step and return where it leads."""
    answer = client.post(f"/set-up/{step}", fields)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


@pytest.mark.parametrize("step", STEPS[:2])
def test_nobody_begins_without_the_link(step: str) -> None:
    fields = ORGANISATION if step == "organisation" else ADMINISTRATOR
    for answer in (Client().get(f"/set-up/{step}"), Client().post(f"/set-up/{step}", fields), Client().get("/set-up")):
        assert answer.status_code == 403
    assert not models.Organisation.objects.exists()


FORGED = ["x", "a:b:c", signing.dumps("begin", salt=SALT), signing.dumps(["", ""], salt="another"), make_token()[:-1] + "_", "%00"]


@pytest.mark.parametrize("token", FORGED, ids=["letter", "parts", "another word", "another salt", "another signature", "nul"])
def test_a_forged_link_opens_nothing(token: str) -> None:
    client = Client()
    assert client.get(f"/set-up/begin/{token}").status_code == 403
    assert client.get("/set-up/organisation").status_code == 403


def test_a_link_that_is_too_old_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passes, "LIFE_SECONDS", -1)
    assert Client().get(f"/set-up/begin/{make_token()}").status_code == 403


def test_two_steps_make_an_organisation_and_its_administrator_and_close_the_door(founder: Client) -> None:
    assert send(founder, "organisation", **ORGANISATION) == "/set-up"
    assert founder.get("/set-up")["Location"] == "/set-up/administrator"
    organisation = models.Organisation.objects.get()
    assert (organisation.slug, organisation.time_zone, organisation.set_up_step) == ("mairie-de-bar-le-duc", "America/Guadeloupe", 2)
    late = Client()
    assert late.get(f"/set-up/begin/{make_token()}").status_code == 302
    assert send(founder, "administrator", **ADMINISTRATOR) == "/set-up/hours"
    assert founder.get("/set-up/hours").status_code == 200
    assert late.post("/set-up/administrator", {**ADMINISTRATOR, "email": "other@bar.example"}).status_code == 302
    assert Client().get(f"/set-up/begin/{make_token()}").status_code == 403
    set_organisation(organisation.pk)
    assert [account.email for account in models.Account.objects.all()] == ["camille@bar.example"]


def test_sending_a_step_twice_does_it_once(founder: Client) -> None:
    send(founder, "organisation", **ORGANISATION)
    assert send(founder, "organisation", **{**ORGANISATION, "name": "Another"}) == "/set-up"
    assert models.Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "日本"},
        {"slug": "Bar le Duc"},
        {"place": "atlantis"},
        {"name": "x\u202ey"},
        {"name": "x" * 300},
        {"name": "a\0b"},
    ],
)
def test_a_step_that_is_wrong_founds_nothing(founder: Client, fields: dict[str, str]) -> None:
    answer = founder.post("/set-up/organisation", {**ORGANISATION, **fields})
    assert answer.status_code == 422
    assert "Pas encore enregistré" in answer.content.decode()


@pytest.mark.parametrize("fields", [{"again": "autre chose encore"}, {"password": "court", "again": "court"}, {"email": "x"}, {"name": ""}])
def test_a_first_account_that_is_wrong_is_not_opened(founder: Client, fields: dict[str, str]) -> None:
    send(founder, "organisation", **ORGANISATION)
    assert founder.post("/set-up/administrator", {**ADMINISTRATOR, **fields}).status_code == 422
    assert models.Organisation.objects.get().set_up_step == 2


@pytest.fixture
def administrator() -> Client:
    organisation = factories.make_organisation("bar", name="Bar", set_up_step=3)
    client = Client()
    client.force_login(factories.make_account(organisation, Role.ADMINISTRATOR, name="Camille"))
    return client


@pytest.mark.parametrize("step", STEPS[2:])
def test_the_other_steps_are_for_administrators(administrator: Client, step: str) -> None:
    assert administrator.get(f"/set-up/{step}").status_code == 200
    assert Client().get(f"/set-up/{step}").status_code == 302
    agent = Client()
    agent.force_login(factories.make_account(models.Organisation.objects.get(), Role.AGENT))
    assert agent.get(f"/set-up/{step}").status_code == 403


def test_a_set_that_is_chosen_brings_its_reasons_and_opens_by_the_usual_hours(administrator: Client) -> None:
    assert send(administrator, "reasons", set="town-hall", reasons=["birth", "works"]) == "/set-up/agents"
    content = get_content(models.Organisation.objects.get())
    assert list(content["reasons"]) == ["civil-status", "birth", "planning", "works"]
    assert {entry["calendar"] for entry in content["queues"].values()} == {"opening-hours"}
    assert administrator.post("/set-up/reasons", {"set": "nonsense", "reasons": ["x"]}).status_code == 404
    assert administrator.post("/set-up/reasons", {"set": "town-hall"}).status_code == 200


def test_an_agent_is_added_with_a_link_and_a_second_one_with_the_same_address_is_not(administrator: Client) -> None:
    send(administrator, "reasons", set="town-hall", reasons=["birth"])
    agent = {"add": "agent", "name": "Awa Diallo", "email": "awa@bar.example", "skills": ["french", "civil-status"]}
    assert "/invitation/" in administrator.post("/set-up/agents", agent).content.decode()
    row = models.Agent.objects.get(key="awa-diallo")
    assert row.account is not None
    assert row.skills.count() == 2
    row.account.set_password(PASSWORD)
    row.account.save()
    answer = administrator.post("/set-up/agents", {**agent, "name": "Awa Again"})
    assert answer.status_code == 422
    assert not models.Agent.objects.filter(name="Awa Again").exists(), "the agent is not kept without the account"


def test_the_administrator_answers_too_and_the_guide_ends(administrator: Client) -> None:
    send(administrator, "reasons", set="town-hall", reasons=["birth"])
    assert administrator.post("/set-up/agents", {"add": "me", "skills": ["french"]}).status_code == 200
    agent = models.Agent.objects.get()
    assert agent.account is not None
    assert set(agent.account.roles) == {"administrator", "agent"}
    assert agent.capacity.key == "remote"
    assert send(administrator, "agents", add="next") == "/set-up/widget"
    assert send(administrator, "test") == "/settings"
    assert models.Organisation.objects.get().set_up_step is None
