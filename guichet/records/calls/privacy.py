"""What this room holds about people: who called from which number, and the addresses of their media while a call is set up."""

from datetime import timedelta

from guichet.records.calls import models
from guichet.records.calls.words import LONGEST_KEPT_DAYS
from guichet.records.privacy import Gone, Personal, PersonalClass, declare

LEGS_KEPT = timedelta(days=180)
RECORDINGS_KEPT = timedelta(days=LONGEST_KEPT_DAYS)
"""At most: a line may say fewer days for conversations."""
CAMPAIGNS_KEPT = timedelta(days=365)
"""As long as the trail of what was listened to under them."""
TURNED_AWAY_KEPT = timedelta(days=1)
TRIALS_KEPT = timedelta(hours=1)
"""The number of a test call that nobody has ended: it goes when it is over."""

declare(
    models.Line,
    "id organisation number label languages reason territory menu welcome announcement is_active is_closed trunk username secret registers"
    " caller_id takes_messages recorded_for recorded_days",
)
declare(models.Registration, "organisation line reached code until at")
declare(models.RelayService, "id organisation name kinds address calls_from number is_active")
declare(models.Post, "organisation agent kind username digest")
declare(
    models.Leg,
    "id organisation call process line contact agent account campaign manner is_told taping mixes side part post state quality began_at"
    " answered_at ended_at cause",
    about="contact__citizen_id",
    keep=LEGS_KEPT,
    since="began_at",
    number=Personal(PersonalClass.ADDRESS, ""),
    relay=Personal(PersonalClass.SENSITIVE, None),
    offer=Personal(PersonalClass.CONNECTION, ""),
    answer=Personal(PersonalClass.CONNECTION, ""),
    dialog=Personal(PersonalClass.CONNECTION, {}),
)
declare(
    models.RelayedCall,
    "organisation contact",
    about="contact__citizen_id",
    keep=LEGS_KEPT,
    since="contact__closed_at",
    relay=Personal(PersonalClass.SENSITIVE, Gone),
)
declare(
    models.Campaign,
    "id organisation purpose teams agents lines listeners by declared_at begins_at ends_at ended_at ended_by",
    keep=CAMPAIGNS_KEPT,
    since="ends_at",
    aim=Personal(PersonalClass.STAFF, Gone),
)
declare(models.CampaignSight, "organisation campaign agent seen_at")
declare(
    models.Recording,
    "id organisation call line contact state reason_key language seconds began_at ended_at",
    about="contact__citizen_id",
    keep=RECORDINGS_KEPT,
    since="began_at",
    number=Personal(PersonalClass.ADDRESS, Gone),
    content=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.CallRecording,
    "id organisation call line contact purpose state seconds began_at ended_at erase_at",
    about="contact__citizen_id",
    keep=RECORDINGS_KEPT,
    since="began_at",
    content=Personal(PersonalClass.CONTENT, Gone),
)
declare(
    models.CallingRules,
    "id organisation emergency_line zones prefixes callers landline_price mobile_price abroad_price day_cap month_cap"
    " day_told_on month_told_on",
)
declare(models.Outlay, "id organisation tariff price began_at ended_at cost")
declare(
    models.TurnedAway,
    "id organisation why times last_at",
    keep=TURNED_AWAY_KEPT,
    since="last_at",
    called=Personal(PersonalClass.ADDRESS, Gone),
    source=Personal(PersonalClass.CONNECTION, Gone),
)
declare(
    models.TrialCall,
    "id organisation line by process asked_at taken_at rang_at answered_at ended_at code trouble refusal is_heard has_key",
    keep=TRIALS_KEPT,
    since="asked_at",
    number=Personal(PersonalClass.ADDRESS, ""),
)
