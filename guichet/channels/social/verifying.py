"""Whose webhook it is: the word by which a network proves an address once, and the signature of each delivery."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings

from guichet.channels import signing
from guichet.channels.social.cloud import verify_signature
from guichet.records.directory.models import Organisation
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.models import Account

META = ("whatsapp", "messenger")
HOOKED = (*META, "webhook")


class Hook(NamedTuple):
    """An account that is told by webhook, with what proves who tells it. `slug` names its organisation in the address."""

    account: int
    kind: str
    identity: str
    secret: str


def list_hooks(organisation_id: int, account_id: int) -> list[Hook]:
    """The account of an address first, then those that the same app of Meta may tell at that address; none when it is not in use."""
    accounts = Account.objects.of(organisation_id).filter(channel="social", is_active=True, kind__in=HOOKED)
    own = accounts.filter(pk=account_id).first()
    if own is None:
        return []
    first = _read(own)
    others = accounts.filter(kind__in=META).exclude(pk=account_id).order_by("pk") if own.kind in META else []
    return [first, *(hook for hook in map(_read, others) if hook.secret == first.secret)]


def _read(account: Account) -> Hook:
    secrets = read_secrets(account) or {}
    name = "secret" if account.kind == "webhook" else "app_secret"
    return Hook(account.pk, account.kind, str(account.settings.get("identity", "")), secrets.get(name, ""))


def is_signed(hook: Hook, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Whether whoever holds the secret wrote it, and for a bridge also lately. The same time for every wrong one."""
    if hook.kind == "webhook":
        return bool(hook.secret) and signing.verify([hook.secret], headers, body, now)
    return verify_signature(hook.secret, headers.get("x-hub-signature-256", ""), body)


def write_verify_token(organisation_id: int, account_id: int, key: str | None = None) -> str:
    """The word that an administrator copies to Meta's page, the same as long as the installation's key is."""
    said = f"guichet.social.verify\n{organisation_id}\n{account_id}".encode()
    return hmac.digest((key or settings.SECRET_KEY).encode(), said, hashlib.sha256).hex()[:32]


def is_verify_token(said: str, organisation_id: int, account_id: int) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    given = said.encode("utf-8", "replace")
    return any(hmac.compare_digest(given, write_verify_token(organisation_id, account_id, key).encode()) for key in keys)


def write_path(organisation: Organisation, account: Account) -> str:
    """Where networks tell an account what happens."""
    return f"/social/{organisation.slug}/{account.pk}"
