"""What an administrator decides about what callers hear."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from guichet.language.errors import LanguageError, SoundError, SoundTrouble
from guichet.language.saying.lexicon import LexiconError, read_lexicon
from guichet.language.shelf import Shelf
from guichet.language.sound import encode, read_recording
from guichet.language.speaking import list_voices
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.texts import check_storable
from guichet.records.directory.models import Account
from guichet.records.prompts.errors import (
    REASONS,
    ChoiceMovedError,
    LexiconRefusedError,
    NotSaidError,
    NoVoiceError,
    RecordingRefusedError,
    UnknownVoiceError,
)
from guichet.records.prompts.models import Prompt, Recording, VoiceChoice
from guichet.records.prompts.wordings import list_said
from guichet.records.prompts.words import LARGEST_RECORDING, LEAST_PACE, LONGEST_MUSIC, LONGEST_RECORDING, MOST_PACE


@dataclass(frozen=True, slots=True)
class Wanted:
    """`voice`: empty for the best there is."""

    voice: str
    pace: int
    lexicon: str


@transaction.atomic
def save_choice(account: Account, wanted: Wanted, seen: int, now: datetime) -> VoiceChoice:
    """:param seen: the edition that the administrator had before him.

    :raises ChoiceMovedError: it is not the one now. :raises LexiconRefusedError, UnknownVoiceError: what is wanted cannot be.
    """
    check_storable(wanted.lexicon)
    try:
        read_lexicon(wanted.lexicon)
    except LexiconError as error:
        raise LexiconRefusedError(line=error.line) from error
    if wanted.voice and wanted.voice not in {voice.name for voice in list_voices(Shelf(settings.MODELS_FOLDER))}:
        raise UnknownVoiceError
    choice = _lock(account, now)
    if choice.edition != seen:
        raise ChoiceMovedError
    choice.voice, choice.lexicon = wanted.voice, wanted.lexicon
    choice.pace = min(max(wanted.pace, LEAST_PACE), MOST_PACE)
    return _keep(choice, "voice-changed", account, now)


@transaction.atomic
def save_music(account: Account, name: str, content: bytes, now: datetime) -> VoiceChoice:
    """Have callers hear this on hold. :raises RecordingRefusedError: the file cannot be used. :raises NoVoiceError: nothing can read it."""
    check_storable(name)
    audio, _milliseconds = _read(content, LONGEST_MUSIC)
    choice = _lock(account, now)
    choice.music, choice.music_name = audio, name[:120]
    return _keep(choice, "music-changed", account, now)


@transaction.atomic
def remove_music(account: Account, now: datetime) -> VoiceChoice:
    """Have callers hear ours again."""
    choice = _lock(account, now)
    choice.music, choice.music_name = None, ""
    return _keep(choice, "music-removed", account, now)


@transaction.atomic
def keep_recording(account: Account, key: str, content: bytes, now: datetime) -> Recording:
    """Have callers hear this where the text of this key is said, for as long as it is.

    :raises NotSaidError: it is not said any more. :raises RecordingRefusedError, NoVoiceError: as with music.
    """
    said = next((each for each in list_said(account.organisation) if each.key == key), None)
    if said is None:
        raise NotSaidError
    audio, milliseconds = _read(content, LONGEST_RECORDING)
    values = {"language": said.language, "text": said.text, "place": said.place[:200], "audio": audio, "milliseconds": milliseconds}
    recording, _is_new = Recording.objects.update_or_create(
        organisation_id=account.organisation_id, key=key, defaults={**values, "recorded_at": now, "recorded_by": account}
    )
    _keep(_lock(account, now), "prompt-recorded", account, now)
    return recording


@transaction.atomic
def remove_recording(account: Account, key: str, now: datetime) -> None:
    """Have a voice say it again. Done twice it does nothing more."""
    count, _rows = Recording.objects.of(account.organisation_id).filter(key=key).delete()
    if count:
        _keep(_lock(account, now), "prompt-recording-removed", account, now)


@transaction.atomic
def make_again(account: Account, now: datetime) -> None:
    """Have every prompt spoken anew, as after a voice was mended."""
    Prompt.objects.of(account.organisation_id).delete()
    choice = _lock(account, now)
    choice.made_for, choice.trouble = "", ""
    _keep(choice, "prompts-made-again", account, now)


def _read(content: bytes, most_seconds: float) -> tuple[bytes, int]:
    """As it is played, and its milliseconds."""
    try:
        if len(content) > LARGEST_RECORDING:
            raise SoundError(SoundTrouble.TOO_LARGE)
        sound = read_recording(content, most_seconds)
        return encode(sound), round(sound.seconds * 1000)
    except SoundError as error:
        raise RecordingRefusedError(reason=REASONS[error.trouble]) from error
    except LanguageError as error:
        raise NoVoiceError(permanent=True) from error


def _lock(account: Account, now: datetime) -> VoiceChoice:
    VoiceChoice.objects.get_or_create(organisation_id=account.organisation_id, defaults={"changed_at": now})
    return VoiceChoice.objects.of(account.organisation_id).select_for_update().get()


def _keep(choice: VoiceChoice, verb: str, account: Account, now: datetime) -> VoiceChoice:
    choice.edition += 1
    choice.changed_at = now
    choice.save()
    record(account.organisation_id, Act(verb, "voice", str(choice.pk), account.pk), now)
    return choice
