"""Whose webhook it is, and whether whoever tells something there holds the secret."""

from collections.abc import Mapping
from typing import NamedTuple

from guichet.channels import signing
from guichet.channels.social.cloud import verify_signature
from guichet.records.messaging.accounts import read_secrets
from guichet.records.messaging.models import Account

META = ("whatsapp", "messenger")
HOOKED = (*META, "webhook")


class Hook(NamedTuple):
    """An account that is told by webhook, with what proves who tells it."""

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
