"""A text becomes a prompt: put into words, spoken by the organisation's voice, made evenly loud, encoded for the telephone.

Prompts are made in the background, when what is published changes. Where one is not ready when a caller needs it, espeak-ng says it at
once: it takes milliseconds, and a caller never hears nothing.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import transaction

from guichet.language.errors import LanguageError
from guichet.language.saying.lexicon import Lexicon, LexiconError, read_lexicon
from guichet.language.saying.texts import EDITION, put_into_words
from guichet.language.shelf import Shelf
from guichet.language.sound import encode
from guichet.language.speaking import ALWAYS, Speakers, Spoken, Voice, choose_voice, list_voices
from guichet.records.directory.models import Organisation
from guichet.records.prompts.models import Prompt, Recording, VoiceChoice
from guichet.records.prompts.wordings import answers_telephone, list_said, stamp
from guichet.records.prompts.words import Said, digest
from guichet.records.separation import set_organisation

SECONDS_AT_ONCE = 30.0
"""That prompts are made for one organisation before the next one has its turn."""
LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Style:
    """How an organisation speaks."""

    voices: tuple[Voice, ...]
    wanted: str = ""
    pace: int = 100
    lexicon: Lexicon = field(default_factory=dict)

    def choose(self, language: str) -> Voice | None:
        return choose_voice(list(self.voices), self.wanted, language)

    def name(self, text: str, language: str, voice: Voice) -> str:
        """What a prompt is found by: it changes with the wording, the words of the lexicon, the voice and the pace."""
        words = put_into_words(text, language, self.lexicon)
        return digest(str(EDITION), words, language, voice.name, voice.version, str(self.pace))


@cache
def get_speakers() -> Speakers:
    with LOCK:
        return Speakers(settings.MODELS_FOLDER)


def read_style(choice: VoiceChoice | None) -> Style:
    voices = tuple(list_voices(Shelf(settings.MODELS_FOLDER)))
    if choice is None:
        return Style(voices)
    try:
        lexicon = read_lexicon(choice.lexicon)
    except LexiconError:  # it was checked when it was saved, by other rules perhaps
        lexicon = {}
    return Style(voices, choice.voice, choice.pace, lexicon)


def get_choice(organisation_id: int) -> VoiceChoice | None:
    return VoiceChoice.objects.of(organisation_id).defer("music").first()


def speak(style: Style, text: str, language: str, voice: str) -> tuple[bytes, Spoken]:
    """What is played, and what it was made of.

    :raises LanguageError: nothing can speak, or nothing can encode.
    """
    spoken = get_speakers().speak(voice, put_into_words(text, language, style.lexicon), language, style.pace / 100)
    return encode(spoken.sound), spoken


def make_some(organisation: Organisation, now: datetime, seconds: float = SECONDS_AT_ONCE) -> int:
    """Make prompts that are missing, for so long, each in a transaction of its own; how many. What nobody says any more goes.

    :raises LanguageError: nothing can speak here, or nothing can encode; it is kept for the settings to show.
    """
    with transaction.atomic():
        set_organisation(organisation.pk)
        if not answers_telephone(organisation.pk):
            return 0
        VoiceChoice.objects.get_or_create(organisation=organisation, defaults={"changed_at": now})
        choice = VoiceChoice.objects.of(organisation.pk).defer("music").get()
        style = read_style(choice)
        made_for = digest(stamp(organisation), str(choice.edition), repr(style.voices), str(EDITION))
        if choice.made_for == made_for:
            return 0
        wanted = _list_wanted(organisation, style)
        there = set(Prompt.objects.of(organisation.pk).values_list("digest", flat=True))
        Prompt.objects.of(organisation.pk).filter(digest__in=there - wanted.keys()).delete()
    missing = [(name, *each) for name, each in wanted.items() if name not in there]
    ends_at, trouble = time.monotonic() + seconds, ""
    for made, each in enumerate(missing):
        if made and time.monotonic() > ends_at:
            return made
        trouble = _make(organisation, style, each, now) or trouble
    _note(organisation, {"made_for": made_for, "trouble": trouble})
    return len(missing)


def _list_wanted(organisation: Organisation, style: Style) -> dict[str, tuple[Said, Voice]]:
    """By what they are found by. What was recorded need not be spoken; a language that no voice speaks cannot be."""
    recorded = set(Recording.objects.of(organisation.pk).values_list("key", flat=True))
    wanted = {}
    for said in list_said(organisation):
        voice = style.choose(said.language)
        if voice is not None and said.key not in recorded:
            wanted[style.name(said.text, said.language, voice)] = said, voice
    return wanted


def _make(organisation: Organisation, style: Style, missing: tuple[str, Said, Voice], now: datetime) -> str:
    """The code of what went wrong, if another voice had to say it. That stays: to try again each minute would cost more than it brings."""
    name, said, voice = missing
    try:
        audio, spoken = speak(style, said.text, said.language, voice.name)
    except LanguageError as error:
        _note(organisation, {"trouble": error.code})
        raise
    values = {"key": said.key, "language": said.language, "voice": spoken.voice, "audio": audio, "made_at": now}
    milliseconds = round(spoken.sound.seconds * 1000)
    with transaction.atomic():
        set_organisation(organisation.pk)
        Prompt.objects.update_or_create(organisation=organisation, digest=name, defaults={**values, "milliseconds": milliseconds})
    return spoken.trouble.code if spoken.trouble else ""


def _note(organisation: Organisation, values: dict[str, str]) -> None:
    with transaction.atomic():
        set_organisation(organisation.pk)
        VoiceChoice.objects.of(organisation.pk).update(**values)


def find_quick(style: Style, language: str) -> Voice:
    """The voice that speaks at once."""
    return next((voice for voice in style.voices if voice.name == ALWAYS), Voice(ALWAYS, ALWAYS, "", (language,)))
