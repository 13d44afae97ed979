"""Messages that ask something else than the rest of their contact: answered on their own, and put back."""

from uuid import UUID

from guichet.decisions.routing import inputs
from guichet.decisions.routing.words import Channel, ContactId
from guichet.records.contacts.taking import Side, Wish, check_can_return, take_out
from guichet.records.correspondence.taking import keep_exchange
from guichet.records.letters.taking import find_due, keep_letter
from guichet.records.messaging.taking import keep_talk
from guichet.screens.live import words
from guichet.screens.live.requests import Asking, Request

SIDES = {
    Channel.EMAIL: Side(keep_exchange),
    Channel.SMS: Side(keep_talk),
    Channel.SOCIAL: Side(keep_talk),
    Channel.LETTER: Side(keep_letter, find_due),
}


async def separate(asking: Asking, contact: ContactId, asked: words.TakeOut) -> words.Posted:
    await asking.check_owned(contact)
    organisation = asking.seat.organisation
    wish = Wish(asked.key, frozenset(asked.numbers), asked.reason)
    return words.Posted(
        input=await asking.machinery.office.ask(organisation, take_out, organisation, UUID(contact), asking.agent, wish, SIDES)
    )


async def put_back(asking: Asking, contact: ContactId, asked: words.PutBack) -> words.Posted:
    """:raises NotTakenOutError: it was taken out of another. :raises TakenUpError: somebody has worked on it."""
    await asking.check_owned(contact)
    organisation = asking.seat.organisation
    await asking.machinery.office.ask(organisation, check_can_return, organisation, UUID(contact), asked.contact)
    fact = inputs.ContactsMerged(contact=ContactId(str(asked.contact)), into=contact, agent=asking.agent)
    return await asking.post("put-back", contact, asked.key, fact)


REQUESTS = {"take-out": Request(words.TakeOut, separate), "put-back": Request(words.PutBack, put_back)}
"""POST /live/contacts/{contact}/<name>"""
