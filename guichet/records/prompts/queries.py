"""What the telephone plays: files, ready when they are asked for.

`ready` and `get_music` block for some milliseconds: a process of asyncio calls them in a thread.
"""

import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from guichet.language.errors import LanguageError
from guichet.records.prompts.errors import NoVoiceError
from guichet.records.prompts.making import Style, find_quick, get_choice, read_style, speak
from guichet.records.prompts.models import Prompt, Recording, VoiceChoice
from guichet.records.prompts.music import make_music, make_signal
from guichet.records.prompts.words import digest, make_key
from guichet.records.separation import set_organisation

UNUSED_SECONDS = 7 * 86_400
TOUCHED_SECONDS = 3_600
log = structlog.get_logger(__name__)


def ready(organisation_id: int, says: Sequence[str], language: str) -> list[Path]:
    """A file for each text, in their order: as the administration recorded it, else as its voice says it, else as espeak-ng says it now.

    A text that is empty has no file; one that nothing can say is left out while others can be said.

    :raises NoVoiceError: none of them can be said here.
    """
    texts = [text for text in says if text.strip()]
    with transaction.atomic():
        set_organisation(organisation_id)
        style = read_style(get_choice(organisation_id))
        stored = _find_stored(organisation_id, style, texts, language)
        files = [_take(organisation_id, stored[text]) if text in stored else None for text in texts]
    spoken = [file or _speak_now(organisation_id, style, text, language) for file, text in zip(files, texts, strict=True)]
    return _check_heard(texts, spoken)


def speak_without(organisation_id: int, says: Sequence[str], language: str) -> list[Path]:
    """The same without the database: by the quick voice, in its usual way. :raises NoVoiceError: none of them can be said here."""
    style, texts = read_style(None), [text for text in says if text.strip()]
    return _check_heard(texts, [_speak_now(organisation_id, style, text, language) for text in texts])


def _check_heard(texts: Sequence[str], files: Sequence[Path | None]) -> list[Path]:
    heard = [file for file in files if file is not None]
    if texts and not heard:
        raise NoVoiceError(permanent=True)
    return heard


def get_music(organisation_id: int) -> Path:
    """What is heard on hold: the organisation's own, else ours.

    :raises NoVoiceError: nothing can encode ours here.
    """
    with transaction.atomic():
        set_organisation(organisation_id)
        choice = VoiceChoice.objects.of(organisation_id).exclude(music=None).only("edition", "organisation").first()
        if choice is not None:
            path = _place(organisation_id, digest("music", str(choice.edition)))
            return path if _is_there(path) else _keep(path, bytes(VoiceChoice.objects.of(organisation_id).get().music or b""))
    return get_our_music()


def get_our_music() -> Path:
    """:raises NoVoiceError: nothing can encode it here."""
    path = Path(settings.PROMPTS_FOLDER / "music.mka")
    try:
        return path if _is_there(path) else _keep(path, make_music())
    except LanguageError as error:
        raise NoVoiceError(permanent=True) from error


def get_signal() -> Path:
    """After it somebody speaks. :raises NoVoiceError: nothing can encode it here."""
    path = Path(settings.PROMPTS_FOLDER / "signal.mka")
    try:
        return path if _is_there(path) else _keep(path, make_signal())
    except LanguageError as error:
        raise NoVoiceError(permanent=True) from error


Stored = tuple[type[Recording] | type[Prompt], str]
"""The table in which a sound is, and what it is found by there."""


def _find_stored(organisation_id: int, style: Style, texts: Sequence[str], language: str) -> dict[str, Stored]:
    """Which of the texts are recorded or made; what is recorded comes first."""
    keys = {text: make_key(language, text) for text in texts}
    recorded = set(Recording.objects.of(organisation_id).filter(key__in=keys.values()).values_list("key", flat=True))
    found: dict[str, Stored] = {text: (Recording, key) for text, key in keys.items() if key in recorded}
    voice = style.choose(language)
    names = {text: style.name(text, language, voice) for text in texts if text not in found} if voice else {}
    made = set(Prompt.objects.of(organisation_id).filter(digest__in=names.values()).values_list("digest", flat=True))
    return found | {text: (Prompt, name) for text, name in names.items() if name in made}


def _take(organisation_id: int, stored: Stored) -> Path | None:
    """The file of a sound, written from its row where it is not there yet. A recording may be made anew under its key: it is read by its
    instant too."""
    table, name = stored
    if table is Prompt:
        path = _place(organisation_id, name)
        if _is_there(path):
            return path
        row = Prompt.objects.of(organisation_id).filter(digest=name).only("audio").first()
        return _keep(path, bytes(row.audio)) if row else None
    recorded_at = Recording.objects.of(organisation_id).filter(key=name).values_list("recorded_at", flat=True).first()
    path = _place(organisation_id, digest("recording", name, str(recorded_at)))
    if recorded_at is None or _is_there(path):
        return path if recorded_at else None
    return _keep(path, bytes(Recording.objects.of(organisation_id).get(key=name).audio))


def _speak_now(organisation_id: int, style: Style, text: str, language: str) -> Path | None:
    voice = find_quick(style, language)
    path = _place(organisation_id, style.name(text, language, voice))
    if _is_there(path):
        return path
    try:
        audio, _spoken = speak(style, text, language, voice.name)
    except LanguageError as error:
        log.error("a caller cannot be told something", organisation_id=organisation_id, code=error.code, language=language)
        return None
    return _keep(path, audio)


def _place(organisation_id: int, name: str) -> Path:
    return Path(settings.PROMPTS_FOLDER / str(organisation_id) / f"{name}.mka")


def _is_there(path: Path) -> bool:
    """A file that is used stays."""
    with suppress(FileNotFoundError):
        if path.stat().st_mtime < time.time() - TOUCHED_SECONDS:
            os.utime(path)
        return True
    return False


def _keep(path: Path, audio: bytes) -> Path:
    """Whole or not at all: another process may read it meanwhile."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".arriving-", delete=False) as file:
        file.write(audio)
    Path(file.name).chmod(0o644)
    return Path(file.name).replace(path)


def forget_unused(before: float) -> int:
    """Remove the files that nobody played since an instant (seconds of the epoch), and how many they were. They come again when needed."""
    count = 0
    for path in settings.PROMPTS_FOLDER.glob("*/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()
                count += 1
    return count
