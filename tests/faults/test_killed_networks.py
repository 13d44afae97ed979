"""Workers die by SIGKILL around a public mention: it is one contact, and what an agent answers in private is posted once."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from guichet.channels.social.tests.houses import make_committed
from guichet.channels.social.tests.servers import FakeMastodon, serving
from guichet.records.contacts.models import Contact
from guichet.records.messaging.intake import take_in_late
from guichet.records.messaging.models import Account, Incoming, Outgoing
from guichet.records.messaging.sending import LOST, settle_lost
from guichet.records.messaging.tests.houses import Office
from tests.faults.processes import Processes

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
LONGEST = 180.0
"""Seconds: the job of a worker that died is taken up by another once its heart has not beaten for a while."""


@pytest.fixture
def instance(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[FakeMastodon]:
    monkeypatch.setenv("GUICHET_INSIDE_HOSTS", "127.0.0.1")
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})
    with serving(FakeMastodon()) as network:
        assert isinstance(network, FakeMastodon)
        yield network
    connections.close_all()


@pytest.fixture
def office(workers: Processes, instance: FakeMastodon) -> Office:  # noqa: ARG001 - their database
    return make_committed("mastodon", instance.address, streaming=instance.address)


@pytest.mark.parametrize("point", ["social:before-passing", "messaging:before-commit", "messaging:after-commit"])
def test_a_mention_is_one_contact_when_its_worker_dies_at(point: str, office: Office, workers: Processes, instance: FakeMastodon) -> None:
    instance.mention("Quand ouvre la mairie ?", visibility="direct")
    workers.wait_for_death(workers.start(point), point)
    assert Incoming.objects.count() == 1
    workers.start()
    wait_for(lambda: Account.objects.get().settings.get("cursor") == "1000")
    take_in_late(office.organisation.pk, timezone.now() + timedelta(minutes=1))
    wait_for(lambda: Contact.objects.filter(channel="social").count() == 1)
    assert Contact.objects.get(channel="social").messages.filter(author="citizen").count() == 1
    assert Incoming.objects.count() == 1


@pytest.mark.parametrize(("point", "posted"), [("messaging:before-sending", 0), ("messaging:before-recording", 1)])
def test_an_answer_is_posted_once_when_its_worker_dies_at(
    point: str, posted: int, office: Office, workers: Processes, instance: FakeMastodon
) -> None:
    instance.mention("Et mon dossier ?", visibility="direct")
    workers_before = workers.start()
    wait_for(lambda: Contact.objects.filter(channel="social").exists())
    workers_before.kill()
    workers_before.wait()
    contact = office.take_up(Contact.objects.get(channel="social").pk)
    outgoing = office.say(contact, "Il est complet.")
    workers.wait_for_death(workers.start(point), point)
    assert len(instance.posted) == posted
    workers.start()
    Outgoing.objects.filter(pk=outgoing.pk, state="uncertain").update(tried_at=timezone.now() - 2 * LOST)
    settle_lost(office.organisation.pk, timezone.now())
    wait_for(lambda: Outgoing.objects.get(pk=outgoing.pk).state == "sent")
    assert [each["status"] for each in instance.posted.values()] == ["@zoe@ailleurs.example Il est complet."]


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come")
