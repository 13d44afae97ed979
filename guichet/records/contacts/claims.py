"""What somebody says of himself with a contact, given to `people` in one way whatever the channel.

An address that is not proved leads to nobody who is known: the contact gets a citizen of its own, who can be found to be like others
(`identity.py`). A proved one leads to its owner.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from guichet.records.contacts.models import Contact
from guichet.records.contacts.telephone import read_number
from guichet.records.errors import RefusedError
from guichet.records.people.actions import add_case_numbers, add_contact_point, find_or_create_citizen, verify_contact_point
from guichet.records.people.cases import find_case_numbers
from guichet.records.people.errors import AddressTakenError
from guichet.records.people.words import Claim, ContactPointKind, normalise

Given = tuple[ContactPointKind, str]
"""A kind of address, and the address as it was given."""


@transaction.atomic(savepoint=False)
def give_claims(contact: Contact, given: Sequence[Given], now: datetime, *, text: str = "", is_verified: bool = False) -> None:
    """Link a contact to who its writer says he is. What is no address is left out; a contact that has its citizen keeps him.

    :param text: what he wrote, for the numbers of cases that it names. :param is_verified: the first address is proved.
    """
    usable = [read for each in given if (read := _read(*each)) is not None]
    cases = find_case_numbers(text)
    if contact.citizen_id is not None or not (usable or cases):
        return
    claim = Claim(name=contact.citizen_name, language=contact.language)
    if usable:
        kind, value = usable[0]
        claim = Claim(name=contact.citizen_name, language=contact.language, kind=kind, value=value, is_verified=is_verified)
    contact.citizen = find_or_create_citizen(contact.organisation_id, claim, now)
    for kind, value in usable[1:]:
        add_contact_point(contact.organisation_id, contact.citizen, kind, value)
    if cases:
        add_case_numbers(contact.organisation_id, contact.citizen.pk, cases)
    Contact.objects.of(contact.organisation_id).filter(pk=contact.pk).update(citizen=contact.citizen)


@transaction.atomic(savepoint=False)
def prove_address(contact: Contact, given: Given, now: datetime) -> None:
    """Lead a contact to whoever proved an address in it. One that has its citizen keeps him: the address is then proved to be his, unless
    somebody else proved it before, whom a person may find to be the same."""
    if contact.citizen_id is None or contact.citizen is None:
        give_claims(contact, [given], now, is_verified=True)
        return
    usable = _read(*given)
    if usable is None:
        return
    point = add_contact_point(contact.organisation_id, contact.citizen, *usable)
    with suppress(AddressTakenError):
        verify_contact_point(contact.organisation_id, point, now)


def _read(kind: ContactPointKind, value: str) -> Given | None:
    """The address as it is kept; None when it is none."""
    try:
        return kind, normalise(kind, read_number(value) if kind is ContactPointKind.TELEPHONE else value)
    except RefusedError:
        return None
