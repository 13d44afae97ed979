"""The one-time links that open an account: an invitation, a forgotten password."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.auth.password_validation import validate_password
from django.core.signing import BadSignature, Signer
from django.db import transaction

from guichet.records.directory.errors import AccountLinkSpentError
from guichet.records.directory.models import Account, AccountLink
from guichet.records.directory.sessions import end_other_sessions
from guichet.records.directory.words import AccountLinkPurpose
from guichet.records.separation import set_organisation

LIVES = {AccountLinkPurpose.INVITATION: timedelta(days=7), AccountLinkPurpose.PASSWORD: timedelta(hours=2)}
SALT = "guichet.directory.link"


def make_link(account: Account, purpose: AccountLinkPurpose, now: datetime) -> str:
    """Return the token of a new one-time link; every earlier one of the account is spent. Only its digest is kept."""
    revoke_links(account)
    secret = token_urlsafe(32)
    AccountLink.objects.create(
        organisation_id=account.organisation_id,
        digest=sha256(secret.encode()).digest(),
        account=account,
        purpose=purpose,
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    return Signer(salt=SALT, sep=".").sign(f"{account.organisation_id}.{secret}")


def revoke_links(account: Account) -> None:
    AccountLink.objects.of(account.organisation_id).filter(account=account).delete()


def find_link(token: str, purpose: AccountLinkPurpose, now: datetime) -> AccountLink:
    """Return the link of a token that can still be spent. From here on the transaction works for its organisation.

    :raises AccountLinkSpentError: unknown, expired, used or revoked, for another purpose, or its account is closed.
    """
    try:
        organisation, _, secret = Signer(salt=SALT, sep=".").unsign(token).partition(".")
    except BadSignature:
        raise AccountLinkSpentError from None
    set_organisation(int(organisation))
    live = AccountLink.objects.filter(purpose=purpose, used_at__isnull=True, expires_at__gt=now, account__is_active=True)
    link: AccountLink | None = live.select_related("account__organisation").filter(digest=sha256(secret.encode()).digest()).first()
    if link is None:
        raise AccountLinkSpentError
    return link


@transaction.atomic
def use_link(link: AccountLink, password: str, now: datetime, name: str | None = None) -> Account:
    """Spend a link for a new password; of two at the same time, one gets in. Every session of the account ends.

    :raises AccountLinkSpentError: somebody was faster. :raises ValidationError: the password cannot be used.
    """
    account: Account = link.account
    if name is not None:
        account.name = name
    validate_password(password, account)
    if not AccountLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=now):
        raise AccountLinkSpentError
    account.set_password(password)
    account.save(update_fields=["password", "name"])
    end_other_sessions(account.pk, None)
    return account
