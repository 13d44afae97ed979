from uuid import uuid4

import pytest

from guichet.decisions.routing.inputs import AgentConfigured, QueueConfigured, ReservesConfigured
from guichet.decisions.routing.words import Channel, ChannelCapacity, QueueId, Requirement, SkillId, TerritoryId
from guichet.records.directory import models, queries
from guichet.records.directory.calendars import Span
from guichet.records.directory.tests import factories
from guichet.records.directory.words import TerritoryKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> models.Organisation:
    return factories.make_organisation()


def require(skills: dict[models.Skill, int], territory: models.Territory | None = None, after_ms: int = 0) -> Requirement:
    return Requirement(
        after_ms=after_ms,
        skills=tuple(sorted((SkillId(skill.pk), level) for skill, level in skills.items())),
        territory=None if territory is None else TerritoryId(territory.pk),
    )


def test_a_contact_requires_the_skills_of_its_reason_its_language_and_its_territory(organisation: models.Organisation) -> None:
    housing = factories.make_skill(organisation)
    arabic = factories.make_language(organisation, "ar")
    territory = factories.make_territory(organisation)
    reason = factories.make_reason(organisation, skills={housing: 3})
    assert queries.get_requirements(reason, "ar", territory) == (require({housing: 3, arabic: 1}, territory),)


def test_requirements_relax_in_the_steps_of_the_queue_but_never_in_their_language(organisation: models.Organisation) -> None:
    housing = factories.make_skill(organisation)
    french = factories.make_language(organisation)
    territory = factories.make_territory(organisation)
    queue = factories.make_queue(organisation)
    reason = factories.make_reason(organisation, queue, skills={housing: 3})
    steps = queue.relaxation_steps
    steps.create(organisation=organisation, after_seconds=120, drops_territory=True)
    steps.create(organisation=organisation, after_seconds=60, levels_lowered=1)
    steps.create(organisation=organisation, after_seconds=300, drops_skills=True)
    assert queries.get_requirements(reason, "fr", territory) == (
        require({housing: 3, french: 1}, territory),
        require({housing: 2, french: 1}, territory, after_ms=60_000),
        require({housing: 2, french: 1}, after_ms=120_000),
        require({french: 1}, after_ms=300_000),
    )


def test_a_language_nobody_speaks_asks_for_that_of_the_organisation(organisation: models.Organisation) -> None:
    french = factories.make_language(organisation)
    reason = factories.make_reason(organisation)
    assert queries.get_requirements(reason, "tlh", None) == (require({french: 1}),)


def test_a_reason_without_a_queue_takes_that_of_the_nearest_reason_above(organisation: models.Organisation) -> None:
    queue = factories.make_queue(organisation)
    top = factories.make_reason(organisation, queue)
    middle = factories.make_reason(organisation, parent=top)
    leaf = factories.make_reason(organisation, parent=middle)
    assert queries.get_queue(leaf) == queue
    assert queries.get_queue(factories.make_reason(organisation)) is None


def test_the_router_is_configured_from_nothing_by_what_is_active(organisation: models.Organisation) -> None:
    housing = factories.make_skill(organisation)
    queue = factories.make_queue(organisation, priority_minutes=5, most_waiting=10)
    factories.make_queue(organisation, is_active=False)
    region = factories.make_territory(organisation, kind=TerritoryKind.REGION)
    inside = factories.make_territory(organisation, parent=region)
    factories.make_territory(organisation)
    covering = factories.make_agent(organisation, skills={housing: 4}, territories=[region])
    everywhere = factories.make_agent(organisation)
    factories.make_agent(organisation, is_active=False)

    first, reserves, *agents = queries.list_router_configuration(organisation.pk)

    assert isinstance(first, QueueConfigured)
    assert (first.policy.queue, first.policy.commitment_ms, first.policy.most_waiting) == (queue.pk, 300_000, 10)
    assert reserves == ReservesConfigured(reserves=())
    profiles = [agent.profile for agent in agents if isinstance(agent, AgentConfigured)]
    assert [profile.agent for profile in profiles] == [covering.pk, everywhere.pk]
    assert profiles[0].skills == ((housing.pk, 4),)
    assert profiles[0].territories == (region.pk, inside.pk)
    assert profiles[1].territories is None
    assert profiles[0].capacity.channels == (ChannelCapacity(channel=Channel.CHAT, most=3, units=1),)


def test_queues_in_use_have_a_calendar_and_removed_ones_none(organisation: models.Organisation) -> None:
    queue = factories.make_queue(organisation)
    factories.make_queue(organisation, is_active=False)
    calendars = queries.list_queue_calendars(organisation.pk)
    assert list(calendars) == [queue.pk]
    assert calendars[QueueId(queue.pk)].weekly == ((Span(0, 1440),),) * 7


def test_the_sites_of_the_widget_are_those_that_the_directory_names(organisation: models.Organisation) -> None:
    organisation.widget_origins = ["https://www.ville.example", "https://aide.ville.example:8443"]
    assert queries.get_widget_origins(organisation) == {"https://www.ville.example", "https://aide.ville.example:8443"}
    assert queries.get_widget_origins(factories.make_organisation()) == frozenset()


def test_a_lent_skill_holds_over_the_agents_own_until_it_is_given_back(organisation: models.Organisation) -> None:
    own, lent = factories.make_skill(organisation), factories.make_skill(organisation)
    agent = factories.make_agent(organisation, {own: 4})
    loans = [
        models.SkillLoan.objects.create(organisation=organisation, agent=agent, skill=skill, level=level, order_id=uuid4())
        for skill, level in ((own, 0), (lent, 2), (lent, 3))
    ]
    assert list_skills(organisation) == {lent.pk: 3}
    for loan in loans:
        loan.delete()
    assert list_skills(organisation) == {own.pk: 4}


def list_skills(organisation: models.Organisation) -> dict[int, int]:
    [profile] = [fact.profile for fact in queries.list_router_configuration(organisation.pk) if isinstance(fact, AgentConfigured)]
    return {int(skill): level for skill, level in profile.skills}
