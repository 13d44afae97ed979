"""Mails that somebody has to look at."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from guichet.records.directory.models import Account
from guichet.records.notices.models import Mail
from guichet.records.notices.server import LONGEST_ANSWER_SECONDS
from guichet.records.notices.words import LIVES, MailState, Purpose

LONGEST_SENDING = timedelta(seconds=2 * LONGEST_ANSWER_SECONDS)
"""After that nobody has a mail in hand any more: until then an uncertain one is simply being sent."""
LONGEST_QUEUE = timedelta(minutes=10)
"""A mail leaves within seconds where jobs are done."""


OPENING = (Purpose.INVITATION, Purpose.NEW_PASSWORD)
"""Mails with a link that opens an account: each new one closes those before it."""


def is_useless(mail: Mail, now: datetime) -> bool:
    """Whether its reader could do nothing with it any more."""
    life = LIVES.get(Purpose(mail.purpose))
    return life is not None and mail.created_at + life < now


def list_troubled(organisation_id: int, now: datetime) -> QuerySet[Mail]:
    """What nothing sends by itself any more, and nobody has decided about.

    An invitation is settled once its reader has signed in; a mail with a link once a newer one was made, which closed the link in it.
    """
    stuck = Q(state__in=[MailState.FAILED, MailState.BOUNCED, MailState.NO_SERVER])
    lost = Q(state=MailState.UNCERTAIN) & (Q(tried_at__isnull=True) | Q(tried_at__lt=now - LONGEST_SENDING))
    present = Account.objects.filter(organisation_id=organisation_id, last_login__isnull=False).values("email")
    mails = Mail.objects.of(organisation_id)
    newer = mails.filter(purpose__in=OPENING, recipient=OuterRef("recipient"), created_at__gt=OuterRef("created_at"))
    troubled = mails.filter(stuck | lost).exclude(purpose=Purpose.INVITATION, recipient__in=present)
    return troubled.exclude(Q(purpose__in=OPENING) & ~Q(recipient="") & Exists(newer))


def list_delayed(organisation_id: int, now: datetime) -> QuerySet[Mail]:
    """What is tried again by itself, or was not tried at all yet though it should have been."""
    waiting = Mail.objects.of(organisation_id).filter(state=MailState.QUEUED)
    return waiting.filter(Q(attempts__gt=0) | Q(created_at__lt=now - LONGEST_QUEUE))
