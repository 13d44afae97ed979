"""Mailboxes at other servers, followed by IMAP: each by one thread of one process, which waits for the server's word (IDLE) or looks again.

A mail is marked as read there only after it is committed here, and a UID is passed only then: a process that dies in between fetches it
again, and the same bytes are the same mail.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
import structlog
from django.db import Error, connection, transaction
from django.utils import timezone
from imapclient import IMAPClient

from guichet.channels.mail import settings as limits
from guichet.records.connections import get_conninfo
from guichet.records.correspondence.fetching import FOLDER, MailboxError, open_mailbox
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.models import Mailbox
from guichet.records.correspondence.storing import Envelope, store_mail
from guichet.records.correspondence.words import LARGEST_MAIL
from guichet.records.directory.models import Organisation
from guichet.records.faults import reach
from guichet.records.separation import set_organisation

Place = tuple[int, int]
"""Organisation and mailbox."""
LOCK = 0x6D61
"""The first number of the advisory locks of mailboxes."""
SLICE_SECONDS = 2.0

log = structlog.get_logger(__name__)
logging.getLogger("imapclient").setLevel(logging.ERROR)  # its own repeats what goes over the line


@contextmanager
def following() -> Iterator[None]:
    """Follow every mailbox that has a server, for a block; new ones are found as they appear."""
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(stop,), name="mailboxes")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _watch(stop: threading.Event) -> None:
    threads: dict[Place, threading.Thread] = {}
    while not stop.is_set():
        try:
            for place in list_places():
                if place not in threads or not threads[place].is_alive():
                    threads[place] = threading.Thread(target=_follow, args=(*place, stop), name=f"mailbox {place[1]}")
                    threads[place].start()
        except Error:
            log.warning("mailboxes are looked for later: the database does not answer")
        connection.close()
        stop.wait(limits.LOOK_SECONDS)
    for thread in threads.values():
        thread.join()


def list_places() -> list[Place]:
    """Every mailbox that is to be fetched."""
    places = []
    for organisation_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            set_organisation(organisation_id)
            found = Mailbox.objects.of(organisation_id).filter(is_active=True).exclude(host="").values_list("pk", flat=True)
            places += [(organisation_id, pk) for pk in found]
    return places


def _follow(organisation_id: int, mailbox_id: int, stop: threading.Event) -> None:
    """Until the mailbox is gone or changed, or the process stops. One process holds it: another one waits for the lock."""
    try:
        with psycopg.connect(get_conninfo(), autocommit=True) as lock:
            [(is_ours,)] = lock.execute("select pg_try_advisory_lock(%s, %s)", [LOCK, mailbox_id]).fetchall()
            while is_ours and not stop.is_set():
                mailbox = get_mailbox(organisation_id, mailbox_id)
                if mailbox is None:
                    return
                try:
                    with open_mailbox(mailbox) as client:
                        _note(mailbox, "")
                        stay(client, mailbox, stop)
                except MailboxError as error:
                    log.warning("a mailbox is not fetched", mailbox_id=mailbox_id, trouble=error.trouble)
                    _note(mailbox, error.trouble)
                    stop.wait(limits.TRY_AGAIN_SECONDS)
                lock.execute("select 1")
    except (psycopg.Error, Error):
        log.warning("a mailbox is left for a moment: the database does not answer", mailbox_id=mailbox_id)
    except Exception:
        log.exception("a mailbox is left for a moment", mailbox_id=mailbox_id)
    finally:
        connection.close()


@transaction.atomic
def get_mailbox(organisation_id: int, mailbox_id: int) -> Mailbox | None:
    set_organisation(organisation_id)
    return Mailbox.objects.of(organisation_id).filter(pk=mailbox_id, is_active=True).exclude(host="").first()


@transaction.atomic
def _note(mailbox: Mailbox, trouble: str) -> None:
    set_organisation(mailbox.organisation_id)
    heard: dict[str, datetime] = {} if trouble else {"heard_at": timezone.now()}
    Mailbox.objects.of(mailbox.organisation_id).filter(pk=mailbox.pk).update(trouble=trouble, **heard)


def stay(client: IMAPClient, mailbox: Mailbox, stop: threading.Event) -> None:
    """Fetch what is there, then whatever comes, for as long as one connection serves."""
    until = time.monotonic() + limits.IDLE_SECONDS
    can_idle = client.has_capability("IDLE")
    while not stop.is_set() and time.monotonic() < until:
        fetch(client, mailbox)
        if can_idle:
            idle(client, stop, until)
        else:
            stop.wait(limits.POLL_SECONDS)


def idle(client: IMAPClient, stop: threading.Event, until: float) -> None:
    """Wait until the server has something to tell. It may tell it while the waiting ends: whoever returns from here looks again."""
    client.idle()
    while not stop.is_set() and time.monotonic() < until and not client.idle_check(timeout=SLICE_SECONDS):
        pass
    client.idle_done()


def fetch(client: IMAPClient, mailbox: Mailbox) -> int:
    """Fetch what is new, and return how many mails came."""
    status = client.select_folder(FOLDER)
    validity = int(status[b"UIDVALIDITY"])
    if mailbox.uid_validity != validity:
        uids = client.search("UNSEEN")
    else:
        # "n:*" always names the last mail, even when its UID is below n.
        uids = [uid for uid in client.search(["UID", f"{mailbox.last_uid + 1}:*"]) if uid > mailbox.last_uid]
    came = sum(_fetch_one(client, mailbox, uid) for uid in sorted(uids))
    newest = max([*uids, int(status.get(b"UIDNEXT", 1)) - 1 if mailbox.uid_validity != validity else mailbox.last_uid])
    if (mailbox.uid_validity, mailbox.last_uid) != (validity, newest):
        _pass(mailbox, validity, newest)
    return came


def _fetch_one(client: IMAPClient, mailbox: Mailbox, uid: int) -> bool:
    """Keep a mail, then say there that it was read, then read it. One that is too large is kept as far as it may be."""
    part = f"BODY.PEEK[]<0.{LARGEST_MAIL}>"
    found = client.fetch([uid], [part]).get(uid, {})
    raw = next((value for name, value in found.items() if name.startswith(b"BODY[")), None)
    if raw is None:
        return False
    stored = store_mail(Envelope(mailbox.organisation_id, mailbox.pk, mailbox.address), raw, timezone.now())
    reach("mail:before-seen")
    client.add_flags([uid], [rb"\Seen"])
    take_in(mailbox.organisation_id, stored.mail, timezone.now())
    return stored.is_new


@transaction.atomic
def _pass(mailbox: Mailbox, validity: int, uid: int) -> None:
    set_organisation(mailbox.organisation_id)
    mailbox.uid_validity, mailbox.last_uid, mailbox.heard_at = validity, uid, timezone.now()
    mailbox.save(update_fields=["uid_validity", "last_uid", "heard_at"])
