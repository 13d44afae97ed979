"""A session goes on by SMS: it is given a word, and the number that sends us the word is where it goes on.

Nothing is sent to a number that somebody only typed: who sends the word has the session before him and the telephone in his hand. A word
serves once, as long as its session is open, and cannot be guessed.
"""

import re
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from guichet.decisions.dialogue.words import Medium
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.queries import get_published
from guichet.records.scripts.words import SessionState

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without what people mistake for something else when they copy it."""
LETTERS = 8
"""Six hundred thousand millions of words; a number may send a hundred messages a day."""
WORD = re.compile(rf"(?<!\w)[{ALPHABET}]{{{LETTERS}}}(?!\w)")
MOST_WORDS = 3
LONGEST_TEXT = 60
"""A message that brings a word is short: one in which it stands by chance is for whoever it was written to."""


@transaction.atomic
def give_word(organisation_id: int, session_id: UUID, now: datetime) -> str:
    """The word of a session, the same each time until it is used; empty where it cannot go on by SMS."""
    rows = ScriptSession.objects.of(organisation_id).filter(pk=session_id, state=SessionState.OPEN, expires_at__gt=now)
    row = rows.select_for_update(of=("self",)).exclude(document="").first()
    if row is None or row.medium in (Medium.SMS, Medium.KIOSK, Medium.VOICE):
        return ""
    if get_published(organisation_id, row.reason_key, Medium.SMS) is None:
        return ""
    if not row.sms_word:
        row.sms_word = "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS))
        row.save(update_fields=["sms_word"])
    return row.sms_word


def take_word(organisation_id: int, text: str, now: datetime) -> UUID | None:
    """The session that is meant by what somebody wrote; its word serves no more. Works in the caller's transaction."""
    words = WORD.findall(text.upper()) if len(text) <= LONGEST_TEXT else []
    rows = ScriptSession.objects.of(organisation_id).filter(sms_word__in=words[:MOST_WORDS], state=SessionState.OPEN, expires_at__gt=now)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        return None
    row.sms_word = ""
    row.save(update_fields=["sms_word"])
    return row.pk
