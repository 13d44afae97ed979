"""What this room holds about people: who wrote from which number or name, what came as it came, and what was sent."""

from datetime import timedelta

from guichet.records.contacts.privacy import KEPT
from guichet.records.messaging import models
from guichet.records.privacy import Gone, Personal, PersonalClass, declare
from guichet.records.scripts.returning import BACK_WITHIN

HANDLE_KEPT = timedelta(days=365)
"""Talks go on for months; after a year a word begins a new one."""
NAMES_KEPT = timedelta(days=90)
"""Nobody hands the same thing over again after that, nor tells of it."""

declare(
    models.Account,
    "id organisation channel kind address reason language is_active acknowledges settings secret quiet_from quiet_until per_second"
    " paused_until heard_at trouble",
)
declare(
    models.Incoming,
    "id organisation account key digest received_at tries state cause part_number part_count contact number",
    about="contact__citizen_id",
    keep=KEPT,
    since="received_at",
    raw=Personal(PersonalClass.CONTENT, Gone),
    handle=Personal(PersonalClass.ADDRESS, Gone),
    reference=Personal(PersonalClass.ADDRESS, Gone),
    part_group=Personal(PersonalClass.ADDRESS, Gone),
)
declare(
    models.Talk,
    "organisation contact account is_public window_until told_number is_watched promised_at continues",
    about="contact__citizen_id",
    keep=HANDLE_KEPT,
    since="contact__closed_at",
    handle=Personal(PersonalClass.ADDRESS, ""),
    reference=Personal(PersonalClass.ADDRESS, ""),
)
declare(
    models.Dialogue,
    "id organisation account session began_at",
    about="session__contact__citizen_id",
    keep=BACK_WITHIN,
    since="began_at",
    handle=Personal(PersonalClass.ADDRESS, Gone),
)
declare(
    models.Outgoing,
    "id organisation account key purpose contact number files is_public in_reply_to state names attempts code created_at due_at"
    " tried_at sent_at settled_at",
    about="contact__citizen_id",
    keep=NAMES_KEPT,
    since="created_at",
    text=Personal(PersonalClass.CONTENT, ""),
    handle=Personal(PersonalClass.ADDRESS, ""),
)
declare(
    models.Arrived,
    "id organisation account arrived_at",
    keep=NAMES_KEPT,
    since="arrived_at",
    reference=Personal(PersonalClass.CONNECTION, Gone),
)
declare(
    models.Receipt,
    "id organisation account state code received_at",
    keep=NAMES_KEPT,
    since="received_at",
    reference=Personal(PersonalClass.CONNECTION, Gone),
)
declare(models.Stop, "id organisation account digest said_at")
