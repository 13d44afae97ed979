"""The closed lists of the mails that go out, and what a mail says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guichet.records.contacts.actions import FOLLOW_LIFE
from guichet.records.directory.links import LIVES as LINK_LIVES
from guichet.records.directory.words import AccountLinkPurpose
from guichet.records.scripts.proofs import LIFE as CODE_LIFE


class Purpose(TextChoices):
    INVITATION = "invitation", _("Invitation")
    NEW_PASSWORD = "new-password", _("Forgotten password")
    TRANSCRIPT = "transcript", _("Written trace of a conversation")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement of a message")
    ANSWER = "answer", _("Word of an answer")
    REPLY = "reply", _("Answer to a mail")
    DRIFT = "drift", _("An answer that is not as published")
    CAP = "cap", _("A cap on what calls cost, reached")
    CODE = "code", _("Code to identify somebody")
    TRIAL = "trial", _("Trial of the mail server")


LIVES = {
    Purpose.INVITATION: LINK_LIVES[AccountLinkPurpose.INVITATION],
    Purpose.NEW_PASSWORD: LINK_LIVES[AccountLinkPurpose.PASSWORD],
    Purpose.ACKNOWLEDGEMENT: FOLLOW_LIFE,
    Purpose.ANSWER: FOLLOW_LIFE,
    Purpose.CODE: CODE_LIFE,
}
"""For how long a mail serves: after that its link opens nothing."""


class MailState(TextChoices):
    """`uncertain` from the instant the server may have it until it has answered: a worker that dies in between leaves it so, and nothing
    sends it a second time by itself. `left`: an administrator decided against it, or what it says serves nobody any more (R11).
    `bounced`: a delivery report says that it did not arrive."""

    QUEUED = "queued", _("Waiting to be sent")
    UNCERTAIN = "uncertain", _("Handed over, the answer is not known")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    NO_SERVER = "no-server", _("No mail server is set")
    LEFT = "left", _("Not sent any more")
    BOUNCED = "bounced", _("Came back")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail to be sent, worded in its reader's language. Addresses in `text` (plain, paragraphs between empty lines) become links.

    `key` makes sending idempotent: the same one again is the same mail. `contact` is the one it tells of: erased with its citizen.
    `sender` is an address of the organisation, empty for the server's own. `headers` stand in the mail beside those that every mail has.
    `files` are of that contact. `is_written`: a person wrote it; other mails say that a program did, and nothing bounces or answers to us.
    """

    key: UUID
    purpose: Purpose
    recipient: str
    subject: str
    text: str
    contact: str | None = None
    sender: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[str] = ()
    is_written: bool = False
