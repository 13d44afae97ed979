"""From a mail that was kept to what becomes of it: a contact, a line in one, a word about one of ours, scans for the letter box, or set
aside with the reason.

Each mail is read in one transaction. What goes wrong in it is ours, never the sender's: the mail then stays as it came, a contact is
opened that says so, and it can be read again after a correction. A mail that kills its reader is not read a third time.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from msgspec import structs

from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.correspondence import arriving
from guichet.records.correspondence.bouncing import settle_bounce
from guichet.records.correspondence.joining import find_verdict
from guichet.records.correspondence.models import IncomingMail
from guichet.records.correspondence.reading import read_mail, verify
from guichet.records.correspondence.statements import LOOK_AROUND
from guichet.records.correspondence.threads import fold_address
from guichet.records.correspondence.words import LONGEST_SUBJECT, Cause, IncomingState, MailKind, ReadMail
from guichet.records.faults import reach
from guichet.records.notices.server import MailServer
from guichet.records.separation import set_organisation

MOST_TRIES = 3
LATE = timedelta(seconds=30)
"""Whoever kept a mail reads it at once; after that somebody else does."""
MOST_OF_SENDER = 100
"""Mails of one sender a day that become contacts; more is set aside, where a person sees it."""
DAY = timedelta(days=1)

log = structlog.get_logger(__name__)


def take_in(organisation_id: int, mail_id: UUID, now: datetime, *, is_wanted: bool = False) -> None:
    """Read a mail that was kept. Returns normally whatever the mail is; read already, nothing happens. `is_wanted`: somebody has looked at
    it and wants it answered, whatever it is.

    :raises OperationalError: the database is away; the mail is read later.
    """
    try:
        with transaction.atomic():
            set_organisation(organisation_id)
            mail = _lock(mail_id)
            if mail is not None:
                _read(mail, now, is_wanted=is_wanted)
                reach("mail:before-commit")
    except (OperationalError, InterfaceError):
        raise
    except UnknownReasonError:
        _quarantine(organisation_id, mail_id, Cause.NO_REASON)
    except Exception:
        log.exception("a mail could not be read", mail_id=str(mail_id))
        _give_up(organisation_id, mail_id)
    reach("mail:after-commit")


def take_in_late(organisation_id: int, now: datetime) -> int:
    """Read what its reader left behind when it died. Returns how many there were."""
    with transaction.atomic():
        set_organisation(organisation_id)
        late = IncomingMail.objects.of(organisation_id).filter(state=IncomingState.RECEIVED, received_at__lt=now - LATE)
        chosen = list(late.order_by("received_at")[:100].values_list("pk", "tries"))
        IncomingMail.objects.of(organisation_id).filter(pk__in=[pk for pk, _ in chosen]).update(tries=F("tries") + 1)
    for mail_id, tries in chosen:
        if tries < MOST_TRIES:
            take_in(organisation_id, mail_id, now)
        else:
            _give_up(organisation_id, mail_id)
    return len(chosen)


def _lock(mail_id: UUID) -> IncomingMail | None:
    """The mail, if it is still to be read and nobody is at it."""
    waiting = IncomingMail.objects.select_for_update(of=("self",), skip_locked=True)
    return waiting.filter(pk=mail_id, state=IncomingState.RECEIVED).select_related("mailbox__reason", "organisation").first()


def _read(mail: IncomingMail, now: datetime, *, is_wanted: bool) -> None:
    raw = bytes(mail.raw)
    said = read_mail(raw, mail.return_path)
    mail.kind, mail.problems = said.kind, list(said.problems)
    mail.message_id, mail.sender, mail.subject = said.message_id, said.sender, said.subject[:LONGEST_SUBJECT]
    mail.verification = verify(raw, said.sender, mail.mailbox.trusted_server)
    mail.state, mail.cause = _place_wanted(mail, said) if is_wanted else _place(mail, said, now)
    mail.save(update_fields=["kind", "problems", "message_id", "sender", "subject", "verification", "state", "cause", "contact", "number"])


def _place_wanted(mail: IncomingMail, said: ReadMail) -> tuple[IncomingState, Cause]:
    return IncomingState.READ, arriving.arrive(mail, structs.replace(said, asks_no_reply=True), find_verdict(mail, said))


def _place(mail: IncomingMail, said: ReadMail, now: datetime) -> tuple[IncomingState, Cause]:
    """Decide what becomes of a mail, and do it."""
    if said.bounce is not None and settle_bounce(mail, said.bounce, now):
        return IncomingState.SETTLED, Cause.REPORT
    around = _look_around(mail, said, now)
    if around.is_own:
        return IncomingState.ASIDE, Cause.OWN
    if mail.mailbox.receives_scans:
        return (IncomingState.SCANS, Cause.NONE) if said.files else (IncomingState.ASIDE, Cause.NO_SCAN)
    if around.is_repeated:
        return IncomingState.ASIDE, Cause.REPEATED
    verdict = find_verdict(mail, said)
    if said.kind in (MailKind.AUTO_REPLY, MailKind.BOUNCE):
        is_noted = verdict.contact is not None and arriving.note_automatic(mail, said, verdict.contact)
        return (IncomingState.READ, Cause.JOINED) if is_noted else (IncomingState.ASIDE, Cause.AUTOMATIC)
    if around.recent >= MOST_OF_SENDER:
        return IncomingState.ASIDE, Cause.FLOOD
    return IncomingState.READ, arriving.arrive(mail, said, verdict)


class Around(NamedTuple):
    """What is known of a mail besides what it says. `recent`: how many its sender wrote in a day."""

    is_own: bool
    is_repeated: bool
    recent: int


def _look_around(mail: IncomingMail, said: ReadMail, now: datetime) -> Around:
    """Whether it is one that we sent and that came back, which answering would send round for ever; whether it is the same mail by another
    way, to two of our addresses or forwarded; and whether its sender floods us."""
    server: MailServer | None = settings.MAIL_SERVER
    asked: dict[str, Any] = {
        "organisation_id": mail.organisation_id,
        "mail": mail.pk,
        "reason": mail.mailbox.reason_id,
        "sender": said.sender,
        "folded": fold_address(said.sender),
        "message_id": said.message_id,
        "subject": said.subject,
        "since": now - DAY,
        "most": MOST_OF_SENDER,
    }
    with connection.cursor() as cursor:
        cursor.execute(LOOK_AROUND, asked)
        [(is_own, is_repeated, recent)] = cursor.fetchall()
    return Around(is_own or (server is not None and said.sender == server.sender.lower()), is_repeated, recent)


def _give_up(organisation_id: int, mail_id: UUID) -> None:
    """Somebody wrote, and we cannot read it: a contact says so, and the mail waits in quarantine."""
    try:
        with transaction.atomic():
            set_organisation(organisation_id)
            mail = _lock(mail_id)
            if mail is not None:
                arriving.arrive_unread(mail)
                mail.state, mail.cause = IncomingState.QUARANTINED, Cause.UNREADABLE
                mail.save(update_fields=["state", "cause", "contact", "number"])
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("no contact could be opened for an unread mail", mail_id=str(mail_id))
        _quarantine(organisation_id, mail_id, Cause.UNREADABLE)


@transaction.atomic
def _quarantine(organisation_id: int, mail_id: UUID, cause: Cause) -> None:
    set_organisation(organisation_id)
    IncomingMail.objects.of(organisation_id).filter(pk=mail_id, state=IncomingState.RECEIVED).update(
        state=IncomingState.QUARANTINED, cause=cause
    )
