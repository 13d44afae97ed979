"""How rules find what has to be put into words: a text is walked once, from left to right."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

SPACE = "[ \u00a0\u202f]"
SIGN = re.compile(r"[&+=@#*°€$£%‰<>§]|[^\w\s.,;:!?'’\"«»()…&+=@#*°€$£%‰<>§-]+|_+|(?<![^\W_])-+|-+(?![^\W_])")
"""What is said by its name, and what is for the eye. A hyphen within a word is neither."""
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
DIGIT = re.compile("[0-9]")
NEXT_NUMBER = re.compile(r"[^\w,.;:!?/]{0,3}(?:(?:https?://)?www\.)?[0-9]")
MOST_PASSES = 5
MARK = r"[,.;:!?…]"
MARKS = re.compile(rf"\s?{MARK}(?:\s?{MARK})+\s?|\s{MARK}\s?")


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` is found and `say` puts it into words. A pattern looks at no character more than a bounded number of times."""

    pattern: re.Pattern[str]
    say: Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Reader:
    """The rules of a language: what begins first is said first, of those that begin together by the first rule. `signs` by their names;
    other signs make a pause."""

    rules: Sequence[Rule]
    signs: Mapping[str, str]

    def read(self, text: str, lexicon: Mapping[str, str]) -> str:
        """The words of the lexicon come before every rule, and are read like all others. What putting a sign or a number into words sets
        free ("0www.caf.fr") is read in its turn."""
        said = self._read_once(text, lexicon)
        for _pass in range(MOST_PASSES):
            before, said = said, self._read_once(said, lexicon)
            if said == before:
                break
        return said

    def _read_once(self, text: str, lexicon: Mapping[str, str]) -> str:
        written = prepare(text)
        if not lexicon:
            return tidy(self._read(written))
        words = "|".join(re.escape(word) for word in sorted(lexicon, key=len, reverse=True))
        pieces = re.split(rf"(?<!\w)({words})(?!\w)", written)
        return tidy("".join(self._read(lexicon[piece] if place % 2 else piece) for place, piece in enumerate(pieces)))

    def _read(self, text: str) -> str:
        said: list[str] = []
        place = 0
        coming = [(rule, rule.pattern.search(text)) for rule in self.rules]
        while True:
            coming = [
                (rule, rule.pattern.search(text, place) if found is not None and found.start() < place else found) for rule, found in coming
            ]
            ahead = [(found.start(), number) for number, (_rule, found) in enumerate(coming) if found is not None]
            if not ahead:
                return "".join([*said, self._read_signs(text[place:])])
            rule, found = coming[min(ahead)[1]]
            assert found is not None  # noqa: S101 - tells the type
            said += [self._read_signs(text[place : found.start()]), _join(rule.say(found), found, text)]
            place = found.end()

    def _read_signs(self, text: str) -> str:
        return SIGN.sub(lambda found: f" {self.signs[found[0]]} " if found[0] in self.signs else ", ", text)


def _join(words: str, found: re.Match[str], text: str) -> str:
    """With spaces where it stood against a word, and a pause before another number: "vingt, quatre" is no twenty-four."""
    before = " " if text[max(0, found.start() - 1) : found.start()].isalnum() else ""
    after = " " if text[found.end() : found.end() + 1].isalnum() else ""
    pause = "," if DIGIT.search(found[0]) and NEXT_NUMBER.match(text, found.end()) else ""
    return f"{before}{words}{pause}{after}"


def prepare(text: str) -> str:
    """One line with the digits that rules know, without what nobody sees. What was a line of several becomes a sentence."""
    seen = unicodedata.normalize("NFC", CONTROLS.sub(" ", text))
    seen = FOREIGN_DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), seen)
    lines = [line.strip() for line in seen.split("\n") if line.strip()]
    if len(lines) < 2:
        return "".join(lines)
    return " ".join(line if re.search(rf"{MARK}$", line) else f"{line}." for line in lines)


def tidy(text: str) -> str:
    """Single spaces and single pauses, the one that counts most."""
    return " ".join(MARKS.sub(_keep_one, " ".join(text.split())).split()).strip(" ,")


def _keep_one(found: re.Match[str]) -> str:
    marks = re.findall(MARK, found[0])
    return next((mark for mark in marks if mark != ","), ",") + " "


def clean(written: str) -> str:
    """A number without what parts its thousands; its decimals stay behind a comma."""
    return re.sub(rf"{SPACE}|\.", "", written)


def read_date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def say_address(written: str, names: Mapping[str, str], say_digits: Callable[[str], str], say_word: Callable[[str], str]) -> str:
    """An address of a page or a mailbox, without what a browser adds by itself. One that begins with a number stands apart from what was
    said before: that may be a number too."""
    shown = re.sub(r"^(?:https?://)?(?:www\.)?", "", written).rstrip("/")
    parts = re.findall(r"[0-9]+|[^\W\d_]+|.", shown, re.DOTALL)
    pause = ", " if shown[:1].isdecimal() else ""
    return pause + " ".join(
        names.get(part) or (say_digits(part) if part.isdecimal() else say_word(part) if part.isalpha() else ",") for part in parts
    )
