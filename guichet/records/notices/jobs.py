"""The sending of a mail, at most once.

Before the server is reached the row says `uncertain`, committed; what the server answered is written afterwards. A worker that dies in
between leaves an uncertain mail, and the job that another worker takes up finds it so and leaves it alone.
"""

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from guichet.records.faults import reach
from guichet.records.notices.letters import compose, fold_domain
from guichet.records.notices.models import Mail
from guichet.records.notices.server import MailServer, NotTakenError, UncertainError, hand_over
from guichet.records.notices.signing import sign
from guichet.records.notices.words import LIVES, MailState
from guichet.records.separation import set_organisation

SEND = "send_mail"
WAITS = (60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600)
"""Seconds before each further attempt: about a day in all."""

log = structlog.get_logger(__name__)


def defer(mail: Mail, seconds: int = 0) -> None:
    """Enqueue the sending in the caller's transaction."""
    job = app.configure_task(SEND, queue="mails", schedule_in={"seconds": seconds} if seconds else None)
    job.defer(organisation_id=mail.organisation_id, mail_id=str(mail.pk))


@app.task(name=SEND)
def send(organisation_id: int, mail_id: str) -> None:
    """Send a queued mail; one that is in any other state is left as it is."""
    server: MailServer | None = settings.MAIL_SERVER
    with transaction.atomic():
        set_organisation(organisation_id)
        mail = _claim(mail_id, server)
        if mail is None or server is None:
            return
        content = sign(compose(mail, server.sender, mail.organisation.name, timezone.now()), settings.DKIM_KEYS)
    reach("mail:before-sending")
    try:
        hand_over(server, content, fold_domain(mail.recipient), get_return_path(mail))
    except UncertainError:
        log.warning("nobody knows whether a mail was sent", mail_id=mail_id)
        return
    except NotTakenError as error:
        with transaction.atomic():
            set_organisation(organisation_id)
            _record_refusal(mail, error)
        return
    reach("mail:before-recording")
    with transaction.atomic():
        set_organisation(organisation_id)
        Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, text="", sent_at=timezone.now(), reply_code=250)


def get_return_path(mail: Mail) -> str | None:
    """To where it comes back: to its own sender when a person wrote it, to nobody when it answers a mail by itself (RFC 3834, 3.3)."""
    if mail.is_written:
        return mail.sender or None
    return "" if mail.sender else None


def _claim(mail_id: str, server: MailServer | None) -> Mail | None:
    """Take a queued mail in hand: from here on it counts as perhaps sent."""
    queued = Mail.objects.filter(pk=mail_id, state=MailState.QUEUED)
    if server is None:
        queued.update(state=MailState.NO_SERVER)
        return None
    queued.filter(recipient="").update(state=MailState.FAILED)  # erased in the meantime
    _leave_useless(queued)
    if not queued.update(state=MailState.UNCERTAIN, attempts=F("attempts") + 1, tried_at=timezone.now()):
        return None
    return Mail.objects.select_related("organisation").get(pk=mail_id)


def _leave_useless(queued: QuerySet[Mail]) -> None:
    """What its reader could do nothing with any more is not sent (R11)."""
    for purpose, life in LIVES.items():
        queued.filter(purpose=purpose, created_at__lt=timezone.now() - life).update(state=MailState.LEFT, text="")


def _record_refusal(mail: Mail, error: NotTakenError) -> None:
    """The server certainly did not take it: try again later, unless that is of no use."""
    gives_up = error.permanent or mail.attempts > len(WAITS)
    state = MailState.FAILED if gives_up else MailState.QUEUED
    Mail.objects.filter(pk=mail.pk, state=MailState.UNCERTAIN).update(state=state, reply_code=error.reply_code)
    log.warning("a mail was not taken", mail_id=str(mail.pk), reply_code=error.reply_code, attempts=mail.attempts, gives_up=gives_up)
    if not gives_up:
        defer(mail, WAITS[mail.attempts - 1])
