"""When the router must be woken: at most one instant per contact, in the order of instants, then of contacts.

A contact's instant changes often, mostly to a later one or to none (an offer accepted in time, then a wrap-up). So the heap keeps an
entry that comes too early, and puts it off when it comes up; what is not its contact's `timed` any more is dropped then, or when such
entries outnumber the others.
"""

from heapq import heapify, heappop, heappush

from guichet.decisions.routing.contact import Contact
from guichet.decisions.routing.words import ContactId, Instant

SPARE = 64


class Timers:
    def __init__(self, contacts: dict[ContactId, Contact]) -> None:
        self._contacts = contacts
        self._heap: list[tuple[Instant, ContactId]] = []
        self._armed = 0

    def set(self, contact: Contact, wake: Instant | None) -> None:
        """The contact is to be woken at `wake`, or not at all."""
        before = contact.wake
        if wake == before:
            return
        contact.wake = wake
        if wake is None:
            self._armed -= 1
            return
        if before is None:
            self._armed += 1
        if contact.timed is None or wake < contact.timed:
            self._push(contact, wake)

    def next(self) -> Instant | None:
        while self._heap:
            at, contact_id = self._heap[0]
            contact = self._contacts.get(contact_id)
            if contact is not None and contact.wake == contact.timed == at:
                return at
            heappop(self._heap)
            if contact is not None and contact.timed == at:
                self._put_off(contact)
        return None

    def take_due(self, now: Instant) -> list[Contact]:
        """The contacts whose instant has come, disarmed, in order."""
        due = []
        while (at := self.next()) is not None and at <= now:
            contact = self._contacts[heappop(self._heap)[1]]
            contact.timed = None
            self.set(contact, None)
            due.append(contact)
        return due

    def _put_off(self, contact: Contact) -> None:
        contact.timed = None
        if contact.wake is not None:
            self._push(contact, contact.wake)

    def _push(self, contact: Contact, at: Instant) -> None:
        contact.timed = at
        heappush(self._heap, (at, contact.id))
        if len(self._heap) > 2 * self._armed + SPARE:
            self._heap = [entry for entry in dict.fromkeys(self._heap) if self._is_needed(entry)]
            heapify(self._heap)

    def _is_needed(self, entry: tuple[Instant, ContactId]) -> bool:
        contact = self._contacts.get(entry[1])
        if contact is None or contact.timed != entry[0]:
            return False
        if contact.wake is None:
            contact.timed = None
        return contact.timed is not None
