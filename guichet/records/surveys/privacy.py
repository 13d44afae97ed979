"""What this room holds about people: what they wrote beside their opinion, emptied after a year or with their erasure."""

from guichet.records.privacy import Personal, PersonalClass, declare
from guichet.records.surveys.models import Opinion
from guichet.records.surveys.words import KEPT

declare(
    Opinion,
    "id organisation voice subject reason_key channel article contact score at",
    about="contact__citizen_id",
    keep=KEPT,
    since="at",
    comment=Personal(PersonalClass.CONTENT, ""),
)
