"""What an engine must do, whatever stands behind it."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol, runtime_checkable

from guichet.language.classes import Learned, Measured

Vector = array
"""Floats of 32 bits (`array("f")`), of length one: the product of two is their likeness, from -1 to 1."""


class Job(StrEnum):
    """What an engine is for."""

    VECTORS = "vectors"
    DETECTION = "detection"
    LETTERS = "letters"
    CLASSES = "classes"
    VOICES = "voices"


class Purpose(StrEnum):
    """Some models see a question and what answers it with different eyes."""

    QUESTION = "question"
    PASSAGE = "passage"


class Detected(NamedTuple):
    """`certainty` from 0 to 1 among the languages that were offered."""

    language: str
    certainty: float


@runtime_checkable
class Embedder(Protocol):
    """Meaning as vectors. `name` changes with the model: vectors of two names do not compare. `alike`: the product (of vectors of length
    one) from which a question and a passage are about the same thing, as measured of the model; every model finds something nearest to
    anything."""

    name: str
    dimensions: int
    alike: float

    def embed(self, texts: Sequence[str], purpose: Purpose) -> list["Vector[float]"]:
        """One vector for each text, in order.

        :raises LanguageError: the engine is missing, died or hung.
        """
        ...


@runtime_checkable
class Detector(Protocol):
    """The language of a text."""

    def detect(self, text: str, among: Sequence[str]) -> Detected | None:
        """The likeliest of these languages (`fr`, `en`), None when the text tells nothing.

        :raises LanguageError: the engine is missing, died or hung.
        """
        ...


Passage = str
"""What an answer may be drawn from."""


class Draft(NamedTuple):
    """`text` without its citations; `cited` are the places of the passages that it is drawn from, from 0 on."""

    text: str
    cited: tuple[int, ...]


@runtime_checkable
class Drafter(Protocol):
    """Drafts of answers, from passages alone. A person reads each before anybody else does."""

    def draft(self, question: str, passages: Sequence[Passage], language: str) -> Draft:
        """A draft that cites what it says.

        :raises DraftError: there is none, and why.
        """
        ...


class Line(NamedTuple):
    """A line of a page. `certainty` from 0 to 1; `box` is left, top, right and bottom as parts of the page, from its upper left corner."""

    text: str
    certainty: float
    box: tuple[float, float, float, float]


class Page(NamedTuple):
    """A page that was recognised. `image` is a JPEG that was drawn anew: nothing of the scan's own bytes is in it."""

    lines: tuple[Line, ...]
    image: bytes


class ScannedLetter(NamedTuple):
    """The pages behind one separator sheet. `mark` is what that sheet says, empty for pages before the first one. `pdf` is drawn anew too,
    with its text to be searched."""

    mark: str
    pages: tuple[Page, ...]
    pdf: bytes


@runtime_checkable
class LetterReader(Protocol):
    """Letters on paper, from what a scanner made of them."""

    def read(self, scan: bytes, marks: Collection[str], languages: Sequence[str]) -> list[ScannedLetter]:
        """The letters of a PDF or a picture, parted by sheets with a QR code that says one of `marks`.

        :raises ScanError: it holds no letter that can be read. :raises LanguageError: the engine is missing, died or hung.
        """
        ...


class Example(NamedTuple):
    """A text of a class, as what it has: place -> weight. `is_given`: it says what the class is, so it is learned from, never tested."""

    name: str
    row: Mapping[int, float]
    is_given: bool = False


@runtime_checkable
class Learner(Protocol):
    """Which of several classes a text belongs to, learned from examples."""

    def learn(self, examples: Sequence[Example], *, weighs_rarity: bool) -> tuple[Learned, Measured]:
        """What was learned, and how right it would have been about examples that it had not seen.

        :param weighs_rarity: what few texts have counts more, and each text counts the same however long it is.
        :raises TooFewExamplesError: of fewer than two classes. :raises LanguageError: the engine is missing, died or hung.
        """
        ...


class Sound(NamedTuple):
    """Sound of one channel: `rate` samples a second, of 16 bits each, the lower byte first."""

    rate: int
    samples: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / 2 / self.rate


@runtime_checkable
class Speaker(Protocol):
    """A voice."""

    def speak(self, text: str, language: str, pace: float = 1.0) -> Sound:
        """The text as it is spoken; it is in words already (`saying.texts`).

        :param pace: 1 is usual, 2 twice as fast.
        :raises LanguageError: the engine is missing, died or hung, or does not speak the language.
        """
        ...
