"""Accounts and roles from the screen: administrators alone, of one organisation, and no second administrator without a link shown once."""

import pytest
from django.test import Client

from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return factories.make_organisation()


@pytest.fixture
def chief(organisation: Organisation) -> Account:
    return factories.make_account(organisation, Role.ADMINISTRATOR, name="Anne Royer")


@pytest.fixture
def administrator(client: Client, chief: Account) -> Client:
    client.force_login(chief)
    return client


def make_other(organisation: Organisation, *roles: Role, **values: object) -> Account:
    set_organisation(organisation.pk)
    return factories.make_account(organisation, *roles, **values)  # type: ignore[arg-type]


def read_roles(organisation: Organisation, **found: object) -> list[str]:
    set_organisation(organisation.pk)
    return Account.objects.get(**found).roles


def test_a_second_administrator_is_invited_by_a_link_shown_once(administrator: Client, organisation: Organisation) -> None:
    said = {"email": "bruno@example.org", "name": "Bruno Faure", "roles": ["administrator", "supervisor"]}
    assert "/invitation/" in administrator.post("/settings/accounts/new", said).content.decode()
    assert read_roles(organisation, email="bruno@example.org") == ["administrator", "supervisor"]
    page = administrator.get("/settings/accounts").content.decode()
    assert ("Bruno Faure" in page, "/invitation/" in page) == (True, False)


@pytest.mark.parametrize(
    "said", [{"email": "x", "roles": ["agent"]}, {"email": "a@example.org"}, {"email": "a@example.org", "roles": ["king"]}]
)
def test_an_invitation_that_cannot_be_sent_says_so_beside_the_field(administrator: Client, said: dict[str, object]) -> None:
    answer = administrator.post("/settings/accounts/new", said)
    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)


def test_who_was_invited_gets_a_new_link_and_keeps_the_roles(administrator: Client, organisation: Organisation) -> None:
    other = make_other(organisation, Role.RECEPTIONIST, Role.SUPERVISOR, password=None)
    assert "/invitation/" in administrator.post(f"/settings/accounts/{other.pk}/invite").content.decode()
    assert read_roles(organisation, pk=other.pk) == ["receptionist", "supervisor"]
    active = make_other(organisation, Role.SUPERVISOR)
    assert administrator.post(f"/settings/accounts/{active.pk}/invite").status_code == 409


def test_roles_are_changed_and_an_account_switched_off_and_on(administrator: Client, organisation: Organisation) -> None:
    other = make_other(organisation, Role.AGENT)
    assert administrator.post(f"/settings/accounts/{other.pk}", {"roles": ["supervisor"]}).status_code == 302
    assert read_roles(organisation, pk=other.pk) == ["supervisor"]
    for switch, is_on in (("off", False), ("on", True)):
        assert administrator.post(f"/settings/accounts/{other.pk}/switch", {"switch": switch}).status_code == 302
        set_organisation(organisation.pk)
        assert Account.objects.get(pk=other.pk).is_active is is_on


def test_whoever_gives_up_his_own_role_is_told_what_it_means_first(
    administrator: Client, organisation: Organisation, chief: Account
) -> None:
    address, wanted = f"/settings/accounts/{chief.pk}", {"roles": ["supervisor"]}
    assert administrator.post(address, wanted | {"agreed": "1"}).status_code == 422, "the last one stays"
    make_other(organisation, Role.ADMINISTRATOR)
    asked = administrator.post(address, wanted)
    assert (asked.status_code, 'name="agreed"' in asked.content.decode()) == (409, True)
    agreed = administrator.post(address, wanted | {"agreed": "1"})
    assert (agreed.status_code, agreed.headers["Location"]) == (302, "/home")
    assert administrator.get("/settings/accounts").status_code == 403


PAGES = ("/settings/accounts", "/settings/accounts/new", "/settings/accounts/{pk}")
POSTS = ("/settings/accounts/new", "/settings/accounts/{pk}", "/settings/accounts/{pk}/switch", "/settings/accounts/{pk}/invite")


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.RECEPTIONIST])
def test_nobody_else_comes_in(client: Client, organisation: Organisation, role: Role) -> None:
    own = factories.make_account(organisation, role)
    client.force_login(own)
    said = {"roles": ["administrator"], "email": "a@example.org", "switch": "off"}
    answers = [client.get(each.format(pk=own.pk)) for each in PAGES] + [client.post(each.format(pk=own.pk), said) for each in POSTS]
    assert {answer.status_code for answer in answers} == {403}
    assert read_roles(organisation, pk=own.pk) == [role.value]


def test_accounts_of_another_organisation_are_as_if_they_were_not(administrator: Client, organisation: Organisation) -> None:
    foreign = factories.make_account(factories.make_organisation(), Role.SUPERVISOR, name="Zoé Étrangère")
    set_organisation(organisation.pk)
    assert "Zoé" not in administrator.get("/settings/accounts").content.decode()
    answers = [administrator.get(f"/settings/accounts/{foreign.pk}")]
    answers += [administrator.post(each.format(pk=foreign.pk), {"roles": ["agent"], "switch": "off"}) for each in POSTS[1:]]
    assert {answer.status_code for answer in answers} == {404}


def test_an_agent_who_was_invited_as_a_supervisor_stays_one(administrator: Client, organisation: Organisation) -> None:
    make_other(organisation, Role.SUPERVISOR, password=None, email="lea@example.org")
    factories.make_agent(organisation, key="lea", name="Léa")
    administrator.post("/settings/agents/entries/lea/invite", {"email": "lea@example.org"})
    assert read_roles(organisation, email="lea@example.org") == ["agent", "supervisor"]
