"""The voices that there are, and a text spoken by one of them: by the one that is wanted, else by espeak-ng.

A voice of a network is held open in a process of its own; espeak-ng is one already.
"""

import atexit
import re
import threading
from dataclasses import dataclass
from pathlib import Path

from guichet.language.catalogue import ENGINES
from guichet.language.contracts import Job, Sound, Speaker
from guichet.language.engines.espeak import Espeak
from guichet.language.errors import EngineDiedError, LanguageError
from guichet.language.process import EngineProcess
from guichet.language.shelf import Shelf

ALWAYS = "espeak-ng"
SPEAK_SECONDS = 60.0
"""For one piece of a text: a few sentences, on a machine that has other work."""
PIECE = re.compile(r"\s*(.{1,300}(?:[.!?…](?=\s|$)|$)|.{1,300}(?=\s|$)|.{1,300})", re.DOTALL)
LANGUAGES = ("fr", "en", "es", "pt", "it", "de", "ar", "tr", "uk", "ro", "zh", "ru", "pl", "fa")
"""Those of espeak-ng that are offered."""


@dataclass(frozen=True, slots=True)
class Voice:
    """`name` is what is kept; `version` changes with the model: what it spoke before is spoken anew."""

    name: str
    engine: str
    version: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """`trouble`: why it is not the voice that was wanted."""

    sound: Sound
    voice: str
    trouble: LanguageError | None = None


def list_voices(shelf: Shelf) -> list[Voice]:
    """Voices of the folder first: they are why somebody brought them in."""
    models = (model.manifest for model in shelf.list_models() if model.manifest.job is Job.VOICES)
    voices = [
        Voice(model.name, model.engine, model.version, model.languages)
        for model in models
        if model.engine in ENGINES and ENGINES[model.engine].is_there()
    ]
    return voices + ([Voice(ALWAYS, ALWAYS, "", LANGUAGES)] if ENGINES[ALWAYS].is_there() else [])


def choose_voice(voices: list[Voice], wanted: str, language: str) -> Voice | None:
    """The one that is wanted if it speaks the language, else the first that does, else espeak-ng."""
    able = [voice for voice in voices if language in voice.languages]
    named = [voice for voice in able if voice.name == wanted]
    return next(iter(named or able or [voice for voice in voices if voice.name == ALWAYS]), None)


class Speakers:
    """The voices that a process holds open, with their models in `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._open: dict[str, EngineProcess] = {}

    def speak(self, voice: str, text: str, language: str, pace: float = 1.0) -> Spoken:
        """:raises LanguageError: neither the voice nor espeak-ng can."""
        if voice == ALWAYS:
            return Spoken(Espeak().speak(text, language, pace), ALWAYS)
        try:
            return Spoken(self._speak_pieces(self._get(voice), text, language, pace), voice)
        except LanguageError as trouble:
            return Spoken(Espeak().speak(text, language, pace), ALWAYS, trouble)

    def close(self) -> None:
        with self._lock:
            for engine in self._open.values():
                engine.close()
            self._open.clear()

    def _speak_pieces(self, speaker: Speaker, text: str, language: str, pace: float) -> Sound:
        sounds = [speaker.speak(piece.strip(), language, pace) for piece in PIECE.findall(text) if piece.strip()]
        if not any(sound.samples for sound in sounds):
            raise EngineDiedError("voice")  # it says nothing: another one may
        return Sound(sounds[0].rate, b"".join(sound.samples for sound in sounds))

    def _get(self, voice: str) -> Speaker:
        with self._lock:
            if voice not in self._open:
                self._open[voice] = EngineProcess(voice, self.root, seconds=SPEAK_SECONDS)
                atexit.register(self._open[voice].close)
            return self._open[voice]
