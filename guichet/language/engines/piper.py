"""Speech by a voice in Piper's format (a VITS network and its JSON): sounds by espeak-ng, then the network. Piper itself is not needed."""

import unicodedata
from typing import Any

import msgspec

from guichet.language.contracts import Sound
from guichet.language.engines.onnx import find_file, list_clauses, need_model, open_network, speak_clauses
from guichet.language.errors import BadModelError
from guichet.language.shelf import Model

BEGIN, END, PAD = "^", "$", "_"


class Audio(msgspec.Struct):
    sample_rate: int


class Inference(msgspec.Struct):
    noise_scale: float = 0.667
    length_scale: float = 1.0
    noise_w: float = 0.8


class Espeak(msgspec.Struct):
    voice: str


class Configuration(msgspec.Struct):
    """What we use of a voice's JSON, as https://github.com/rhasspy/piper writes it."""

    audio: Audio
    espeak: Espeak
    phoneme_id_map: dict[str, list[int]]
    inference: Inference = msgspec.field(default_factory=Inference)
    num_speakers: int = 1


class Piper:
    """A `Speaker`. Its language is that of its voice."""

    def __init__(self, model: Model | None) -> None:
        """:raises LanguageError: there is no model, or it cannot be loaded, or a package is missing."""
        given = need_model(model, "piper")
        try:
            self.says = msgspec.json.decode(find_file(given, ".onnx.json").read_bytes(), type=Configuration)
        except (msgspec.DecodeError, UnicodeError, OSError) as error:
            raise BadModelError(f"The JSON of the voice {given.manifest.name} cannot be read: {error}.") from error
        self.network: Any = open_network(find_file(given, ".onnx"))

    def speak(self, text: str, language: str, pace: float = 1.0) -> Sound:  # noqa: ARG002 - a voice has one
        clauses = list_clauses(text, self.says.espeak.voice)
        return speak_clauses(clauses, self.says.audio.sample_rate, lambda sounds: self._infer(sounds, pace))

    def _infer(self, sounds: str, pace: float) -> Any:
        import numpy

        known, scales = self.says.phoneme_id_map, self.says.inference
        ids = [*known[BEGIN], *known[PAD]]
        for sound in unicodedata.normalize("NFD", sounds):
            if sound in known:
                ids += [*known[sound], *known[PAD]]
        ids += known[END]
        given = {
            "input": numpy.array([ids], numpy.int64),
            "input_lengths": numpy.array([len(ids)], numpy.int64),
            "scales": numpy.array([scales.noise_scale, scales.length_scale / pace, scales.noise_w], numpy.float32),
        }
        if self.says.num_speakers > 1:
            given["sid"] = numpy.array([0], numpy.int64)
        return numpy.asarray(self.network.run(None, given)[0], numpy.float32).ravel()


open_engine = Piper
