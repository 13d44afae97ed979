"""The rule of listening. Pure: a call and the campaigns come in, a permit or the first thing that stands in its way comes out.

Listening at work is lawful for a named purpose, for a limited time, and when whoever is listened to was told before (CNIL, « L'écoute et
l'enregistrement des appels sur le lieu de travail »; Code du travail, L. 1222-4). So a call is listened to when a campaign is on that
concerns its agent, names who listens, and was shown to that agent before; when the citizen was told as his call began; and only while the
two of them speak: what an agent says to a colleague or an expert while the citizen hears music is nobody else's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

HOUR_MS = 3_600_000
NOTICE_MS = HOUR_MS // 2
"""At the least between the declaration and the first call that may be listened to."""
LONGEST_MS = 30 * 24 * HOUR_MS
AHEAD_MS = 92 * 24 * HOUR_MS
"""Three months."""


class Obstacle(StrEnum):
    """Why nobody, or not this one, may listen. From the first to the last: how far a call came."""

    NOBODY_SPEAKS = "nobody-speaks"
    WITHOUT_CITIZEN = "without-citizen"
    NO_CAMPAIGN = "no-campaign"
    NOT_CONCERNED = "not-concerned"
    AGENT_NOT_TOLD = "agent-not-told"
    CITIZEN_NOT_TOLD = "citizen-not-told"
    NOT_NAMED = "not-named"
    OWN_CALL = "own-call"


ORDER = tuple(Obstacle)


@dataclass(frozen=True, slots=True)
class Campaign:
    """Instants in ms. `ends_at`: the earlier of what was declared and when it was ended. `told`: since when each agent knows of it.

    `listeners`: the accounts that may listen, each with the agent that it is itself, if any.
    """

    key: str
    begins_at: int
    ends_at: int
    agents: frozenset[int]
    told: Mapping[int, int]
    listeners: Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class OngoingCall:
    """`agent`: who speaks, if somebody does. `has_citizen`: the citizen hears him now. `citizen_told`: that he may be listened to, as his
    call began."""

    agent: int | None
    has_citizen: bool
    citizen_told: bool


@dataclass(frozen=True, slots=True)
class Permit:
    """To listen until this instant (ms), under this campaign."""

    campaign: str
    until: int


@dataclass(frozen=True, slots=True)
class Access:
    """What a board says of a call: who may listen to it, each until when; and what stands in the way of everybody else."""

    obstacle: Obstacle | None
    permits: Mapping[int, Permit] = field(default_factory=dict)


def judge(call: OngoingCall, campaigns: Iterable[Campaign], account: int, now: int) -> Permit | Obstacle:
    """May this account listen to this call now? Of several campaigns that allow it, the one that lasts longest; of several obstacles, the
    last one on the way."""
    if call.agent is None:
        return Obstacle.NOBODY_SPEAKS
    if not call.has_citizen:
        return Obstacle.WITHOUT_CITIZEN
    found = [_judge_by(each, call, call.agent, account, now) for each in campaigns]
    permits = [each for each in found if isinstance(each, Permit)]
    if permits:
        return max(permits, key=lambda permit: (permit.until, permit.campaign))
    obstacles = [each for each in found if isinstance(each, Obstacle)]
    return max(obstacles, key=ORDER.index, default=Obstacle.NO_CAMPAIGN)


def _judge_by(campaign: Campaign, call: OngoingCall, agent: int, account: int, now: int) -> Permit | Obstacle:
    if not campaign.begins_at <= now < campaign.ends_at:
        return Obstacle.NO_CAMPAIGN
    if agent not in campaign.agents:
        return Obstacle.NOT_CONCERNED
    if campaign.told.get(agent, now + 1) > now:
        return Obstacle.AGENT_NOT_TOLD
    if not call.citizen_told:
        return Obstacle.CITIZEN_NOT_TOLD
    if account not in campaign.listeners:
        return Obstacle.NOT_NAMED
    if campaign.listeners[account] == agent:
        return Obstacle.OWN_CALL
    return Permit(campaign.key, campaign.ends_at)


def find_access(call: OngoingCall, campaigns: Iterable[Campaign], now: int) -> Access:
    """For every account that a campaign names."""
    known = tuple(campaigns)
    verdicts = {account: judge(call, known, account, now) for each in known for account in each.listeners}
    permits = {account: verdict for account, verdict in verdicts.items() if isinstance(verdict, Permit)}
    nobody = judge(call, known, 0, now)
    return Access(nobody if isinstance(nobody, Obstacle) else None, permits)


def find_earliest(declared_at: int) -> int:
    """The first instant at which a campaign may begin: the full hour that leaves half an hour to show it on every desk.

    A full hour is one that people can say to one another and remember; that an agent was shown it is asked besides, for each call.
    """
    return -(-(declared_at + NOTICE_MS) // HOUR_MS) * HOUR_MS
