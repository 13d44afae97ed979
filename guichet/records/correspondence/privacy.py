"""What this room holds about people: who wrote from which address, and his mails as they came."""

from datetime import timedelta

from guichet.records.contacts.privacy import KEPT
from guichet.records.correspondence import models
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

ADDRESS_KEPT = timedelta(days=365)
"""Threads go on for months; after a year a mail begins a new one."""

declare(
    models.Mailbox,
    "id organisation address reason language is_active acknowledges has_tags receives_scans trusted_server host port security login secret"
    " uid_validity last_uid heard_at trouble",
)
declare(
    models.IncomingMail,
    "id organisation mailbox key recipient size received_at tries state cause kind problems verification message_id contact number",
    about="contact__citizen_id",
    keep=KEPT,
    since="received_at",
    raw=Personal(PersonalClass.CONTENT, Gone),
    subject=Personal(PersonalClass.CONTENT, Gone),
    sender=Personal(PersonalClass.ADDRESS, Gone),
    return_path=Personal(PersonalClass.ADDRESS, Gone),
)
declare(
    models.Exchange,
    "organisation contact mailbox thread_ids verification is_forged told_number is_watched promised_at continues",
    about="contact__citizen_id",
    keep=ADDRESS_KEPT,
    since="contact__closed_at",
    address=Personal(PersonalClass.ADDRESS, ""),
    subject=Personal(PersonalClass.CONTENT, ""),
)
declare(models.Signature, "organisation queue text")
