"""Orders that lend skills: to one agent, or to a whole team so that it answers a queue beside those who do."""

from collections.abc import Iterable, Sequence

from guichet.decisions.routing.inputs import AgentConfigured, Input
from guichet.decisions.routing.words import AgentProfile, SkillId
from guichet.records.directory.models import Agent, Queue, ReasonSkill, Skill, SkillLoan, Team
from guichet.records.directory.queries import list_profiles, list_reasons_of_queue
from guichet.records.orders.errors import NoSuchTeamError, NothingToLendError, SkillUnchangedError
from guichet.records.orders.giving import Giving, begin, check_alone, find, keep
from guichet.records.orders.models import Order
from guichet.records.orders.words import OrderKind


def lend_skill(giving: Giving, agent_id: int, skill_id: int, level: int, minutes: int) -> Order:
    """Let an agent answer with a skill at this level for a while; at level 0 he is not asked for it.

    :raises RefusedError: he has it at this level, or another order says so already.
    """
    if known := begin(giving):
        return known
    agent = find(Agent.objects.of(giving.organisation_id).current(), agent_id)
    skill = find(Skill.objects.of(giving.organisation_id).current(), skill_id)
    order = Order(kind=OrderKind.SKILL, agent=agent, skill=skill, number=level, until=giving.until(minutes))
    check_alone(giving, order)
    [profile] = list_profiles(giving.organisation_id, [agent.pk])
    if dict(profile.skills).get(SkillId(skill.pk), 0) == level:
        raise SkillUnchangedError(agent=agent.name, skill=skill.get_label())
    loan = SkillLoan(organisation_id=giving.organisation_id, agent=agent, skill=skill, level=level, order_id=giving.order_id)
    return keep(giving, order, lend(giving.organisation_id, [loan]))


def open_overflow(giving: Giving, queue_id: int, team_id: int, minutes: int) -> Order:
    """Lend a team what the reasons of a queue need: those who wait already may go to it, too. Languages are never lent.

    :raises RefusedError: the team is empty, can do it already, or another order says so already.
    """
    if known := begin(giving):
        return known
    queue = find(Queue.objects.of(giving.organisation_id).current(), queue_id)
    team = find(Team.objects.of(giving.organisation_id).current(), team_id)
    order = Order(kind=OrderKind.OVERFLOW, queue=queue, team=team, until=giving.until(minutes))
    check_alone(giving, order)
    agents = list(Agent.objects.of(giving.organisation_id).current().filter(team=team).values_list("pk", flat=True))
    if not agents:
        raise NoSuchTeamError
    loans = list(make_loans(giving, list_profiles(giving.organisation_id, agents), list_needs(giving.organisation_id, queue.pk)))
    if not loans:
        raise NothingToLendError
    return keep(giving, order, lend(giving.organisation_id, loans))


def list_needs(organisation_id: int, queue_id: int) -> dict[int, int]:
    """The skills that the reasons of a queue need, each at the highest level asked; no languages."""
    reasons = list_reasons_of_queue(organisation_id, queue_id)
    needs: dict[int, int] = {}
    asked = ReasonSkill.objects.of(organisation_id).filter(reason__in=reasons, skill__language_code="").values_list("skill_id", "level")
    for skill, level in asked:
        needs[skill] = max(level, needs.get(skill, 0))
    return needs


def make_loans(giving: Giving, profiles: Iterable[AgentProfile], needs: dict[int, int]) -> Iterable[SkillLoan]:
    for profile in profiles:
        levels = dict(profile.skills)
        for skill, level in needs.items():
            if levels.get(SkillId(skill), 0) < level:
                yield SkillLoan(
                    organisation_id=giving.organisation_id,
                    agent_id=profile.agent,
                    skill_id=skill,
                    level=level,
                    order_id=giving.order_id,
                )


def lend(organisation_id: int, loans: Sequence[SkillLoan]) -> list[Input]:
    """Keep loans; what the router must be told of them."""
    agents = {loan.agent_id for loan in loans}
    before = list_profiles(organisation_id, agents)
    SkillLoan.objects.bulk_create(loans)
    return list_changed(before, list_profiles(organisation_id, agents))


def give_back(order: Order) -> list[Input]:
    """End the loans of an order; others, and what the directory says meanwhile, hold on."""
    loans = SkillLoan.objects.of(order.organisation_id).filter(order_id=order.pk)
    agents = set(loans.values_list("agent_id", flat=True))
    before = list_profiles(order.organisation_id, agents)
    loans.delete()
    return list_changed(before, list_profiles(order.organisation_id, agents))


def list_changed(before: Iterable[AgentProfile], after: Iterable[AgentProfile]) -> list[Input]:
    known = {profile.agent: profile for profile in before}
    return [AgentConfigured(profile=profile) for profile in after if known.get(profile.agent) != profile]
