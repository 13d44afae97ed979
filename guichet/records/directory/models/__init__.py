"""The tables of the directory."""

from guichet.records.directory.models.accounts import Account, AccountLink, Session
from guichet.records.directory.models.agents import Agent, AgentSkill, AgentTerritory, Team
from guichet.records.directory.models.capacities import CapacityProfile, ChannelCapacity
from guichet.records.directory.models.changes import DirectoryChange
from guichet.records.directory.models.factors import CodeApplication, Passkey, RecoveryCode
from guichet.records.directory.models.hours import OpeningCalendar, OpeningException, OpeningHours
from guichet.records.directory.models.loans import SkillLoan
from guichet.records.directory.models.logos import Logo
from guichet.records.directory.models.organisations import Keyed, KeyedQuerySet, Labelled, Organisation, Separated, SeparatedQuerySet
from guichet.records.directory.models.outcomes import AskingReason, PauseReason, WrapUpOutcome
from guichet.records.directory.models.places import Site, Territory
from guichet.records.directory.models.queues import Commitment, Queue, RelaxationStep, Reserve, ReserveSkill
from guichet.records.directory.models.reasons import Reason, ReasonSkill
from guichet.records.directory.models.skills import Skill

__all__ = [
    "Account",
    "AccountLink",
    "Agent",
    "AgentSkill",
    "AgentTerritory",
    "AskingReason",
    "CapacityProfile",
    "ChannelCapacity",
    "CodeApplication",
    "Commitment",
    "DirectoryChange",
    "Keyed",
    "KeyedQuerySet",
    "Labelled",
    "Logo",
    "OpeningCalendar",
    "OpeningException",
    "OpeningHours",
    "Organisation",
    "Passkey",
    "PauseReason",
    "Queue",
    "Reason",
    "ReasonSkill",
    "RecoveryCode",
    "RelaxationStep",
    "Reserve",
    "ReserveSkill",
    "Separated",
    "SeparatedQuerySet",
    "Session",
    "Site",
    "Skill",
    "SkillLoan",
    "Team",
    "Territory",
    "WrapUpOutcome",
]
