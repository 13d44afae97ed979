"""Workers die by SIGKILL in the middle of a job: another does it, and its effect is there once."""

import asyncio
import json
from types import SimpleNamespace
from typing import cast

import pytest
from procrastinate import JobContext
from procrastinate.contrib.django import app

from bench.ground import Ground, connect_owner, open_contacts
from guichet.engine import jobs
from guichet.engine.connections import Connection
from guichet.engine.effects import DEFER, END_LINKS
from tests.faults.processes import Processes, wait

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
LINK = """
insert into contacts_link (organisation_id, digest, contact_id, purpose, created_at, expires_at)
values (%s, sha256('link'), %s, 'resume', now(), now() + interval '7 days')
"""
EXPIRES = "select expires_at from contacts_link where expires_at <= now()"
STATUSES = "select status::text from procrastinate_jobs where task_name = %s"
HAS_DIED = "update procrastinate_workers set last_heartbeat = last_heartbeat - interval '1 hour'"


@pytest.mark.parametrize(("point", "is_done"), [("work:before-commit", False), ("work:after-commit", True)])
def test_a_job_is_done_by_another_when_its_worker_dies_at(point: str, is_done: bool, ground: Ground, workers: Processes) -> None:
    with connect_owner() as owner:
        doomed = workers.start(point)
        order(owner, ground)
        workers.wait_for_death(doomed, point)
        effect = owner.execute(EXPIRES).fetchall()
        assert len(effect) == is_done, "the worker had done it, or not"
        assert owner.execute(STATUSES, [END_LINKS]).fetchall() == [("doing",)], "nobody knows yet that it died"
        workers.start()
        owner.execute(HAS_DIED)
        retry()
        wait(lambda: owner.execute(STATUSES, [END_LINKS]).fetchall() == [], "nobody else does the job")
        again = owner.execute(EXPIRES).fetchall()
        assert len(again) == 1
        assert not is_done or again == effect, "what was done is not done again"


def order(owner: Connection, ground: Ground) -> None:
    """Have the link of a contact that ended closed, as the engine does in its commit."""
    [contact] = open_contacts(owner, ground, 1)
    owner.execute(LINK, [ground.organisation_id, contact])
    effects = {END_LINKS: [{"contact_id": contact, "decision_id": "1.0"}]}
    owner.execute(DEFER, {"organisation_id": ground.organisation_id, "effects": json.dumps(effects)})


def retry() -> None:
    """What a living worker does every minute."""
    context = cast(JobContext, SimpleNamespace(app=app))
    asyncio.run(jobs.retry_stalled.func(context, 0))
