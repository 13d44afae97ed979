"""Accounts that are held open: each by one thread of one process, for as long as it serves; new ones are found as they appear.

What holds a session (SMPP) or listens (a stream of a social network) gives its `Stay`: it is called with the account and returns or raises
when its connection is over, and is called again after a pause that grows.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import psycopg
import structlog
from django.db import Error, connection, transaction
from django.utils import timezone

from guichet.records.connections import get_conninfo
from guichet.records.directory.models import Organisation
from guichet.records.messaging.errors import UnreachableError
from guichet.records.messaging.models import Account
from guichet.records.separation import set_organisation

Stay = Callable[[Account, threading.Event], None]
"""Holds an account until its connection is over, or until the event is set. :raises UnreachableError: it was not reached."""
Place = tuple[int, int]
"""Organisation and account."""
LOCK = 0x6D73
"""The first number of the advisory locks of accounts."""
LOOK_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two attempts: each is twice the one before, until one held for a while."""
HELD_SECONDS = 60.0

log = structlog.get_logger(__name__)


@contextmanager
def following(stays: Mapping[str, Stay]) -> Iterator[None]:
    """Hold every account of these kinds, for a block."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(stays, stop), name="accounts")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(stays: Mapping[str, Stay], stop: threading.Event) -> None:
    threads: dict[Place, threading.Thread] = {}
    while not stop.is_set():
        try:
            for place, kind in list_places(list(stays)):
                if place not in threads or not threads[place].is_alive():
                    threads[place] = threading.Thread(target=_follow, args=(*place, stays[kind], stop), name=f"account {place[1]}")
                    threads[place].start()
        except Error:
            log.warning("accounts are looked for later: the database does not answer")
        connection.close()
        stop.wait(LOOK_SECONDS)
    for thread in threads.values():
        thread.join()


def list_places(kinds: list[str]) -> list[tuple[Place, str]]:
    """Every account that is to be held, with its kind."""
    places: list[tuple[Place, str]] = []
    for organisation_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            set_organisation(organisation_id)
            found = Account.objects.of(organisation_id).filter(is_active=True, kind__in=kinds).values_list("pk", "kind")
            places += [((organisation_id, pk), kind) for pk, kind in found]
    return places


def _follow(organisation_id: int, account_id: int, stay: Stay, stop: threading.Event) -> None:
    """Until the account is gone, or the process stops. One process holds it: another one waits for the lock."""
    try:
        with psycopg.connect(get_conninfo(), autocommit=True) as lock:
            [(is_ours,)] = lock.execute("select pg_try_advisory_lock(%s, %s)", [LOCK, account_id]).fetchall()
            pause = FIRST_PAUSE
            while is_ours and not stop.is_set():
                account = get_account(organisation_id, account_id)
                if account is None:
                    return
                began = time.monotonic()
                _hold(account, stay, stop)
                pause = FIRST_PAUSE if time.monotonic() - began > HELD_SECONDS else min(2 * pause, LONGEST_PAUSE)
                stop.wait(pause)
                lock.execute("select 1")
    except (psycopg.Error, Error):
        log.warning("an account is left for a moment: the database does not answer", account_id=account_id)
    except Exception:
        log.exception("an account is left for a moment", account_id=account_id)
    finally:
        connection.close()


def _hold(account: Account, stay: Stay, stop: threading.Event) -> None:
    try:
        stay(account, stop)
    except UnreachableError as error:
        trouble = str(getattr(error, "trouble", error.code))
        log.warning("an account is not reached", account_id=account.pk, trouble=trouble)
        note(account, trouble)


@transaction.atomic
def get_account(organisation_id: int, account_id: int) -> Account | None:
    """As it stands now; None when it is not to be held any more."""
    set_organisation(organisation_id)
    found = Account.objects.of(organisation_id).filter(pk=account_id, is_active=True)
    return found.select_related("organisation", "reason").first()


@transaction.atomic
def note(account: Account, trouble: str) -> None:
    """Write down how it goes: nothing wrong, or why it is not reached."""
    set_organisation(account.organisation_id)
    heard = {} if trouble else {"heard_at": timezone.now()}
    Account.objects.of(account.organisation_id).filter(pk=account.pk).update(trouble=trouble[:60], **heard)
