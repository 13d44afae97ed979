"""An organisation that answers the telephone, with something to say, and voices that say a tone for each letter."""

import math
from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guichet.decisions.dialogue.words import Medium, Script
from guichet.language.contracts import Sound
from guichet.language.errors import LanguageError, MissingProgramError
from guichet.language.speaking import ALWAYS, Spoken, Voice
from guichet.records.calls.models import Line
from guichet.records.contacts.waiting import Wait
from guichet.records.directory.models import Account, Organisation
from guichet.records.directory.tests import factories
from guichet.records.directory.words import Role
from guichet.records.directory.writers import Editing
from guichet.records.knowledge import actions as articles
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.tests.contents import make_content
from guichet.records.knowledge.words import Content
from guichet.records.prompts import actions, making, music, queries, wordings
from guichet.records.prompts.sentences import tell_wait
from guichet.records.scripts import actions as scripts
from guichet.records.scripts.actions import Details, Policy
from guichet.records.scripts.models import ScriptVersion

WAIT = Wait(position=4, from_minutes=5, to_minutes=10)
NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
ESPEAK = Voice(ALWAYS, ALWAYS, "", ("fr", "en"))
SIWIS = Voice("siwis", "kokoro", "1", ("fr",))


@dataclass
class Studio:
    """What every voice was asked to say. `broken`: voices that fail; `is_mute`: nothing can speak."""

    voices: list[Voice] = field(default_factory=lambda: [SIWIS, ESPEAK])
    broken: set[str] = field(default_factory=set)
    is_mute: bool = False
    said: list[tuple[str, str, str]] = field(default_factory=list)

    def speak(self, voice: str, text: str, language: str, pace: float = 1.0) -> Spoken:
        del pace
        self.said.append((voice, language, text))
        if self.is_mute:
            raise MissingProgramError("espeak-ng", "Speaking")
        sound = Sound(8_000, array("h", [1_000] * 8 * max(1, len(text))).tobytes())
        return Spoken(sound, ALWAYS, LanguageError("broken")) if voice in self.broken else Spoken(sound, voice)


def encode(sound: Sound) -> bytes:
    return b"encoded " + str(len(sound.samples)).encode()


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> Studio:
    studio = Studio()
    settings.PROMPTS_FOLDER = tmp_path / "prompts"  # type: ignore[attr-defined]
    monkeypatch.setattr(making, "list_voices", lambda _shelf: studio.voices)
    monkeypatch.setattr(actions, "list_voices", lambda _shelf: studio.voices)
    monkeypatch.setattr(wordings, "list_waits", lambda sentences: tell_wait(sentences, WAIT))
    monkeypatch.setattr(making, "get_speakers", lambda: studio)
    monkeypatch.setattr(making, "encode", encode)
    monkeypatch.setattr(music, "encode", encode)
    monkeypatch.setattr(actions, "encode", encode)
    monkeypatch.setattr(actions, "read_recording", read_recording)
    monkeypatch.setattr(queries, "make_music", lambda: b"our music")
    return studio


def read_recording(content: bytes, most_seconds: float) -> Sound:
    del most_seconds
    return Sound(8_000, content)


def make_tone(seconds: float = 0.5) -> bytes:
    return array("h", (round(9_000 * math.sin(place / 3)) for place in range(int(8_000 * seconds)))).tobytes()


def make_office(*, number: str = "+33123456789") -> Organisation:
    """:param number: that is called; none when it is empty."""
    organisation = factories.make_organisation(name="La CAF d’ici")
    reason = factories.make_reason(organisation, factories.make_queue(organisation), key="payment", labels={"fr": "Un paiement"})
    if number:
        line = {"number": number, "label": "Accueil", "languages": ["fr", "en"], "menu": ["payment"]}
        Line.objects.create(organisation=organisation, reason=reason, announcement={"fr": "Grève le 3 mars."}, **line)
    return organisation


def make_administrator(organisation: Organisation) -> Account:
    return factories.make_account(organisation, Role.ADMINISTRATOR)


def publish_article(organisation: Organisation, content: Content | None = None, key: str = "rentree") -> ArticleVersion:
    editing = Editing(None, NOW)
    version = articles.create_article(organisation.pk, key, content or make_content(), articles.Details(), editing)
    return articles.publish(articles.approve(articles.submit(version, editing), editing), editing)


def publish_script(organisation: Organisation, document: Script, *media: Medium) -> ScriptVersion:
    editing = Editing(None, NOW)
    version = scripts.create_script(organisation, "paiements", Details("Paiements", media, {"payment": Policy()}), editing, document)
    return scripts.publish(scripts.submit(version, editing), editing)
