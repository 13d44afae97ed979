"""What is read of a mail, as values. Nothing here was verified unless it says so: a mail says of itself what it likes."""

from enum import StrEnum

import msgspec

LARGEST_MAIL = 26_214_400
"""Bytes of one mail as it travels (25 MiB, as LMTP announces it)."""
LONGEST_SUBJECT = 300
LONGEST_ADDRESS = 254
LONGEST_ID = 250
MOST_REFERENCES = 40
"""Of a long thread the last ones are enough."""
LARGEST_HTML = 500_000
"""Characters; more is shown as plain text."""
DEEPEST_HTML = 150
"""Elements inside one another; more is shown as plain text."""
MOST_PARTS = 200
DEEPEST_PARTS = 8
MOST_FILES = 20


class MailKind(StrEnum):
    """`letter`: somebody wrote. `generated`: a program or a list wrote; it is a request like another, but is never answered by itself.
    `auto-reply`: a program answers ours (out of office). `bounce`: a delivery report."""

    LETTER = "letter"
    GENERATED = "generated"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"


class Verification(StrEnum):
    """What the mail server that we trust says of the sender. `unknown`: it says nothing, or we trust none."""

    UNKNOWN = "unknown"
    VERIFIED = "verified"
    FAILED = "failed"


class Problem(StrEnum):
    """What could not be read as it was meant. A mail with problems is read as far as it can be."""

    TOO_DEEP = "too-deep"
    TOO_MANY_PARTS = "too-many-parts"
    CHARSET = "charset"
    TRANSFER = "transfer"
    NO_SENDER = "no-sender"
    NO_TEXT = "no-text"
    LONG_TEXT = "long-text"
    HEAVY_HTML = "heavy-html"
    TOO_MANY_FILES = "too-many-files"
    CUT = "cut"  # a multipart that does not end


class Action(StrEnum):
    """What a delivery report says (RFC 3464, 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"


class Bounce(msgspec.Struct, frozen=True, kw_only=True):
    """`message_ids`: which mails it may be about. `status` as in "5.1.1", empty when it is not said."""

    action: Action
    status: str
    message_ids: tuple[str, ...]


class ReadFile(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment as its sender names and declares it: neither is believed."""

    name: str
    content: bytes


class ReadMail(msgspec.Struct, frozen=True, kw_only=True):
    """`sender` is an address in lower case, empty without one. `text` is what is new in it, `quoted` what it repeats of earlier mails.
    `html` is the body as it came, to be cleaned before it is shown. `asks_no_reply`: no automatic mail may answer it."""

    kind: MailKind
    subject: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    message_id: str
    references: tuple[str, ...]
    text: str
    quoted: str
    html: str
    files: tuple[ReadFile, ...]
    asks_no_reply: bool
    bounce: Bounce | None
    problems: tuple[Problem, ...]


class IncomingState(StrEnum):
    """`received`: kept, not read yet. `scans`: a scanner sent it; its files are taken as letters soon. `read`: a contact has it. `settled`:
    it said what became of one of ours, or its files are letters now. `aside`: nobody is asked
    to answer it. `quarantined`: it could not be read or placed; a person looks, and can have it read again."""

    RECEIVED = "received"
    SCANS = "scans"
    READ = "read"
    SETTLED = "settled"
    ASIDE = "aside"
    QUARANTINED = "quarantined"


class Cause(StrEnum):
    """Why a mail is where it is, beyond its problems."""

    NONE = ""
    JOINED = "joined"
    FORGED = "forged"  # names a thread held with somebody else
    REPEATED = "repeated"
    OWN = "own"  # one of ours came back: a loop
    FLOOD = "flood"
    AUTOMATIC = "automatic"
    SCANNED = "scanned"  # its files are letters now
    NO_SCAN = "no-scan"  # from a scanner, and without a scan
    PART_MISSING = "part-missing"  # from a scanner, and damaged: a letter may be lost in it
    REPORT = "report"
    UNREADABLE = "unreadable"
    NO_REASON = "no-reason"


class Security(StrEnum):
    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"
