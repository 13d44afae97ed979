"""The beginning of an installation: its first organisation, its first administrator, and how far the guide has come.

Before there is an organisation the product may see and write nothing, but for two functions of the database (`migrations/0004`): one brings
the first organisation into being, the other says whether anybody has an account yet.
"""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email
from django.db import connection, transaction

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.models import Account, Agent, Organisation
from guichet.records.directory.words import Role
from guichet.records.separation import set_organisation

FIRST_ROLES = (Role.ADMINISTRATOR.value, Role.SUPERVISOR.value)


def is_founded() -> bool:
    return Organisation.objects.exists()


def is_staffed() -> bool:
    """Whether anybody at all could sign in: from then on no link of the first start opens anything."""
    with connection.cursor() as cursor:
        cursor.execute("select directory_is_staffed()")
        [(staffed,)] = cursor.fetchall()
    return bool(staffed)


def found_organisation(slug: str, name: str) -> Organisation | None:
    """Bring the first organisation into being, and let the transaction work for it; None: there is one already."""
    with connection.cursor() as cursor:
        cursor.execute("select directory_found(%s, %s)", [slug, name])
        [(pk,)] = cursor.fetchall()
    if pk is None:
        return None
    set_organisation(pk)
    return Organisation.objects.get(pk=pk)


@transaction.atomic
def add_first_administrator(organisation: Organisation, email: str, name: str, password: str, now: datetime) -> Account | None:
    """Open the first account; None: somebody was quicker.

    :raises ValidationError: the e-mail or the password cannot be used; the messages say why.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if is_staffed():
        return None
    validate_email(email)
    validate_password(password, Account(organisation=organisation, email=email, name=name))
    account = Account.objects.create_account(organisation, email, password, list(FIRST_ROLES))
    account.name = name
    account.save(update_fields=["name"])
    record(organisation.pk, Act("account-added", "account", str(account.pk), None, {"first": True}), now)
    return account


@transaction.atomic
def link_account(agent: Agent, account: Account, actor: Account, now: datetime) -> None:
    """Let what is routed to the agent ring at this account, which becomes an agent's."""
    Agent.objects.filter(pk=agent.pk).update(account=account)
    if not account.has_role(Role.AGENT):
        account.roles = sorted({*account.roles, Role.AGENT.value})
        account.save(update_fields=["roles"])
    record(agent.organisation_id, Act("agent-linked", "agent", str(agent.pk), actor.pk, {"account": account.pk}), now)


def advance(organisation: Organisation, step: int | None) -> None:
    """The guide stands at this step from here on, if it has not come farther; None ends it."""
    current = organisation.set_up_step
    if step is None or (current is not None and step > current):
        organisation.set_up_step = step
        organisation.save(update_fields=["set_up_step"])
