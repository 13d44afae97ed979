"""Who may sign in and as what: changed by administrators, written down, and never so that nobody administers any more."""

from datetime import UTC, datetime

import pytest

from guichet.records.audit.models import AuditEntry
from guichet.records.directory.accounts import Rights, change_rights, get_state, list_accounts, switch_off, switch_on
from guichet.records.directory.errors import LastAdministratorError, NoRoleError, OwnAccountError, OwnRoleError, SeatTakenError
from guichet.records.directory.models import Account, Session
from guichet.records.directory.tests.factories import make_account, make_agent, make_organisation
from guichet.records.directory.words import AccountState, Role
from guichet.records.separation import set_organisation

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SUPERVISOR = Rights(roles=[Role.SUPERVISOR.value])


@pytest.fixture
def chief() -> Account:
    return make_account(make_organisation(), Role.ADMINISTRATOR, Role.SUPERVISOR, name="Anne Royer")


def make_other(chief: Account, *roles: Role, **values: object) -> Account:
    return make_account(chief.organisation, *roles, **values)  # type: ignore[arg-type]


def read(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def test_roles_are_changed_and_the_change_is_written_down(chief: Account) -> None:
    other = make_other(chief, Role.AGENT)
    change_rights(other, SUPERVISOR, chief, NOW)
    assert read(other).roles == ["supervisor"]
    entry = AuditEntry.objects.get(verb="account-roles-changed")
    assert (entry.actor_id, entry.subject_id, entry.details) == (chief.pk, str(other.pk), {"agent": False, "supervisor": True})


def test_what_changes_nothing_is_not_written_down(chief: Account) -> None:
    change_rights(make_other(chief, Role.SUPERVISOR), SUPERVISOR, chief, NOW)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("roles", [[], ["king"], ["agent", "king"]])
def test_an_account_has_roles_that_exist(chief: Account, roles: list[str]) -> None:
    with pytest.raises(NoRoleError):
        change_rights(make_other(chief), Rights(roles=roles), chief, NOW)


@pytest.mark.parametrize("other", [{}, {"password": None}, {"is_active": False}])
def test_the_last_administrator_who_can_sign_in_stays_one(chief: Account, other: dict[str, object]) -> None:
    if other:
        make_other(chief, Role.ADMINISTRATOR, **other)
    with pytest.raises(LastAdministratorError):
        change_rights(chief, SUPERVISOR, chief, NOW, is_agreed=True)
    make_other(chief, Role.ADMINISTRATOR)
    change_rights(chief, SUPERVISOR, chief, NOW, is_agreed=True)
    assert read(chief).roles == ["supervisor"]


def test_ones_own_administrators_role_is_given_up_only_by_who_agrees(chief: Account) -> None:
    make_other(chief, Role.ADMINISTRATOR)
    with pytest.raises(OwnRoleError):
        change_rights(chief, SUPERVISOR, chief, NOW)
    assert read(chief).has_role(Role.ADMINISTRATOR)


def test_an_account_that_is_switched_off_is_out_at_once_and_comes_back(chief: Account) -> None:
    other = make_other(chief, Role.SUPERVISOR)
    Session.objects.create(session_key="k", session_data="", expire_date=NOW, account=other, organisation=chief.organisation)
    switch_off(other, chief, NOW)
    assert get_state(read(other)) == AccountState.OFF
    assert not Session.objects.filter(account=other).exists()
    switch_on(other, chief, NOW)
    assert get_state(read(other)) == AccountState.ACTIVE
    verbs = list(AuditEntry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs == ["account-switched-off", "account-switched-on"]


def test_nobody_switches_his_own_account_off_nor_that_of_the_last_administrator(chief: Account) -> None:
    with pytest.raises(OwnAccountError):
        switch_off(chief, chief, NOW)
    stranger = make_other(chief, Role.SUPERVISOR)
    with pytest.raises(LastAdministratorError):
        switch_off(chief, stranger, NOW)


def test_an_account_is_seated_as_an_agent_whom_nobody_has(chief: Account) -> None:
    other, agent = make_other(chief, Role.SUPERVISOR), make_agent(chief.organisation, key="lea")
    change_rights(other, Rights(roles=["agent"], agent_key="lea"), chief, NOW)
    agent.refresh_from_db()
    assert agent.account == other
    with pytest.raises(SeatTakenError):
        change_rights(make_other(chief), Rights(roles=["agent"], agent_key="lea"), chief, NOW)
    with pytest.raises(NoRoleError):
        change_rights(other, Rights(roles=["supervisor"], agent_key="lea"), chief, NOW)
    change_rights(other, SUPERVISOR, chief, NOW)
    agent.refresh_from_db()
    assert agent.account is None, "what is routed to an agent rings at nobody who may not answer"


def test_administrators_alone_see_the_accounts_of_their_organisation(chief: Account) -> None:
    other = make_other(chief, Role.SUPERVISOR, name="Bruno")
    Account.objects.filter(pk=make_other(chief, Role.SUPERVISOR).pk).update(password="!", name="")
    make_account(make_organisation(), Role.ADMINISTRATOR)
    set_organisation(chief.organisation_id)
    assert list(list_accounts(chief)) == [chief, other]
    assert list(list_accounts(chief, "royer")) == [chief]
    assert not list_accounts(other).exists()
