"""Where outside services tell an account what happens, and the word by which they prove that address once."""

import hashlib
import hmac

from django.conf import settings

from guichet.records.messaging.models import Account


def write_path(account: Account) -> str:
    """Under the address of the product."""
    return f"/{account.channel}/{account.organisation.slug}/{account.pk}"


def write_verify_token(organisation_id: int, account_id: int, key: str | None = None) -> str:
    """The word that an administrator copies to Meta's page, the same as long as the installation's key is."""
    said = f"guichet.social.verify\n{organisation_id}\n{account_id}".encode()
    return hmac.digest((key or settings.SECRET_KEY).encode(), said, hashlib.sha256).hex()[:32]


def is_verify_token(said: str, organisation_id: int, account_id: int) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    given = said.encode("utf-8", "replace")
    return any(hmac.compare_digest(given, write_verify_token(organisation_id, account_id, key).encode()) for key in keys)
