"""What a citizen's browser hears of its own contact."""

from django.utils import translation

from guichet.channels.chat.events import PROGRESS, explain_turning_away, is_for_citizen, list_changes, show_to_citizen
from guichet.channels.chat.words import MessageAdded, MessagesRead, Progress, SomebodyTypes, StateChanged
from guichet.decisions.routing.words import ContactId
from guichet.doors.hub import Feed, Kind, Sign, Topic
from guichet.doors.reader import read
from guichet.doors.streams import Stream, write_cursor, write_event
from guichet.doors.writer import Pool
from guichet.records.contacts.errors import NoSuchContactError
from guichet.records.contacts.queries import read_why
from guichet.records.contacts.statements import GET_CONVERSATION
from guichet.records.contacts.words import Told
from guichet.records.journal.words import Entry


class CitizenStream(Stream):
    """Follows one contact. Its cursor is the number of the last message; the state is told anew at every beginning."""

    def __init__(self, pool: Pool, feed: Feed, contact: ContactId, number: int) -> None:
        super().__init__(pool, feed)
        self.contact = contact
        self.topic = Topic(Kind.CONTACT, contact)
        self.reached[contact] = number
        self.seq = 0
        self.language = "fr"

    async def begin(self) -> bytes:
        """:raises NoSuchContactError: it is gone. :raises UnavailableError: the database is away."""
        self.feed.follow(self, self.topic)
        rows = await read(self.pool, self.feed.organisation, GET_CONVERSATION, contact=self.contact)
        if not rows:
            raise NoSuchContactError
        [(state, _, why, self.language, self.seq)] = rows
        with translation.override(self.language):
            reason = explain_turning_away(read_why(why).get("turned_away", "")) if PROGRESS[state] == Progress.TURNED_AWAY else None
        changed = write_event(StateChanged(state=PROGRESS[state], reason=reason))
        return changed + await self.tell_missed() + self.write_cursor()

    def leave(self) -> None:
        self.feed.leave(self, self.topic)

    async def may_stay(self) -> bool:
        return True

    async def tell_entry(self, entry: Entry) -> bytes:
        if entry.seq <= self.seq:
            return b""
        with translation.override(self.language):
            return b"".join(write_event(change) for change in list_changes(entry, self.contact))

    def tell_message(self, told: Told) -> bytes:
        return write_event(MessageAdded(message=show_to_citizen(told.message))) if is_for_citizen(told.message) else b""

    def tell_sign(self, sign: Sign) -> bytes:
        if sign.looker or sign.written_in or sign.has_text:
            return b""
        if sign.number is None:
            return write_event(SomebodyTypes(author=sign.author, draft=sign.draft))
        return write_event(MessagesRead(author=sign.author, number=sign.number))

    def write_cursor(self) -> bytes:
        return write_cursor(str(self.reached[self.contact]))
