"""Agents who come, pause, go or vanish, and what becomes of what they hold.

- A pause takes back what rings; what is in hand stays in hand.
- Signing off takes back what rings and returns live conversations with their age: nobody is there to hold them. Deferred work stays
  with its owner, who finds it when he comes back; a wrap-up runs to its end.
- Vanishing, and being removed, return everything that is not answered for yet; a wrap-up runs to its end, or ends with its agent.
- Whoever was asked something is waited for without anybody at the desk: only when his agent is removed does his contact go to others.
"""

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.contact import in_order
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.inputs import AgentRemoved, AgentVanished, PresenceChanged
from guichet.decisions.routing.moves import close, enqueue, release, set_presence, withdraw_offer
from guichet.decisions.routing.refusals import Refusal
from guichet.decisions.routing.tables import AgentEvent
from guichet.decisions.routing.words import AVAILABLE, WRAPPING_UP, Presence

_SAID = {AVAILABLE: AgentEvent.READY, Presence.PAUSED: AgentEvent.PAUSE, Presence.OFFLINE: AgentEvent.SIGNED_OFF}


def change_presence(floor: Floor, fact: PresenceChanged) -> Refusal | None:
    agent = floor.agents.get(fact.agent)
    if agent is None:
        return Refusal.UNKNOWN_AGENT
    if fact.presence is agent.presence and (fact.presence is not Presence.PAUSED or fact.reason == agent.reason):
        return Refusal.UNCHANGED
    set_presence(floor, agent, _SAID[fact.presence], fact.reason)
    if fact.presence is not AVAILABLE:
        withdraw_offer(floor, agent, "withdrawn")
    if fact.presence is Presence.OFFLINE:
        _return_work(floor, agent, "signed-off", deferred=False)
    return None


def vanish(floor: Floor, fact: AgentVanished) -> Refusal | None:
    agent = floor.agents.get(fact.agent)
    if agent is None:
        return Refusal.UNKNOWN_AGENT
    if agent.presence is Presence.OFFLINE:
        return Refusal.AGENT_OFFLINE
    set_presence(floor, agent, AgentEvent.VANISHED, "vanished")
    withdraw_offer(floor, agent, "vanished")
    _return_work(floor, agent, "vanished", deferred=True)
    return None


def remove_agent(floor: Floor, fact: AgentRemoved) -> Refusal | None:
    agent = floor.agents.get(fact.agent)
    if agent is None:
        return Refusal.UNKNOWN_AGENT
    set_presence(floor, agent, AgentEvent.REMOVED, "removed")
    withdraw_offer(floor, agent, "removed")
    _return_work(floor, agent, "removed", deferred=True)
    for contact in in_order(agent.asked.values()):
        release(floor, contact, "removed")
        enqueue(floor, contact, "removed")
    for contact in in_order(agent.hand.values()):
        close(floor, contact, "agent-removed")
    floor.forget_agent(agent)
    return None


def _return_work(floor: Floor, agent: Agent, cause: str, deferred: bool) -> None:
    """What he was answering waits again, with its original age (R5); `deferred`: his deferred work too."""
    for contact in in_order(agent.hand.values()):
        if contact.state is not WRAPPING_UP and (contact.live or deferred):
            release(floor, contact, cause)
            enqueue(floor, contact, cause)
