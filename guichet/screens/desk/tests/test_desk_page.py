"""The agent's page, and who may open it."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from guichet.decisions.routing.words import Channel, Instant, Presence
from guichet.records.calls.legs import write_leg
from guichet.records.calls.models import Line, RelayService
from guichet.records.calls.posts import choose_post
from guichet.records.calls.words import LegState, PostKind, Side
from guichet.records.contacts.actions import Opening, open_contact
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import AgentPresence, Callback, Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.directory.models import Agent, Organisation
from guichet.records.directory.tests.factories import make_account, make_agent, make_organisation, make_queue, make_reason
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
ARRIVED = Instant(int(datetime(2026, 11, 24, 9, tzinfo=UTC).timestamp() * 1000))


@pytest.fixture
def agent() -> Agent:
    organisation = make_organisation()
    return make_agent(organisation, account=make_account(organisation, Role.AGENT, name="Awa"))


def sign_in(client: Client, agent: Agent) -> None:
    assert agent.account is not None
    client.force_login(agent.account)


def open_one(organisation: Organisation, label: str) -> None:
    reason = make_reason(organisation, make_queue(organisation), labels={"fr": label})
    opening = Opening(key=uuid4(), channel=Channel.CHAT, language="fr", arrived_at=ARRIVED, text="Bonjour")
    open_contact(organisation.pk, opening, get_arrival(organisation.pk, reason.pk, "fr", None))


def test_the_page_carries_what_its_script_needs(client: Client, agent: Agent) -> None:
    parent = make_reason(agent.organisation, make_queue(agent.organisation), labels={"fr": "Famille"})
    leaf = make_reason(agent.organisation, parent=parent, labels={"fr": "Déclarer une naissance"})
    make_agent(agent.organisation, name="Benoît")
    sign_in(client, agent)
    page = client.get("/desk").content.decode()
    setting = json.loads(page.split('<script id="setting" type="application/json">')[1].split("</script>")[0])
    assert setting["reasons"] == [{"reason": leaf.pk, "label": "Déclarer une naissance", "group": "Famille"}]
    assert [colleague["name"] for colleague in setting["colleagues"]] == ["Benoît"]
    assert 'name="csrf-token"' in page


def test_the_microphone_is_open_to_the_desk_alone(client: Client, agent: Agent) -> None:
    sign_in(client, agent)
    assert "microphone=(self)" in client.get("/desk")["Permissions-Policy"]
    assert "microphone=()" in client.get("/desk/snippets")["Permissions-Policy"]


def test_a_telephone_is_on_the_desk_once_the_organisation_has_a_line(client: Client, agent: Agent) -> None:
    def read_setting() -> object:
        found = client.get("/desk").context["setting"]["telephone"]
        set_organisation(agent.organisation_id)
        return found

    sign_in(client, agent)
    assert read_setting() == ""
    reason = make_reason(agent.organisation, make_queue(agent.organisation))
    Line.objects.create(organisation=agent.organisation, number="4500", label="Accueil", reason=reason)
    assert read_setting() == "browser"
    choose_post(agent, PostKind.TELEPHONE)
    assert read_setting() == "telephone"


def test_a_colleague_can_be_asked_into_a_call_while_he_is_available_and_in_none(client: Client, agent: Agent) -> None:
    def read_company() -> object:
        found = client.get("/desk/company").json()
        set_organisation(agent.organisation_id)
        return found

    sign_in(client, agent)
    benoit, claire, david = (make_agent(agent.organisation, name=name) for name in ("Benoît", "Claire", "David"))
    plain = {"organisation_id": agent.organisation_id, "since": timezone.now(), "seq": 1}
    for each in (agent, benoit, claire):
        AgentPresence.objects.create(agent=each, presence=Presence.AVAILABLE, **plain)
    AgentPresence.objects.create(agent=david, presence=Presence.PAUSED, **plain)
    assert read_company() == {"free": [benoit.pk, claire.pk], "calls_for_help": False}
    spoken = {
        "side": Side.AGENT,
        "state": LegState.TALKING,
        "began_at": timezone.now(),
        "call": uuid4(),
        "agent_id": claire.pk,
        "process": uuid4(),
    }
    write_leg(agent.organisation_id, uuid4(), spoken)
    assert read_company() == {"free": [benoit.pk], "calls_for_help": False}


def test_relays_that_can_be_asked_in_are_on_the_desk_that_has_a_telephone(client: Client, agent: Agent) -> None:
    def list_relays() -> list[str]:
        found = [relay["name"] for relay in client.get("/desk").context["setting"]["relays"]]
        set_organisation(agent.organisation_id)
        return found

    sign_in(client, agent)
    always = {"organisation": agent.organisation, "kinds": ["lsf"], "address": "https://relais.example"}
    RelayService.objects.create(**always, name="Relais Signes", number="+33199005010")
    RelayService.objects.create(**always, name="Sans numéro")
    RelayService.objects.create(**always, name="Parti", number="+33199005011", is_active=False)
    assert list_relays() == []
    reason = make_reason(agent.organisation, make_queue(agent.organisation))
    Line.objects.create(organisation=agent.organisation, number="4500", label="Accueil", reason=reason)
    assert list_relays() == ["Relais Signes"]


def test_who_waits_is_listed_with_its_reason_and_age(client: Client, agent: Agent) -> None:
    open_one(agent.organisation, "Logement")
    sign_in(client, agent)
    [waiting] = client.get("/desk/waiting").json()["contacts"]
    assert (waiting["reason_name"], waiting["arrived_at"]) == ("Logement", ARRIVED)


def test_a_call_promised_for_later_is_not_listed_before_its_hour(client: Client, agent: Agent) -> None:
    """Nobody may take it; from then on it waits since that hour."""
    open_one(agent.organisation, "Logement")
    now = timezone.now().replace(microsecond=0)
    contact = Contact.objects.get()
    Contact.objects.update(channel=Channel.CALLBACK)
    Callback.objects.create(
        organisation=agent.organisation, contact=contact, number="+33612345678", wanted_from=now + timedelta(minutes=30)
    )
    sign_in(client, agent)
    assert client.get("/desk/waiting").json() == {"contacts": []}
    set_organisation(agent.organisation_id)
    Callback.objects.update(wanted_from=now - timedelta(minutes=1))
    [waiting] = client.get("/desk/waiting").json()["contacts"]
    assert waiting["waits_since"] == to_instant(now - timedelta(minutes=1))


def test_contacts_of_another_organisation_are_not_listed(client: Client, agent: Agent) -> None:
    open_one(make_organisation(), "Ailleurs")
    set_organisation(agent.organisation_id)
    sign_in(client, agent)
    assert client.get("/desk/waiting").json() == {"contacts": []}


@pytest.mark.parametrize("address", ["/desk", "/desk/waiting"])
def test_the_desk_is_for_agents_alone(client: Client, agent: Agent, address: str) -> None:
    assert client.get(address).url.startswith("/sign-in")  # type: ignore[attr-defined]  # a redirection
    client.force_login(make_account(agent.organisation, Role.SUPERVISOR))
    assert client.get(address).status_code == 403


def test_an_account_without_an_agent_is_told_whom_to_ask(client: Client, agent: Agent) -> None:
    client.force_login(make_account(agent.organisation, Role.AGENT))
    response = client.get("/desk")
    assert response.status_code == 403
    assert "administrateur" in response.content.decode()
