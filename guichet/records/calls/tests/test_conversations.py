"""Recordings of conversations: where a line says what for, sealed, for its days; nothing of what was refused, of silence, or of others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from guichet.language.errors import MissingProgramError, SoundError, SoundTrouble
from guichet.records.audit.models import AuditEntry
from guichet.records.calls import conversations, disk, recordings
from guichet.records.calls.conversations import begin_recording, end_recording, keep_conversations, refuse_recording
from guichet.records.calls.disk import set_aside
from guichet.records.calls.models import CallRecording, Line, Recording
from guichet.records.calls.playing import list_recordings, play_recording
from guichet.records.calls.tests.disks import SILENT, SPOKEN, list_all, make_folder
from guichet.records.calls.tests.test_packets import HEAD
from guichet.records.calls.words import RecordingPurpose, RecordingState
from guichet.records.contacts.models import Contact
from guichet.records.directory.tests import factories
from guichet.records.people.models import Citizen
from guichet.records.privacy import erase_citizen, erase_expired

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def folder(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(conversations, "mix", lambda tracks: b"MP3 of %d" % len(tracks))
    return make_folder(settings, tmp_path)


@pytest.fixture
def line() -> Line:
    office = factories.make_organisation(default_language="fr")
    reason = factories.make_reason(office, factories.make_queue(office, channels=["voice", "message"]), key="payment")
    kept = {"recorded_for": RecordingPurpose.QUALITY, "recorded_days": 10}
    return Line.objects.create(organisation=office, number="+33199001234", label="Accueil", reason=reason, **kept)


def make_contact(line: Line) -> Contact:
    known = {"channel": "voice", "queue": line.reason.queue, "reason": line.reason, "language": "fr", "state": "assigned"}
    return Contact.objects.create(id=uuid4(), key=uuid4(), organisation=line.organisation, arrived_at=NOW, rank_at=NOW, **known)


def write(folder: Path, call: UUID, content: bytes = SPOKEN, name: str = "0123456789abcdef") -> None:
    (folder / "pcaps" / f"{call}-{name}.pcap").write_bytes(content)


def talk(line: Line, folder: Path, content: bytes = SPOKEN, *, is_over: bool = True) -> CallRecording:
    call = uuid4()
    assert begin_recording(line.organisation_id, call, make_contact(line).pk, line.pk, NOW)
    write(folder, call, content)
    if is_over:
        set_aside(folder, call)
        end_recording(line.organisation_id, call, NOW)
    return CallRecording.objects.get(call=call)


def test_what_was_said_is_sealed_with_its_contact_and_leaves_the_disk(line: Line, folder: Path) -> None:
    row = talk(line, folder)
    assert keep_conversations(line.organisation_id, NOW + timedelta(seconds=10)) == 1
    row.refresh_from_db()
    assert (row.state, row.purpose, row.seconds, row.erase_at) == (RecordingState.KEPT, "quality", 3, NOW + timedelta(days=10))
    assert b"MP3" not in bytes(row.content or b"")
    assert list_all(folder) == []


def test_a_line_without_a_purpose_records_nothing(line: Line) -> None:
    Line.objects.update(recorded_for="")
    assert not begin_recording(line.organisation_id, uuid4(), make_contact(line).pk, line.pk, NOW)
    assert not CallRecording.objects.exists()


def test_begun_twice_it_is_one(line: Line, folder: Path) -> None:
    row = talk(line, folder, is_over=False)
    assert begin_recording(line.organisation_id, row.call, row.contact_id, line.pk, NOW)
    assert CallRecording.objects.count() == 1


def test_what_is_refused_is_never_kept_and_that_it_was_stands_in_the_trail(line: Line, folder: Path) -> None:
    row = talk(line, folder, is_over=False)
    refuse_recording(line.organisation_id, row.call, 7, NOW)
    assert keep_conversations(line.organisation_id, NOW) == 0
    assert not CallRecording.objects.exists()
    entry = AuditEntry.objects.get(verb="recording-refused")
    assert (entry.subject_id, entry.details) == (str(row.contact_id), {"agent": 7})
    refuse_recording(line.organisation_id, row.call, 7, NOW)
    assert AuditEntry.objects.count() == 1


def test_refused_while_it_is_being_sealed_it_does_not_come_back(line: Line, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = talk(line, folder)

    def refuse_meanwhile(_tracks: object) -> bytes:
        CallRecording.objects.filter(pk=row.pk).delete()
        return b"MP3"

    monkeypatch.setattr(conversations, "mix", refuse_meanwhile)
    keep_conversations(line.organisation_id, NOW)
    assert not CallRecording.objects.exists()


@pytest.mark.parametrize("content", [SILENT, b"", HEAD], ids=["silence", "nothing", "nobody"])
def test_of_silence_nothing_is_kept(line: Line, folder: Path, content: bytes) -> None:
    talk(line, folder, content)
    assert keep_conversations(line.organisation_id, NOW) == 0
    assert not CallRecording.objects.exists()
    assert list_all(folder) == []


@pytest.mark.parametrize("error", [MissingProgramError("ffmpeg", "Sound"), SoundError(SoundTrouble.TOO_HEAVY)], ids=["missing", "heavy"])
def test_what_cannot_be_made_into_sound_now_is_not_lost(
    line: Line, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_tracks: object) -> bytes:
        raise error

    talk(line, folder)
    with monkeypatch.context() as broken:
        broken.setattr(conversations, "mix", fail)
        assert keep_conversations(line.organisation_id, NOW) == 0
    assert keep_conversations(line.organisation_id, NOW) == 1


def test_what_a_process_that_died_left_is_kept_once_nobody_writes_it(line: Line, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk(line, folder, SPOKEN[:-70], is_over=False)
    assert keep_conversations(line.organisation_id, NOW) == 0
    monkeypatch.setattr(disk, "LEFT_SECONDS", -1)
    assert keep_conversations(line.organisation_id, NOW) == 1
    assert list_all(folder) == []


def test_a_message_in_the_same_call_is_taken_for_no_conversation(line: Line, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "mix", lambda tracks: b"message of %d" % len(tracks))
    row = talk(line, folder)
    values: dict[str, object] = {"reason_key": "payment", "language": "fr", "number": "+33612345678"}
    recordings.begin_message(line.organisation_id, row.call, values, NOW)
    write(folder, row.call, name="later")
    assert keep_conversations(line.organisation_id, NOW) == 1
    assert [file.parent.name for file in list_all(folder)] == ["pcaps"]
    recordings.end_message(line.organisation_id, row.call, NOW)
    assert recordings.keep_messages(line.organisation_id, NOW) == 1
    assert (Recording.objects.get().seconds, CallRecording.objects.get().seconds) == (3, 3)


def test_whoever_listens_leaves_a_trace(line: Line, folder: Path) -> None:
    row = talk(line, folder)
    keep_conversations(line.organisation_id, NOW)
    account = factories.make_account(line.organisation)
    [(recording, seconds, _)] = list_recordings(line.organisation_id, row.contact_id, None)
    assert (recording, seconds) == (row.pk, 3)
    assert play_recording(line.organisation_id, row.contact_id, row.pk, (None, account.pk), NOW) == b"MP3 of 1"
    assert AuditEntry.objects.get(verb="recording-played").actor_id == account.pk


def test_after_the_days_of_its_line_it_is_gone(line: Line, folder: Path) -> None:
    talk(line, folder)
    keep_conversations(line.organisation_id, NOW)
    keep_conversations(line.organisation_id, NOW + timedelta(days=9))
    assert CallRecording.objects.exists()
    keep_conversations(line.organisation_id, NOW + timedelta(days=10))
    assert not CallRecording.objects.exists()


def test_after_six_months_it_is_gone_whatever_the_line_says(line: Line, folder: Path) -> None:
    row = talk(line, folder)
    CallRecording.objects.filter(pk=row.pk).update(erase_at=NOW + timedelta(days=4_000))
    erase_expired(line.organisation_id, NOW + timedelta(days=181))
    assert not CallRecording.objects.exists()


def test_it_is_erased_with_its_citizen(line: Line, folder: Path) -> None:
    row = talk(line, folder)
    citizen = Citizen.objects.create(organisation=line.organisation, name="Awa", last_seen_at=NOW)
    Contact.objects.filter(pk=row.contact_id).update(citizen=citizen)
    erase_citizen(line.organisation_id, citizen.pk)
    assert not CallRecording.objects.exists()


def test_files_of_conversations_that_wait_are_no_strays(line: Line, folder: Path) -> None:
    row = talk(line, folder)
    later = max(file.stat().st_mtime for file in list_all(folder)) + disk.LOST.total_seconds() + 60
    assert conversations.list_calls(line.organisation_id) == [str(row.call)]
    assert disk.sweep(conversations.list_calls(line.organisation_id), later) == 0
    assert disk.sweep([], later) == 1
