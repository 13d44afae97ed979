"""What engines share that run a network of ONNX over the sounds of a text: opening it, and joining what it says of each clause."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from guichet.language.contracts import Sound
from guichet.language.engines.espeak import write_phonemes
from guichet.language.errors import BadModelError, MissingPackageError
from guichet.language.shelf import Model

CLAUSE = re.compile(r"[^.!?;:,…]+[.!?;:,…]*|[.!?;:,…]+")
PAUSES = {",": 0.12, ";": 0.2, ":": 0.2}
LONG_PAUSE = 0.3


def open_network(file: Path) -> Any:
    """:raises MissingPackageError: onnxruntime is not installed. :raises BadModelError: it cannot be loaded."""
    try:
        import onnxruntime
    except ImportError as error:
        raise MissingPackageError("onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no common root of their own
        raise BadModelError(f"onnxruntime cannot load {file.name}: {type(error).__name__}.") from error


def find_file(model: Model, suffix: str) -> Path:
    """:raises BadModelError: there is not one file that ends so."""
    files = [name for name in model.manifest.files if name.endswith(suffix)]
    if len(files) != 1:
        raise BadModelError(f"The model {model.manifest.name} must have one file {suffix}; it has {len(files)}.")
    return model.folder / files[0]


def need_model(model: Model | None, engine: str) -> Model:
    """:raises BadModelError: there is none."""
    if model is None:
        raise BadModelError(f"The engine {engine} has no voice of its own: bring one in with `guichet models install FILE`.")
    return model


def list_clauses(text: str, language: str) -> Iterator[tuple[str, float]]:
    """The sounds of each clause with its punctuation, and the pause after it in seconds."""
    for clause in CLAUSE.findall(text):
        words = clause.strip()
        mark = words[-1] if words and words[-1] in ".!?;:,…" else ""
        sounds = " ".join(write_phonemes(words, language)) if words.strip(".!?;:,… ") else ""
        if sounds:
            yield sounds + mark, PAUSES.get(mark, LONG_PAUSE)


def speak_clauses(clauses: Iterable[tuple[str, float]], rate: int, infer: Callable[[str], Any]) -> Sound:
    """:param infer: the samples of a clause as floats from -1 to 1."""
    import numpy

    parts: list[Any] = []
    for sounds, pause in clauses:
        parts += [infer(sounds), numpy.zeros(int(pause * rate), numpy.float32)]
    whole = numpy.concatenate(parts[:-1]) if parts else numpy.zeros(0, numpy.float32)
    return Sound(rate, (numpy.clip(whole, -1.0, 1.0) * 32_767).astype("<i2").tobytes())
