"""A letter becomes a contact."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.decisions.routing.words import Channel, Instant
from guichet.language.contracts import ScannedLetter
from guichet.records.contacts.actions import Opening, add_context, open_contact
from guichet.records.contacts.models import Contact
from guichet.records.contacts.promises import Promise, promise_answer, put_off
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import get_promise
from guichet.records.contacts.words import LONGEST_TEXT
from guichet.records.directory.models import Queue
from guichet.records.directory.queries import get_calendar
from guichet.records.letters.extraction import Found, extract
from guichet.records.letters.models import Letter, LetterBox, Page, Scan
from guichet.records.letters.separators import list_marks
from guichet.records.letters.words import DOUBTFUL, LEGAL_DELAY

DAY = timedelta(days=1)
ROOM = 500
"""Characters left for what says that a text goes on."""


def arrive(scan: Scan, place: int, scanned: ScannedLetter) -> Contact:
    """Keep one letter of a scan as a contact. The same one again is the same contact.

    :raises UnknownReasonError: nobody answers it.
    """
    box = LetterBox.objects.of(scan.organisation_id).get()
    found = extract(scanned.pages, box.reference_formats.splitlines(), box.letterhead)
    with translation.override(scan.organisation.default_language):
        contact, due_at = _open(scan, place, scanned, found, box)
        if Letter.objects.of(scan.organisation_id).filter(pk=contact.pk).exists():
            return contact
        certainty = measure(scanned)
        Letter.objects.create(
            organisation_id=scan.organisation_id,
            contact=contact,
            scan=scan,
            pdf=scanned.pdf,
            pages=len(scanned.pages),
            certainty=certainty,
            doubts=list(found.doubts),
            sender=found.sender,
            email=found.email,
            telephone=found.telephone,
            file_numbers=list(found.references),
            written_on=found.written_on,
            due_at=due_at,
        )
        _keep_pages(contact, scanned)
        add_context(contact, uuid5(contact.key, "read"), "\n".join(_list_warnings(scanned, found, certainty)))
    return contact


def _open(scan: Scan, place: int, scanned: ScannedLetter, found: Found, box: LetterBox) -> tuple[Contact, datetime]:
    reason = find_reason(scan, scanned.mark) or scan.reason_id or box.reason_id
    arrival = get_arrival(scan.organisation_id, reason, box.language, None)
    queue = Queue.objects.of(scan.organisation_id).select_related("commitment", "calendar").get(pk=arrival.queue)
    promise, arrived_at = get_promise(queue), Instant(int(scan.received_at.timestamp() * 1000))
    due_at = find_due(scan, promise, promise_answer(get_calendar(queue.calendar), promise, scan.received_at))
    opening = Opening(
        key=uuid5(scan.key, f"letter-{place}"),
        channel=Channel.LETTER,
        language=box.language,
        arrived_at=arrived_at,
        text=write(scanned),
        citizen_name=find_name(found.sender),
        priority_minutes=put_off(promise, arrived_at, due_at),
    )
    opened = open_contact(scan.organisation_id, opening, arrival)
    return Contact.objects.of(scan.organisation_id).get(pk=UUID(opened.contact)), due_at


def find_due(scan: Scan, promise: Promise, answered_at: datetime | None) -> datetime:
    """Two weeks after the paper came, to the end of the day; sooner where its queue promises days, and not what it promises live."""
    last = datetime.combine(scan.arrived_on + LEGAL_DELAY, time(23, 59), ZoneInfo(scan.organisation.time_zone))
    return min(last, answered_at) if answered_at is not None and promise.delay >= DAY else last


def find_reason(scan: Scan, mark: str) -> int | None:
    """What the separator sheet before a letter says."""
    if not mark:
        return None
    said = mark.split(":")[3:4]
    reason = int(said[0]) if said and said[0].isdecimal() else 0
    return reason if reason and mark in list_marks(scan.organisation_id, [reason]) else None


def find_name(sender: str) -> str:
    """Who writes, as he calls himself: the first line of his address."""
    return sender.partition("\n")[0].strip()[:200]


def write(scanned: ScannedLetter) -> str:
    """What stands in the conversation: the text of the pages as it was recognised."""
    pages = ["\n".join(line.text for line in page.lines) for page in scanned.pages]
    text = "\n\n".join(page for page in pages if page.strip()).strip()
    if not text:
        return _("(No text could be recognised: see the scan.)")
    if len(text) <= LONGEST_TEXT - ROOM:
        return text
    return text[: LONGEST_TEXT - ROOM] + "\n\n" + _("[The text goes on: see the scan.]")


def measure(scanned: ScannedLetter) -> float:
    """How certain the text is, from 0 to 1."""
    all_lines = [line for page in scanned.pages for line in page.lines]
    letters = sum(len(line.text) for line in all_lines)
    return sum(line.certainty * len(line.text) for line in all_lines) / letters if letters else 0.0


def _keep_pages(contact: Contact, scanned: ScannedLetter) -> None:
    Page.objects.bulk_create(
        Page(
            organisation_id=contact.organisation_id,
            contact=contact,
            number=number,
            image=page.image,
            text="\n".join(line.text for line in page.lines),
            certainty=min((line.certainty for line in page.lines), default=0.0),
        )
        for number, page in enumerate(scanned.pages, 1)
    )


def _list_warnings(scanned: ScannedLetter, found: Found, certainty: float) -> Iterator[str]:
    """What the agent must know before he answers."""
    count = len(scanned.pages)
    yield (
        ngettext("A letter of %(count)d page, read by a machine.", "A letter of %(count)d pages, read by a machine.", count)
        % {"count": count}
        + " "
        + _("What it says of its sender is a guess: compare it with the scan before you answer.")
    )
    if certainty < DOUBTFUL:
        yield _("The text was hard to read. Trust the scan, not the text.")
    if not found.sender:
        yield _("No sender’s address was found. Write it down if the scan shows one.")
