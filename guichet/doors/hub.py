"""Fan-out in the memory of a web process: who follows what, and handing on what happened.

One feed per organisation that somebody here follows. Entries of the journal are read once per batch and handed on in the order of their
numbers. Messages written here are handed on after their commit; those of other processes when PostgreSQL tells of them. A subscriber
compares numbers, so that whatever comes twice, late or with a gap is told exactly once (`streams.py`).
"""

import asyncio
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol

import msgspec
import structlog

from guichet.decisions.routing.inputs import ContactArrived
from guichet.decisions.routing.words import AgentId, ContactId
from guichet.doors.reader import read
from guichet.doors.refusals import UnavailableError
from guichet.doors.writer import Pool
from guichet.records.contacts.queries import read_messages
from guichet.records.contacts.statements import LIST_MESSAGES_SINCE
from guichet.records.contacts.words import Author, Told
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import GET_HEAD, LIST_ENTRIES
from guichet.records.journal.words import Entry, Seq

BATCH = 500
"""Entries read at once."""
PAUSE = 0.5
"""Seconds until the journal is asked again after the database was away."""

log = structlog.get_logger()


class Kind(StrEnum):
    AGENT = "agent"
    CONTACT = "contact"
    EVERYTHING = "everything"


class Topic(NamedTuple):
    kind: Kind
    id: int | ContactId


EVERYTHING = Topic(Kind.EVERYTHING, 0)


class Sign(msgspec.Struct, frozen=True):
    """Something fleeting: somebody types, has read up to `number`, or reads along (`looker` is his name); or the language was found that
    a contact is written in (`written_in`), which is kept with it. Told to whoever is there.

    `draft`: what he has typed so far, where both see one another write. `has_text`: from now on they do.
    """

    contact: ContactId
    author: Author
    number: int | None = None
    looker: str = ""
    written_in: str = ""
    draft: str | None = None
    has_text: bool = False


class Subscriber(Protocol):
    """Each call only takes note: what it leads to happens in the subscriber's own time."""

    def take_entry(self, entry: Entry) -> None: ...
    def take_told(self, told: Told) -> None: ...
    def take_sign(self, sign: Sign) -> None: ...
    def take_interruption(self) -> None:
        """Messages may have been missed: ask for those after the numbers reached."""


class Feed:
    """What happens in one organisation, from entry `seq` on."""

    def __init__(self, organisation: int, seq: Seq) -> None:
        self.organisation = organisation
        self.seq = seq
        self.topics: dict[Topic, set[Subscriber]] = {}
        self.handed_on: dict[ContactId, int] = {}
        self.wanted = seq
        self.advancing: asyncio.Task[None] | None = None

    def follow(self, subscriber: Subscriber, topic: Topic) -> None:
        self.topics.setdefault(topic, set()).add(subscriber)

    def leave(self, subscriber: Subscriber, topic: Topic) -> None:
        followers = self.topics.get(topic)
        if followers:
            followers.discard(subscriber)
            if not followers:
                del self.topics[topic]
                if topic.kind == Kind.CONTACT:
                    self.handed_on.pop(ContactId(str(topic.id)), None)

    def misses(self, contact: ContactId, number: int) -> bool:
        """Whether somebody here follows the contact and was not handed on a message as late as `number`."""
        return number > self.handed_on.get(contact, 0) and Topic(Kind.CONTACT, contact) in self.topics

    def hand_on_entry(self, entry: Entry) -> None:
        """Give it once to each follower of the organisation, of a contact or of an agent it is about."""
        self.seq = entry.seq
        followers: set[Subscriber] = set()
        for topic in list_topics(entry):
            followers |= self.topics.get(topic, set())
        for follower in followers:
            follower.take_entry(entry)

    def hand_on_told(self, told: Told) -> None:
        followers = self.topics.get(Topic(Kind.CONTACT, told.contact))
        if followers:
            self.handed_on[told.contact] = max(told.message.number, self.handed_on.get(told.contact, 0))
            for follower in tuple(followers):
                follower.take_told(told)

    def hand_on_sign(self, sign: Sign) -> None:
        for follower in tuple(self.topics.get(Topic(Kind.CONTACT, sign.contact), ())):
            follower.take_sign(sign)

    def list_subscribers(self) -> set[Subscriber]:
        return set().union(*self.topics.values())


def list_topics(entry: Entry) -> Iterable[Topic]:
    """Whom an entry concerns."""
    yield EVERYTHING
    cause = entry.step.input
    if isinstance(cause, ContactArrived) and cause.taken_out_of is not None:
        yield Topic(Kind.CONTACT, cause.taken_out_of)
    for decision in entry.step.decisions:
        contact, agent = getattr(decision, "contact", None), getattr(decision, "agent", None)
        if contact is not None:
            yield Topic(Kind.CONTACT, contact)
        if agent is not None:
            yield Topic(Kind.AGENT, agent)


class Hub:
    """The feeds of a web process."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.feeds: dict[int, Feed] = {}
        self.hearers_of_orders: dict[str, Callable[[int], None]] = {}
        """Who wants to know, by a name of their own, that the orders of an organisation changed."""
        self.hearers_of_calls: dict[str, Callable[[int, AgentId | None, int | None], None]] = {}
        """Who wants to know, likewise, that a call of an agent changed, or the leg by which an account listens."""
        self.hearers_of_campaigns: dict[str, Callable[[int], None]] = {}
        """Who wants to know that listening campaigns of an organisation changed."""

    def hear_orders(self, organisation: int) -> None:
        for hear in self.hearers_of_orders.values():
            hear(organisation)

    def hear_call(self, organisation: int, agent: AgentId | None, account: int | None = None) -> None:
        for hear in self.hearers_of_calls.values():
            hear(organisation, agent, account)

    def hear_campaigns(self, organisation: int) -> None:
        for hear in self.hearers_of_campaigns.values():
            hear(organisation)

    async def open_feed(self, organisation: int) -> Feed:
        """Return the organisation's feed, begun at the journal's head when nobody here followed it yet.

        :raises UnavailableError: the database is away.
        """
        if organisation not in self.feeds:
            [[head]] = await read(self.pool, organisation, GET_HEAD)
            self.feeds.setdefault(organisation, Feed(organisation, Seq(head)))
        return self.feeds[organisation]

    def close_feed(self, feed: Feed) -> None:
        """Forget a feed that nobody follows any more."""
        if not feed.topics and self.feeds.get(feed.organisation) is feed:
            del self.feeds[feed.organisation]
            if feed.advancing:
                feed.advancing.cancel()

    def hear_entry(self, organisation: int, seq: Seq) -> None:
        """The journal has reached `seq`."""
        feed = self.feeds.get(organisation)
        if feed is None or seq <= feed.wanted:
            return
        feed.wanted = seq
        if feed.advancing is None:
            feed.advancing = asyncio.create_task(self._advance(feed))

    async def _advance(self, feed: Feed) -> None:
        """Read and hand on until the feed is where it was heard to be."""
        try:
            while feed.seq < feed.wanted:
                try:
                    rows = await read(self.pool, feed.organisation, LIST_ENTRIES, since=feed.seq, limit=BATCH)
                except UnavailableError:
                    await asyncio.sleep(PAUSE)
                    continue
                for entry in read_entries(rows):
                    feed.hand_on_entry(entry)
                if not rows:
                    log.warning("journal is behind what was heard of it", organisation=feed.organisation, seq=feed.seq)
                    feed.wanted = feed.seq
        finally:
            feed.advancing = None

    def hear_written(self, organisation: int, said: list[Told]) -> None:
        """These messages were just committed by this process."""
        feed = self.feeds.get(organisation)
        if feed is None:
            return
        for told in said:
            feed.hand_on_told(told)

    async def hear_messages(self, organisation: int, numbers: dict[ContactId, list[int]]) -> None:
        """Messages with these numbers were committed, here or elsewhere. Read and hand on those that are followed here and new."""
        feed = self.feeds.get(organisation)
        if feed is None:
            return
        missed = {contact: min(told) - 1 for contact, told in numbers.items() if feed.misses(contact, max(told))}
        if not missed:
            return
        reached = {"contacts": list(missed), "numbers": list(missed.values()), "limit": BATCH}
        for told in read_messages(await read(self.pool, organisation, LIST_MESSAGES_SINCE, **reached)):
            feed.hand_on_told(told)

    def hear_sign(self, organisation: int, sign: Sign) -> None:
        feed = self.feeds.get(organisation)
        if feed:
            feed.hand_on_sign(sign)

    async def resume(self) -> None:
        """After the listener was cut off: catch up with the journal, and have every subscriber ask for messages it missed."""
        for feed in list(self.feeds.values()):
            [[head]] = await read(self.pool, feed.organisation, GET_HEAD)
            self.hear_entry(feed.organisation, Seq(head))
            for subscriber in feed.list_subscribers():
                subscriber.take_interruption()
