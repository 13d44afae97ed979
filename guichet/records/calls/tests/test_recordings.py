"""Messages that callers leave: whatever was said becomes one contact, sealed, heard with a trace, and is gone when it is erased."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from guichet.decisions.routing.words import AgentId
from guichet.language.errors import MissingProgramError, SoundError, SoundTrouble
from guichet.language.tests.needs import needs_ffmpeg
from guichet.records.audit.models import AuditEntry
from guichet.records.calls import disk, recordings
from guichet.records.calls.errors import NoSuchRecordingError
from guichet.records.calls.models import Recording
from guichet.records.calls.playing import list_recordings, play_recording
from guichet.records.calls.recordings import begin_message, end_message, keep_messages
from guichet.records.calls.tests.disks import SILENT, SPOKEN, list_all, make_folder
from guichet.records.calls.tests.test_packets import HEAD, frame
from guichet.records.calls.words import RecordingState
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact, Message
from guichet.records.contacts.models.replies import ReplyAddress
from guichet.records.directory.models import Organisation
from guichet.records.directory.tests import factories
from guichet.records.people.models import ContactPoint
from guichet.records.privacy import erase_expired

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
NUMBER = "+33612345678"


@pytest.fixture
def folder(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(recordings, "mix", lambda tracks: b"MP3 of %d" % len(tracks))
    return make_folder(settings, tmp_path)


@pytest.fixture
def office() -> Organisation:
    organisation = factories.make_organisation(default_language="fr")
    queue = factories.make_queue(organisation, channels=["voice", "message"])
    factories.make_reason(organisation, queue, key="payment")
    return organisation


def leave(office: Organisation, folder: Path, content: bytes = SPOKEN, *, is_over: bool = True) -> UUID:
    call = uuid4()
    begin_message(office.pk, call, {"reason_key": "payment", "language": "fr", "number": NUMBER}, NOW)
    (folder / "pcaps" / f"{call}-0123456789abcdef.pcap").write_bytes(content)
    (folder / "metadata" / f"rtpengine-meta-{call}-0123456789abcdef.txt").write_text("")
    if is_over:
        end_message(office.pk, call, NOW)
    return call


def test_what_was_said_becomes_a_deferred_contact_and_leaves_the_disk(office: Organisation, folder: Path) -> None:
    leave(office, folder)
    assert keep_messages(office.pk, NOW + timedelta(seconds=10)) == 1
    contact, row = Contact.objects.get(), Recording.objects.get()
    assert (contact.channel, row.contact_id, row.seconds, row.state) == ("message", contact.pk, 3, RecordingState.KEPT)
    assert contact.arrived_at == NOW
    assert list_all(folder) == []
    assert ReplyAddress.objects.get().number == NUMBER
    assert Message.objects.get().text == "Message laissé par téléphone, 0:03."


def test_the_number_is_claimed_and_never_asserted(office: Organisation, folder: Path) -> None:
    leave(office, folder)
    keep_messages(office.pk, NOW)
    point = ContactPoint.objects.get()
    assert (point.value, point.verified_at) == (NUMBER, None)


def test_it_is_sealed_where_it_is_kept(office: Organisation, folder: Path) -> None:
    leave(office, folder)
    keep_messages(office.pk, NOW)
    assert b"MP3" not in bytes(Recording.objects.get().content or b"")


def test_done_twice_it_is_one_contact(office: Organisation, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker died between keeping it and removing the files."""
    monkeypatch.setattr(recordings, "drop_files", lambda *_: None)
    call = leave(office, folder)
    keep_messages(office.pk, NOW)
    Recording.objects.filter(call=call).update(state=RecordingState.ENDED)
    keep_messages(office.pk, NOW)
    assert Contact.objects.count() == Message.objects.count() == 1


def test_what_a_process_that_died_left_becomes_a_contact_once_nobody_writes_it(
    office: Organisation, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave(office, folder, SPOKEN[:-70], is_over=False)
    assert keep_messages(office.pk, NOW) == 0
    assert len(list_all(folder)) == 2
    monkeypatch.setattr(disk, "LEFT_SECONDS", -1)
    assert keep_messages(office.pk, NOW) == 1
    assert list_all(folder) == []


@pytest.mark.parametrize("content", [SILENT, b"", HEAD, HEAD + frame(0)], ids=["silence", "nothing", "nobody", "click"])
def test_of_silence_no_contact_is_made(office: Organisation, folder: Path, content: bytes) -> None:
    leave(office, folder, content)
    assert keep_messages(office.pk, NOW) == 0
    assert not Contact.objects.exists()
    assert not Recording.objects.exists()
    assert list_all(folder) == []


@pytest.mark.parametrize("error", [MissingProgramError("ffmpeg", "Sound"), SoundError(SoundTrouble.TOO_HEAVY)], ids=["missing", "heavy"])
def test_what_cannot_be_made_into_sound_now_is_not_lost(
    office: Organisation, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(_tracks: object) -> bytes:
        raise error

    leave(office, folder)
    with monkeypatch.context() as broken:
        broken.setattr(recordings, "mix", fail)
        assert keep_messages(office.pk, NOW) == 0
    assert keep_messages(office.pk, NOW) == 1


def test_a_queue_that_takes_no_messages_any_more_keeps_them_on_the_disk_and_holds_up_no_other(office: Organisation, folder: Path) -> None:
    other = factories.make_queue(office, channels=["voice"])
    factories.make_reason(office, other, key="birth")
    call = leave(office, folder)
    Recording.objects.filter(call=call).update(reason_key="birth")
    leave(office, folder)
    assert keep_messages(office.pk, NOW) == 1
    assert len(list_all(folder)) == 2


def test_said_anew_it_is_the_last_that_counts(office: Organisation, folder: Path) -> None:
    call = leave(office, folder, is_over=False)
    begin_message(office.pk, call, {"reason_key": "payment", "language": "fr", "number": NUMBER}, NOW)
    assert Recording.objects.count() == 1


def test_files_of_nobody_go_after_days_and_those_of_messages_stay(office: Organisation, folder: Path) -> None:
    call = leave(office, folder)
    (folder / "pcaps" / "stranger-1.pcap").write_bytes(SPOKEN)
    later = (folder / "pcaps" / "stranger-1.pcap").stat().st_mtime + disk.LOST.total_seconds() + 60
    assert disk.sweep(recordings.list_calls(office.pk), later) == 1
    assert all(str(call) in file.name for file in list_all(folder))


def test_whoever_listens_leaves_a_trace(office: Organisation, folder: Path) -> None:
    leave(office, folder)
    keep_messages(office.pk, NOW)
    contact, account = Contact.objects.get(), factories.make_account(office)
    [(recording, seconds, _)] = list_recordings(office.pk, contact.pk, None)
    assert seconds == 3
    assert play_recording(office.pk, contact.pk, recording, (None, account.pk), NOW) == b"MP3 of 1"
    entry = AuditEntry.objects.get(verb="recording-played")
    assert (entry.subject_id, entry.actor_id) == (str(contact.pk), account.pk)


def test_an_agent_who_does_not_hold_the_contact_hears_nothing_and_leaves_no_false_trace(office: Organisation, folder: Path) -> None:
    leave(office, folder)
    keep_messages(office.pk, NOW)
    contact, agent = Contact.objects.get(), factories.make_agent(office)
    row = Recording.objects.get()
    for owner, asked in ((AgentId(agent.pk), contact.pk), (None, uuid4())):
        with pytest.raises(NoSuchContactError):
            list_recordings(office.pk, asked, owner)
    with pytest.raises(NoSuchRecordingError):
        play_recording(office.pk, contact.pk, row.pk, (AgentId(agent.pk), 1), NOW)
    with pytest.raises(NoSuchRecordingError):
        play_recording(office.pk, uuid4(), row.pk, (None, 1), NOW)
    assert not AuditEntry.objects.filter(verb="recording-played").exists()


def test_after_six_months_it_is_gone(office: Organisation, folder: Path) -> None:
    leave(office, folder)
    keep_messages(office.pk, NOW)
    erase_expired(office.pk, NOW + timedelta(days=179))
    assert Recording.objects.exists()
    erase_expired(office.pk, NOW + timedelta(days=181))
    assert not Recording.objects.exists()


@needs_ffmpeg
def test_two_sides_are_mixed_into_something_that_browsers_play() -> None:
    from guichet.language.sound import mix, packetise

    audio = mix([bytes(range(256)) * 32, b"\xd5" * 16_000])
    assert audio[:2] == b"\xff\xe3" or audio[:3] == b"ID3" or audio[0] == 0xFF
    assert packetise(b"\xd5" * 1_600)[:4] == b"\x1aE\xdf\xa3"
