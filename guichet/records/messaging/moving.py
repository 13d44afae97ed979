"""How a script that somebody is in on a page or in a chat goes on by SMS: which word he sends to which number."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import Organisation
from guichet.records.messaging.models import Account
from guichet.records.scripts.moving import give_word

ANSWERABLE = re.compile(r"\+?[0-9]{3,15}")
"""A sender to which somebody can write: not a name."""


@dataclass(frozen=True, slots=True)
class Way:
    """What to write, and the number that citizens see."""

    text: str
    number: str

    @property
    def link(self) -> str:
        """What a telephone opens with number and text filled in (RFC 5724)."""
        return f"sms:{self.number}?body={quote(self.text)}"

    def describe(self) -> str:
        return _("To go on by SMS, send “%(text)s” to %(number)s from your telephone. The next question comes back to you there.") % {
            "text": self.text,
            "number": self.number,
        }


def find_number(organisation_id: int, reason_key: str) -> str:
    """A number at which this organisation has SMS, that of the reason first; empty where there is none."""
    accounts = Account.objects.of(organisation_id).filter(channel=Channel.SMS, is_active=True).select_related("reason").order_by("pk")
    working = sorted(accounts, key=lambda account: (account.reason.key != reason_key, bool(account.trouble)))
    return next((account.address for account in working if ANSWERABLE.fullmatch(account.address)), "")


def find_way(organisation: Organisation, session: UUID, reason_key: str, language: str, now: datetime) -> Way | None:
    """None where the script does not answer by SMS, nobody could write to the organisation, or the session is over."""
    number = find_number(organisation.pk, reason_key)
    word = give_word(organisation.pk, session, now) if number else ""
    if not word:
        return None
    with translation.override(language):
        return Way(_("GO ON %(word)s") % {"word": word}, number)
