"""What came before: the other contacts of the same person whatever their channel, and a past contact opened to be read.

Somebody is the same person when the contact is linked to the same citizen, or to one whom an agent said to be the same after asking.
Whoever only gave the same address is proposed without anything of his own (`identity.py`).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import Channel, ContactId, ContactState, Instant
from guichet.records.people.statements import PERSON

OWN = f"""
with recursive own as materialized (
  select citizen_id from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s and citizen_id is not null
), {PERSON}
"""  # noqa: S608 - parts of our own
LIST_PAST = f"""{OWN},
contact as materialized (
  select latest.* from person cross join lateral (
    select contact.* from contacts_contact contact
    where contact.organisation_id = %(organisation_id)s and contact.citizen_id = person.citizen_id and contact.id <> %(contact)s
      and (contact.arrived_at, contact.id) < (timestamptz 'epoch' + %(before_us)s::bigint * interval '1 microsecond', %(before)s::uuid)
    order by contact.arrived_at desc, contact.id desc limit %(limit)s
  ) as latest order by latest.arrived_at desc, latest.id desc limit %(limit)s
)
select contact.id, contact.channel, contact.state, reason.key, reason.labels, agent.name,
  (extract(epoch from contact.arrived_at) * 1000000)::bigint, (extract(epoch from contact.closed_at) * 1000)::bigint,
  outcome.key, outcome.labels
from contact
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
left join directory_agent agent on agent.organisation_id = contact.organisation_id and agent.id = contact.agent_id
left join directory_wrapupoutcome outcome on outcome.organisation_id = contact.organisation_id and outcome.key = contact.outcome
order by contact.arrived_at desc, contact.id desc
"""  # noqa: S608 - parts of our own
"""The contacts of the same person before one, the latest first."""

LIST_ADDRESSES = f"""{OWN}
select distinct point.kind, point.value, point.verified_at is not null from person
join people_contactpoint point on point.organisation_id = %(organisation_id)s and point.citizen_id = person.citizen_id
order by 1, 2
"""  # noqa: S608 - parts of our own

GET_PAST = """
select contact.id, contact.channel, contact.state, reason.key, reason.labels, queue.key, queue.labels, contact.citizen_name,
  contact.language, agent.name, (extract(epoch from contact.arrived_at) * 1000)::bigint,
  (extract(epoch from contact.closed_at) * 1000)::bigint, outcome.key, outcome.labels, coalesce(wrapup.note, '')
from contacts_contact contact
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
join directory_queue queue on queue.organisation_id = contact.organisation_id and queue.id = contact.queue_id
left join directory_agent agent on agent.organisation_id = contact.organisation_id and agent.id = contact.agent_id
left join contacts_wrapup wrapup on wrapup.contact_id = contact.id
left join directory_wrapupoutcome outcome on outcome.organisation_id = contact.organisation_id and outcome.key = contact.outcome
where contact.organisation_id = %(organisation_id)s and contact.id = %(contact)s
"""

ANSWERED_BY = """(
  with recursive place as (
    select here.into_id, here.agent_id from contacts_contact here
    where here.organisation_id = %(organisation_id)s and here.id = contact.id
    union all
    select up.into_id, up.agent_id from place
    join contacts_contact up on up.organisation_id = %(organisation_id)s and up.id = place.into_id
  ) select agent_id from place where into_id is null)"""
"""In a statement that reads `contacts_contact contact`: who owns or last owned it, or what it joined."""


GET_ANSWERED_BY = f"""
select {ANSWERED_BY} from contacts_contact contact where contact.organisation_id = %(organisation_id)s and contact.id = %(contact)s
"""  # noqa: S608 - parts of our own

MAY_READ = f"""{OWN}
select case
  when exists (select from contacts_contact contact where organisation_id = %(organisation_id)s and id = %(contact)s
      and (agent_id = %(agent)s or offered_to = %(agent)s or into_id is not null and {ANSWERED_BY} = %(agent)s))
    or exists (select from contacts_message where contact_id = %(contact)s and agent_id = %(agent)s
      and organisation_id = %(organisation_id)s)
    or exists (select from contacts_wrapup where contact_id = %(contact)s and agent_id = %(agent)s
      and organisation_id = %(organisation_id)s) then 'took-part'
  when exists (select from contacts_taken_line line
      join contacts_contact held on held.organisation_id = line.organisation_id and held.agent_id = %(agent)s and held.closed_at is null
        and held.id in (line.origin_id, line.taken_id)
      where line.organisation_id = %(organisation_id)s and %(contact)s in (line.origin_id, line.taken_id)) then 'taken-apart'
  when exists (select from contacts_contact held join person on person.citizen_id = held.citizen_id
      where held.organisation_id = %(organisation_id)s and held.closed_at is null
        and (held.agent_id = %(agent)s or held.offered_to = %(agent)s)) then 'same-person' end,
  exists (select from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s)
"""  # noqa: S608 - parts of our own
"""Why an agent may read a contact: he took part in it or in what it joined, has in hand what was taken out of it or that out of which it
was taken, or has the same person in hand now. Null: he may not. Then whether there is such a contact."""

GET_CITIZEN = "select citizen_id from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s"
GET_NAME = (
    "select coalesce(nullif(name, ''), email) from directory_account where organisation_id = %(organisation_id)s and id = %(account)s"
)

PAST_SHOWN = 10
"""Contacts on a page of the timeline."""


class Place(msgspec.Struct, frozen=True):
    """Where a page of the timeline begins: before this contact, that arrived then."""

    before_us: int
    before: UUID


LATEST = Place(9_000_000_000_000_000, UUID(int=2**128 - 1))


def read_place(cursor: str) -> Place | None:
    """The place that a page of before named; None: no page did."""
    micros, _, contact = cursor.partition(".")
    if not (micros.isascii() and micros.isdecimal() and len(micros) <= 16):
        return None
    try:
        return Place(min(int(micros), LATEST.before_us), UUID(contact))
    except ValueError:
        return None


def write_place(arrived_us: int, contact: ContactId) -> str:
    return f"{arrived_us}.{contact}"


class PastContact(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a person's timeline."""

    contact: ContactId
    channel: Channel
    state: ContactState
    reason_name: str
    agent_name: str
    outcome_name: str
    arrived_at: Instant
    closed_at: Instant | None


class Address(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    value: str
    is_verified: bool


def read_addresses(rows: Sequence[Sequence[Any]]) -> list[Address]:
    return [Address(kind=kind, value=value, is_verified=verified) for kind, value, verified in rows]
