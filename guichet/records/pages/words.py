"""Words of this room: where a contact came from, and how codes on letters are written."""

import re
from enum import StrEnum
from typing import Annotated

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 63
LONGEST_PLACE = 60
"""Characters of the name of a step or of a field; a value that somebody typed is mostly told apart by what follows."""
PLACE = re.compile(r"[^\W\d_][\w .:'’,()\[\]/-]*")
TYPED = re.compile(r"\d{5}|@|https?:")
"""What a number of somebody, an address or a link looks like: a name that a site's author gave has none of it."""

Name = Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]
Place = Annotated[str, msgspec.Meta(max_length=200)]


class CameFrom(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody was before he asked: names that an administrator or a site's author gave, never what he typed there.

    `page` is the key of a declared page, `article` that of the answer that he read, `letter` the code on a letter.
    """

    page: Name = ""
    step: Place = ""
    field: Place = ""
    article: Name = ""
    letter: Name = ""


def clean_place(said: str) -> str:
    """The name of a step or a field; empty for what may be something else: it is then forgotten."""
    words = " ".join(said.split())
    return words if len(words) <= LONGEST_PLACE and PLACE.fullmatch(words) and not TYPED.search(words) else ""


class Source(StrEnum):
    """What makes people contact us."""

    PAGE = "page"
    ARTICLE = "article"
    LETTER = "letter"


class LetterKind(models.TextChoices):
    LETTER = "letter", _("Letter")
    NOTICE = "notice", _("Notice")
    PAGE = "page", _("Page")


class TextKind(models.TextChoices):
    """Texts of the public pages that an administrator writes himself."""

    LEGAL = "legal", _("Legal notice")
    DATA = "personal-data", _("Personal data")
    ACCESSIBILITY = "accessibility", _("Accessibility: points checked by hand")
    ACCESSIBILITY_CONTACT = "accessibility-contact", _("Accessibility: whom to tell")
    OPINION_LINK = "opinion-link", _("Address of “Je donne mon avis”")


ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of codes that people type from paper: without 0 and O, 1, I and L, U and V being one."""
OWN_LETTERS = 4


def read_code(typed: str) -> str:
    """A code as we write it, however it was typed; empty for what cannot be one."""
    code = re.sub(r"[\s.-]", "", typed[:100]).upper().replace("U", "V")
    return code if 0 < len(code) <= LONGEST_NAME and set(code) <= set(ALPHABET) else ""


def write_number(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits or ALPHABET[0]


def read_number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * len(ALPHABET) + ALPHABET.index(digit)
    return number
