"""The SMS that brings a caller the page of the answer that was read aloud to him.

Few go to one number and out of one organisation: the number that a call shows may be anybody's, whom nobody shall have us write to.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from guichet.records.contacts.telephone import is_mobile
from guichet.records.directory.models import Organisation
from guichet.records.knowledge.queries import Wanted, get_answer
from guichet.records.knowledge.words import Medium
from guichet.records.messaging.held import find_sms_account
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.outgoing import Draft, put_out
from guichet.records.messaging.stops import is_stopped
from guichet.records.messaging.words import OutgoingState, Purpose

MOST_OF_DAY = 6
"""To one number."""
MOST_OF_HOUSE = 200
"""Of one organisation in an hour."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def can_share(organisation_id: int, number: str, article: str, language: str, now: datetime) -> bool:
    """Whether an SMS would reach him, and what it leads to is there."""
    return _find_way(organisation_id, number, article, language, now) is not None


def share(organisation_id: int, call: UUID, number: str, article: str, language: str, now: datetime) -> bool:
    """Whether it leaves. The same answer again in the same call is sent once."""
    account = _find_way(organisation_id, number, article, language, now)
    if account is None:
        return False
    with translation.override(language):
        text = _("%(organisation)s: the answer that you heard is here: %(link)s")
        text %= {"organisation": account.organisation.name, "link": settings.SITE + write_path(account.organisation, article)}
    draft = Draft(key=uuid5(call, f"answer {article}"), purpose=Purpose.ANSWER, handle=number, text=text)
    return put_out(account, draft, now).state == OutgoingState.QUEUED


def _find_way(organisation_id: int, number: str, article: str, language: str, now: datetime) -> Account | None:
    account = find_sms_account(organisation_id) if settings.SITE and is_mobile(number) else None
    if account is None or is_stopped(account, number) or _has_had_enough(account, number, now):
        return None
    answer = get_answer(account.organisation, Wanted(Medium.PAGE, language), now, article=article)
    return None if answer is None else account


def _has_had_enough(account: Account, number: str, now: datetime) -> bool:
    sent = Outgoing.objects.of(account.organisation_id).filter(account=account, purpose=Purpose.ANSWER, created_at__gt=now - DAY)
    lately = sent.filter(created_at__gt=now - HOUR)
    return sent.filter(handle=number).count() >= MOST_OF_DAY or lately.count() >= MOST_OF_HOUSE


def write_path(organisation: Organisation, article: str) -> str:
    """The page of an answer, under the address of the product."""
    return f"/o/{organisation.slug}/answers/{article}"
