"""The growing wait of whoever guesses passwords, without locking out the one whose password is guessed.

Three things are counted: the e-mail from one network, the network, and the e-mail from anywhere. The first grows from the third
failure, doubling from 2 seconds to 15 minutes. The network is slowed after twenty: an office may stand behind one address. The
e-mail is slowed after thirty, but not on a device on which its owner has signed on before (OWASP, "Device cookies"): an attack from
many addresses waits, its victim does not.

What is counted is a keyed digest: the table tells nobody which accounts exist or who tried from where.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from guichet.wiring.sign_on.models import Failure

FREE_PER_PAIR, FREE_PER_NETWORK, FREE_PER_EMAIL = 3, 20, 30
LONGEST_WAIT_SECONDS = 900
FORGOTTEN_AFTER = timedelta(days=1)

# The row is locked until the transaction ends: guesses fired at once are taken one after the other, each after the wait of the former.
COUNT = """
insert into sign_on_failure as f (key, failures, blocked_until, updated_at) values (%(key)s, 1, %(now)s, %(now)s)
on conflict (key) do update set
  failures = case when f.updated_at < %(now)s - interval '1 day' then 1 else f.failures + 1 end,
  blocked_until = %(now)s + make_interval(secs => case
    when f.updated_at < %(now)s - interval '1 day' or f.failures < %(free)s then 0
    else least(%(longest)s, power(2, least(f.failures - %(free)s + 1, 20))) end),
  updated_at = %(now)s
where f.blocked_until <= %(now)s
returning failures
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to sign on, by the keys under which it counts."""

    pair: str
    network: str
    email: str | None
    """None on a device that the account already used."""

    @classmethod
    def of(cls, email: str, address: str, *, device_is_known: bool) -> "Attempt":
        folded, network = email.strip().lower(), network_of(address)
        return cls(
            pair=_digest("known" if device_is_known else "pair", folded, network),
            network=_digest("network", network),
            email=None if device_is_known else _digest("email", folded),
        )


def may_try(attempt: Attempt, now: datetime) -> bool:
    """Count the attempt and say whether the password may be looked at. Holds the pair's row until the transaction ends."""
    wider = [attempt.network, *([attempt.email] if attempt.email else [])]
    if Failure.objects.filter(key__in=wider, blocked_until__gt=now).exists():
        return False
    return _count(attempt.pair, FREE_PER_PAIR, now)


def record_failure(attempt: Attempt, now: datetime) -> None:
    """The password was wrong: the network and the e-mail count it too."""
    _count(attempt.network, FREE_PER_NETWORK, now)
    if attempt.email:
        _count(attempt.email, FREE_PER_EMAIL, now)
    forget(now)


def record_success(attempt: Attempt) -> None:
    """Whoever knows the password did not guess: this pair starts afresh."""
    Failure.objects.filter(key=attempt.pair).delete()


def forget(now: datetime) -> None:
    """Drop what is older than a day, a few at a time."""
    old = Failure.objects.filter(updated_at__lt=now - FORGOTTEN_AFTER).values("key")[:100]
    Failure.objects.filter(key__in=list(old.values_list("key", flat=True))).delete()


def network_of(address: str) -> str:
    """The address itself, or its /64: in IPv6 one subscriber has all of that."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)


def _count(key: str, free: int, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "free": free, "longest": LONGEST_WAIT_SECONDS, "now": now})
        return cursor.fetchone() is not None


def _digest(*parts: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()
