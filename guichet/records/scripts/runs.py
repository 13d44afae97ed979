"""One input of a session while it is worked on: what every part of the work needs to know."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from guichet.decisions.dialogue.session import Session
from guichet.decisions.dialogue.words import Ask, PostalCode
from guichet.decisions.dialogue.words import Script as Document
from guichet.records.contacts.claims import Given
from guichet.records.contacts.errors import UnknownReasonError
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import Arrival, get_arrival
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.postal import find_place
from guichet.records.scripts.models import ScriptSession
from guichet.records.scripts.queries import find_current_reason, get_policy
from guichet.records.scripts.words import Piece


@dataclass(frozen=True, slots=True)
class Begun:
    """How a session began: its citizen’s first words, and when; and the address that he proved since."""

    first: str
    at: datetime
    proved: Given | None


class Opens(Protocol):
    """How a channel opens the contact in which a person takes over, where it keeps more than the contact itself."""

    def __call__(self, key: UUID, arrival: Arrival, language: str, begun: Begun) -> Contact: ...


@dataclass(slots=True)
class Run:
    """`row` is locked. `caller`: the number that the medium knows, E.164 or empty. `said`: the citizen’s words of this turn. `opens`: how
    the contact in which a person takes over is opened. `pieces` grow as the turn is told."""

    organisation: Organisation
    row: ScriptSession
    script: Document
    now: datetime
    caller: str = ""
    said: str = ""
    opens: "Opens | None" = None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Where the organisation is."""
        return self.now.astimezone(ZoneInfo(self.organisation.time_zone)).date()

    def find_arrival(self, session: Session, reason_id: int | None = None) -> tuple[Arrival, Queue] | None:
        """Where a contact for this session goes: by the reason that the script names, else by that which it was begun for."""
        named = None if reason_id is None else find_current_reason(self.organisation.pk, reason_id)
        begun_for = Reason.objects.of(self.organisation.pk).current().filter(key=self.row.reason_key).first()
        for reason in filter(None, (named, begun_for)):
            try:
                arrival = get_arrival(self.organisation.pk, reason.pk, session.language, self.find_territory(session))
            except UnknownReasonError:
                continue
            return arrival, Queue.objects.of(self.organisation.pk).get(pk=arrival.queue)
        return None

    def find_territory(self, session: Session) -> int | None:
        """Where the postal code lies that was last given; None: none was, or it is none of ours."""
        for given in reversed(session.given):
            step = self.script.get(given.step)
            if isinstance(step, Ask) and isinstance(step.kind, PostalCode):
                return find_place(self.organisation.pk, given.value)
        return None


def make_run(organisation: Organisation, row: ScriptSession, now: datetime, caller: str = "") -> Run:
    """With the patience that the policy for its reason has."""
    script = read_script(row.version.document)
    policy = get_policy(organisation.pk, row.reason_key)
    patient = msgspec.structs.replace(script, misunderstandings=policy.misunderstandings) if policy else script
    return Run(organisation, row, patient, now, caller)


@lru_cache(maxsize=256)
def read_script(document: str) -> Document:
    """Read once however many sessions are in it; what it works out about itself is kept with it."""
    return msgspec.json.decode(document, type=Document)
