"""Keeping opinions, each once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guichet.records.contacts.models import Contact
from guichet.records.contacts.texts import check_storable
from guichet.records.surveys.models import Opinion
from guichet.records.surveys.words import LONGEST_COMMENT, Score, Subject


@dataclass(frozen=True, slots=True)
class Said:
    """`article` is a key, of an answer that was read; `contact` is None for it."""

    subject: Subject
    score: Score
    comment: str = ""
    contact: Contact | None = None
    reason_key: str = ""
    article: str = ""


def give_opinion(organisation_id: int, voice: UUID, said: Said, now: datetime) -> bool:
    """Keep an opinion; False where the same voice has spoken before: the first counts.

    :raises UnstorableTextError: the comment cannot be kept.
    """
    check_storable(said.comment)
    contact = said.contact
    values = {
        "subject": said.subject.value,
        "score": said.score.value,
        "comment": said.comment.strip()[:LONGEST_COMMENT],
        "contact": contact,
        "channel": contact.channel if contact else "",
        "reason_key": contact.reason.key if contact else said.reason_key,
        "article": said.article,
        "at": now,
    }
    return Opinion.objects.get_or_create(organisation_id=organisation_id, voice=voice, defaults=values)[1]
