"""Who said that nothing shall be sent to him, at which account. Only a digest of his handle is kept."""

import hashlib
import hmac
import re
import unicodedata
from datetime import datetime

from django.conf import settings

from guichet.records.messaging.models import Account, Stop

STOPS = frozenset({"STOP", "STOPSMS", "STOP SMS", "ARRET", "STOPALL", "UNSUBSCRIBE", "DESABONNEMENT", "DESINSCRIPTION"})
STARTS = frozenset({"START", "REPRISE", "REPRENDRE", "UNSTOP"})


def read_word(text: str) -> bool | None:
    """True for a stop, False for a start, None for anything else: only a message that says nothing besides is one."""
    if len(text) > 40:
        return None
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    word = re.sub(r"[^A-Z]+", " ", plain).strip()
    if word in STOPS:
        return True
    return False if word in STARTS else None


def list_digests(account: Account, handle: str) -> list[bytes]:
    """Under each key of the installation, the newest first."""
    said = f"{account.pk}\n{handle.strip().lower()}".encode()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [hmac.digest(hashlib.sha256(f"guichet.messaging.stop\n{key}".encode()).digest(), said, "sha256") for key in keys]


def is_stopped(account: Account, handle: str) -> bool:
    return Stop.objects.of(account.organisation_id).filter(account=account, digest__in=list_digests(account, handle)).exists()


def stop(account: Account, handle: str, now: datetime) -> bool:
    """Whether it is new."""
    if is_stopped(account, handle):
        return False
    Stop.objects.create(organisation_id=account.organisation_id, account=account, digest=list_digests(account, handle)[0], said_at=now)
    return True


def start(account: Account, handle: str) -> bool:
    """Whether anything changed."""
    gone, _ = Stop.objects.of(account.organisation_id).filter(account=account, digest__in=list_digests(account, handle)).delete()
    return bool(gone)
