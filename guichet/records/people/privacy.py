"""What this room holds about citizens. A citizen nobody heard of for three years is forgotten."""

from datetime import timedelta

from guichet.records.people.models import CaseNumber, Citizen, CitizenNeed, CitizenPreference, ContactPoint, ErasureTrace, Judgement
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

YEARS = timedelta(days=365)

declare(
    Citizen,
    "id organisation created_at last_seen_at erased_at",
    about="pk",
    keep=3 * YEARS,
    since="last_seen_at",
    name=Personal(PersonalClass.IDENTITY, ""),
    language=Personal(PersonalClass.IDENTITY, ""),
)
declare(
    ContactPoint,
    "id organisation citizen kind verified_at",
    about="citizen_id",
    keep=3 * YEARS,
    since="citizen__last_seen_at",
    value=Personal(PersonalClass.ADDRESS, Gone),
)
declare(
    CaseNumber,
    "id organisation citizen",
    about="citizen_id",
    keep=3 * YEARS,
    since="citizen__last_seen_at",
    number=Personal(PersonalClass.IDENTITY, Gone),
)
declare(
    Judgement,
    "id organisation citizen is_same grounds made_by made_at undone_by undone_at",
    about="citizen_id",
    keep=3 * YEARS,
    since="made_at",
    other=Personal(PersonalClass.IDENTITY, Gone),
)
declare(
    CitizenPreference,
    "id organisation citizen kind",
    about="citizen_id",
    keep=3 * YEARS,
    since="citizen__last_seen_at",
    value=Personal(PersonalClass.IDENTITY, Gone),
)
declare(
    CitizenNeed,
    "id organisation citizen told_at",
    about="citizen_id",
    keep=YEARS,
    since="citizen__last_seen_at",
    need=Personal(PersonalClass.SENSITIVE, Gone),
)
declare(ErasureTrace, "id organisation asked_at done_at counts expires_at")
