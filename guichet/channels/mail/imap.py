"""Mailboxes at other servers, followed by IMAP: each by one thread of one process, which waits for the server's word (IDLE) or looks again.

A mail is marked as read there only after it is committed here, and a UID is passed only then: a process that dies in between fetches it
again, and the same bytes are the same mail.
"""

import logging
import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone
from imapclient import IMAPClient

from guichet.channels.holding import Holding, Place, holding
from guichet.channels.mail import settings as limits
from guichet.records.correspondence.fetching import FOLDER, MailboxError, open_mailbox
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.models import Mailbox
from guichet.records.correspondence.storing import Envelope, store_mail
from guichet.records.correspondence.words import LARGEST_MAIL
from guichet.records.faults import reach
from guichet.records.separation import set_organisation

LOCK = 0x6D61
"""The first number of the advisory locks of mailboxes."""
SLICE_SECONDS = 2.0

log = structlog.get_logger(__name__)
logging.getLogger("imapclient").setLevel(logging.ERROR)  # its own repeats what goes over the line


def following() -> AbstractContextManager[None]:
    """Follow every mailbox that has a server, for a block; new ones are found as they appear."""
    return holding(Holding("mailbox", LOCK, find_mailboxes, follow, limits.LOOK_SECONDS))


def find_mailboxes(organisation_id: int) -> Iterable[int]:
    """Those that are to be fetched."""
    return Mailbox.objects.of(organisation_id).filter(is_active=True).exclude(host="").values_list("pk", flat=True)


def follow(place: Place, stop: threading.Event) -> bool:
    """Fetch what comes for as long as one connection serves; False when the mailbox is gone."""
    mailbox = get_mailbox(*place)
    if mailbox is None:
        return False
    try:
        with open_mailbox(mailbox) as client:
            _note(mailbox, "")
            stay(client, mailbox, stop)
    except MailboxError as error:
        log.warning("a mailbox is not fetched", mailbox_id=mailbox.pk, trouble=error.trouble)
        _note(mailbox, error.trouble)
        stop.wait(limits.TRY_AGAIN_SECONDS)
    return True


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
