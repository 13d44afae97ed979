"""The ground on which measures and crash tests stand: one organisation with its agents, queues and contacts, laid in bulk.

Rows are laid by the owner, at the address of `DATABASE_URL`; facts go in by the product's own statement.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar
from uuid import UUID, uuid4

import psycopg
from django.db import connection as django_connection
from django.db import transaction

from guichet.decisions.routing.inputs import ContactArrived, Input, PresenceChanged, QueueOpened
from guichet.decisions.routing.words import AgentId, Channel, ContactId, Instant, Presence, QueueId, Requirement, SkillId
from guichet.engine.connections import Connection
from guichet.records.contacts.identifiers import make_contact_id
from guichet.records.directory.queries import list_router_configuration
from guichet.records.journal.statements import NOTIFY_INBOX, POST_MANY
from guichet.records.journal.words import encode_input
from guichet.records.separation import set_organisation

Item = TypeVar("Item")
DIRECTORY = """
with o as (insert into directory_organisation (slug, name, default_language, time_zone, widget_origins, accent_light, accent_dark,
               is_demonstration, created_at)
             values (%(slug)s, 'Bench', 'fr', 'Europe/Paris', '{}', '', '', false, now()) returning id),
  calendar as (insert into directory_openingcalendar (organisation_id, key, is_active, labels, time_zone, holidays)
             select id, 'always', true, '{}', 'Europe/Paris', '' from o returning id),
  hours as (insert into directory_openinghours (organisation_id, calendar_id, weekday, from_minute, to_minute)
             select o.id, calendar.id, day, 0, 1440 from o, calendar, generate_series(1, 7) as day),
  commitment as (insert into directory_commitment (organisation_id, key, is_active, labels, delay_seconds, clock, pauses_for_citizen)
             select id, 'five-minutes', true, '{}', 300, 'continuous', false from o returning id),
  skill as (insert into directory_skill (organisation_id, key, is_active, labels, language_code)
             select id, 'skill-' || n, true, '{}', '' from o, generate_series(1, %(skills)s) as n returning id),
  capacity as (insert into directory_capacityprofile (organisation_id, key, is_active, labels, units)
             select id, 'chats', true, '{}', %(most)s from o returning id),
  channel as (insert into directory_channelcapacity (organisation_id, profile_id, channel, most, units)
             select o.id, capacity.id, 'chat', %(most)s, 1 from o, capacity),
  queue as (insert into directory_queue (organisation_id, key, is_active, labels, commitment_id, calendar_id, channels, offer_seconds,
               wrap_up_seconds, priority_minutes)
             select o.id, 'queue-' || n, true, '{}', commitment.id, calendar.id, array['chat'], %(offer_seconds)s, %(wrap_up_seconds)s, 0
             from o, commitment, calendar, generate_series(1, %(queues)s) as n returning id),
  reason as (insert into directory_reason (organisation_id, key, is_active, labels, version, is_settled_at_distance, position, created_at)
             select id, 'reason', true, '{}', 1, true, 0, now() from o returning id),
  agent as (insert into directory_agent (organisation_id, key, is_active, name, capacity_id)
             select o.id, 'agent-' || n, true, 'Agent', capacity.id from o, capacity, generate_series(1, %(agents)s) as n returning id)
select o.id, reason.id, (select array_agg(id order by id) from skill), (select array_agg(id order by id) from queue),
       (select array_agg(id order by id) from agent) from o, reason
"""
SKILLS = """
insert into directory_agentskill (organisation_id, agent_id, skill_id, level)
select %(organisation_id)s, agent, %(skills)s[1 + (n * 7 + k * 3) %% cardinality(%(skills)s)], 3
from unnest(%(agents)s) with ordinality as agent(agent, n), generate_series(0, %(each)s - 1) as k on conflict do nothing
"""
CONTACTS = """
copy contacts_contact (organisation_id, id, key, channel, queue_id, reason_id, language, citizen_name, state, arrived_at, rank_at, step,
  priority_minutes, requirement, why, last_number, seq) from stdin
"""


@dataclass(frozen=True, slots=True)
class Ground:
    organisation_id: int
    reason_id: int
    skills: tuple[SkillId, ...]
    queues: tuple[QueueId, ...]
    agents: tuple[AgentId, ...]

    def get_queue(self, number: int) -> QueueId:
        return self.queues[number % len(self.queues)]

    def get_arrival(self, number: int, contact: ContactId, at: Instant) -> ContactArrived:
        """Contact `number` of its kind: always the same queue and skill."""
        requirement = Requirement(skills=((self.skills[number % len(self.skills)], 2),))
        queue = self.get_queue(number)
        return ContactArrived(contact=contact, channel=Channel.CHAT, queue=queue, requirements=(requirement,), arrived_at=at)


def connect_owner() -> Connection:
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def lay(
    owner: Connection, *, agents: int, queues: int, skills: int, most: int = 5, offer_seconds: int = 20, wrap_up_seconds: int = 60
) -> Ground:
    """Lay a new organisation whose agents know three skills each and hold `most` chats, open day and night."""
    names = {
        "slug": f"bench-{uuid4().hex[:12]}",
        "agents": agents,
        "queues": queues,
        "skills": skills,
        "most": most,
        "offer_seconds": offer_seconds,
        "wrap_up_seconds": wrap_up_seconds,
    }
    row = owner.execute(DIRECTORY, names).fetchone()
    if row is None:
        raise AssertionError("the organisation that was just laid")
    organisation_id, reason_id, skill_ids, queue_ids, agent_ids = row
    ground = Ground(int(str(organisation_id)), int(str(reason_id)), *(tuple(ids) for ids in (skill_ids, queue_ids, agent_ids)))  # type: ignore[arg-type]
    known = {"organisation_id": ground.organisation_id, "skills": list(ground.skills), "agents": list(ground.agents), "each": 3}
    owner.execute(SKILLS, known)
    return ground


def open_contacts(owner: Connection, ground: Ground, count: int) -> list[ContactId]:
    """Store contacts as a door does, before anything is known of them."""
    contacts = [make_contact_id(now()) for _ in range(count)]
    with owner.cursor() as cursor, cursor.copy(CONTACTS) as copy:
        for number, contact in enumerate(contacts):
            queue = ground.get_queue(number)
            row = (ground.organisation_id, contact, contact, "chat", queue, ground.reason_id, "fr", "", "waiting", "now", "now")
            copy.write_row((*row, 0, 0, "{}", "{}", 0, 0))
    return contacts


def list_opening_facts(ground: Ground) -> list[Input]:
    """What configures the router as the directory says, opens every queue and makes every agent available."""
    try:
        with transaction.atomic():
            set_organisation(ground.organisation_id)
            configuration = list_router_configuration(ground.organisation_id)
    finally:
        django_connection.close()
    return [
        *configuration,
        *(QueueOpened(queue=queue) for queue in ground.queues),
        *(PresenceChanged(agent=agent, presence=Presence.AVAILABLE) for agent in ground.agents),
    ]


def post_all(connection: Connection, ground: Ground, facts: Sequence[Input], input_ids: Sequence[UUID] = ()) -> None:
    """Post facts in order, a thousand in each transaction."""
    ids = iter(input_ids or (uuid4() for _ in facts))
    for group in cut(facts, 1000):
        names = {
            "organisation_id": ground.organisation_id,
            "input_ids": list(islice(ids, len(group))),
            "kinds": [type(fact).__name__ for fact in group],
            "bodies": [encode_input(fact) for fact in group],
        }
        with connection.transaction():
            connection.execute(POST_MANY, names)
            connection.execute(NOTIFY_INBOX, {"organisation_id": ground.organisation_id})


def cut(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    source = iter(items)
    while group := list(islice(source, size)):
        yield group


def now() -> Instant:
    """The machine's time, as a door that takes a citizen's act would say it."""
    return Instant(time.time_ns() // 1_000_000)
