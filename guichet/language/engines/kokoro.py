"""Speech by Kokoro-82M from the folder: its network (`.onnx`), its alphabet (`vocab.json`) and one voice (`.bin`, rows of 256 floats, the
row for the number of sounds). Sounds by espeak-ng; French has no other way there either."""

from itertools import pairwise
from typing import Any

import msgspec

from guichet.language.contracts import Sound
from guichet.language.engines.onnx import find_file, list_clauses, need_model, open_network, speak_clauses
from guichet.language.errors import BadModelError
from guichet.language.shelf import Model

RATE = 24_000
WIDTH = 256
MOST_SOUNDS = 500
ITS_OWN = (("ɡ", "ɡ"), ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("ts", "ʦ"), ("dz", "ʣ"), ("g", "ɡ"))
"""How its alphabet writes what espeak-ng writes otherwise."""


class Alphabet(msgspec.Struct):
    vocab: dict[str, int]


class Kokoro:
    """A `Speaker`."""

    def __init__(self, model: Model | None) -> None:
        """:raises LanguageError: there is no model, or it cannot be loaded, or a package is missing."""
        given = need_model(model, "kokoro")
        self.network: Any = open_network(find_file(given, ".onnx"))
        import numpy

        try:
            self.alphabet = msgspec.json.decode(find_file(given, "vocab.json").read_bytes(), type=Alphabet).vocab
            self.styles = numpy.frombuffer(find_file(given, ".bin").read_bytes(), "<f4").reshape(-1, WIDTH)
        except (msgspec.DecodeError, UnicodeError, ValueError, OSError) as error:
            raise BadModelError(f"The voice {given.manifest.name} cannot be read: {error}.") from error
        self.first = {each.name for each in self.network.get_inputs()} & {"tokens", "input_ids"}

    def speak(self, text: str, language: str, pace: float = 1.0) -> Sound:
        return speak_clauses(list_clauses(text, language), RATE, lambda sounds: self._infer(sounds, pace))

    def _infer(self, sounds: str, pace: float) -> Any:
        """A long clause in pieces."""
        import numpy

        for espeak, own in ITS_OWN:
            sounds = sounds.replace(espeak, own)
        ids = [self.alphabet[sound] for sound in sounds if sound in self.alphabet]
        cuts = [*range(0, len(ids), MOST_SOUNDS), len(ids)]
        return numpy.concatenate([self._run(ids[start:end], pace) for start, end in pairwise(cuts)] or [numpy.zeros(0, numpy.float32)])

    def _run(self, ids: list[int], pace: float) -> Any:
        import numpy

        given = {
            next(iter(self.first)): numpy.array([[0, *ids, 0]], numpy.int64),
            "style": self.styles[min(len(ids), len(self.styles)) - 1].reshape(1, WIDTH),
            "speed": numpy.array([pace], numpy.float32),
        }
        sound = numpy.asarray(self.network.run(None, given)[0], numpy.float32).ravel()
        loud = numpy.nonzero(numpy.abs(sound) > 0.01)[0]
        return sound[max(0, loud[0] - 700) : loud[-1] + 700] if len(loud) else sound[:0]


open_engine = Kokoro
