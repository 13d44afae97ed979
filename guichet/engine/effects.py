"""Which jobs follow from decisions. They are enqueued in the commit that writes them, so each decision causes its effect exactly once.

A commit enqueues one job for each task, with all its decisions: a job costs the database more than the decision itself. Each effect
carries the id of its decision (`seq.index`); whatever is done, in our store or outside, is done under that id.
"""

from collections.abc import Sequence

import msgspec

from guichet.decisions.routing.decisions import Closed, Decision, TurnedAway, Withdrawn
from guichet.decisions.routing.words import ContactId
from guichet.records.journal.words import Seq

ENDINGS = (Closed, Withdrawn, TurnedAway)
END_LINKS = "end_links"
"""The task (`jobs.py`) that closes the doors to a contact that ended. Tasks are called with `organisation_id` and `effects`."""


class Effect(msgspec.Struct, frozen=True, gc=False):
    contact_id: ContactId
    decision_id: str


Effects = dict[str, list[Effect]]
"""By the name of their task."""

DEFER = """
select procrastinate_defer_jobs_v1(array(
  select row('effects', task, 0, null, null,
             jsonb_build_object('organisation_id', %(organisation_id)s::bigint, 'effects', effects),
             null)::procrastinate_job_to_defer_v1
  from json_each(%(effects)s::json) as job(task, effects)))
"""


def add_effects(effects: Effects, decisions: Sequence[Decision], seq: Seq) -> None:
    """Add what follows from the decisions of one entry."""
    for index, decision in enumerate(decisions):
        if isinstance(decision, ENDINGS):
            effects.setdefault(END_LINKS, []).append(Effect(decision.contact, f"{seq}.{index}"))
