"""Scans that a scanner sent by mail: each file becomes what it would be in the scanner's folder.

The same bytes are the same scan, by whichever mail and however often they come, so that nothing is lost or doubled wherever a process
dies. Names and declared types are not believed: what begins like a document is one. Beside a PDF, pictures are the logo of a signature.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from guichet.records.correspondence.models import IncomingMail
from guichet.records.correspondence.reading import read_mail
from guichet.records.correspondence.words import Cause, IncomingState, Problem, ReadFile, ReadMail
from guichet.records.errors import RefusedError
from guichet.records.faults import reach
from guichet.records.letters.storing import Arrived, store_scan
from guichet.records.letters.words import Origin
from guichet.records.separation import set_organisation

MOST_AT_ONCE = 50
"""Mails looked at in one round; the next finds the others."""
BEFORE_PDF = 1024
"""Bytes that may stand before a PDF begins (ISO 32000, annex H.3.4.1)."""
TIFF = (b"II*\0", b"MM\0*")
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
LOSSES = {Problem.TOO_DEEP, Problem.TOO_MANY_PARTS, Problem.TOO_MANY_FILES, Problem.TRANSFER, Problem.CUT}
"""Of a mail in which a file may be missing."""


def take_mailed(organisation_id: int, now: datetime) -> int:
    """Keep the scans of every mail that a scanner sent. Returns how many mails there were."""
    with transaction.atomic():
        set_organisation(organisation_id)
        waiting = IncomingMail.objects.of(organisation_id).filter(state=IncomingState.SCANS)
        chosen = list(waiting.order_by("received_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    for mail_id in chosen:
        _take(organisation_id, mail_id, now)
        reach("letters:between-mails")
    return len(chosen)


@transaction.atomic
def _take(organisation_id: int, mail_id: UUID, now: datetime) -> None:
    """All scans of a mail, or none; nothing when somebody else is at it."""
    set_organisation(organisation_id)
    waiting = IncomingMail.objects.of(organisation_id).select_for_update(of=("self",), skip_locked=True)
    mail = waiting.filter(pk=mail_id, state=IncomingState.SCANS).first()
    if mail is None:
        return
    said = read_mail(bytes(mail.raw), mail.return_path)
    are_kept = [_keep(organisation_id, file, now) for file in choose_scans(said.files)]
    mail.state, mail.cause = _settle(said, are_kept)
    mail.save(update_fields=["state", "cause"])


def choose_scans(files: tuple[ReadFile, ...]) -> list[ReadFile]:
    """What is a document among the files of a mail: PDF and TIFF; where there is none, pictures."""
    documents = [file for file in files if b"%PDF-" in file.content[:BEFORE_PDF] or file.content.startswith(TIFF)]
    return documents or [file for file in files if file.content.startswith(PICTURES) or _is_webp(file.content)]


def _is_webp(content: bytes) -> bool:
    return content.startswith(b"RIFF") and content[8:12] == b"WEBP"


def _keep(organisation_id: int, file: ReadFile, now: datetime) -> bool:
    try:
        store_scan(Arrived(organisation_id, Origin.MAIL, file.name), file.content, now)
    except RefusedError:
        return False
    return True


def _settle(said: ReadMail, are_kept: list[bool]) -> tuple[IncomingState, Cause]:
    """A mail in which a letter may be lost waits where a person sees it."""
    if LOSSES & set(said.problems) or not all(are_kept):
        return IncomingState.QUARANTINED, Cause.PART_MISSING
    if not are_kept:
        return IncomingState.ASIDE, Cause.NO_SCAN
    return IncomingState.SETTLED, Cause.SCANNED
