"""What this room holds about people: those who work here. Everything else describes the organisation.

An agent's name stays for a year after he left, so that past contacts still name him; an account that nobody used for a year is emptied,
and no password opens it any more.
"""

from datetime import timedelta

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from guichet.records.directory import models
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

YEAR = timedelta(days=365)
KEYED = "id organisation key is_active"
LABELLED = f"{KEYED} labels"
LEVEL = "id organisation skill level"
NUMBER = Cast(F("pk"), CharField())

declare(
    models.Organisation,
    "id slug name default_language time_zone widget_origins accent_light accent_dark"
    " lock_after_minutes needs_second_factor set_up_step is_demonstration created_at",
)
declare(models.Logo, "id organisation content media_type digest width height updated_at is_current")
declare(
    models.DirectoryChange,
    "id organisation at actor kind undoes",
    keep=YEAR,
    since="at",
    entries=Personal(PersonalClass.STAFF, Gone),
)
declare(
    models.Account,
    "id organisation roles is_active created_at",
    keep=YEAR,
    since="last_login",
    email=Personal(PersonalClass.STAFF, Concat(Value("erased-"), NUMBER, Value("@example.invalid"))),
    name=Personal(PersonalClass.STAFF, ""),
    language=Personal(PersonalClass.STAFF, "fr"),
    password=Personal(PersonalClass.STAFF, "!"),
    last_login=Personal(PersonalClass.STAFF, None),
)
declare(
    models.Session,
    "account organisation expire_date started_at active_at locked_at",
    keep=timedelta(0),
    since="expire_date",
    session_key=Personal(PersonalClass.CONNECTION, Gone),
    session_data=Personal(PersonalClass.CONNECTION, Gone),
    device=Personal(PersonalClass.CONNECTION, Gone),
)
declare(
    models.AccountLink,
    "organisation account purpose created_at expires_at used_at",
    keep=timedelta(0),
    since="expires_at",
    digest=Personal(PersonalClass.CONNECTION, Gone),
)
declare(
    models.CodeApplication,
    "organisation account last_step created_at confirmed_at",
    keep=YEAR,
    since="account__last_login",
    secret=Personal(PersonalClass.STAFF, Gone),
)
declare(
    models.Passkey,
    "id organisation account sign_count created_at last_used_at",
    keep=YEAR,
    since="account__last_login",
    credential_id=Personal(PersonalClass.STAFF, Gone),
    credential=Personal(PersonalClass.STAFF, Gone),
    name=Personal(PersonalClass.STAFF, Gone),
)
declare(
    models.RecoveryCode,
    "organisation account used_at created_at",
    keep=YEAR,
    since="account__last_login",
    digest=Personal(PersonalClass.STAFF, Gone),
)
declare(
    models.Agent,
    "id organisation is_active account site team capacity removed_at",
    keep=YEAR,
    since="removed_at",
    key=Personal(PersonalClass.STAFF, Concat(Value("erased-"), NUMBER)),
    name=Personal(PersonalClass.STAFF, ""),
)
declare(models.AgentSkill, f"{LEVEL} agent")
declare(models.AgentTerritory, "id organisation agent territory")
declare(models.Team, f"{KEYED} name")
declare(models.SkillLoan, "id organisation agent skill level order_id")
declare(models.Skill, f"{LABELLED} language_code")
declare(models.Territory, f"{KEYED} parent kind name code")
declare(models.Site, f"{KEYED} name territory calendar address postal_code city telephone")
declare(models.CapacityProfile, f"{LABELLED} units")
declare(models.ChannelCapacity, "id organisation profile channel most units")
declare(models.OpeningCalendar, f"{LABELLED} time_zone holidays")
declare(models.OpeningHours, "id organisation calendar weekday from_minute to_minute")
declare(models.OpeningException, "id organisation calendar on_date from_minute to_minute")
declare(models.Commitment, f"{LABELLED} delay_seconds clock pauses_for_citizen")
declare(
    models.Queue,
    f"{LABELLED} commitment calendar channels offer_seconds wrap_up_seconds priority_minutes most_waiting reserve_override_seconds",
)
declare(models.RelaxationStep, "id organisation queue after_seconds levels_lowered drops_territory drops_skills")
declare(models.Reserve, f"{LABELLED} count territory")
declare(models.ReserveSkill, f"{LEVEL} reserve")
declare(models.Reason, f"{LABELLED} version parent queue is_settled_at_distance position created_at")
declare(models.ReasonSkill, f"{LEVEL} reason")
declare(models.PauseReason, f"{LABELLED} longest_minutes")
declare(models.AskingReason, f"{LABELLED} days")
declare(models.WrapUpOutcome, f"{LABELLED} is_resolved")
