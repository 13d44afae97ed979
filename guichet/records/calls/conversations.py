"""Recordings of conversations: where a line says what for, and its caller was told and did not object.

The row comes before the first word, what is said stands on the disk until the call is over, and is kept sealed for the days of the line.
"""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.db import transaction

from guichet.language.errors import LanguageError, SoundError
from guichet.language.sound import mix
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.disk import SPOKEN, drop_files, find_folder, is_voiced_track, is_written, list_files, set_aside
from guichet.records.calls.models import CallRecording, Line, Recording
from guichet.records.calls.packets import RATE, read_tracks
from guichet.records.calls.words import RecordingState
from guichet.records.directory.seals import seal
from guichet.records.separation import set_organisation

log = structlog.get_logger(__name__)


def begin_recording(organisation_id: int, call: UUID, contact: UUID, line: int, now: datetime) -> bool:
    """Whether conversations of this line are recorded, now; again changes nothing."""
    row = Line.objects.of(organisation_id).filter(pk=line).exclude(recorded_for="").first()
    if row is None:
        return False
    fresh = {"line": row, "contact_id": contact, "purpose": row.recorded_for, "began_at": now}
    kept_until = now + timedelta(days=row.recorded_days)
    CallRecording.objects.get_or_create(organisation_id=organisation_id, call=call, defaults={**fresh, "erase_at": kept_until})
    return True


def end_recording(organisation_id: int, call: UUID, now: datetime) -> None:
    """The conversation is over; again changes nothing."""
    rows = CallRecording.objects.of(organisation_id).filter(call=call, state=RecordingState.OPEN)
    rows.update(state=RecordingState.ENDED, ended_at=now)


def refuse_recording(organisation_id: int, call: UUID, agent: int | None, now: datetime) -> None:
    """The caller objects: nothing will be kept. `agent`: to whom he said so; none: he pressed the key."""
    rows = CallRecording.objects.of(organisation_id).filter(call=call).exclude(state=RecordingState.KEPT)
    contact = rows.values_list("contact", flat=True).first()
    if rows.delete()[0]:
        record(organisation_id, Act("recording-refused", "contact", str(contact), None, {"agent": agent}), now)


def keep_conversations(organisation_id: int, now: datetime) -> int:
    """Seal what was said in calls that are over, erase what was kept for long enough, and return how many were sealed."""
    erase_old(organisation_id, now)
    folder = find_folder()
    if folder is None:
        return 0
    return sum(keep_conversation(organisation_id, folder, row, now) for row in list_left(organisation_id, folder))


@transaction.atomic
def erase_old(organisation_id: int, now: datetime) -> None:
    set_organisation(organisation_id)
    CallRecording.objects.of(organisation_id).filter(erase_at__lte=now, state=RecordingState.KEPT).delete()


@transaction.atomic
def list_left(organisation_id: int, folder: Path) -> list[CallRecording]:
    """Those of calls that are over, and of calls whose process has died and which nobody took up, with what it had not set aside."""
    set_organisation(organisation_id)
    rows = CallRecording.objects.of(organisation_id).exclude(state=RecordingState.KEPT).order_by("began_at")
    left = [row for row in rows if row.state == RecordingState.ENDED or not is_written(folder, row.call, row.began_at)]
    messages = Recording.objects.of(organisation_id).filter(call__in=[row.call for row in left]).values_list("call", flat=True)
    for row in left:
        if row.call not in messages:
            set_aside(folder, row.call)
    return left


def keep_conversation(organisation_id: int, folder: Path, row: CallRecording, now: datetime) -> bool:
    """Whether anything was said. The files go once it is kept: done twice, it is kept once."""
    tracks = read_tracks(file.read_bytes() for file in list_files(folder, row.call, SPOKEN))
    is_said = any(is_voiced_track(track) for track in tracks)
    try:
        audio = mix(tracks) if is_said else b""
    except SoundError as error:
        log.error("a conversation cannot be read: it stays on the disk", organisation_id=organisation_id, code=error.code)
        return False
    except LanguageError as error:
        log.warning("recorded conversations wait", organisation_id=organisation_id, code=error.code, reason=str(error))
        return False
    _keep(organisation_id, row, audio, -(-max(map(len, tracks), default=0) // RATE), now)
    drop_files(folder, row.call, SPOKEN)
    return is_said


@transaction.atomic
def _keep(organisation_id: int, row: CallRecording, audio: bytes, seconds: int, now: datetime) -> None:
    """Of silence nothing is kept; what was erased meanwhile does not come back."""
    set_organisation(organisation_id)
    rows = CallRecording.objects.of(organisation_id).filter(pk=row.pk)
    if not audio:
        rows.delete()
        return
    rows.update(content=seal(audio), seconds=seconds, state=RecordingState.KEPT, ended_at=row.ended_at or now)


@transaction.atomic
def list_calls(organisation_id: int) -> list[str]:
    """Those of conversations that are still on the disk."""
    set_organisation(organisation_id)
    rows = CallRecording.objects.of(organisation_id).exclude(state=RecordingState.KEPT)
    return [str(call) for call in rows.values_list("call", flat=True)]
