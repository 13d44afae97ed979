"""Which jobs follow from a decision. They are enqueued in the commit that writes it, so each decision causes its jobs exactly once.

A job carries the id of its decision (`seq.index`): whatever it does in our store or outside is done under that id.
"""

from collections.abc import Iterable, Iterator
from typing import TypeGuard

import msgspec

from guichet.decisions.routing.decisions import Closed, Decision, TurnedAway, Withdrawn
from guichet.decisions.routing.words import ContactId
from guichet.records.journal.words import Seq

EFFECTS: dict[type[Decision], tuple[str, ...]] = {
    Closed: ("end_links",),
    Withdrawn: ("end_links",),
    TurnedAway: ("end_links",),
}
"""Names of tasks (`jobs.py`) by what was decided. Each is called with `organisation_id`, `contact_id` and `decision_id`."""


class Job(msgspec.Struct, frozen=True, gc=False):
    task: str
    contact_id: ContactId
    decision_id: str


DEFER = """
select procrastinate_defer_jobs_v1(array(
  select row('effects', task, 0, null, null,
             json_build_object('organisation_id', %(organisation_id)s::bigint, 'contact_id', contact_id, 'decision_id', decision_id),
             null)::procrastinate_job_to_defer_v1
  from json_to_recordset(%(rows)s::json) as r(task text, contact_id text, decision_id text)))
"""


def has_effects(decision: Decision) -> TypeGuard[Closed | Withdrawn | TurnedAway]:
    return type(decision) in EFFECTS


def list_jobs(decisions: Iterable[Decision], seq: Seq) -> Iterator[Job]:
    """Yield the jobs that follow from the decisions of one entry."""
    for index, decision in enumerate(decisions):
        if has_effects(decision):
            for task in EFFECTS[type(decision)]:
                yield Job(task, decision.contact, f"{seq}.{index}")
