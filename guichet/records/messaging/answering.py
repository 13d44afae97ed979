"""What an agent says in a contact that is held at an account outside leaves there, a message for each line, once.

The message is written in the same transaction as the mark up to which line was put out.
"""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from guichet.records.contacts.callbacks import OVER
from guichet.records.contacts.models import File, Message
from guichet.records.contacts.words import MessageKind
from guichet.records.messaging.models import Talk
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.statements import LIST_UNSENT
from guichet.records.messaging.words import Purpose


@transaction.atomic
def send_answers(organisation_id: int, now: datetime, contact: UUID | None = None) -> int:
    """Put out whatever agents said and nobody put out yet, and return how many messages. `contact`: of that one alone.

    Works in the caller's transaction, under its organisation.
    """
    asked = {"organisation_id": organisation_id, "contact": contact, "over": [state.value for state in OVER]}
    with connection.cursor() as cursor:
        cursor.execute(LIST_UNSENT, asked)
        rows: list[tuple[UUID, str, list[int]]] = cursor.fetchall()
    sent = 0
    for contact_id, state, numbers in rows:
        talk = _lock(organisation_id, contact_id)
        if talk is None:
            continue
        for number in numbers:
            if number > talk.told_number:
                _put_out(talk, number, now)
                sent += 1
        talk.is_watched = state not in OVER
        talk.save(update_fields=["told_number", "is_watched"])
    return sent


def _lock(organisation_id: int, contact: UUID) -> Talk | None:
    """None while somebody else is at it."""
    free = Talk.objects.of(organisation_id).select_for_update(of=("self",), skip_locked=True)
    return free.select_related("contact", "account__organisation").filter(pk=contact).first()


def _put_out(talk: Talk, number: int, now: datetime) -> None:
    line = Message.objects.of(talk.organisation_id).get(contact=talk.contact, number=number)
    files = File.objects.of(talk.organisation_id).filter(contact=talk.contact, key=line.key) if line.kind == MessageKind.FILE else None
    draft = Draft(
        key=uuid5(talk.contact_id, f"reply-{number}"),
        purpose=Purpose.REPLY,
        handle=talk.handle,
        text=line.text,
        contact=talk.contact,
        number=number,
        files=[] if files is None else [str(file) for file in files.values_list("pk", flat=True)],
        is_public=talk.is_public,
        in_reply_to=talk.reference,
    )
    put_out(talk.account, draft, now)
    talk.told_number = number
