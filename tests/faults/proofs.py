"""What must hold once everybody has stopped: all that was accepted is there, once, and every rule of the counter holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from bench.ground import connect_owner
from guichet.decisions.routing.words import ContactId
from guichet.engine.replay import replay
from guichet.engine.verify import verify
from tests.faults.processes import wait

LEFT = "select count(*) from journal_inbox where organisation_id = %s"
JOURNALLED = "select input_id from journal_entry where organisation_id = %s and input_id is not null"
STUCK = "select count(*) from contacts_contact where organisation_id = %s and seq = 0"
CONTACTS = "select key, id::text from contacts_contact where organisation_id = %s"
MESSAGES = """
select contact_id::text, key, number, text from contacts_message where organisation_id = %s order by contact_id, number
"""


@dataclass
class Kept:
    """What doors said is kept: contacts by their key, messages with number and text by contact and key, and ids of facts."""

    contacts: dict[UUID, ContactId] = field(default_factory=dict)
    messages: dict[tuple[ContactId, UUID], tuple[int, str]] = field(default_factory=dict)
    facts: set[UUID] = field(default_factory=set)


def prove_journal(organisation_id: int, accepted: Iterable[UUID]) -> None:
    """Let the engine take what is left, then see that every accepted fact is journalled once and that all rules hold."""
    with connect_owner() as owner:
        wait(lambda: owner.execute(LEFT, [organisation_id]).fetchone() == (0,), "the inbox does not empty")
        journalled = [row[0] for row in owner.execute(JOURNALLED, [organisation_id])]
        assert len(journalled) == len(set(journalled)), "nothing twice"
        assert set(accepted) - set(journalled) == set(), "nothing accepted is lost"
        assert owner.execute(STUCK, [organisation_id]).fetchone() == (0,), "no contact is stuck before its arrival"
    for check in [*replay(organisation_id), *verify(organisation_id)]:
        assert check.is_good, str(check)


def prove_messages(organisation_id: int, kept: Kept) -> None:
    """Every accepted contact and message is stored once, as it was answered, and numbers have no gap."""
    with connect_owner() as owner:
        contacts = owner.execute(CONTACTS, [organisation_id]).fetchall()
        rows = owner.execute(MESSAGES, [organisation_id]).fetchall()
    assert len(contacts) == len({key for key, _ in contacts}), "no contact twice"
    assert kept.contacts.items() <= {row[0]: row[1] for row in contacts}.items(), "no accepted contact is lost"
    stored = {(contact, key): (number, text) for contact, key, number, text in rows}
    assert len(stored) == len(rows), "no message twice"
    assert kept.messages.items() <= stored.items(), "no accepted message is lost or changed"
    numbers = dict[object, list[object]]()
    for contact, _, number, _ in rows:
        numbers.setdefault(contact, []).append(number)
    assert all(each == list(range(1, len(each) + 1)) for each in numbers.values()), "numbers have no gap"
