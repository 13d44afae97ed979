"""How fast mails become contacts: from LMTP to a durable contact that is queued, one in twenty of them hostile.

`messages_per_second` counts mails from the first that is handed over to the last contact; `queued_p99_ms` is one mail from its acceptance
until its contact is committed with its fact in the inbox; `peak_rss_mib` is the most this process took;
`lost` are mails that were taken and became neither a contact nor were set aside with a reason.
"""

import argparse
import resource
import smtplib
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import transaction

from bench.ground import connect_owner, lay
from guichet.channels.mail import lmtp
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.storing import Envelope, Stored, store_mail
from guichet.records.correspondence.tests.corpus import CORPUS
from guichet.records.correspondence.words import IncomingState
from guichet.records.directory.models import Reason
from guichet.records.separation import set_organisation

ADDRESS = "mairie@bench.example"
HOSTILE_SHARE = 20
"""One mail in so many."""
SENDERS = 4
HOSTILE = [name for name in CORPUS if name != "empty"]
PATIENCE_SECONDS = 600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=1_000, help="how many mails")


def run(options: argparse.Namespace) -> dict[str, Any]:
    organisation_id = make_mailbox()
    waits: list[float] = []
    with timing(waits), lmtp.listening("127.0.0.1", 0) as port:
        began = time.monotonic()
        shares = [range(first, options.count, SENDERS) for first in range(SENDERS)]
        with ThreadPoolExecutor(SENDERS) as senders:
            taken = sum(senders.map(lambda share: hand_over(port, share), shares))
        wait_until_read(organisation_id)
        lasted = time.monotonic() - began
    waits.sort()
    figures = {
        "messages_per_second": round(taken / lasted, 1),
        "queued_p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
        "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "lost": options.count - count_kept(organisation_id),
    }
    return {"figures": figures, "conditions": {"count": options.count, "hostile": -(-options.count // HOSTILE_SHARE), "senders": SENDERS}}


def make_mailbox() -> int:
    with connect_owner() as owner:
        ground = lay(owner, agents=1, queues=1, skills=1)
        owner.execute("update directory_reason set queue_id = (select min(id) from directory_queue)")
        owner.commit()
    with transaction.atomic():
        set_organisation(ground.organisation_id)
        reason = Reason.objects.of(ground.organisation_id).get()
        Mailbox.objects.create(organisation_id=ground.organisation_id, address=ADDRESS, reason=reason, language="fr")
    return ground.organisation_id


@contextmanager
def timing(waits: list[float]) -> Iterator[None]:
    """Note for each mail how long it took from being kept to being a contact."""

    def timed(organisation_id: int, mail_id: UUID, now: datetime) -> None:
        began = kept_at.pop(mail_id)
        take_in(organisation_id, mail_id, now)
        waits.append(time.monotonic() - began)

    kept_at: dict[UUID, float] = {}

    def kept(envelope: Envelope, raw: bytes, now: datetime) -> Stored:
        began = time.monotonic()
        stored = store_mail(envelope, raw, now)
        kept_at.setdefault(stored.mail, began)
        return stored

    with patch.object(lmtp, "take_in", timed), patch.object(lmtp, "store_mail", kept):
        yield


def make_mail(number: int) -> bytes:
    """A short letter with a quotation; one in twenty is one of the hostile ones."""
    if number % HOSTILE_SHARE == 0:
        name = sorted(HOSTILE)[number // HOSTILE_SHARE % len(HOSTILE)]
        return f"X-Number: {number}\r\n".encode() + CORPUS[name]()
    message = EmailMessage()
    message["From"], message["To"] = f"usager{number}@example.org", ADDRESS
    message["Subject"], message["Message-ID"] = f"Ma demande {number}", f"<{number}@example.org>"
    message.set_content("Bonjour,\n\nOù en est mon dossier ?\n" * 10 + "\nLe 3 mars, Mairie a écrit :\n> Bonjour\n")
    message.add_alternative("<p>Bonjour,</p><p>Où en est mon dossier ?</p>" * 10, subtype="html")
    return message.as_bytes(policy=SMTP)


def hand_over(port: int, numbers: Iterable[int]) -> int:
    """As a mail server does, in one session; returns how many were taken."""
    taken = 0
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo_or_helo_if_needed()
        for number in numbers:
            client.mail(f"usager{number}@example.org")
            client.rcpt(ADDRESS)
            taken += client.data(make_mail(number))[0] == 250
    return taken


def wait_until_read(organisation_id: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and count(organisation_id, IncomingState.RECEIVED):
        time.sleep(0.02)


def count_kept(organisation_id: int) -> int:
    return count(organisation_id, IncomingState.READ, IncomingState.ASIDE, IncomingState.SETTLED, IncomingState.QUARANTINED)


@transaction.atomic
def count(organisation_id: int, *states: IncomingState) -> int:
    set_organisation(organisation_id)
    return IncomingMail.objects.of(organisation_id).filter(state__in=states).count()
