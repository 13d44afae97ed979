"""Who may stand behind a contact: proposed with reasons, said by an agent after asking, and taken back.

Nothing personal of the other is shown before an agent has said that they are one person: a proposal names what they have in common, as
the contact in hand gave it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact
from guichet.records.people.errors import JudgementGoneError, NotAlikeError
from guichet.records.people.judging import Said, judge, take_back


@transaction.atomic
def judge_contact(organisation_id: int, contact: UUID, said: tuple[int, bool], account: int, now: datetime) -> None:
    """Keep what an agent says of the contact's citizen and of `said[0]`: that they are one person (`said[1]`), or two.

    :raises NotAlikeError: nothing proposes that person here.
    """
    citizen = _get_citizen(organisation_id, contact)
    if citizen is None:
        raise NotAlikeError
    other, is_same = said
    judge(organisation_id, Said(citizen, other, is_same, account), now)


@transaction.atomic
def take_back_for(organisation_id: int, contact: UUID, judgement: int, account: int, now: datetime) -> None:
    """:raises JudgementGoneError: it does not stand, or is not about this contact's person."""
    citizen = _get_citizen(organisation_id, contact)
    if citizen is None:
        raise JudgementGoneError
    take_back(organisation_id, citizen, judgement, account, now)


def _get_citizen(organisation_id: int, contact: UUID) -> int | None:
    """:raises NoSuchContactError: there is none."""
    found = Contact.objects.of(organisation_id).filter(pk=contact).values_list("citizen_id", flat=True)
    if not found:
        raise NoSuchContactError
    return found[0]
