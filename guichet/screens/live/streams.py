"""What an agent's desk hears: his contacts, his presence, and what is said in what he has in hand."""

from django.utils import translation

from guichet.decisions.routing.words import AgentId, ContactId
from guichet.doors.hub import Feed, Kind, Sign, Topic
from guichet.doors.machinery import Machinery
from guichet.doors.reader import read, read_together
from guichet.doors.refusals import NotSignedOnError
from guichet.doors.seats import Seat
from guichet.doors.streams import Stream, write_cursor, write_event
from guichet.records.contacts.joined import LIST_JOINED, read_joined
from guichet.records.contacts.statements import LIST_CARDS
from guichet.records.contacts.words import Told
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import LIST_ENTRIES
from guichet.records.journal.words import Entry
from guichet.screens.live import words
from guichet.screens.live.calls.telling import hear_of_calls, write_campaigns, write_legs
from guichet.screens.live.cards import get_card, get_last, show_to_agent, write_place
from guichet.screens.live.events import CardWanted, Outline, list_events
from guichet.screens.live.notices import hear_of_orders, write_notices

MOST_MISSED = 500
"""Entries of the journal read again for a desk that comes back; after more it fetches its state anew."""
ENDED = (words.OfferEnded, words.ContactReleased, words.ContactClosed)


class DeskStream(Stream):
    """Follows an agent and the contacts that are his. `seq` and `reached` are the place reached."""

    def __init__(self, machinery: Machinery, feed: Feed, seat: Seat, agent: AgentId, place: tuple[int, dict[ContactId, int]]) -> None:
        super().__init__(machinery.pool, feed)
        self.machinery = machinery
        self.seat = seat
        self.session = seat.session
        self.agent = agent
        self.seq, self.claimed = place
        self.tops: dict[ContactId, ContactId] = {}
        """Of what goes on in another: the contact that he has."""

    async def begin(self) -> bytes:
        """:raises UnavailableError: the database is away."""
        self.feed.follow(self, Topic(Kind.AGENT, self.agent))
        head = self.feed.seq
        if head - self.seq > MOST_MISSED:
            self.seq = head
            return write_event(words.Reset()) + self.write_cursor()
        missed = await self._follow_what_is_mine()
        if head > self.seq:
            rows = await read(self.pool, self.feed.organisation, LIST_ENTRIES, since=self.seq, limit=head - self.seq)
            missed += b"".join([await self.tell_entry(entry) for entry in read_entries(rows)])
        hear_of_orders(self.machinery)
        hear_of_calls(self.machinery)
        missed += await write_notices(self.pool, self.feed.organisation, self.agent)
        missed += await self.tell_campaigns() + await self.tell_legs()
        return missed + await self.tell_missed() + self.write_cursor()

    async def _follow_what_is_mine(self) -> bytes:
        """Follow the contacts of the cursor that are still his, and say that the others are gone."""
        cards, under = await read_together(
            self.pool, self.feed.organisation, (LIST_CARDS, {"agent": self.agent}), (LIST_JOINED, {"agent": self.agent})
        )
        self.tops = {row.contact: row.top for row in read_joined(under)}
        mine = {*(str(row[0]) for row in cards), *self.tops}
        for contact, number in self.claimed.items():
            if contact in mine:
                self._open(contact, number)
        gone = [contact for contact in self.claimed if contact not in mine]
        return b"".join(write_event(words.ContactReleased(contact=contact, reason="missed")) for contact in gone)

    async def tell_legs(self) -> bytes:
        """What his telephone does, as it stands now."""
        return await write_legs(self.pool, self.feed.organisation, self.agent)

    async def tell_campaigns(self) -> bytes:
        """Under which he may be listened to."""
        return await write_campaigns(self.pool, self.feed.organisation, self.agent)

    def take_interruption(self) -> None:
        super().take_interruption()
        self.take(self.tell_legs)
        self.take(self.tell_campaigns)

    def leave(self) -> None:
        self.feed.leave(self, Topic(Kind.AGENT, self.agent))
        for contact in tuple(self.reached):
            self._close(contact)

    def _open(self, contact: ContactId, number: int) -> None:
        self.feed.follow(self, Topic(Kind.CONTACT, contact))
        self.reached[contact] = number

    def _close(self, contact: ContactId) -> None:
        self.feed.leave(self, Topic(Kind.CONTACT, contact))
        self.reached.pop(contact, None)
        self._follow_joined(contact, {})

    def _follow_joined(self, top: ContactId, numbers: dict[ContactId, int]) -> None:
        """Follow what goes on in a contact now, with the numbers reached, and nothing else that did."""
        for gone in [contact for contact, known in self.tops.items() if known == top and contact not in numbers]:
            del self.tops[gone]
            self._close(gone)
        for contact, number in numbers.items():
            self.tops[contact] = top
            self._open(contact, number)

    async def may_stay(self) -> bool:
        try:
            return (await self.machinery.seats.find(self.seat.session)).agent == self.agent
        except NotSignedOnError:
            return False

    async def tell_entry(self, entry: Entry) -> bytes:
        if entry.seq <= self.seq:
            return b""
        self.seq = entry.seq
        with translation.override(self.seat.language):
            outlines = list(list_events(entry, self.agent, self.reached.keys()))
        return b"".join([await self._tell_outline(outline) for outline in outlines])

    async def _tell_outline(self, outline: Outline) -> bytes:
        if isinstance(outline, CardWanted):
            return await self._tell_card(outline)
        if isinstance(outline, ENDED):
            self._close(outline.contact)
        return write_event(outline)

    async def _tell_card(self, wanted: CardWanted) -> bytes:
        """The card as it stands now, unless it is his no more. What is said while it is read waits in the buffer, and is told once."""
        self._open(wanted.contact, self.reached.get(wanted.contact, 0))
        card = await get_card(self.pool, self.feed.organisation, self.agent, wanted.contact, self.seat.language)
        if card is None:
            self._close(wanted.contact)
            return b""
        self.reached[wanted.contact] = get_last(card.messages)
        self._follow_joined(wanted.contact, {each.contact: get_last(each.messages) for each in card.joined})
        return write_event(wanted.event(card=card))

    def tell_message(self, told: Told) -> bytes:
        return write_event(words.MessageAdded(contact=told.contact, message=show_to_agent(told.message, self.agent)))

    def tell_sign(self, sign: Sign) -> bytes:
        if sign.written_in:
            return write_event(words.LanguageFound(contact=sign.contact, written_in=sign.written_in))
        if sign.looker:
            return write_event(words.SomebodyLooks(contact=sign.contact, name=sign.looker))
        if sign.has_text:
            return write_event(words.TextOpened(contact=sign.contact))
        if sign.number is None:
            return write_event(words.SomebodyTypes(contact=sign.contact, author=sign.author, draft=sign.draft))
        return write_event(words.MessagesRead(contact=sign.contact, author=sign.author, number=sign.number))

    def write_cursor(self) -> bytes:
        return write_cursor(write_place(self.seq, self.reached))
