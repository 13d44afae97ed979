"""An organisation to lead, and an engine of it that a test drives by hand."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4, uuid5

import pytest
from django.db import transaction

from guichet.decisions.routing.inputs import ContactArrived, Input
from guichet.decisions.routing.words import AgentId, Channel, ContactId, Instant, QueueId, Requirement
from guichet.engine.chores import Chores
from guichet.engine.connections import Connection, connect
from guichet.engine.leader import Leader
from guichet.engine.leadership import claim, try_lead
from guichet.engine.replica import Replica
from guichet.engine.snapshots import RouterMaker
from guichet.engine.tests.tiny import TinyRouter
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Agent, Organisation, Queue, Reason
from guichet.records.directory.tests import factories
from guichet.records.journal.queries import read_entries
from guichet.records.journal.statements import LIST_ENTRIES, NOTIFY_INBOX, POST_MANY
from guichet.records.journal.words import Entry, encode_input

NAMES = UUID("6d0e5a52-0000-4000-8000-000000000000")


def name_contact(number: int) -> ContactId:
    return ContactId(str(uuid5(NAMES, str(number))))


@dataclass
class Town:
    """One organisation with a queue, an agent and a connection that posts."""

    organisation: Organisation
    queue: Queue
    reason: Reason
    agent: Agent
    poster: Connection
    opened: ExitStack = field(repr=False)

    @property
    def agent_id(self) -> AgentId:
        return AgentId(self.agent.pk)

    def open_contact(self, number: int) -> ContactId:
        """Store a contact as a door does, before anything is known of it."""
        contact = name_contact(number)
        self.poster.execute(
            """insert into contacts_contact (organisation_id, id, key, channel, queue_id, reason_id, language, citizen_name, state,
                 arrived_at, rank_at, step, priority_minutes, requirement, why, last_number, seq)
               values (%s, %s, %s, 'chat', %s, %s, 'fr', '', 'waiting', now(), now(), 0, 0, '{}', '{}', 0, 0)""",
            [self.organisation.pk, contact, contact, self.queue.pk, self.reason.pk],
        )
        return contact

    def arrival(self, number: int, priority_minutes: int = 0) -> ContactArrived:
        return ContactArrived(
            contact=name_contact(number),
            channel=Channel.CHAT,
            queue=QueueId(self.queue.pk),
            requirements=(Requirement(),),
            arrived_at=Instant(1_700_000_000_000 + number),
            priority_minutes=priority_minutes,
        )

    def post(self, *inputs: Input, connection: Connection | None = None) -> None:
        self.post_raw(*((type(input).__name__, encode_input(input)) for input in inputs), connection=connection)

    def post_raw(self, *facts: tuple[str, str], connection: Connection | None = None) -> None:
        names: dict[str, Any] = {
            "organisation_id": self.organisation.pk,
            "input_ids": [uuid4() for _ in facts],
            "kinds": [kind for kind, _ in facts],
            "bodies": [body for _, body in facts],
        }
        poster = connection or self.poster
        poster.execute(POST_MANY, names)
        poster.execute(NOTIFY_INBOX, {"organisation_id": self.organisation.pk})

    def connect(self) -> Connection:
        return self.opened.enter_context(connect("test", self.organisation.pk))

    def lead(self, maker: RouterMaker = TinyRouter.make) -> Leader:
        """A leader of a new epoch that does nothing of its own accord."""
        connection = self.connect()
        assert try_lead(connection, self.organisation.pk)
        return self.claim(connection, maker)

    def claim(self, connection: Connection, maker: RouterMaker = TinyRouter.make) -> Leader:
        replica = Replica(self.organisation.pk, maker)
        epoch, _ = claim(connection, self.organisation.pk)
        replica.catch_up(connection)
        return Leader(connection, replica, epoch, Chores(self.organisation.pk))

    def list_entries(self) -> list[Entry]:
        return read_entries(self.poster.execute(LIST_ENTRIES, {"organisation_id": self.organisation.pk, "since": 0, "limit": 100_000}))

    def count(self, table: str) -> int:
        [(number,)] = self.poster.execute(f"select count(*) from {table}").fetchall()  # noqa: S608 - ours
        return int(str(number))

    def get_contact(self, number: int) -> Contact:
        from guichet.records.separation import set_organisation

        with transaction.atomic():
            set_organisation(self.organisation.pk)
            return Contact.objects.get(pk=name_contact(number))


@pytest.fixture
def build(transactional_db: None) -> Iterator[Callable[[], Town]]:  # noqa: ARG001 - engines see what others committed
    """`build()` makes a town; several can be made."""
    with ExitStack() as opened:

        def make() -> Town:
            with transaction.atomic():
                organisation = factories.make_organisation()
                queue = factories.make_queue(organisation)
                reason = factories.make_reason(organisation, queue)
                agent = factories.make_agent(organisation)
            return Town(organisation, queue, reason, agent, opened.enter_context(connect("test", organisation.pk)), opened)

        yield make


@pytest.fixture
def town(build: Callable[[], Town]) -> Town:
    return build()
