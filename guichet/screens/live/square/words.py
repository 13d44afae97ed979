"""What goes over the doors of contacts of social networks. The desk's TypeScript types are generated from here."""

from uuid import UUID

from guichet.decisions.routing.words import Instant
from guichet.doors.words import Asked, Wire
from guichet.records.moderation.words import AsideReason


class SquareFacts(Wire, frozen=True):
    """GET /live/contacts/{id}/square: on which network, at which of our accounts, with whom, and whether everybody reads along.

    `window_until`: a free answer until then. A text holds `most_text` characters there, of which each address of a page counts
    `url_length` (0: as it is). `templates` are the texts that may be sent afterwards, with their places in double braces.
    """

    network: str
    account: str
    handle: str
    is_public: bool
    window_until: Instant | None
    most_text: int
    url_length: int
    templates: tuple[str, ...]


class CheckPublic(Asked, frozen=True):
    """POST /live/contacts/{id}/square/check: what in this text everybody should not read. Nothing is kept."""

    text: str


class Finding(Wire, frozen=True):
    excerpt: str
    sentence: str


class Findings(Wire, frozen=True):
    """None: it may be said."""

    findings: tuple[Finding, ...]


class MoveToPrivate(Asked, frozen=True):
    """POST /live/contacts/{id}/square/private: say in public that the answer comes in private, and go on there."""

    key: UUID


class PutAside(Asked, frozen=True):
    """POST /live/contacts/{id}/square/aside: it is not answered, and closed."""

    key: UUID
    reason: AsideReason
