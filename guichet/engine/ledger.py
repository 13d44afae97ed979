"""The rules of the counter, checked on the journal as it is read: who held what, who could take it, and what came back how.

This is a second, simpler account of what the router did: it shares no code with it, so that a mistake there shows here. What began
before the first entry that is left is not judged.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from guichet.decisions.routing import decisions as decided
from guichet.decisions.routing.decisions import Decision
from guichet.decisions.routing.inputs import AgentConfigured, ContactArrived
from guichet.decisions.routing.words import AgentId, AgentProfile, Channel, ContactId, Instant, Presence, Requirement
from guichet.engine.reports import Check
from guichet.records.journal.words import Entry, Seq

BACK = frozenset({"declined", "expired", "vanished", "requalified", "parted"})
"""Causes of waiting again that are not the citizen's: the contact keeps its rank."""


@dataclass(slots=True)
class Account:
    """What is known of one contact."""

    channel: Channel
    arrived_at: Instant
    rank_at: Instant
    requirement: Requirement
    holder: AgentId | None = None
    is_offer: bool = False
    is_asked: bool = False
    has_ended: bool = False
    is_merged: bool = False


@dataclass(slots=True)
class Ledger:
    """Takes entries in order; `checks` says what was found."""

    accounts: dict[ContactId, Account] = field(default_factory=dict)
    profiles: dict[AgentId, AgentProfile] = field(default_factory=dict)
    presences: dict[AgentId, Presence] = field(default_factory=dict)
    held: Counter[tuple[AgentId, Channel]] = field(default_factory=Counter)
    owner: Check = field(default_factory=lambda: Check("R1", _("a contact has one owner at a time")))
    limit: Check = field(default_factory=lambda: Check("R2", _("nobody is given more than his channels allow")))
    claim: Check = field(default_factory=lambda: Check("R4", _("presence and skills hold at the instant of the claim")))
    age: Check = field(default_factory=lambda: Check("R5", _("work that returns keeps its age and its rank")))
    callback: Check = field(default_factory=lambda: Check("R6", _("a callback never loses rank")))
    count: Check = field(default_factory=lambda: Check("R7", _("a contact arrives once and ends at most once")))

    @property
    def checks(self) -> list[Check]:
        return [self.owner, self.limit, self.claim, self.age, self.callback, self.count]

    def take(self, entry: Entry) -> None:
        if isinstance(entry.step.input, AgentConfigured):
            self.profiles[entry.step.input.profile.agent] = entry.step.input.profile
        for decision in entry.step.decisions:
            if isinstance(decision, decided.PresenceSet):
                self.presences[decision.agent] = decision.presence
            elif isinstance(decision, decided.Queued) and decision.contact not in self.accounts:
                self._open(entry, decision)
            elif not isinstance(decision, decided.QueueSet | decided.Refused):
                account = self.accounts.get(decision.contact)
                if account is not None:
                    self._follow(entry.seq, account, decision)

    def _open(self, entry: Entry, decision: decided.Queued) -> None:
        if isinstance(entry.step.input, ContactArrived) and entry.step.input.contact == decision.contact:
            self.count.looked_at += 1
            account = Account(decision.channel, decision.arrived_at, decision.rank_at, decision.requirement)
            self.accounts[decision.contact] = account

    def _follow(self, seq: Seq, account: Account, decision: Decision) -> None:
        match decision:
            case decided.Queued():
                self._return(seq, account, decision)
            case decided.Offered(agent=agent) | decided.Assigned(agent=agent):
                self._give(seq, account, agent, is_offer=isinstance(decision, decided.Offered))
            case decided.OfferEnded() | decided.Released():
                self._take_back(account)
            case decided.Asked():
                self._free_seat(account)
            case decided.Returned(agent=agent):
                self._take_seat(seq, account, agent)
            case decided.PutOff():
                account.rank_at = decision.rank_at
            case decided.Relaxed():
                account.requirement = decision.requirement
            case decided.Merged(into=other) | decided.Parted(out_of=other):
                self._merge(seq, account, decision, other)
            case decided.Rechannelled():
                self._rechannel(account, decision.channel)
            case decided.Reprioritised():
                account.rank_at = decision.rank_at
            case decided.Closed() | decided.Withdrawn() | decided.TurnedAway():
                self._end(seq, account)

    def _return(self, seq: Seq, account: Account, decision: decided.Queued) -> None:
        self.age.looked_at += 1
        if decision.arrived_at != account.arrived_at or (decision.cause in BACK and decision.rank_at != account.rank_at):
            self.age.offending.append(f"{decision.contact} at {seq}")
        if account.channel is Channel.CALLBACK:
            self.callback.looked_at += 1
            if decision.rank_at > account.rank_at:
                self.callback.offending.append(f"{decision.contact} at {seq}")
        self._take_back(account)
        account.rank_at, account.requirement = decision.rank_at, decision.requirement
        self._rechannel(account, decision.channel)

    def _merge(self, seq: Seq, account: Account, decision: decided.Merged | decided.Parted, other: ContactId) -> None:
        """Whoever owns the other has this one join it, or leave it; the other is never younger than this one while both are one."""
        self.owner.looked_at += 1
        survivor = self.accounts.get(other)
        if account.has_ended or account.holder is not None or account.is_merged == isinstance(decision, decided.Merged):
            self.owner.offending.append(f"{decision.contact} at {seq}")
        account.is_merged = isinstance(decision, decided.Merged)
        if survivor is None:
            return
        if survivor.holder != decision.agent or survivor.is_offer:
            self.owner.offending.append(f"agent {decision.agent} at {seq}")
        if account.is_merged and decision.arrived_at > min(account.arrived_at, survivor.arrived_at):
            self.age.offending.append(f"{other} at {seq}")
        survivor.arrived_at, survivor.rank_at = decision.arrived_at, decision.rank_at

    def _give(self, seq: Seq, account: Account, agent: AgentId, *, is_offer: bool) -> None:
        self.owner.looked_at += 1
        accepts = account.is_offer and account.holder == agent and not is_offer
        if account.has_ended or account.is_merged or (account.holder is not None and not accepts):
            self.owner.offending.append(f"agent {agent} at {seq}")
        if not accepts:
            self._check_claim(seq, account, agent)
        self._take_back(account)
        account.holder, account.is_offer = agent, is_offer
        self.held[agent, account.channel] += 1
        self._check_limit(seq, account, agent)

    def _check_claim(self, seq: Seq, account: Account, agent: AgentId) -> None:
        profile, presence = self.profiles.get(agent), self.presences.get(agent)
        if profile is None or presence is None:
            return
        self.claim.looked_at += 1
        skills = dict(profile.skills)
        is_able = all(skills.get(skill, 0) >= level for skill, level in account.requirement.skills)
        territory, only = account.requirement.territory, account.requirement.agent
        covers = territory is None or profile.territories is None or territory in profile.territories
        if presence is not Presence.AVAILABLE or not is_able or not covers or only not in (None, agent):
            self.claim.offending.append(f"agent {agent} at {seq}")

    def _check_limit(self, seq: Seq, account: Account, agent: AgentId) -> None:
        profile = self.profiles.get(agent)
        if profile is None:
            return
        self.limit.looked_at += 1
        most = {seat.channel: seat.most for seat in profile.capacity.channels}
        if self.held[agent, account.channel] > most.get(account.channel, 0):
            self.limit.offending.append(f"agent {agent} at {seq}")

    def _free_seat(self, account: Account) -> None:
        """Its citizen is waited for: it keeps its owner and takes no room."""
        if account.holder is not None:
            self.held[account.holder, account.channel] -= 1
        account.is_asked = True

    def _take_seat(self, seq: Seq, account: Account, agent: AgentId) -> None:
        self.owner.looked_at += 1
        if account.holder != agent or not account.is_asked:
            self.owner.offending.append(f"agent {agent} at {seq}")
        account.is_asked = False
        self.held[agent, account.channel] += 1
        self._check_limit(seq, account, agent)

    def _take_back(self, account: Account) -> None:
        if account.holder is not None:
            self.held[account.holder, account.channel] -= not account.is_asked
            account.holder, account.is_offer, account.is_asked = None, False, False

    def _rechannel(self, account: Account, channel: Channel) -> None:
        if account.holder is not None:
            self.held[account.holder, account.channel] -= 1
            self.held[account.holder, channel] += 1
        account.channel = channel

    def _end(self, seq: Seq, account: Account) -> None:
        if account.has_ended:
            self.count.offending.append(f"ended again at {seq}")
        self._take_back(account)
        account.has_ended = True
