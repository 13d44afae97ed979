"""Accounts at Mastodon, followed each by one thread of one process: first what was missed, then whatever the stream tells, as it comes.

A stream is only an alarm: whatever it says, the list of notifications is asked what follows the last one kept, so that nothing is skipped
or taken twice, in whatever order the stream tells it. Where no stream comes about, the list is asked every minute.
"""

import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from http.client import HTTPResponse
from urllib.parse import urlsplit

import structlog
from django.db import connection, transaction
from django.utils import timezone

from guichet.channels.holding import Holding, Place, holding
from guichet.channels.outward import NotReachedError, Question, asking
from guichet.channels.social import settings as limits
from guichet.channels.social.asking import with_token
from guichet.channels.social.carriers import note_trouble, open_adapter
from guichet.channels.social.jobs import keep
from guichet.channels.social.mastodon import Mastodon
from guichet.channels.social.words import NetworkError
from guichet.records.faults import reach
from guichet.records.messaging.intake import take_in
from guichet.records.messaging.models import Account
from guichet.records.separation import set_organisation

LOCK = 0x736F
"""The first number of the advisory locks of accounts."""
GO_ON = """
update messaging_account set settings = jsonb_set(settings, '{cursor}', to_jsonb(%s::text)), heard_at = %s
where organisation_id = %s and id = %s
"""
lines: set[socket.socket] = set()
"""Of the streams that are open."""

log = structlog.get_logger(__name__)


def following() -> AbstractContextManager[None]:
    """Follow every account at Mastodon, for a block; new ones are found as they appear."""
    return holding(Holding("social", LOCK, find_accounts, follow, limits.LOOK_SECONDS, hang_up))


def find_accounts(organisation_id: int) -> Iterable[int]:
    """Those that are to be followed."""
    return Account.objects.of(organisation_id).filter(kind="mastodon", is_active=True).values_list("pk", flat=True)


def follow(place: Place, stop: threading.Event) -> bool:
    """Listen for as long as one stream serves; False when the account is gone."""
    account = get_account(*place)
    if account is None:
        return False
    stay(account, stop)
    return True


@transaction.atomic
def get_account(organisation_id: int, account_id: int) -> Account | None:
    set_organisation(organisation_id)
    return Account.objects.of(organisation_id).filter(pk=account_id, kind="mastodon", is_active=True).first()


def stay(account: Account, stop: threading.Event) -> None:
    """Catch up, then listen for as long as one stream serves."""
    try:
        catch_up(account)
        if account.trouble:
            note_trouble(account, "")
        if not listen(account, stop):
            stop.wait(limits.POLL_SECONDS)
    except NetworkError as error:
        log.warning("an account is not followed", account_id=account.pk, trouble=error.trouble)
        note_trouble(account, error.trouble)
        stop.wait(max(limits.TRY_AGAIN_SECONDS, error.wait_seconds or 0))


def catch_up(account: Account) -> int:
    """Keep, then read, every mention after the last one kept, and return how many were new."""
    adapter, came = open_mastodon(account), 0
    cursor = str(account.settings.get("cursor", ""))
    for identifier, raw in adapter.list_mentions(cursor):
        stored = keep(account.organisation_id, account.pk, raw, f"notification-{identifier}", timezone.now())
        reach("social:before-passing")
        _pass(account, identifier)
        take_in(account.organisation_id, stored.incoming, timezone.now())
        came += stored.is_new
    return came


def open_mastodon(account: Account) -> Mastodon:
    adapter = open_adapter(account)
    assert isinstance(adapter, Mastodon)  # noqa: S101 - tells the type
    return adapter


@transaction.atomic
def _pass(account: Account, identifier: str) -> None:
    set_organisation(account.organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(GO_ON, [identifier, timezone.now(), account.organisation_id, account.pk])
    account.settings = {**account.settings, "cursor": identifier}


def listen(account: Account, stop: threading.Event) -> bool:
    """Catch up whenever the stream tells of something; False when no stream comes about."""
    adapter = open_mastodon(account)
    question = Question(
        "GET",
        f"{find_streaming(account)}/api/v1/streaming/user",
        {**with_token(adapter.access.secrets.get("token", "")), "Accept": "text/event-stream"},
        seconds=limits.SILENCE_SECONDS,
    )
    try:
        with asking(question) as (line, response):
            if response.status != 200 or "event-stream" not in response.headers.get("content-type", ""):
                return False
            catch_up(account)  # what came between the last look and the stream
            for _event in read_events(line, response, stop):
                catch_up(account)
    except NotReachedError as error:
        log.info("a stream ended", account_id=account.pk, reason=error.reason)
        return False
    return True


def find_streaming(account: Account) -> str:
    """Where streams are, as the instance says it ("wss://streaming.example"); the instance itself when it does not."""
    server = str(account.settings.get("server", "")).rstrip("/")
    place = urlsplit(str(account.settings.get("streaming", "")))
    if place.scheme in ("wss", "ws", "https", "http") and place.netloc:
        return f"{'https' if place.scheme in ('wss', 'https') else 'http'}://{place.netloc}"
    return server


def read_events(line: socket.socket, response: HTTPResponse, stop: threading.Event) -> Iterator[None]:
    """One for each notification that the stream tells, until it ends, is old, or is hung up.

    :raises TimeoutError: it says nothing, not even that it is alive.
    """
    until, rest = time.monotonic() + limits.STREAM_SECONDS, b""
    lines.add(line)
    try:
        line.settimeout(limits.SILENCE_SECONDS)
        while not stop.is_set() and time.monotonic() < until:
            chunk = response.read1(65_536)
            *whole, rest = (rest + chunk).split(b"\n")
            if any(each.strip() == b"event: notification" for each in whole):
                yield
            if not chunk or len(rest) > limits.LONGEST_LINE:
                return
    finally:
        lines.discard(line)


def hang_up() -> None:
    """End every stream at once: whoever waits for the next word of one hears that it is over."""
    for line in list(lines):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
