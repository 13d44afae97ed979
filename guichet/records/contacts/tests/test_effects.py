from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from guichet.decisions.routing.words import ContactState, TerritoryId
from guichet.records.contacts.effects import foresee
from guichet.records.contacts.models import Contact
from guichet.records.directory import models
from guichet.records.directory.queries import Configuration, list_router_configuration
from guichet.records.directory.tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def organisation() -> models.Organisation:
    return factories.make_organisation()


def make_contact(reason: models.Reason, state: ContactState = ContactState.WAITING, **values: object) -> Contact:
    assert reason.queue is not None
    skills = [[each.skill_id, each.level] for each in reason.skills.all()]
    return Contact.objects.create(
        organisation_id=reason.organisation_id,
        **{
            "id": uuid4(),
            "key": uuid4(),
            "channel": "chat",
            "queue": reason.queue,
            "reason": reason,
            "language": "fr",
            "state": state.value,
            "arrived_at": NOW - timedelta(minutes=3),
            "rank_at": NOW,
            "requirement": {"skills": skills} if skills else {},
            **values,
        },
    )


def configure(organisation: models.Organisation) -> list[Configuration]:
    return list_router_configuration(organisation.pk)


def test_who_waits_for_the_only_one_able_would_be_orphaned_by_his_leaving(organisation: models.Organisation) -> None:
    housing = factories.make_skill(organisation)
    able, other = factories.make_agent(organisation, {housing: 3}), factories.make_agent(organisation)
    queue = factories.make_queue(organisation)
    waiting = make_contact(factories.make_reason(organisation, queue, {housing: 2}))
    make_contact(factories.make_reason(organisation, queue))
    make_contact(waiting.reason, ContactState.ASSIGNED, agent=able)
    before = configure(organisation)
    models.Agent.objects.filter(pk=able.pk).update(is_active=False)
    effect = foresee(organisation.pk, before, configure(organisation))
    assert (effect.waiting, effect.orphaned, effect.held) == (2, (waiting,), 1)
    models.Agent.objects.filter(pk=able.pk).update(is_active=True)
    models.Agent.objects.filter(pk=other.pk).update(is_active=False)
    assert foresee(organisation.pk, before, configure(organisation)).is_harmless


def test_who_could_not_be_answered_before_is_not_counted_again(organisation: models.Organisation) -> None:
    housing = factories.make_skill(organisation)
    agent = factories.make_agent(organisation)
    make_contact(factories.make_reason(organisation, factories.make_queue(organisation), {housing: 2}))
    before = configure(organisation)
    models.Agent.objects.filter(pk=agent.pk).update(is_active=False)
    effect = foresee(organisation.pk, before, configure(organisation))
    assert (effect.waiting, effect.orphaned) == (1, ())


def test_a_channel_that_nobody_holds_any_more_orphans_too(organisation: models.Organisation) -> None:
    capacity = factories.make_capacity(organisation)
    factories.make_agent(organisation, capacity=capacity)
    waiting = make_contact(factories.make_reason(organisation, factories.make_queue(organisation)))
    before = configure(organisation)
    models.ChannelCapacity.objects.filter(profile=capacity).update(channel="email")
    assert foresee(organisation.pk, before, configure(organisation)).orphaned == (waiting,)


def test_a_territory_that_nobody_covers_any_more_orphans_too(organisation: models.Organisation) -> None:
    meuse, marne = factories.make_territory(organisation), factories.make_territory(organisation)
    agent = factories.make_agent(organisation, territories=[meuse])
    reason = factories.make_reason(organisation, factories.make_queue(organisation))
    waiting = make_contact(reason, requirement={"territory": TerritoryId(meuse.pk)})
    before = configure(organisation)
    models.AgentTerritory.objects.filter(agent=agent).update(territory=marne)
    assert foresee(organisation.pk, before, configure(organisation)).orphaned == (waiting,)


def test_who_waits_in_a_queue_that_is_removed_is_counted(organisation: models.Organisation) -> None:
    factories.make_agent(organisation)
    queue = factories.make_queue(organisation)
    make_contact(factories.make_reason(organisation, queue))
    before = configure(organisation)
    models.Queue.objects.filter(pk=queue.pk).update(is_active=False)
    effect = foresee(organisation.pk, before, configure(organisation))
    assert (effect.in_removed_queues, effect.orphaned) == (1, ())
