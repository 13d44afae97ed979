"""The line that people are told they stand in, and the answers its pace is made of."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from guichet.decisions.routing.words import Channel, Instant
from guichet.records.contacts.identifiers import make_first_id
from guichet.records.contacts.models import Callback, Contact
from guichet.records.contacts.queries import estimate_new_wait, estimate_own_wait, list_recent_answers
from guichet.records.directory.models import Queue
from guichet.records.directory.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
NOW_MS = Instant(int(NOW.timestamp() * 1000))


@pytest.fixture
def queue() -> Queue:
    return factories.make_queue(factories.make_organisation(), channels=["chat", "voice", "callback"])


def bring(queue: Queue, channel: Channel, minutes_ago: int, *, answered_after: int | None = None) -> Contact:
    """Somebody who came then, and who was answered after so many minutes or still waits."""
    at = NOW - timedelta(minutes=minutes_ago)
    answered_at = None if answered_after is None else at + timedelta(minutes=answered_after)
    return Contact.objects.create(
        organisation=queue.organisation,
        id=UUID(make_first_id(Instant(int(at.timestamp() * 1000)))),
        key=uuid4(),
        channel=channel,
        queue=queue,
        reason=factories.make_reason(queue.organisation, queue),
        language="fr",
        arrived_at=at,
        rank_at=at,
        state="waiting" if answered_at is None else "closed",
        first_answer_at=answered_at,
        closed_at=answered_at,
    )


@pytest.mark.parametrize("channel", [Channel.CHAT, Channel.VOICE, Channel.CALLBACK])
def test_answers_on_every_live_channel_make_the_pace(queue: Queue, channel: Channel) -> None:
    for minutes in (40, 30, 20, 10):
        bring(queue, channel, minutes, answered_after=2)
    assert len(list_recent_answers(queue.organisation_id, queue.pk, Instant(NOW_MS - 3_600_000))) == 4
    assert estimate_new_wait(queue.organisation_id, queue.pk, NOW_MS).to_minutes


def test_answers_to_what_nobody_waits_for_on_the_spot_make_none(queue: Queue) -> None:
    for minutes in (40, 30, 20, 10):
        bring(queue, Channel.EMAIL, minutes, answered_after=2)
    assert estimate_new_wait(queue.organisation_id, queue.pk, NOW_MS).to_minutes is None


def test_a_call_promised_for_later_stands_before_nobody_until_its_hour(queue: Queue) -> None:
    promised, caller = bring(queue, Channel.CALLBACK, 10), bring(queue, Channel.VOICE, 5)
    callback = Callback.objects.create(
        organisation=queue.organisation, contact=promised, number="+33612345678", wanted_from=NOW + timedelta(hours=2)
    )
    assert estimate_own_wait(caller, NOW_MS).position == 1
    callback.wanted_from = NOW - timedelta(minutes=1)
    callback.save()
    assert estimate_own_wait(caller, NOW_MS).position == 2
