"""Hand-written statements of contacts that are held at accounts outside."""

from guichet.records.contacts.statements import LEAVES_BY

LIST_UNSENT = f"""
select talk.contact_id, contact.state, array_remove(array_agg(message.number order by message.number), null)
from messaging_talk talk
join messaging_account account on account.organisation_id = talk.organisation_id and account.id = talk.account_id
join contacts_contact contact on contact.organisation_id = talk.organisation_id and contact.id = talk.contact_id
left join contacts_message message on message.organisation_id = talk.organisation_id and message.contact_id = talk.contact_id
  and message.number > talk.told_number and message.author = 'agent' and message.kind in ('message', 'file')
  and coalesce({LEAVES_BY}, account.channel) = account.channel
where talk.organisation_id = %(organisation_id)s and talk.is_watched and (%(contact)s::uuid is null or talk.contact_id = %(contact)s)
group by talk.contact_id, contact.state
having count(message.number) > 0 or contact.state = any(%(over)s)
order by 1 limit 500
"""  # noqa: S608 - parts of our own
"""Contacts held at an account in which an agent said something that was not put out yet, with the numbers of those lines; and those that
are over."""
