"""Who is offered what: the one function that every input and every timer ends with.

Before an input nobody waits while somebody able and free exists, unless held. So after it a new pair of contact and agent always has
a *stirred* side: an agent who may take something since, or a line whose head changed. Each stirred side proposes the first contact
it could see offered; the first of all proposals goes to whoever has been idle the longest among all who may take it; and so on until
nobody proposes. The result is the one of a full scan (`tests/naive.py` compares), for the price of looking at what changed.

The order of contacts: live work and deferred work whose promise is due, by rank; then the other deferred work, by rank.
"""

from heapq import heapify, heappop, heappush
from operator import attrgetter

from guichet.decisions.routing.agent import Agent
from guichet.decisions.routing.capacity import LIVE_CHANNELS
from guichet.decisions.routing.contact import Contact, Key, in_order
from guichet.decisions.routing.explanations import explain_offer
from guichet.decisions.routing.floor import Floor
from guichet.decisions.routing.holding import record_holds
from guichet.decisions.routing.lanes import NOBODY, Line
from guichet.decisions.routing.moves import offer, resume
from guichet.decisions.routing.reserves import guarded
from guichet.decisions.routing.words import INTERRUPTED

BY_ID = attrgetter("id")
Place = tuple[bool, Key]
"""Whether it can still be put off, then its rank: the order in which contacts are offered."""


def match(floor: Floor) -> None:
    if not (floor.stirred_agents or floor.stirred_lines):
        return
    _offer_all(floor)
    while _resume_what_fits(floor):
        _offer_all(floor)
    if floor.guards or floor.lanes.unheld:
        record_holds(floor)
    floor.stirred_agents.clear()
    floor.stirred_lines.clear()


def place(floor: Floor, contact: Contact) -> Place:
    return not contact.live and contact.rank_at > floor.now, contact.key


def candidates(floor: Floor, line: Line) -> int:
    """Who may be offered the head of the line now, as a set of agents."""
    lane = line.lane
    agents = floor.availability.with_room(lane.able, lane.channel_number)
    if not agents:
        return 0
    if line.named is not None:
        agents &= floor.bits(line.named)
    if line.resting:
        agents &= ~floor.bits(*line.resting)
    if floor.guards and not lane.live and (head := floor.head(line)) is not None and head.overrides_at > floor.now:
        agents &= ~guarded(floor)
    return agents


def _offer_all(floor: Floor) -> None:
    """Let the first of all proposals be offered, until there is none."""
    sources: list[Agent | Line] = [*floor.stirred_agents.values(), *floor.stirred_lines]
    if len(sources) == 1:  # nearly always
        while (contact := _propose(floor, sources[0])) is not None:
            _offer_head(floor, contact)
        return
    proposals: list[tuple[Place, int, Contact]] = []
    for number, source in enumerate(sources):
        if (contact := _propose(floor, source)) is not None:
            proposals.append((place(floor, contact), number, contact))
    heapify(proposals)
    while proposals:
        _, number, contact = heappop(proposals)
        _offer_head(floor, contact)
        if (again := _propose(floor, sources[number])) is not None:
            heappush(proposals, (place(floor, again), number, again))


def _offer_head(floor: Floor, contact: Contact) -> None:
    """Offer it to the longest idle, if it still waits at the head and somebody may still take it."""
    line = contact.line
    if line is not None and line.ranks.first is contact.key and (agents := candidates(floor, line)):
        agent = floor.availability.longest_idle(agents)
        offer(floor, contact, agent, explain_offer(floor, contact, agent, agents))


def _propose(floor: Floor, source: Agent | Line) -> Contact | None:
    if isinstance(source, Agent):
        return first_for(floor, source) if source.rooms else None
    return floor.head(source) if candidates(floor, source) else None


def first_for(floor: Floor, agent: Agent) -> Contact | None:
    """The first waiting contact that may be offered to this free agent."""
    if floor.guards and guarded(floor) & agent.bit:
        return _first_beside_reserves(floor, agent)
    key = floor.lanes.first(agent, agent.rooms)
    if key is NOBODY:
        return None
    first = floor.contacts[key[2]]
    if first.live or first.rank_at <= floor.now:
        return first
    live = floor.lanes.first(agent, agent.rooms & LIVE_CHANNELS)
    return first if live is NOBODY else floor.contacts[live[2]]


def _first_beside_reserves(floor: Floor, agent: Agent) -> Contact | None:
    """The first of every head that is live or overrides the reserve that keeps this agent: the first of its channel may not."""
    lanes = floor.lanes
    lines = [*lanes.narrowed_for(agent), *(lane.main for lane in lanes.lanes_for(agent))]
    heads = [head for line in lines if line.lane.channel_bit & agent.rooms and (head := floor.head(line)) is not None]
    open_to_him = [head for head in heads if head.live or head.overrides_at <= floor.now]
    return min(open_to_him, key=lambda head: place(floor, head), default=None)


def _resume_what_fits(floor: Floor) -> bool:
    """Work set aside is taken up again, the most urgent first, where nothing was found that goes before it."""
    waiting = [agent for agent in floor.stirred_agents.values() if agent.load.set_aside]
    if not waiting:
        return False
    resumed = False
    for agent in sorted(waiting, key=BY_ID):
        for contact in in_order([contact for contact in agent.hand.values() if contact.state is INTERRUPTED]):
            if not agent.load.could_resume(contact.units):
                break
            resume(floor, contact, agent)
            resumed = True
    return resumed
