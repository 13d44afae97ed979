"""Hand-written statements of contacts that are held by mail."""

from guichet.records.contacts.statements import LEAVES_BY

LIST_UNSENT = f"""
select exchange.contact_id, array_remove(array_agg(message.number order by message.number), null), max(message.created_at), contact.state
from correspondence_exchange exchange
join contacts_contact contact on contact.organisation_id = exchange.organisation_id and contact.id = exchange.contact_id
left join contacts_message message on message.organisation_id = exchange.organisation_id and message.contact_id = exchange.contact_id
  and message.number > exchange.told_number and message.author = 'agent' and message.kind in ('message', 'file')
  and coalesce({LEAVES_BY}, 'email') = 'email'
where exchange.organisation_id = %(organisation_id)s and exchange.is_watched and (%(contact)s::uuid is null or exchange.contact_id = %(contact)s)
group by exchange.contact_id, contact.state
having count(message.number) > 0 or contact.state = any(%(over)s)
order by 1 limit 500
"""  # noqa: S608 - parts of our own
"""Contacts held by mail in which an agent said something that was not sent yet, with the numbers of those lines and the instant of the
last one; and those that are over."""

LOOK_AROUND = """
select
  exists (select 1 from correspondence_mailbox where organisation_id = %(organisation_id)s and address = %(folded)s and %(sender)s <> ''),
  exists (
    select 1 from correspondence_incoming other join correspondence_mailbox box
      on box.organisation_id = other.organisation_id and box.id = other.mailbox_id
    where other.organisation_id = %(organisation_id)s and other.message_id = %(message_id)s and other.message_id <> ''
      and other.sender = %(sender)s and other.subject = %(subject)s and other.state = 'read' and other.id <> %(mail)s
      and box.reason_id = %(reason)s),
  (select count(*) from (
    select 1 from correspondence_incoming where organisation_id = %(organisation_id)s and sender = %(sender)s and sender <> ''
      and received_at > %(since)s and state = 'read' limit %(most)s) as recent)
"""
"""Of a mail: whether its sender is one of our own mailboxes, whether the same one came by another way, and how many its sender wrote
lately."""
