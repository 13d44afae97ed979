"""Hand-written statements of contacts that are held by letter."""

from guichet.records.contacts.statements import LEAVES_BY

LIST_UNSENT = f"""
select letter.contact_id, coalesce(max(message.number), 0), contact.state
from letters_letter letter
join contacts_contact contact on contact.organisation_id = letter.organisation_id and contact.id = letter.contact_id
left join contacts_message message on message.organisation_id = letter.organisation_id and message.contact_id = letter.contact_id
  and message.number > letter.told_number and message.author = 'agent' and message.kind in ('message', 'file')
  and coalesce({LEAVES_BY}, 'letter') = 'letter'
where letter.organisation_id = %(organisation_id)s and letter.is_watched and (%(contact)s::uuid is null or letter.contact_id = %(contact)s)
group by letter.contact_id, contact.state
having count(message.number) > 0 or contact.state = any(%(over)s)
order by 1 limit 200
"""  # noqa: S608 - parts of our own
"""Contacts held by letter in which an agent said something that was not sent yet, with the last such line; and those that are over."""
