"""Workers die by SIGKILL around the sending of a mail: it is sent once or not at all, and the row says that nobody knows."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import override_settings
from procrastinate import JobContext
from procrastinate.contrib.django import app

from bench.ground import Ground, connect_owner
from guichet.engine import jobs
from guichet.records.notices.actions import send_mail
from guichet.records.notices.jobs import SEND
from guichet.records.notices.tests.peers import SENDER, Post, listening
from guichet.records.notices.words import Letter, Purpose
from guichet.records.separation import set_organisation
from tests.faults.processes import Processes, wait
from tests.faults.test_killed_workers import HAS_DIED, STATUSES

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A mail server that the started workers know."""
    post = Post()
    with listening(post) as server, override_settings(MAIL_SERVER=server, MAIL_DOMAIN="example.org"):
        monkeypatch.setenv("GUICHET_SMTP_URL", f"smtp://{server.host}:{server.port}")
        monkeypatch.setenv("GUICHET_MAIL_FROM", SENDER)
        yield post


@pytest.mark.parametrize(("point", "sent"), [("mail:before-sending", 0), ("mail:before-recording", 1)])
def test_a_mail_is_never_sent_twice_when_its_worker_dies_at(point: str, sent: int, ground: Ground, workers: Processes, post: Post) -> None:
    letter = Letter(key=uuid4(), purpose=Purpose.TRIAL, recipient="lea@example.org", subject="Essai", text="Bonjour")
    doomed = workers.start(point)
    with transaction.atomic():
        set_organisation(ground.organisation_id)
        send_mail(ground.organisation_id, letter)
    workers.wait_for_death(doomed, point)
    workers.start()
    with connect_owner() as owner:
        owner.execute(HAS_DIED)
        asyncio.run(jobs.retry_stalled.func(cast(JobContext, SimpleNamespace(app=app)), 0))
        wait(lambda: owner.execute(STATUSES, [SEND]).fetchall() == [], "nobody else takes the job up")
        assert owner.execute("select state, attempts from notices_mail").fetchall() == [("uncertain", 1)]
    assert len(post.envelopes) == sent
