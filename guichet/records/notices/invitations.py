"""Mails that open an account: an invitation, and the way back for whoever forgot the password.

`site` is the address at which people reach this installation ("https://guichet.example"); pages take it from their request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.errors import AddressTakenError
from guichet.records.directory.links import make_link
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.sign_on import find_account
from guichet.records.directory.words import AccountLinkPurpose, Role
from guichet.records.notices.actions import send_mail
from guichet.records.notices.errors import UnusableAddressError
from guichet.records.notices.models import Mail
from guichet.records.notices.words import Letter, MailState, Purpose
from guichet.records.separation import set_organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whom to invite, and as what. `agent_key` names the agent whose contacts the account will answer, beside what else it may do."""

    email: str
    roles: Sequence[str]
    name: str = ""
    agent_key: str | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """`address` opens the account, once: to be passed on by hand where no mail goes out."""

    account: Account
    address: str
    mail: Mail

    @property
    def must_be_passed_on(self) -> bool:
        return self.mail.state == MailState.NO_SERVER


@transaction.atomic
def invite(inviter: Account, invitation: Invitation, site: str, now: datetime) -> Invited:
    """Open an account without a password and mail the link with which its owner chooses one; an earlier link is revoked.

    Somebody who was invited and has not come yet is invited again, with what is said now.

    :raises UnusableAddressError: nothing can be sent there. :raises AddressTakenError: somebody signs in with it already.
    :raises ValidationError: a role is unknown, or there is none.
    """
    roles = sorted(set(invitation.roles))
    if not roles or not set(roles) <= set(Role.values):
        raise ValidationError(_("The roles are: %(roles)s.") % {"roles": ", ".join(Role.values)})
    account = _open_account(inviter, invitation, roles)
    if invitation.agent_key is not None:
        agents = Agent.objects.of(inviter.organisation_id).current()
        agents.filter(account=account).exclude(key=invitation.agent_key).update(account=None)
        agents.filter(key=invitation.agent_key).update(account=account)
    details = dict.fromkeys(roles, True)
    record(inviter.organisation_id, Act("account-invited", "account", str(account.pk), inviter.pk, details), now)
    return _send_invitation(inviter, account, site, now)


def send_password_link(email: str, site: str, now: datetime) -> None:
    """Mail the way back to whoever signs in with this address. Whether anybody does is told to nobody."""
    account = find_account(email)
    if account is None:
        return
    with transaction.atomic():
        set_organisation(account.organisation_id)
        if account.has_usable_password():
            _send_password_link(account, site, now)


def _open_account(inviter: Account, invitation: Invitation, roles: list[str]) -> Account:
    email = invitation.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise UnusableAddressError from None
    known = find_account(email)
    if known is None and not Account.objects.filter(email=email).exists():
        account = _create_account(inviter, email, roles)
    elif known is not None and known.organisation_id == inviter.organisation_id and not known.has_usable_password():
        account = known
        account.roles = sorted({*account.roles, *roles}) if invitation.agent_key is not None else roles
    else:
        raise AddressTakenError
    account.name = invitation.name.strip()[:200]
    account.language = inviter.organisation.default_language
    account.save(update_fields=["name", "language", "roles"])
    return account


def _create_account(inviter: Account, email: str, roles: list[str]) -> Account:
    """:raises AddressTakenError: another organisation, which we do not see, has it."""
    try:
        with transaction.atomic():
            return Account.objects.create_account(inviter.organisation, email, None, roles)
    except IntegrityError:
        raise AddressTakenError from None


def _send_invitation(inviter: Account, account: Account, site: str, now: datetime) -> Invited:
    address = site + reverse("invitation", args=[make_link(account, AccountLinkPurpose.INVITATION, now)])
    with translation.override(account.language):
        paragraphs = [
            _("Hello %(name)s,") % {"name": account.name} if account.name else _("Hello,"),
            _("%(inviter)s opens an account for you at %(organisation)s, on the counter where citizens are answered.")
            % {"inviter": inviter.name or inviter.email, "organisation": inviter.organisation.name},
            _("Open this page to choose your password. The link works once, for seven days:") + f"\n{address}",
            _("You did not expect this message? Do nothing: nobody can use the account without this link."),
        ]
        letter = Letter(
            key=uuid4(),
            purpose=Purpose.INVITATION,
            recipient=account.email,
            subject=_("Your account at %(organisation)s") % {"organisation": inviter.organisation.name},
            text="\n\n".join(paragraphs),
        )
    return Invited(account, address, send_mail(account.organisation_id, letter))


def _send_password_link(account: Account, site: str, now: datetime) -> None:
    address = site + reverse("new-password", args=[make_link(account, AccountLinkPurpose.PASSWORD, now)])
    with translation.override(account.language):
        paragraphs = [
            _("Hello %(name)s,") % {"name": account.name} if account.name else _("Hello,"),
            _("Somebody asked for a new password for your account. If it was you, choose one here. The link works once, for two hours:")
            + f"\n{address}",
            _("It was not you? Do nothing: your password has not changed."),
        ]
        letter = Letter(
            key=uuid4(),
            purpose=Purpose.NEW_PASSWORD,
            recipient=account.email,
            subject=_("A new password for %(organisation)s") % {"organisation": account.organisation.name},
            text="\n\n".join(paragraphs),
        )
    send_mail(account.organisation_id, letter)
    record(account.organisation_id, Act("password-link-sent", "account", str(account.pk)), now)
