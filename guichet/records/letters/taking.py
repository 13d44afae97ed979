"""The side of a contact that was taken out of one held by letter: the same paper, answered in a letter of its own."""

from datetime import datetime
from typing import Any

from django.db import connection

from guichet.records.contacts.models import Contact
from guichet.records.contacts.promises import Promise
from guichet.records.contacts.taking import TakenOut
from guichet.records.letters.arriving import DAY
from guichet.records.letters.models import Letter

COPY_LETTER = """
insert into letters_letter (organisation_id, contact_id, scan_id, pdf, pages, certainty, doubts, sender, email, telephone, file_numbers,
  written_on, checked_at, answer_by, due_at, acknowledged_at, told_number, is_watched)
select organisation_id, %(contact)s, null, pdf, pages, certainty, doubts, sender, email, telephone, file_numbers,
  written_on, checked_at, answer_by, %(due_at)s, acknowledged_at, 0, true
from letters_letter where organisation_id = %(organisation_id)s and contact_id = %(origin)s
"""
"""What the scanner made stays with the first: it is read again there alone."""
COPY_PAGES = """
insert into letters_page (organisation_id, contact_id, number, image, text, certainty)
select organisation_id, %(contact)s, number, image, text, certainty
from letters_page where organisation_id = %(organisation_id)s and contact_id = %(origin)s
"""


def keep_letter(taken: TakenOut) -> None:
    """Its pages are looked at beside the answer as those of any letter are."""
    asked: dict[str, Any] = {
        "organisation_id": taken.origin.organisation_id,
        "contact": taken.contact.pk,
        "origin": taken.origin.pk,
        "due_at": taken.promised_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(COPY_LETTER, asked)
        cursor.execute(COPY_PAGES, asked)


def find_due(origin: Contact, promise: Promise, promised_at: datetime | None) -> datetime | None:
    """When the law wants the paper answered, or sooner where the new queue promises days (`arriving.find_due`)."""
    due_at = Letter.objects.of(origin.organisation_id).filter(pk=origin.pk).values_list("due_at", flat=True).first()
    if due_at is None or promised_at is None or promise.delay < DAY:
        return due_at
    return min(due_at, promised_at)
