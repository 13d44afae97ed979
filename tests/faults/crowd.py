"""Citizens and agents who go on while processes die, and remember what was accepted of what they posted."""

import threading
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from bench.ground import Ground, connect_owner, list_opening_facts, now, open_contacts, post_all
from guichet.decisions.routing.inputs import ConversationEnded, Input, OfferAccepted, WrapUpDone
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.engine.connections import Connection, connect

DESKS = """
insert into contacts_desk (organisation_id, agent_id, seen_at) select %s, agent, now() + interval '1 day' from unnest(%s::bigint[]) as agent
"""
HELD = """
select id::text, state, coalesce(agent_id, offered_to) from contacts_contact
where organisation_id = %s and state in ('offered', 'assigned', 'wrapping_up') order by rank_at limit 15
"""


@dataclass
class Crowd:
    """Posts until told to stop. `accepted` holds the ids of facts whose transaction committed, and of nothing else."""

    ground: Ground
    accepted: list[UUID] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def open_house(self) -> None:
        with connect_owner() as owner, connect("crowd", self.ground.organisation_id) as connection:
            owner.execute(DESKS, [self.ground.organisation_id, list(self.ground.agents)])
            self.post(connection, list_opening_facts(self.ground))

    def start(self) -> None:
        self.threads = [threading.Thread(target=self.arrive), threading.Thread(target=self.work)]
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def arrive(self) -> None:
        """A hundred citizens a second."""
        with connect_owner() as owner, connect("crowd", self.ground.organisation_id) as connection:
            while not self.stop.wait(0.02):
                contacts = open_contacts(owner, self.ground, 2)
                self.post(connection, [self.ground.get_arrival(number, contact, now()) for number, contact in enumerate(contacts)])

    def work(self) -> None:
        """Agents accept what rings, end what they hold and wrap up, by what their screens show: some of it no longer fits."""
        with connect("crowd", self.ground.organisation_id) as connection:
            while not self.stop.wait(0.05):
                rows = connection.execute(HELD, [self.ground.organisation_id]).fetchall()
                self.post(connection, [act(ContactId(str(row[0])), str(row[1]), AgentId(int(str(row[2])))) for row in rows])

    def post(self, connection: Connection, facts: list[Input]) -> None:
        input_ids = [uuid4() for _ in facts]
        post_all(connection, self.ground, facts, input_ids)
        self.accepted.extend(input_ids)


def act(contact: ContactId, state: str, agent: AgentId) -> Input:
    """What the agent does next with a contact in this state."""
    if state == "offered":
        return OfferAccepted(contact=contact, agent=agent)
    if state == "assigned":
        return ConversationEnded(contact=contact)
    return WrapUpDone(contact=contact, agent=agent, outcome="settled")
