"""Contacts that ask the same: one goes on in another, and stands on its own again."""

from datetime import UTC, datetime

from guichet.decisions.routing import inputs
from guichet.decisions.routing.words import ContactId, ContactState
from guichet.doors.reader import read
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.contacts.errors import NotJoinedError, NotSamePersonError
from guichet.records.contacts.joined import GET_INTO, IS_SAME_PERSON
from guichet.screens.live import words
from guichet.screens.live.kept.history import check_readable
from guichet.screens.live.requests import Asking


async def merge(asking: Asking, contact: ContactId, asked: words.MergeContacts) -> words.Posted:
    """Of contacts that nothing says to be of one person, whoever says so is written down.

    :raises NotSamePersonError: it is neither known nor said.
    """
    await asking.check_owned(contact)
    other = ContactId(str(asked.contact))
    await check_readable(asking.machinery, asking.seat, other)
    if not await is_same_person(asking, contact, other):
        if not asked.is_checked:
            raise NotSamePersonError
        organisation = asking.seat.organisation
        act = Act("contacts-merged", "contact", contact, asking.seat.account, {"contact": other, "grounds": "agent"})
        await asking.machinery.office.ask(organisation, record, organisation, act, datetime.now(UTC))
    fact = inputs.ContactsMerged(contact=other, into=contact, agent=asking.agent)
    return await asking.post("merge", contact, asked.key, fact)


async def is_same_person(asking: Asking, contact: ContactId, other: ContactId) -> bool:
    rows = await read(asking.machinery.pool, asking.seat.organisation, IS_SAME_PERSON, contact=contact, other=other)
    return bool(rows[0][0])


async def part(asking: Asking, contact: ContactId, asked: words.PartContacts) -> words.Posted:
    """:raises NotJoinedError: it does not go on in this contact, or does so no more."""
    await asking.check_owned(contact)
    other = ContactId(str(asked.contact))
    rows = await read(asking.machinery.pool, asking.seat.organisation, GET_INTO, contact=other)
    if not rows or tuple(rows[0]) != (contact, ContactState.MERGED):
        raise NotJoinedError
    fact = inputs.ContactsParted(contact=other, agent=asking.agent)
    return await asking.post("part", contact, asked.key, fact)
