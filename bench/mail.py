"""How fast mails become contacts: from LMTP to a durable contact that is queued, one in twenty of them hostile.

`messages_per_second` counts mails from the first that is handed over to the last contact; `queued_p99_ms` is one mail from the moment its
sender begins to hand it over until its contact is committed with its fact in the inbox; `peak_rss_mib` is the most this process took;
`lost` are mails that were taken and became neither a contact nor were set aside with a reason.
"""

import argparse
import itertools
import resource
import smtplib
import time
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any

from django.db import connection, transaction

from bench.ground import lay
from guichet.channels.mail import lmtp
from guichet.records.correspondence.models import IncomingMail, Mailbox
from guichet.records.correspondence.tests.corpus import CORPUS
from guichet.records.correspondence.words import IncomingState
from guichet.records.directory.models import Organisation, Reason
from guichet.records.separation import set_organisation

ADDRESS = "mairie@bench.example"
HOSTILE_SHARE = 20
"""One mail in so many."""
SENDERS = 4
PATIENCE_SECONDS = 600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", type=int, default=1_000, help="how many mails")


def run(options: argparse.Namespace) -> dict[str, Any]:
    organisation_id = make_mailbox()
    mails = [make_mail(number) for number in range(options.count)]
    began_at: dict[int, float] = {}
    with lmtp.listening("127.0.0.1", 0) as port:
        started = time.time()
        shares = [list(range(first, options.count, SENDERS)) for first in range(SENDERS)]
        with ThreadPoolExecutor(SENDERS) as senders:
            taken = sum(senders.map(lambda share: hand_over(port, share, mails, began_at), shares))
        wait_until_read(organisation_id, taken)
        finished = time.time()
    waits = list_waits(organisation_id, began_at)
    figures = {
        "messages_per_second": round(taken / (finished - started), 1),
        "queued_p99_ms": round(waits[max(0, int(len(waits) * 0.99) - 1)] * 1000) if waits else None,
        "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "lost": options.count - count_kept(organisation_id),
    }
    return {"figures": figures, "conditions": {"count": options.count, "hostile": options.count // HOSTILE_SHARE, "senders": SENDERS}}


def make_mailbox() -> int:
    lay(agents=1)
    organisation_id = Organisation.objects.order_by("pk").values_list("pk", flat=True)[0]
    with transaction.atomic():
        set_organisation(organisation_id)
        reason = Reason.objects.of(organisation_id).current().order_by("pk")[0]
        Mailbox.objects.create(organisation_id=organisation_id, address=ADDRESS, reason=reason, language="fr")
    return organisation_id
