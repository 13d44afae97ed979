"""Proposing the reason of a contact from what its citizen wrote. An agent decides: what he confirms at the end is learned from."""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import msgspec

from guichet.language.classes import Learned, rank
from guichet.language.quick import QuickEngine
from guichet.records.contacts.answering import list_said
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Reason
from guichet.records.directory.queries import get_queue
from guichet.records.knowledge.meaning import get_choice
from guichet.records.qualification.models import LearnedReasons
from guichet.records.qualification.rows import LONGEST, Row, make_rows

PROPOSED = 3
LEAST_SHOWN = 0.05
MEANING_SECONDS = 0.5
decoder = msgspec.msgpack.Decoder(Learned)


class Proposal(NamedTuple):
    """`certainty` from 0 to 1."""

    reason: Reason
    certainty: float


def propose_reasons(organisation_id: int, contact_id: UUID) -> list[Proposal]:
    """The likeliest reasons, the likeliest first, at most three; none when nothing was learned, or it is not sure enough to say anything.

    :raises NoSuchContactError: the organisation has none of this id.
    """
    contact = Contact.objects.of(organisation_id).filter(pk=contact_id).first()
    if contact is None:
        raise NoSuchContactError
    known = LearnedReasons.objects.of(organisation_id).first()
    text = "\n".join(reversed(list_said(contact)))
    if known is None or not text.strip():
        return []
    row = _look(text, known.model)
    learned = decode(bytes(known.body))
    ranked = rank(learned, row) if row else []
    if not ranked or ranked[0][1] < learned.least:
        return []
    shown = dict(ranked[:PROPOSED])
    reasons = {reason.key: reason for reason in Reason.objects.of(organisation_id).current().filter(key__in=shown)}
    found = [Proposal(reasons[key], certainty) for key, certainty in shown.items() if key in reasons and certainty >= LEAST_SHOWN]
    return [each for each in found if get_queue(each.reason) is not None]


def _look(text: str, model: str) -> Row:
    """The text as what was learned looks at texts; nothing when its engine is not there, or late."""
    if not model:
        return make_rows([text], None)[0]
    engine: QuickEngine | None = get_choice().get()
    if engine is None or (engine.engine.name and engine.engine.name != model):
        return {}
    vector = engine.embed(text[:LONGEST], MEANING_SECONDS)
    return {} if vector is None else dict(enumerate(vector))


@lru_cache(maxsize=4)
def decode(body: bytes) -> Learned:
    return decoder.decode(body)
