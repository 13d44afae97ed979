"""A text is spoken by the voice that is wanted, by another where that fails, and what is missing is said."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from guichet.language import catalogue, process, speaking
from guichet.language.contracts import Job, Sound, Speaker
from guichet.language.engines import espeak, kokoro, onnx, piper
from guichet.language.engines.espeak import Espeak, write_phonemes
from guichet.language.errors import (
    BadModelError,
    EngineDiedError,
    EngineHungError,
    MissingProgramError,
    TextTooLongError,
    UnspokenLanguageError,
)
from guichet.language.process import EngineProcess
from guichet.language.saying.texts import put_into_words
from guichet.language.shelf import Manifest, Model, Shelf
from guichet.language.speaking import ALWAYS, Speakers, Voice, choose_voice, list_voices
from guichet.language.tests.needs import needs_espeak

TONE = b"\x00\x10" * 800


class Toy:
    """Says a tone of one sample for each letter, or what it was told to raise."""

    def __init__(self, *, trouble: Exception | None = None, silent: bool = False) -> None:
        self.trouble, self.silent, self.asked = trouble, silent, list[str]()

    def speak(self, text: str, language: str, pace: float = 1.0) -> Sound:
        del language, pace
        self.asked.append(text)
        if self.trouble:
            raise self.trouble
        return Sound(8_000, b"" if self.silent else b"\x01\x00" * len(text))


def make_program(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """An espeak-ng that does what a script of the shell does."""
    program = folder / "espeak-ng"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@needs_espeak
@pytest.mark.peers
@pytest.mark.parametrize("language", ["fr", "en", "es", "ar"])
def test_espeak_speaks_at_once_in_the_languages_that_are_offered(language: str) -> None:
    assert isinstance(Espeak(), Speaker)
    said = Espeak().speak(put_into_words("2 personnes devant vous", language), language)
    assert said.rate == 22_050
    assert 0.5 < said.seconds < 5
    assert Espeak().speak(put_into_words("2 personnes devant vous", language), language, 2.0).seconds < said.seconds * 0.8


@needs_espeak
@pytest.mark.peers
@pytest.mark.parametrize("text", ["", " ", "--version", "-f /etc/passwd", "[[b0~Zur]]", "<speak>a", "\0\ud800é😀", "é" * 20_000])
def test_no_text_is_an_option_an_alphabet_or_too_much(text: str) -> None:
    assert isinstance(Espeak().speak(text, "fr", 99.0).samples, bytes)
    assert all("version" not in clause for clause in write_phonemes("--version", "fr"))


@needs_espeak
@pytest.mark.peers
@pytest.mark.parametrize("language", ["xx", "", "fr+whisper", "../fr", "fr;ls", "F"])
def test_a_language_that_is_not_spoken_is_refused(language: str) -> None:
    with pytest.raises(UnspokenLanguageError):
        Espeak().speak("bonjour", language)


def test_a_text_beyond_all_measure_is_refused_before_anything_runs() -> None:
    with pytest.raises(TextTooLongError):
        espeak.ask("/nowhere", "a" * 20_001, "fr")


def test_without_the_program_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingProgramError, match=r"Speaking needs .*apt-get install espeak-ng"):
        Espeak()
    assert list_voices(Shelf(tmp_path)) == []
    with pytest.raises(MissingProgramError):
        Speakers(tmp_path).speak("absent", "bonjour", "fr")


@pytest.mark.parametrize(
    ("script", "error"), [("exit 3", EngineDiedError), ("echo nonsense", EngineDiedError), ("exec sleep 9", EngineHungError)]
)
def test_a_program_that_dies_babbles_or_hangs_is_named(
    script: str, error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak, "SECONDS", 0.3)
    make_program(tmp_path, monkeypatch, script)
    with pytest.raises(error):
        Espeak().speak("bonjour", "fr")


def open_speakers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wanted: Toy, always: Toy) -> Speakers:
    speakers = Speakers(tmp_path)
    monkeypatch.setattr(speakers, "_get", lambda _voice: wanted)
    monkeypatch.setattr(speaking, "Espeak", lambda: always)
    return speakers


@pytest.mark.parametrize("toy", [Toy(trouble=EngineDiedError("toy")), Toy(silent=True)])
def test_where_the_wanted_voice_fails_espeak_speaks(toy: Toy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spoken = open_speakers(monkeypatch, tmp_path, toy, Toy()).speak("toy", "bonjour", "fr")
    assert (spoken.voice, len(spoken.sound.samples)) == (ALWAYS, 14)
    assert isinstance(spoken.trouble, EngineDiedError)


def test_a_long_text_is_spoken_in_pieces_that_lose_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    toy = Toy()
    text = " ".join(["Une phrase qui dit une chose."] * 40 + ["mot" * 200])
    spoken = open_speakers(monkeypatch, tmp_path, toy, Toy()).speak("toy", text, "fr")
    assert "".join(toy.asked).replace(" ", "") == text.replace(" ", "")
    assert max(map(len, toy.asked)) <= 300
    assert all(piece.endswith(".") for piece in toy.asked[:4])
    assert spoken.trouble is None


def test_the_voice_that_is_wanted_must_speak_the_language() -> None:
    siwis, joe = Voice("siwis", "kokoro", "1", ("fr",)), Voice("joe", "piper", "1", ("en",))
    always = Voice(ALWAYS, ALWAYS, "", ("fr", "en", "ar"))
    voices = [joe, siwis, always]
    assert choose_voice(voices, "siwis", "fr") == siwis
    assert choose_voice(voices, "siwis", "en") == joe
    assert choose_voice(voices, "", "fr") == siwis
    assert choose_voice(voices, ALWAYS, "fr") == always
    assert choose_voice(voices, "siwis", "ar") == always
    assert choose_voice(voices, "siwis", "nv") == always
    assert choose_voice([], "siwis", "fr") is None


def test_voices_of_the_folder_come_first_and_only_where_they_can_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "siwis"
    place.mkdir()
    manifest = {
        "name": "siwis",
        "job": "voices",
        "engine": "kokoro",
        "version": "1",
        "licence": "Apache-2.0",
        "source": "-",
        "languages": ["fr"],
    }
    (place / "model.json").write_text(json.dumps({**manifest, "files": {"a.onnx": "0" * 64}}))
    monkeypatch.setattr(catalogue, "find_spec", lambda _name: "there")
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert [voice.name for voice in list_voices(Shelf(tmp_path))] == ["siwis", ALWAYS]
    assert catalogue.list_names(Shelf(tmp_path), Job.VOICES) == ["siwis", ALWAYS]
    monkeypatch.setattr(catalogue, "find_spec", lambda _name: None)
    assert [voice.name for voice in list_voices(Shelf(tmp_path))] == [ALWAYS]


def test_speech_comes_whole_out_of_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PAUSE", 0.0)
    file = tmp_path / "engine.py"
    file.write_text(
        "import base64, json, sys\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    samples = base64.b64encode((asked['texts'][0] * 1000).encode()).decode()\n"
        "    print(json.dumps({'rate': 24000, 'samples': samples}), flush=True)\n"
    )
    engine = EngineProcess("toy", tmp_path, seconds=30.0, command=(sys.executable, str(file)))
    assert engine.speak("ab", "fr") == Sound(24_000, b"ab" * 1000)
    engine.close()


class Network:
    """Keeps what it is asked, and answers half a sine."""

    def __init__(self, *names: str) -> None:
        self.names, self.asked = names, list[dict[str, Any]]()

    def get_inputs(self) -> list[Any]:
        return [type("Input", (), {"name": name})() for name in self.names]

    def run(self, _outputs: None, given: dict[str, Any]) -> list[Any]:
        self.asked.append(given)
        return [[[2.0, 0.5, -2.0] * 400]]


def make_model(folder: Path, engine: str, files: dict[str, bytes]) -> Model:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Model(Manifest("toy", Job.VOICES, engine, "1", "-", "-", dict.fromkeys(files, "0" * 64), ("fr",)), folder)


PIPER = {"audio": {"sample_rate": 16_000}, "espeak": {"voice": "fr"}, "phoneme_id_map": {"^": [1], "$": [2], "_": [0], "a": [7], ".": [9]}}


def test_piper_is_given_sounds_with_their_pads_and_the_pace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network("input")
    monkeypatch.setattr(piper, "open_network", lambda _file: network)
    monkeypatch.setattr(onnx, "write_phonemes", lambda _text, _language: ["aʘa"])
    voice = piper.Piper(make_model(tmp_path, "piper", {"v.onnx": b"", "v.onnx.json": json.dumps(PIPER).encode()}))
    said = voice.speak("Ah. Ah.", "fr", 2.0)
    assert said.rate == 16_000
    assert len(said.samples) == 2 * (1_200 + int(0.3 * 16_000) + 1_200)
    assert network.asked[0]["input"].tolist() == [[1, 0, 7, 0, 7, 0, 9, 0, 2]]
    assert float(network.asked[0]["scales"][1]) == 0.5


def test_kokoro_is_given_sounds_and_the_style_of_their_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network("style", "tokens", "speed")
    monkeypatch.setattr(kokoro, "open_network", lambda _file: network)
    monkeypatch.setattr(onnx, "write_phonemes", lambda _text, _language: ["tʃa" * 300])
    styles = b"".join(bytes([0, 0, row, 0x40]) * 256 for row in range(3))
    files = {"k.onnx": b"", "vocab.json": b'{"vocab": {"a": 43, "\xca\xa7": 133, ".": 4}}', "siwis.bin": styles}
    voice = kokoro.Kokoro(make_model(tmp_path, "kokoro", files))
    assert voice.speak("Ah.", "fr").rate == 24_000
    assert [len(asked["tokens"][0]) for asked in network.asked] == [502, 103]
    assert network.asked[0]["tokens"][0].tolist()[:3] == [0, 133, 43]
    assert network.asked[0]["style"].shape == (1, 256)


@pytest.mark.parametrize(
    ("engine", "files"),
    [
        (piper.Piper, {}),
        (piper.Piper, {"v.onnx": b"", "v.onnx.json": b"{"}),
        (piper.Piper, {"v.onnx": b"", "v.onnx.json": b'{"audio": {}}'}),
        (kokoro.Kokoro, {"k.onnx": b"", "vocab.json": b'{"vocab": {}}', "a.bin": b"odd"}),
        (kokoro.Kokoro, {"k.onnx": b"", "vocab.json": b"[]", "a.bin": bytes(1024)}),
    ],
)
def test_a_voice_that_is_not_what_it_should_be_is_refused(
    engine: Any, files: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (piper, kokoro):
        monkeypatch.setattr(module, "open_network", lambda _file: Network("tokens"))
    with pytest.raises(BadModelError):
        engine(make_model(tmp_path, "toy", files))
    with pytest.raises(BadModelError, match="guichet models install"):
        engine(None)
