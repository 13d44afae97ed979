"""What a change of the directory would do to the contacts that are under way: looked at before it is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from guichet.decisions.routing.inputs import AgentConfigured, QueueConfigured
from guichet.decisions.routing.words import AgentProfile, Channel, ContactState, Requirement
from guichet.records.contacts.models import Contact
from guichet.records.directory.queries import Configuration

WAITS = (ContactState.WAITING, ContactState.OFFERED)
HELD = (ContactState.ASSIGNED, ContactState.INTERRUPTED, ContactState.ASKED, ContactState.WRAPPING_UP)


@dataclass(frozen=True, slots=True)
class Effect:
    """`waiting`: how many wait now. `orphaned`: those whom somebody could have answered, and nobody could any more, whoever were there.
    `in_removed_queues` wait in a queue that is removed: they stay and are answered. `held`: in the hands of agents who are removed."""

    waiting: int
    orphaned: tuple[Contact, ...]
    in_removed_queues: int
    held: int

    @property
    def is_harmless(self) -> bool:
        return not self.orphaned and not self.in_removed_queues and not self.held


def foresee(organisation_id: int, before: Sequence[Configuration], after: Sequence[Configuration]) -> Effect:
    """The effect of getting from one configuration of the router to another."""
    waiting = list(
        Contact.objects.of(organisation_id).filter(closed_at__isnull=True, state__in=WAITS).select_related("reason").order_by("rank_at")
    )
    able_before, able_after = list(_list_profiles(before)), list(_list_profiles(after))
    queues = _list_queues(before) - _list_queues(after)
    gone = {profile.agent for profile in able_before} - {profile.agent for profile in able_after}
    orphaned = tuple(each for each in waiting if _is_answerable(each, able_before) and not _is_answerable(each, able_after))
    return Effect(
        waiting=len(waiting),
        orphaned=orphaned,
        in_removed_queues=sum(contact.queue_id in queues for contact in waiting),
        held=Contact.objects.of(organisation_id).filter(closed_at__isnull=True, state__in=HELD, agent_id__in=gone).count() if gone else 0,
    )


def _list_profiles(configuration: Iterable[Configuration]) -> Iterable[AgentProfile]:
    return (fact.profile for fact in configuration if isinstance(fact, AgentConfigured))


def _list_queues(configuration: Iterable[Configuration]) -> set[int]:
    return {fact.policy.queue for fact in configuration if isinstance(fact, QueueConfigured)}


def _is_answerable(contact: Contact, profiles: Iterable[AgentProfile]) -> bool:
    """By somebody, present or not, with what the contact asks for at the step it has reached."""
    wanted, channel = msgspec.convert(contact.requirement, Requirement), Channel(contact.channel)
    return any(_fits(wanted, profile) and any(each.channel == channel for each in profile.capacity.channels) for profile in profiles)


def _fits(wanted: Requirement, profile: AgentProfile) -> bool:
    levels = dict(profile.skills)
    covers = wanted.territory is None or profile.territories is None or wanted.territory in profile.territories
    is_him = wanted.agent is None or wanted.agent == profile.agent
    return is_him and covers and all(levels.get(skill, 0) >= level for skill, level in wanted.skills)
