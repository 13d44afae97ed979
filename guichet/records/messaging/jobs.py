"""Having what is queued sent by a worker: one at a time for each account. A carrier that holds a session looks for itself."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from procrastinate.contrib.django import app

from guichet.records.messaging.models import Account

if TYPE_CHECKING:
    from guichet.records.messaging.carriers import Carrier

SEND = "send_messages"


def defer(account: Account, carrier: "Carrier", due_at: datetime) -> None:
    """Enqueue the sending in the caller's transaction."""
    if carrier.features.sends_itself:
        return
    later = due_at if due_at > timezone.now() else None
    job = app.configure_task(SEND, queue="messages", lock=f"messages-{account.pk}", schedule_at=later)
    job.defer(organisation_id=account.organisation_id, account_id=account.pk)


@app.task(name=SEND)
def send_messages(organisation_id: int, account_id: int) -> None:
    from guichet.records.messaging.sending import drain

    drain(organisation_id, account_id)
