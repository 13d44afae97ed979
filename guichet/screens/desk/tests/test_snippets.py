"""Models of answers: who may use and change which."""

import pytest
from django.test import Client

from guichet.records.audit.models import AuditEntry
from guichet.records.contacts.models import Snippet
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.tests.factories import make_account, make_agent, make_organisation, make_queue, make_reason
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
WRITTEN = {"title": "Pièces à fournir", "text": "Bonjour {usager}, envoyez {pièce}.", "reason": ""}


@pytest.fixture
def agent() -> Agent:
    organisation = make_organisation()
    return make_agent(organisation, account=make_account(organisation, Role.AGENT, name="Awa"))


@pytest.fixture
def supervisor(agent: Agent) -> Account:
    return make_account(agent.organisation, Role.SUPERVISOR)


def write(client: Client, account: Account | None, address: str = "/desk/snippets/new", **more: str) -> int:
    assert account is not None
    client.force_login(account)
    return client.post(address, {**WRITTEN, **more}).status_code


def list_usable(client: Client, agent: Agent) -> list[dict[str, object]]:
    assert agent.account is not None
    client.force_login(agent.account)
    found: list[dict[str, object]] = client.get("/desk/snippets/list").json()["snippets"]
    return found


def test_an_agent_uses_his_own_and_the_organisations_models_with_their_blanks(client: Client, agent: Agent, supervisor: Account) -> None:
    assert write(client, agent.account) == 302
    assert write(client, supervisor, title="Pour tous", is_shared="yes") == 302
    found = list_usable(client, agent)
    assert [(each["title"], each["is_mine"]) for each in found] == [("Pièces à fournir", True), ("Pour tous", False)]
    assert found[0]["blanks"] == ["usager", "pièce"]


def test_what_is_an_agents_own_is_nobody_elses(client: Client, agent: Agent, supervisor: Account) -> None:
    colleague = make_agent(agent.organisation, account=make_account(agent.organisation, Role.AGENT))
    write(client, agent.account)
    [snippet] = Snippet.objects.all()
    assert list_usable(client, colleague) == []
    for account in (colleague.account, supervisor):
        assert write(client, account, f"/desk/snippets/{snippet.pk}") == 404
        assert client.post(f"/desk/snippets/{snippet.pk}/remove").status_code == 404
    assert write(client, agent.account, f"/desk/snippets/{snippet.pk}", title="Autre titre") == 302
    assert client.post(f"/desk/snippets/{snippet.pk}/remove").status_code == 302
    assert not Snippet.objects.exists()


def test_an_agent_cannot_write_for_everybody(client: Client, agent: Agent) -> None:
    write(client, agent.account, is_shared="yes")
    assert [row.agent for row in Snippet.objects.all()] == [agent]


def test_changes_of_the_organisations_models_leave_a_trace(client: Client, supervisor: Account) -> None:
    write(client, supervisor)
    [snippet] = Snippet.objects.all()
    write(client, supervisor, f"/desk/snippets/{snippet.pk}", title="Autre")
    client.post(f"/desk/snippets/{snippet.pk}/remove")
    verbs = AuditEntry.objects.filter(subject_kind="snippet").order_by("number").values_list("verb", "actor_id")
    assert list(verbs) == [(verb, supervisor.pk) for verb in ("snippet-added", "snippet-changed", "snippet-removed")]


def test_a_model_without_title_or_text_is_refused_with_a_sentence(client: Client, agent: Agent) -> None:
    assert agent.account is not None
    client.force_login(agent.account)
    page = client.post("/desk/snippets/new", {"title": "", "text": " "})
    assert page.status_code == 422
    assert "Donnez-lui un titre." in page.content.decode()
    assert not Snippet.objects.exists()


def test_a_reason_of_another_organisation_is_none(client: Client, agent: Agent) -> None:
    elsewhere = make_organisation()
    reason = make_reason(elsewhere, make_queue(elsewhere))
    set_organisation(agent.organisation_id)
    assert write(client, agent.account, reason=str(reason.pk)) in (404, 422)
