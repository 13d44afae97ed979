"""What this room holds about people: their letters, as they came and as they were read, and what was answered."""

from datetime import timedelta

from guichet.records.contacts.privacy import KEPT
from guichet.records.letters import models
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

SCAN_KEPT = timedelta(days=90)
"""A scan may hold letters of many people, each of which is kept by itself: as long as one may want it read again."""

declare(models.LetterBox, "id organisation reason language is_active letterhead town reference_formats")
declare(
    models.Scan,
    "id organisation key origin reason arrived_on received_at size state cause tries claimed_until read_at",
    about="letters__contact__citizen_id",
    keep=SCAN_KEPT,
    since="read_at",
    raw=Personal(PersonalClass.CONTENT, Gone),
    name=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.Letter,
    "organisation contact scan pages certainty doubts written_on checked_at answer_by due_at acknowledged_at told_number is_watched",
    about="contact__citizen_id",
    keep=KEPT,
    since="contact__closed_at",
    pdf=Personal(PersonalClass.CONTENT, b""),
    sender=Personal(PersonalClass.ADDRESS, ""),
    email=Personal(PersonalClass.ADDRESS, ""),
    telephone=Personal(PersonalClass.ADDRESS, ""),
    file_numbers=Personal(PersonalClass.CONTENT, []),
)
declare(
    models.Page,
    "organisation contact number certainty",
    about="contact__citizen_id",
    keep=KEPT,
    since="contact__closed_at",
    image=Personal(PersonalClass.CONTENT, Gone),
    text=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.Posting,
    "id organisation contact key kind state enclosures prepared_at printed_at posted_at moved_by",
    about="contact__citizen_id",
    keep=KEPT,
    since="contact__closed_at",
    recipient=Personal(PersonalClass.ADDRESS, ""),
    text=Personal(PersonalClass.CONTENT, ""),
    pdf=Personal(PersonalClass.CONTENT, None),
)
