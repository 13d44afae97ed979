"""What came before: the other contacts of the same person, and a past contact opened to be read.

Somebody is the same person when the contact is linked to the same citizen, or to a citizen who gave the same address. An address that
nobody proved makes them alike, not the same: screens say so, and never assert an identity.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from guichet.decisions.routing.words import Channel, ContactId, ContactState, Instant

KIN = """
with own as materialized (
  select citizen_id from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s and citizen_id is not null
), kin as materialized (
  select citizen_id, true as is_same from own
  union
  select other.citizen_id, false from own
  join people_contactpoint mine on mine.organisation_id = %(organisation_id)s and mine.citizen_id = own.citizen_id
  join people_contactpoint other on other.organisation_id = %(organisation_id)s and other.kind = mine.kind and other.value = mine.value
  where other.citizen_id <> own.citizen_id
)
"""
LIST_PAST = f"""{KIN}
select contact.id, contact.channel, contact.state, reason.key, reason.labels, agent.name,
  (extract(epoch from contact.arrived_at) * 1000)::bigint, (extract(epoch from contact.closed_at) * 1000)::bigint,
  outcome.key, outcome.labels, bool_or(kin.is_same)
from kin join contacts_contact contact on contact.organisation_id = %(organisation_id)s and contact.citizen_id = kin.citizen_id
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
left join directory_agent agent on agent.organisation_id = contact.organisation_id and agent.id = contact.agent_id
left join directory_wrapupoutcome outcome on outcome.organisation_id = contact.organisation_id and outcome.key = contact.outcome
where contact.id <> %(contact)s
group by contact.organisation_id, contact.id, reason.id, agent.id, outcome.id
order by contact.arrived_at desc limit %(limit)s
"""  # noqa: S608 - parts of our own
"""The latest other contacts of the same person; the last column says whether it is the same citizen or only the same address."""

LIST_ADDRESSES = """
select point.kind, point.value, point.verified_at is not null from people_contactpoint point
join contacts_contact contact on contact.organisation_id = %(organisation_id)s and contact.id = %(contact)s
where point.organisation_id = %(organisation_id)s and point.citizen_id = contact.citizen_id order by point.kind, point.value
"""

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

MAY_READ = f"""{KIN}
select case
  when exists (select from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s
      and (agent_id = %(agent)s or offered_to = %(agent)s))
    or exists (select from contacts_message where contact_id = %(contact)s and agent_id = %(agent)s
      and organisation_id = %(organisation_id)s)
    or exists (select from contacts_wrapup where contact_id = %(contact)s and agent_id = %(agent)s
      and organisation_id = %(organisation_id)s) then 'took-part'
  when exists (select from contacts_contact held join kin on kin.citizen_id = held.citizen_id
      where held.organisation_id = %(organisation_id)s and held.closed_at is null
        and (held.agent_id = %(agent)s or held.offered_to = %(agent)s)) then 'same-person' end,
  exists (select from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s)
"""  # noqa: S608 - parts of our own
"""Why an agent may read a contact: he took part in it, or has the same person in hand now. Null: he may not. Then whether there is such a
contact."""

IS_KNOWN = """
select exists (select from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s and citizen_id is not null)
"""
GET_NAME = (
    "select coalesce(nullif(name, ''), email) from directory_account where organisation_id = %(organisation_id)s and id = %(account)s"
)

PAST_SHOWN = 5


class PastContact(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a person's history. `is_same`: the same citizen; otherwise only the same address, to be checked."""

    contact: ContactId
    channel: Channel
    state: ContactState
    reason_name: str
    agent_name: str
    outcome_name: str
    arrived_at: Instant
    closed_at: Instant | None
    is_same: bool


class Address(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    value: str
    is_verified: bool


def read_addresses(rows: Sequence[Sequence[Any]]) -> list[Address]:
    return [Address(kind=kind, value=value, is_verified=verified) for kind, value, verified in rows]
