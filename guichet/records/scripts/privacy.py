"""What this room holds about people: what they answered in a script. It serves that session only and is gone when it expires; what a
person took over stands in his contact."""

from datetime import timedelta

from guichet.records.privacy import Gone, Personal, PersonalClass, declare
from guichet.records.scripts import models

declare(
    models.ScriptSession,
    "id organisation key version reason_key medium language contact callback keys turn state why questions misunderstood created_at"
    " updated_at expires_at back_at sms_word",
    about="contact__citizen_id",
    keep=timedelta(0),
    since="expires_at",
    document=Personal(PersonalClass.CONTENT, ""),
    pieces=Personal(PersonalClass.CONTENT, ""),
    lines=Personal(PersonalClass.CONTENT, ""),
)
declare(
    models.Proof,
    "id organisation session kind digest wrong sent_at expires_at proved_at",
    about="session__contact__citizen_id",
    keep=timedelta(days=1),
    since="sent_at",
    address=Personal(PersonalClass.ADDRESS, Gone),
)
declare(models.Script, "id organisation key is_active name media created_at")
declare(models.ScriptReason, "id organisation script reason_key is_automated misunderstandings")
declare(
    models.ScriptVersion,
    "id organisation script number state document past edition author writers reviewer note based_on restores changed_at published_at",
)
declare(models.ScriptLink, "id organisation key is_active labels address")
