"""The closed lists of letters on paper."""

from datetime import timedelta
from enum import StrEnum

LARGEST_SCAN = 40_000_000
"""Bytes of one scan: sixty pages in grey at 300 dpi."""
LONGEST_NAME = 120
LONGEST_BLOCK = 500
"""Characters of an address."""
LONGEST_REFERENCE = 60
MOST_REFERENCES = 10
LEGAL_DELAY = timedelta(days=14)
"""A letter is acknowledged or answered within two weeks (Services Publics+; CRPA, art. L112-3 and R112-5)."""
DOUBTFUL = 0.8
"""Tesseract's certainty below which a line is shown as doubtful: on clean print it says 0.9 and more."""


class ScanState(StrEnum):
    """`received`: kept, not read yet. `read`: its letters are contacts. `quarantined`: it could not be read or placed; a person looks, and
    can have it read again. `dropped`: a person has decided that it is no letter."""

    RECEIVED = "received"
    READ = "read"
    QUARANTINED = "quarantined"
    DROPPED = "dropped"


class Origin(StrEnum):
    """How a scan came."""

    UPLOAD = "upload"
    FOLDER = "folder"
    MAIL = "mail"


class Cause(StrEnum):
    """Why a scan is in quarantine. The first ones are those of `language.errors.Trouble`."""

    NONE = ""
    NOT_A_DOCUMENT = "not-a-document"
    LOCKED = "locked"
    DAMAGED = "damaged"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_LARGE = "too-large"
    NO_LETTER = "no-letter"
    TOO_HEAVY = "too-heavy"
    READER = "reader"  # it ended its reader each time
    NO_REASON = "no-reason"
    BROKEN = "broken"  # our bug


class AnswerBy(StrEnum):
    POST = "post"
    EMAIL = "email"


class PostingKind(StrEnum):
    ANSWER = "answer"
    ACKNOWLEDGEMENT = "acknowledgement"


class PostingState(StrEnum):
    """`unaddressed`: nobody has said where it goes. `ready`: to be printed. `printed`: handed to whoever prints. `posted`: a person says
    that it was put in the post. `left`: a person decided against it."""

    UNADDRESSED = "unaddressed"
    READY = "ready"
    PRINTED = "printed"
    POSTED = "posted"
    LEFT = "left"
