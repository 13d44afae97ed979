"""Messages that callers leave: begun before the first word is recorded, kept sealed as a deferred contact.

What is said stands on the disk from the first packet on, so that a process that dies loses nothing: whatever is found there under the name
of a call becomes its message (`keep_messages`).
"""

from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext, override

from guichet.decisions.routing.words import Channel
from guichet.language.errors import LanguageError, SoundError
from guichet.language.sound import mix
from guichet.records.calls.disk import drop_files, find_folder, is_voiced_track, is_written, list_files
from guichet.records.calls.models import Recording
from guichet.records.calls.packets import RATE, read_tracks
from guichet.records.calls.words import RecordingState
from guichet.records.contacts.actions import Opening, add_context
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import ReplyWay, leave_message, takes_messages
from guichet.records.directory.models import Queue, Reason
from guichet.records.directory.seals import seal
from guichet.records.errors import RefusedError
from guichet.records.separation import set_organisation

log = structlog.get_logger(__name__)


def may_take_message(organisation_id: int, reason_key: str, language: str) -> bool:
    """Whether the queue of this reason has a place for messages."""
    reason = Reason.objects.of(organisation_id).current().filter(key=reason_key).first()
    if reason is None:
        return False
    try:
        arrival = get_arrival(organisation_id, reason.pk, language, None)
    except UnknownReasonError:
        return False
    return takes_messages(Queue.objects.of(organisation_id).filter(pk=arrival.queue).first())


def begin_message(organisation_id: int, call: UUID, values: dict[str, object], now: datetime) -> None:
    """Somebody is going to speak; again in the same call, in place of what he said before."""
    fresh = {**values, "state": RecordingState.OPEN, "began_at": now, "ended_at": None}
    Recording.objects.update_or_create(organisation_id=organisation_id, call=call, defaults=fresh)


def end_message(organisation_id: int, call: UUID, now: datetime) -> bool:
    """He has finished, hung up, or the process that listened has died. Whether somebody was speaking."""
    speaking = Recording.objects.of(organisation_id).filter(call=call, state=RecordingState.OPEN)
    return bool(speaking.update(state=RecordingState.ENDED, ended_at=now))


def keep_messages(organisation_id: int, now: datetime) -> int:
    """Make contacts of the messages that were left, and return how many."""
    folder = find_folder()
    if folder is None:
        return 0
    return sum(keep_message(organisation_id, folder, row, now) for row in list_left(organisation_id, folder))


@transaction.atomic
def list_left(organisation_id: int, folder: Path) -> list[Recording]:
    """Those that somebody has finished, and those whose listener has died."""
    set_organisation(organisation_id)
    rows = Recording.objects.of(organisation_id).exclude(state=RecordingState.KEPT).order_by("began_at")
    return [row for row in rows if row.state == RecordingState.ENDED or not is_written(folder, row.call, row.began_at)]


def keep_message(organisation_id: int, folder: Path, row: Recording, now: datetime) -> bool:
    """Whether a contact was made of it; of silence none is. The files go once it is kept: done twice, it is kept once."""
    tracks = read_tracks(file.read_bytes() for file in list_files(folder, row.call))
    if not any(is_voiced_track(track) for track in tracks):
        forget_message(organisation_id, row)
        drop_files(folder, row.call)
        return False
    try:
        audio = mix(tracks)
    except SoundError as error:
        log.error("a message cannot be read: it stays on the disk", organisation_id=organisation_id, code=error.code)
        return False
    except LanguageError as error:
        log.warning("messages of callers wait", organisation_id=organisation_id, code=error.code, reason=str(error))
        return False
    try:
        _keep(organisation_id, row, audio, -(-max(map(len, tracks)) // RATE), now)
    except RefusedError as error:
        log.error("a message finds no queue any more: it stays on the disk", organisation_id=organisation_id, code=error.code)
        return False
    drop_files(folder, row.call)
    return True


@transaction.atomic
def _keep(organisation_id: int, row: Recording, audio: bytes, seconds: int, now: datetime) -> None:
    """:raises RefusedError: its queue takes no messages any more."""
    set_organisation(organisation_id)
    contact = _open_contact(organisation_id, row, seconds)
    kept = {"contact": contact, "content": seal(audio), "seconds": seconds, "state": RecordingState.KEPT, "ended_at": row.ended_at or now}
    Recording.objects.of(organisation_id).filter(pk=row.pk).update(**kept)


@transaction.atomic
def forget_message(organisation_id: int, row: Recording) -> None:
    set_organisation(organisation_id)
    Recording.objects.of(organisation_id).filter(pk=row.pk).delete()


def _open_contact(organisation_id: int, row: Recording, seconds: int) -> Contact:
    """As old as the message is, with the number as what its caller claims. :raises RefusedError: its queue takes none any more."""
    reason = Reason.objects.of(organisation_id).current().filter(key=row.reason_key).first()
    if reason is None:
        raise UnknownReasonError
    arrival = get_arrival(organisation_id, reason.pk, row.language, None)
    queue = Queue.objects.of(organisation_id).select_related("commitment", "calendar").get(pk=arrival.queue)
    opening = Opening(key=row.pk, channel=Channel.MESSAGE, language=row.language, arrived_at=to_instant(row.began_at))
    opened = leave_message(opening, arrival, queue, ReplyWay("", number=row.number))
    contact = Contact.objects.of(organisation_id).get(pk=opened.contact)
    if opened.is_new:
        with override(row.language):
            text = gettext("Message left by telephone, %(length)s.") % {"length": f"{seconds // 60}:{seconds % 60:02}"}
        add_context(contact, row.pk, text)
    return contact


@transaction.atomic
def list_calls(organisation_id: int) -> list[str]:
    """Those of messages that are still on the disk."""
    set_organisation(organisation_id)
    rows = Recording.objects.of(organisation_id).exclude(state=RecordingState.KEPT)
    return [str(call) for call in rows.values_list("call", flat=True)]
