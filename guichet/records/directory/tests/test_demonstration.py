from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest

from guichet.records.directory import demonstration, models
from guichet.records.directory.actions import add_account
from guichet.records.directory.exchange.loading import load_directory
from guichet.records.directory.exchange.reading import read_directory
from guichet.records.directory.exchange.writing import write_directory
from guichet.records.directory.queries import get_queue, get_requirements, list_router_configuration
from guichet.records.directory.words import Role, TerritoryKind

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
AsOwner = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def organisation(db: None, as_owner: AsOwner) -> models.Organisation:  # noqa: ARG001 - asks for the database
    with as_owner():
        demonstration.load(NOW)
    return models.Organisation.objects.get()


def test_the_demonstration_is_as_large_as_a_real_office() -> None:
    directory = read_directory(demonstration.FILE.read_bytes())
    kinds = [entry.kind for entry in directory.territories.values()]
    assert kinds.count(TerritoryKind.DEPARTEMENT) == 2
    assert (len(directory.sites), len(directory.agents), len(directory.reasons)) == (5, 40, 30)
    assert len([skill for skill in directory.skills.values() if skill.language]) == 5
    assert all(set(entry.label) >= {"fr", "en"} for entry in directory.reasons.values())


def test_the_demonstration_is_stored_exactly_and_flagged(organisation: models.Organisation) -> None:
    directory = read_directory(demonstration.FILE.read_bytes())
    assert organisation.is_demonstration
    assert demonstration.is_loaded()
    assert load_directory(organisation) == directory
    assert read_directory(write_directory(directory).encode()) == directory


def test_each_reason_of_the_demonstration_finds_a_queue_and_several_agents_able_to_answer_it(organisation: models.Organisation) -> None:
    agents = models.Agent.objects.of(organisation.pk)
    held = {agent: dict(agent.skills.values_list("skill_id", "level")) for agent in agents}
    with_children = set(models.Reason.objects.values_list("parent_id", flat=True))
    for reason in models.Reason.objects.exclude(pk__in=with_children - {None}):
        assert get_queue(reason) is not None
        last = get_requirements(reason, "fr", None)[-1]
        able = [agent for agent, skills in held.items() if all(skills.get(skill, 0) >= level for skill, level in last.skills)]
        assert len(able) >= 2, reason.key


def test_the_accounts_of_the_demonstration_show_every_role(organisation: models.Organisation) -> None:
    for account in demonstration.ACCOUNTS:
        add_account(demonstration.SLUG, account.email, "a password nobody knows", account.roles, account.name, account.agent_key)
    agents = models.Agent.objects.of(organisation.pk).filter(account__isnull=False)
    assert agents.count() == len([account for account in demonstration.ACCOUNTS if account.agent_key])
    assert {role for account in models.Account.objects.all() for role in account.roles} == set(Role.values)
    assert agents.filter(account__roles__contains=[Role.AGENT.value]).count() >= 3


def test_the_demonstration_configures_a_router(organisation: models.Organisation) -> None:
    assert len(list_router_configuration(organisation.pk)) == 8 + 1 + 40
