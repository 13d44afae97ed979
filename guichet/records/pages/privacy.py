"""What this room holds about people: where somebody was before he asked. Never what he typed there."""

from guichet.records.contacts.privacy import KEPT
from guichet.records.pages import models
from guichet.records.privacy import Personal, PersonalClass, declare

declare(models.HelpPage, "id organisation key is_active name origin path reason_key articles")
declare(models.Letter, "id organisation key is_active name kind article reason_key made_at")
declare(
    models.Origin,
    "organisation contact page article letter at",
    about="contact__citizen_id",
    keep=KEPT,
    since="contact__closed_at",
    step=Personal(PersonalClass.CONTENT, ""),
    field=Personal(PersonalClass.CONTENT, ""),
)
declare(models.Opened, "id organisation source key on_date count")
declare(models.PublicText, "id organisation kind text edition changed_at")
