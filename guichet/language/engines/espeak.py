"""Speech by espeak-ng, and the sounds of a text for engines that speak from those. GPL-3: always a program of its own."""

import re
import shutil
import subprocess

from guichet.language.contracts import Sound
from guichet.language.errors import EngineDiedError, EngineHungError, MissingProgramError, TextTooLongError, UnspokenLanguageError
from guichet.language.process import LONGEST_TEXT
from guichet.language.shelf import Model

NAME = "espeak-ng"
WORDS_A_MINUTE = 150
"""Slower than its own 175: whoever calls may be old, or note down a number."""
SECONDS = 30.0
RATE = 22_050
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")
HEADER = re.compile(rb"fmt .{4}.{4}(?P<rate>.{4}).{8}data.{4}", re.DOTALL)
MARKUP = str.maketrans({"[": " ", "]": " ", "\0": " "})
"""Two brackets would begin a spelling in its own alphabet."""


class Espeak:
    """A `Speaker`."""

    def __init__(self, model: Model | None = None) -> None:  # noqa: ARG002 - as every engine
        """:raises MissingProgramError: it is not installed."""
        self.program = find_program()

    def speak(self, text: str, language: str, pace: float = 1.0) -> Sound:
        speed = str(round(WORDS_A_MINUTE * min(max(pace, 0.6), 2.0)))
        said = ask(self.program, text, language, "-s", speed, "--stdout")
        if not said:
            return Sound(RATE, b"")  # there was nothing to say
        found = HEADER.search(said, 0, 200)
        if found is None:
            raise EngineDiedError(NAME)
        samples = said[found.end() :]
        return Sound(int.from_bytes(found["rate"], "little"), samples[: len(samples) & ~1])


def find_program() -> str:
    """:raises MissingProgramError: it is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise MissingProgramError("espeak-ng", "Speaking")
    return program


def write_phonemes(text: str, language: str) -> list[str]:
    """The sounds of a text in the international alphabet, a list of clauses.

    :raises LanguageError: as speaking.
    """
    said = ask(find_program(), text, language, "-q", "--ipa").decode(errors="replace")
    return [clause.strip() for clause in re.sub(r"\([a-z-]+\)", "", said).splitlines() if clause.strip()]


def ask(program: str, text: str, language: str, *options: str) -> bytes:
    """What it answers. The text goes by its standard input, so that none is taken for an option."""
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(LONGEST_TEXT)
    if not LANGUAGE.fullmatch(language):
        raise UnspokenLanguageError(NAME, language)
    content = text.translate(MARKUP).encode(errors="replace")
    command = [program, "-b", "1", "-v", language, *options, "--stdin"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - fixed options
    except subprocess.TimeoutExpired as error:
        raise EngineHungError(NAME, SECONDS) from error
    if b"voice does not exist" in done.stderr:
        raise UnspokenLanguageError(NAME, language)
    if done.returncode != 0:
        raise EngineDiedError(NAME)
    return done.stdout


open_engine = Espeak
