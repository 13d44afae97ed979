import html
import re
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


def test_going_on_with_an_agent_half_typed_adds_him_first(administrator: Client) -> None:
    send(administrator, "reasons", set="town-hall", reasons=["birth"])
    half = administrator.post("/set-up/agents", {"add": "next", "name": "Awa Diallo", "email": ""})
    assert half.status_code == 422
    assert "Awa Diallo" in half.content.decode()
    whole = administrator.post("/set-up/agents", {"add": "next", "name": "Awa Diallo", "email": "awa@bar.example"})
    assert "/invitation/" in whole.content.decode()
    assert send(administrator, "agents", add="next", name=" ", email="") == "/set-up/widget"


def test_a_link_that_was_not_copied_is_made_again_until_the_agent_has_come(administrator: Client) -> None:
    send(administrator, "reasons", set="town-hall", reasons=["birth"])
    administrator.post("/set-up/agents", {"add": "agent", "name": "Awa Diallo", "email": "awa@bar.example"})
    page = administrator.post("/set-up/agents", {"again": "awa-diallo", "name": "Paul", "email": ""}).content.decode()
    assert "/invitation/" in page
    assert 'value="Paul"' in page, "what is typed for the next one stays"
    assert [administrator.post("/set-up/agents", {"again": key}).status_code for key in ("nobody", "")] == [404, 404]
    account = models.Account.objects.get(email="awa@bar.example")
    account.set_password(PASSWORD)
    account.save()
    late = administrator.post("/set-up/agents", {"again": "awa-diallo"})
    assert (late.status_code, "/invitation/" in late.content.decode()) == (422, False)


@pytest.mark.parametrize(("hours", "is_closed"), [((), True), (factories.DAY_AND_NIGHT, False)], ids=["closed", "open"])
def test_a_first_contact_outside_opening_hours_is_warned_of(administrator: Client, hours: Any, is_closed: bool) -> None:
    organisation = models.Organisation.objects.get()
    factories.make_queue(organisation, calendar=factories.make_calendar(organisation, hours))
    page = administrator.get("/set-up/test").content.decode()
    assert ("vous êtes fermés en ce moment" in page) is is_closed


@pytest.mark.parametrize(
    ("host", "is_local"), [("localhost", True), ("localhost:8000", True), ("127.0.0.1:8000", True), ("testserver", False)]
)
def test_links_that_work_on_this_machine_only_are_said_to_be_so(administrator: Client, host: str, is_local: bool) -> None:
    page = administrator.get("/set-up/widget", headers={"host": host}).content.decode()
    assert ("ne marchent que sur cette machine" in page) is is_local


@pytest.mark.parametrize(
    ("said", "site"),
    [
        ("www.bar.example", "https://www.bar.example"),
        ("https://WWW.bar.example/accueil?x=1#y", "https://www.bar.example"),
        ("bar.example/", "https://bar.example"),
        ("http://localhost:8000/page", "http://localhost:8000"),
        ("localhost:8510", "http://localhost:8510"),
        ("127.0.0.1:8510/page", "http://127.0.0.1:8510"),
    ],
)
def test_a_site_is_understood_as_people_write_it(administrator: Client, said: str, site: str) -> None:
    seen = find_seen(administrator.get("/set-up/widget").content.decode())
    send(administrator, "widget", widget_origins=f"{said}\n{said}", seen=seen)
    assert models.Organisation.objects.get().widget_origins == [site]


@pytest.mark.parametrize("said", ["mairie", "http://bar.example", "ftp://bar.example", "mairie@bar.example", "https://"])
def test_what_is_no_site_is_refused_as_it_was_written(administrator: Client, said: str) -> None:
    seen = find_seen(administrator.get("/set-up/widget").content.decode())
    answer = administrator.post("/set-up/widget", {"widget_origins": said, "seen": seen})
    assert answer.status_code == 422
    assert f"«\N{NO-BREAK SPACE}{said}\N{NO-BREAK SPACE}» n’est pas l’adresse d’un site" in answer.content.decode()
    assert models.Organisation.objects.get().widget_origins == []


def find_seen(page: str) -> str:
    """What a form says that its reader saw."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def test_the_administrator_answers_too_and_the_guide_ends(administrator: Client) -> None:
    send(administrator, "reasons", set="town-hall", reasons=["birth"])
    assert administrator.post("/set-up/agents", {"add": "me", "skills": ["french"]}).status_code == 200
    agent = models.Agent.objects.get()
    assert agent.account is not None
    assert set(agent.account.roles) == {"administrator", "agent"}
    assert agent.capacity.key == "remote"
    assert send(administrator, "agents", add="next") == "/set-up/widget"
    assert send(administrator, "test") == "/settings?live"
    assert "Votre guichet est en place" in administrator.get("/settings?live").content.decode()
    assert models.Organisation.objects.get().set_up_step is None
