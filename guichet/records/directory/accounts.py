"""The accounts of an organisation as its administrators see and change them: who may do what, and who may sign in at all.

An organisation always keeps an administrator who can sign in: without one nobody could open its settings again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.errors import LastAdministratorError, NoRoleError, OwnAccountError, OwnRoleError, SeatTakenError
from guichet.records.directory.founding import link_account
from guichet.records.directory.links import revoke_links
from guichet.records.directory.models import Account, Agent, Organisation
from guichet.records.directory.names import BY_NAME
from guichet.records.directory.sessions import end_other_sessions
from guichet.records.directory.words import AccountState, Role

EMPTIED = "!"
"""The password of an account that nobody used for a year (`privacy.py`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What an account may do: its roles, and the key of the agent whose contacts ring at it (empty: none)."""

    roles: Collection[str]
    agent_key: str = ""


def list_accounts(viewer: Account, words: str = "") -> QuerySet[Account]:
    """The accounts of the viewer's organisation, by name, but those that were emptied; nobody but an administrator sees any."""
    if not viewer.is_active or not viewer.has_role(Role.ADMINISTRATOR):
        return Account.objects.none()
    found = Account.objects.filter(organisation_id=viewer.organisation_id).exclude(password=EMPTIED).select_related("agent")
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by(Lower("name"), "email")


def get_state(account: Account) -> AccountState:
    if not account.is_active:
        return AccountState.OFF
    return AccountState.ACTIVE if account.has_usable_password() else AccountState.INVITED


def list_free_agents(account: Account) -> QuerySet[Agent]:
    """The agents whose contacts could ring at this account: its own, and those whom no account has."""
    agents = Agent.objects.of(account.organisation_id).current()
    return agents.filter(Q(account__isnull=True) | Q(account_id=account.pk)).order_by(BY_NAME)


@transaction.atomic
def change_rights(account: Account, wanted: Rights, actor: Account, now: datetime, *, is_agreed: bool = False) -> None:
    """Let the account do this from its next page on.

    :param is_agreed: whoever gives up his own administrator's role has been told what it means.

    :raises NoRoleError: no role, or one that is unknown. :raises LastAdministratorError: nobody would administer any more.
    :raises OwnRoleError: it is the actor's own role and he has not agreed. :raises SeatTakenError: the agent has another account.
    """
    account = _hold(account)
    roles = sorted(set(wanted.roles))
    if not roles or not set(roles) <= set(Role.values) or (wanted.agent_key and Role.AGENT not in roles):
        raise NoRoleError
    if account.has_role(Role.ADMINISTRATOR) and Role.ADMINISTRATOR not in roles:
        _keep_one_administrator(account)
        if account.pk == actor.pk and not is_agreed:
            raise OwnRoleError
    if roles != sorted(account.roles):
        changes = {**{role: False for role in account.roles if role not in roles}, **dict.fromkeys(roles, True)}
        Account.objects.filter(pk=account.pk).update(roles=roles)
        account.roles = roles
        record(account.organisation_id, Act("account-roles-changed", "account", str(account.pk), actor.pk, changes), now)
    _seat(account, wanted.agent_key, actor, now)


@transaction.atomic
def switch_off(account: Account, actor: Account, now: datetime) -> None:
    """Let nobody sign in with it any more: its sessions end, its links are spent. What it wrote stays.

    :raises OwnAccountError: nobody closes the door behind himself. :raises LastAdministratorError: nobody would administer any more.
    """
    account = _hold(account)
    if account.pk == actor.pk:
        raise OwnAccountError
    _keep_one_administrator(account)
    end_other_sessions(account.pk, None)
    revoke_links(account)
    _switch(account, actor, now, is_on=False)


@transaction.atomic
def switch_on(account: Account, actor: Account, now: datetime) -> None:
    """Let it sign in again, with its password; whoever had none yet is invited again."""
    _switch(_hold(account), actor, now, is_on=True)


def _switch(account: Account, actor: Account, now: datetime, *, is_on: bool) -> None:
    if account.is_active != is_on:
        Account.objects.filter(pk=account.pk).update(is_active=is_on)
        verb = "account-switched-on" if is_on else "account-switched-off"
        record(account.organisation_id, Act(verb, "account", str(account.pk), actor.pk), now)


def _hold(account: Account) -> Account:
    """The account as it is now. Changes of an organisation's accounts follow each other: two cannot each take the other's last role."""
    Organisation.objects.select_for_update().get(pk=account.organisation_id)
    return Account.objects.get(pk=account.pk, organisation_id=account.organisation_id)


def _keep_one_administrator(account: Account) -> None:
    """:raises LastAdministratorError: nobody else administers and can sign in."""
    if get_state(account) != AccountState.ACTIVE or not account.has_role(Role.ADMINISTRATOR):
        return
    if not any(get_state(other) == AccountState.ACTIVE for other in _list_other_administrators(account)):
        raise LastAdministratorError


def _list_other_administrators(account: Account) -> Iterable[Account]:
    others = Account.objects.filter(organisation_id=account.organisation_id, roles__contains=[Role.ADMINISTRATOR.value], is_active=True)
    return others.exclude(pk=account.pk)


def _seat(account: Account, key: str, actor: Account, now: datetime) -> None:
    """Let what is routed to this agent ring at the account, and what was routed to another no more.

    :raises SeatTakenError: the agent is gone, or has another account.
    """
    seated = Agent.objects.of(account.organisation_id).filter(account_id=account.pk).first()
    if seated is not None and seated.key != key:
        Agent.objects.filter(pk=seated.pk).update(account=None)
        record(account.organisation_id, Act("agent-unlinked", "agent", str(seated.pk), actor.pk, {"account": account.pk}), now)
    if key and (seated is None or seated.key != key):
        agent = list_free_agents(account).filter(key=key).first()
        if agent is None:
            raise SeatTakenError
        link_account(agent, account, actor, now)
