"""Contacts that go on in another: what its agent sees of them, and who answers them.

Each keeps its own lines under its own numbers, its files and its mails: an answer goes out by the channel of the contact they joined, and
what their citizen still writes where he wrote before stands among what he wrote there.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from guichet.decisions.routing.words import Channel, ContactId, Instant
from guichet.records.contacts.history import OWN
from guichet.records.contacts.statements import ATTACHMENT

JOINED = """
with recursive joined as (
  select contact.id as top, lower.id, lower.into_id from contacts_contact contact
  join contacts_contact lower on lower.organisation_id = contact.organisation_id and lower.into_id = contact.id and lower.state = 'merged'
  where contact.organisation_id = %(organisation_id)s and contact.closed_at is null
    and (contact.agent_id = %(agent)s or contact.offered_to = %(agent)s)
  union all
  select joined.top, lower.id, lower.into_id from joined
  join contacts_contact lower on lower.organisation_id = %(organisation_id)s and lower.into_id = joined.id and lower.state = 'merged'
)
"""
"""What goes on in the contacts that an agent has in hand or ringing: `top` is the contact that he has."""
LIST_JOINED = f"""{JOINED}
select joined.top, contact.id, joined.into_id, contact.channel, reason.key, reason.labels, contact.citizen_name,
  (extract(epoch from contact.arrived_at) * 1000)::bigint, exists (
    select from contacts_taken_line line
    where line.organisation_id = contact.organisation_id and line.taken_id = contact.id and line.origin_id = joined.into_id)
from joined join contacts_contact contact on contact.organisation_id = %(organisation_id)s and contact.id = joined.id
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
order by contact.arrived_at, contact.id
"""  # noqa: S608 - parts of our own
LIST_MESSAGES_OF_JOINED = f"""{JOINED}
select message.contact_id, message.number, author, kind, text, (extract(epoch from message.created_at) * 1000)::bigint,
  message.agent_id, message.key, {ATTACHMENT}, answer::text
from joined join contacts_message message
  on message.organisation_id = %(organisation_id)s and message.contact_id = joined.id
order by message.contact_id, message.number
"""  # noqa: S608 - parts of our own

IS_SAME_PERSON = f"""{OWN}
select exists (select from contacts_contact other join person on person.citizen_id = other.citizen_id
  where other.organisation_id = %(organisation_id)s and other.id = %(other)s)
"""  # noqa: S608 - parts of our own
"""Whether two contacts are known to be of one person, by their citizen or by what an agent said after asking."""
GET_INTO = "select into_id::text, state from contacts_contact where organisation_id = %(organisation_id)s and id = %(contact)s"


class JoinedRow(NamedTuple):
    """A row of `LIST_JOINED`."""

    top: ContactId
    contact: ContactId
    into: ContactId
    channel: Channel
    reason_key: str
    reason_labels: dict[str, str]
    citizen_name: str
    arrived_at: Instant
    is_put_back: bool


def read_joined(rows: Sequence[Sequence[Any]]) -> list[JoinedRow]:
    return [
        JoinedRow(ContactId(str(top)), ContactId(str(contact)), ContactId(str(into)), Channel(channel), *others)
        for top, contact, into, channel, *others in rows
    ]
