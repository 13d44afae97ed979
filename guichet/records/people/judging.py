"""Saying that two citizens are one person, or two; and taking it back. A person says so: nothing here decides by itself.

A judgement moves nothing. It ties two citizens together as long as it stands, so that taking it back leaves what there was before.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act, Details
from guichet.records.people.errors import JudgementGoneError, NotAlikeError
from guichet.records.people.likeness import Proposal, propose
from guichet.records.people.models import Judgement
from guichet.records.people.statements import LIST_ALIKE, WHOLE_PERSON

MOST_ALIKE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """What an account says of two citizens."""

    citizen: int
    other: int
    is_same: bool
    account: int


@transaction.atomic
def judge(organisation_id: int, said: Said, now: datetime) -> None:
    """Keep that the two are one person, or are not. Said again it changes nothing.

    :raises NotAlikeError: they have nothing in common, or somebody has said already that they are two.
    """
    _lock(organisation_id)
    if said.other in list_person(organisation_id, said.citizen):
        if not said.is_same:
            raise NotAlikeError
        return
    proposal = next((each for each in list_proposals(organisation_id, said.citizen) if each.citizen == said.other), None)
    if proposal is None:
        if not said.is_same and _is_judged_apart(organisation_id, said):
            return
        raise NotAlikeError
    grounds = sorted({each.ground.value for each in proposal.in_common})
    judgement = Judgement.objects.create(
        organisation_id=organisation_id,
        citizen_id=said.citizen,
        other_id=said.other,
        is_same=said.is_same,
        grounds=grounds,
        made_by_id=said.account,
        made_at=now,
    )
    verb = "citizens-joined" if said.is_same else "citizens-kept-apart"
    details: Details = {"citizen": said.citizen, "other": said.other, "grounds": " ".join(grounds), "strength": proposal.strength.value}
    record(organisation_id, Act(verb, "judgement", str(judgement.pk), said.account, details), now)


@transaction.atomic
def take_back(organisation_id: int, citizen: int, judgement_id: int, account: int, now: datetime) -> None:
    """Let a judgement about this citizen's person stand no more; what it had tied falls apart as it was.

    :raises JudgementGoneError: it does not stand, or is not about him.
    """
    _lock(organisation_id)
    person = list_person(organisation_id, citizen)
    standing = Judgement.objects.of(organisation_id).filter(pk=judgement_id, undone_at=None).first()
    if standing is None or {standing.citizen_id, standing.other_id}.isdisjoint(person):
        raise JudgementGoneError
    standing.undone_at, standing.undone_by_id = now, account
    standing.save(update_fields=["undone_at", "undone_by"])
    verb = "citizens-parted" if standing.is_same else "citizens-no-longer-kept-apart"
    details = {"citizen": standing.citizen_id, "other": standing.other_id}
    record(organisation_id, Act(verb, "judgement", str(judgement_id), account, details), now)


def list_person(organisation_id: int, citizen: int) -> list[int]:
    """The citizens who were said to be one person with this one, himself among them."""
    with connection.cursor() as cursor:
        cursor.execute(WHOLE_PERSON, {"organisation_id": organisation_id, "citizen": citizen})
        return [int(each) for (each,) in cursor.fetchall()]


def list_proposals(organisation_id: int, citizen: int) -> list[Proposal]:
    """Who else he may be, the strongest first."""
    with connection.cursor() as cursor:
        cursor.execute(LIST_ALIKE, {"organisation_id": organisation_id, "citizen": citizen, "most": MOST_ALIKE})
        return propose(cursor.fetchall())


def _is_judged_apart(organisation_id: int, said: Said) -> bool:
    pair = [said.citizen, said.other]
    standing = Judgement.objects.of(organisation_id).filter(is_same=False, undone_at=None)
    return standing.filter(citizen_id__in=pair, other_id__in=pair).exists()


def _lock(organisation_id: int) -> None:
    """One judgement at a time: two at once could tie the same citizens twice."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"judgement:{organisation_id}"])
