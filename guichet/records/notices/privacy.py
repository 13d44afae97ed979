"""What this room holds about people: whom a mail went to and what it said. A month is enough to answer "I never got it"."""

from datetime import timedelta

from guichet.records.notices.models import Mail
from guichet.records.privacy import Personal, PersonalClass, declare

declare(
    Mail,
    "id organisation key purpose contact sender headers files is_written state message_id attempts reply_code created_at tried_at sent_at",
    about="contact__citizen_id",
    keep=timedelta(days=30),
    since="created_at",
    recipient=Personal(PersonalClass.ADDRESS, ""),
    subject=Personal(PersonalClass.CONTENT, ""),
    text=Personal(PersonalClass.CONTENT, ""),
)
