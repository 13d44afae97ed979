"""What can go wrong with an engine or a model. Whoever asked goes on without: each is said to an administrator, and never to a citizen."""

from enum import StrEnum
from typing import ClassVar


class LanguageError(Exception):
    """`permanent`: trying again is of no use until somebody does something about it."""

    code: ClassVar[str] = "language-engine-failed"
    permanent: ClassVar[bool] = True


class MissingPackageError(LanguageError):
    code = "language-package-missing"

    def __init__(self, package: str) -> None:
        super().__init__(f"The package {package} is not installed. Install it with `pip install {package}` beside Guichet, then try again.")


class MissingModelError(LanguageError):
    code = "language-model-missing"

    def __init__(self, name: str, known: str) -> None:
        super().__init__(f"There is no model named {name}. Known here: {known or 'none'}. `guichet models install FILE` brings one in.")


class BadModelError(LanguageError):
    code = "language-model-broken"


class EngineDiedError(LanguageError):
    code = "language-engine-died"
    permanent = False

    def __init__(self, name: str) -> None:
        super().__init__(f"The engine {name} ended while it worked. It is started again for the next text.")


class EngineHungError(LanguageError):
    code = "language-engine-hung"
    permanent = False

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(f"The engine {name} gave no answer in {seconds:g} s and was stopped. It is started again for the next text.")


class TextTooLongError(LanguageError):
    code = "language-text-too-long"

    def __init__(self, most: int) -> None:
        super().__init__(f"A text is longer than {most} characters. Give the engine a passage of it.")


class MissingProgramError(LanguageError):
    code = "language-program-missing"

    def __init__(self, package: str, purpose: str = "Reading letters") -> None:
        super().__init__(f"{purpose} needs Debian's package {package}. Install it with `apt-get install {package}`, then try again.")
        self.package = package


class UnspokenLanguageError(LanguageError):
    code = "language-unspoken"

    def __init__(self, name: str, language: str) -> None:
        super().__init__(f"The voice {name} does not speak the language {language!r}. Choose another voice for it.")


class SoundTrouble(StrEnum):
    """Why a recording cannot be used."""

    NOT_A_SOUND = "not-a-sound"
    TOO_LARGE = "too-large"
    TOO_LONG = "too-long"
    SILENT = "silent"
    TOO_HEAVY = "too-heavy"  # it took more time or memory than one recording may


class SoundError(LanguageError):
    """The recording itself is at fault."""

    code = "sound-refused"

    def __init__(self, trouble: SoundTrouble) -> None:
        super().__init__(f"The recording cannot be used: {trouble}.")
        self.trouble = trouble


class Trouble(StrEnum):
    """Why a scan cannot be read."""

    NOT_A_DOCUMENT = "not-a-document"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_LARGE = "too-large"
    NO_LETTER = "no-letter"  # separator sheets alone
    TOO_HEAVY = "too-heavy"  # it took more time or memory than one scan may


class ScanError(LanguageError):
    """The scan itself is at fault: another engine, or another try, would say the same."""

    code = "scan-refused"

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"The scan cannot be read: {trouble}.")
        self.trouble = trouble


class DraftError(LanguageError):
    """No draft was made. Whoever asked writes the answer himself."""

    permanent = False


class ModelUnreachableError(DraftError):
    code = "draft-unreachable"

    def __init__(self) -> None:
        super().__init__("The server of the model cannot be reached, or broke off.")


class ModelHungError(DraftError):
    code = "draft-hung"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The model gave no draft in {seconds:g} s.")


class ModelFailedError(DraftError):
    code = "draft-failed"

    def __init__(self, status: int) -> None:
        super().__init__(f"The server of the model answered {status}.")


class BadDraftError(DraftError):
    code = "draft-bad"

    def __init__(self) -> None:
        super().__init__("What the model answered is no draft.")


class UncitedDraftError(DraftError):
    code = "draft-uncited"

    def __init__(self) -> None:
        super().__init__("The draft cites none of the passages, or others than were given.")


class InventedDraftError(DraftError):
    code = "draft-invented"

    def __init__(self) -> None:
        super().__init__("The draft holds a number that stands in none of the passages that it cites.")


class TooFewExamplesError(LanguageError):
    code = "language-too-few-examples"

    def __init__(self) -> None:
        super().__init__("There is nothing to tell apart yet: name two reasons at least.")
