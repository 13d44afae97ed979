"""What the leader looks after between two batches: agents whose screens fell silent, and queues whose hours begin or end.

A chore only posts facts, under ids that follow from what it saw: done twice, it posts once.
"""

import time
from collections.abc import Callable, Iterable
from uuid import UUID, uuid5

import structlog

from guichet.decisions.routing.inputs import AgentVanished, Input
from guichet.decisions.routing.words import AgentId, Instant
from guichet.engine.connections import Connection
from guichet.engine.openings import list_due_openings
from guichet.records.journal.statements import POST_MANY
from guichet.records.journal.words import encode_input

NAMESPACE = UUID("5f6c2f0e-8f0b-4f52-9f0c-0d5a5a3f8f11")
FIRST_AFTER = 1.0
"""Seconds for which a new leader serves before it looks after anything else."""
SILENCE_SECONDS = 30
"""A desk says that it is there at least every ten seconds (`contacts.Desk`): three in a row were missed."""

SILENT = """
select p.agent_id, p.seq from contacts_presence p left join contacts_desk d on d.agent_id = p.agent_id
where p.organisation_id = %s and p.presence <> 'offline'
  and greatest(p.since, d.seen_at) < clock_timestamp() - make_interval(secs => %s)
"""

log = structlog.get_logger(__name__)
Chore = Callable[[Connection, int, Instant], Iterable[tuple[str, Input]]]
"""Returns the facts to post, each with what makes it the same fact when it is seen again."""


def list_vanished(connection: Connection, organisation_id: int, _at: Instant) -> Iterable[tuple[str, Input]]:
    """Agents who said that they are there, and whose screens have been silent since."""
    for agent_id, seq in connection.execute(SILENT, [organisation_id, SILENCE_SECONDS], binary=True, prepare=True).fetchall():
        yield f"vanished {agent_id} {seq}", AgentVanished(agent=AgentId(int(str(agent_id))))


class Chores:
    """Each chore with its period, counted on this process's own clock."""

    PERIODS: tuple[tuple[Chore, float], ...] = ((list_vanished, 2.0), (list_due_openings, 5.0))

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id
        self._due = {chore: time.monotonic() + FIRST_AFTER for chore, _ in self.PERIODS}

    def run(self, connection: Connection, at: Instant) -> None:
        """Do what is due. A chore that fails is reported and tried again later: it never stops the leader."""
        moment = time.monotonic()
        for chore, period in self.PERIODS:
            if moment < self._due[chore]:
                continue
            self._due[chore] = moment + period
            try:
                self._post(connection, list(chore(connection, self.organisation_id, at)))
            except Exception:
                if connection.broken:
                    raise
                log.exception("a chore failed", organisation_id=self.organisation_id, chore=chore.__name__)

    def _post(self, connection: Connection, facts: list[tuple[str, Input]]) -> None:
        if not facts:
            return
        names = {
            "organisation_id": self.organisation_id,
            "input_ids": [uuid5(NAMESPACE, f"{self.organisation_id} {cause}") for cause, _ in facts],
            "kinds": [type(input).__name__ for _, input in facts],
            "bodies": [encode_input(input) for _, input in facts],
        }
        connection.execute(POST_MANY, names)
