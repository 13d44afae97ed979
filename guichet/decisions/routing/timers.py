"""When the router must be woken: at most one instant per contact, in the order of instants, then of contacts.

A contact's instant changes often (an offer accepted in time needs no timer any more). The heap keeps the old entries until they come
to the top or until they outnumber the valid ones; an entry is valid as long as it is the contact's `wake`.
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
        if wake == contact.wake:
            return
        self._armed += (wake is not None) - (contact.wake is not None)
        contact.wake = wake
        if wake is None:
            return
        heappush(self._heap, (wake, contact.id))
        if len(self._heap) > 2 * self._armed + SPARE:
            self._heap = [entry for entry in dict.fromkeys(self._heap) if self._is_valid(entry)]
            heapify(self._heap)

    def next(self) -> Instant | None:
        while self._heap and not self._is_valid(self._heap[0]):
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take_due(self, now: Instant) -> list[Contact]:
        """The contacts whose instant has come, disarmed, in order."""
        due = []
        while (at := self.next()) is not None and at <= now:
            contact = self._contacts[heappop(self._heap)[1]]
            self.set(contact, None)
            due.append(contact)
        return due

    def _is_valid(self, entry: tuple[Instant, ContactId]) -> bool:
        contact = self._contacts.get(entry[1])
        return contact is not None and contact.wake == entry[0]
