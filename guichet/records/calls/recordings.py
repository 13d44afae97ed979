"""Messages that callers leave: begun before the first word is recorded, kept sealed as a deferred contact, played with a trace.

What is said stands on the disk from the first packet on, so that a process that dies loses nothing: whatever is found there under the name
of a call becomes its message (`keep_messages`).
"""

import time
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from guichet.decisions.routing.words import AgentId, Channel
from guichet.language.errors import LanguageError, SoundError
from guichet.language.sound import mix
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.errors import NoSuchRecordingError
from guichet.records.calls.models import Recording
from guichet.records.calls.packets import RATE, count_voiced_seconds, read_tracks
from guichet.records.calls.words import RecordingState
from guichet.records.contacts.actions import Opening, add_context
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.errors import NoSuchContactError, UnknownReasonError
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import get_arrival
from guichet.records.contacts.replies import ReplyWay, leave_message, takes_messages
from guichet.records.directory.models import Queue, Reason
from guichet.records.directory.seals import seal, unseal
from guichet.records.errors import RefusedError
from guichet.records.separation import set_organisation

PACKETS = "pcaps"
LEFT_SECONDS = 300
"""A file that nothing was added to for so long is not written any more, and nobody listens to it: whoever took it has died."""
LOST = timedelta(days=2)
"""By then what belongs to no message is removed."""
LEAST_VOICED = 1
"""Seconds: less is a noise, or somebody who hung up."""
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


def list_files(folder: Path, call: UUID) -> list[Path]:
    """What was written of a call, in the order in which it was said."""
    return sorted((folder / PACKETS).glob(f"{call}-*.pcap"), key=lambda file: file.stat().st_mtime)


def is_message(track: bytes) -> bool:
    """Whether somebody said something."""
    return count_voiced_seconds(track) >= LEAST_VOICED


def drop_files(folder: Path, call: UUID) -> None:
    for file in [*list_files(folder, call), *(folder / "metadata").glob(f"rtpengine-meta-{call}-*")]:
        file.unlink(missing_ok=True)


def keep_messages(organisation_id: int, now: datetime) -> int:
    """Make contacts of the messages that were left, and return how many."""
    folder = Path(settings.RECORDINGS_FOLDER)
    if not (folder / PACKETS).is_dir():
        return 0
    return sum(keep_message(organisation_id, folder, row, now) for row in list_left(organisation_id, folder))


@transaction.atomic
def list_left(organisation_id: int, folder: Path) -> list[Recording]:
    """Those that somebody has finished, and those whose listener has died."""
    set_organisation(organisation_id)
    rows = Recording.objects.of(organisation_id).exclude(state=RecordingState.KEPT).order_by("began_at")
    return [row for row in rows if row.state == RecordingState.ENDED or not _is_written(folder, row)]


def _is_written(folder: Path, row: Recording) -> bool:
    latest = max((file.stat().st_mtime for file in list_files(folder, row.call)), default=row.began_at.timestamp())
    return time.time() - latest < LEFT_SECONDS


def keep_message(organisation_id: int, folder: Path, row: Recording, now: datetime) -> bool:
    """Whether a contact was made of it; of silence none is. The files go once it is kept: done twice, it is kept once."""
    tracks = read_tracks(file.read_bytes() for file in list_files(folder, row.call))
    if not any(is_message(track) for track in tracks):
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


def sweep(known: Collection[str], now: float) -> int:
    """Remove the files of days ago that belong to none of these calls, and return how many they were."""
    old = [file for file in Path(settings.RECORDINGS_FOLDER).glob("*/*") if now - file.stat().st_mtime > LOST.total_seconds()]
    stale = [file for file in old if not any(call in file.name for call in known)]
    for file in stale:
        file.unlink(missing_ok=True)
    return len(stale)


def list_recordings(organisation_id: int, contact: UUID, owner: AgentId | None) -> Sequence[tuple[UUID, int, datetime]]:
    """Those of a contact, with their length in seconds and when they were left.

    :param owner: who must hold the contact; none, for whoever steers. :raises NoSuchContactError: there is none, or it is not his.
    """
    contacts = Contact.objects.of(organisation_id).filter(pk=contact)
    if not (contacts if owner is None else contacts.filter(agent_id=owner)).exists():
        raise NoSuchContactError
    rows = Recording.objects.of(organisation_id).filter(contact_id=contact, state=RecordingState.KEPT)
    return list(rows.order_by("began_at").values_list("pk", "seconds", "began_at"))


@transaction.atomic
def play_recording(organisation_id: int, contact: UUID, recording: UUID, reader: tuple[AgentId | None, int], now: datetime) -> bytes:
    """The sound, as a browser plays it; who listened is written down first.

    :param reader: the agent who must hold the contact, none for whoever steers; and the account.
    :raises NoSuchRecordingError: it is none of this contact's, not his, or sealed under a key that is gone.
    """
    owner, account = reader
    rows = Recording.objects.of(organisation_id).filter(pk=recording, contact_id=contact, state=RecordingState.KEPT)
    row = (rows if owner is None else rows.filter(contact__agent_id=owner)).first()
    audio = unseal(bytes(row.content or b"")) if row is not None else None
    if audio is None:
        raise NoSuchRecordingError
    record(organisation_id, Act("recording-played", "contact", str(contact), account, {"recording": str(recording)}), now)
    return audio
