"""Contacts, what was said in them, and how they ended.

Who holds a contact and in which state it is are written by the engine alone (`projections.py`): a door that wants to change them posts
a fact. What people say is written by the doors themselves and never passes the engine.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.decisions.routing.words import Channel, ContactState, Presence
from guichet.records.contacts.words import LONGEST_NAME, Author, DraftKind, LinkPurpose, MessageKind
from guichet.records.directory.models import Agent, Organisation, Queue, Reason, Separated, SeparatedQuerySet, Territory
from guichet.records.directory.words import EVERYBODY, Role
from guichet.records.people.models import Citizen


class Contact(Separated):
    """One request on one channel, from arrival to closing.

    `key` is its opener's: the same one again is the same contact. `seq` is the journal's number of the last change. `last_number` counts
    the messages. `citizen_name` is what he calls himself, never verified. `rank_at` orders the waiting ones. `why` is the router's last
    explanation, as it wrote it.
    """

    readers = frozenset({Role.SUPERVISOR})

    id = models.UUIDField(primary_key=True)
    key = models.UUIDField()
    channel = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Channel])
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    language = models.CharField(max_length=12)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    citizen = models.ForeignKey(Citizen, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="contacts")
    citizen_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in ContactState])
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    offered_to = models.ForeignKey(
        Agent, on_delete=models.PROTECT, null=True, db_column="offered_to", db_constraint=False, db_index=False, related_name="+"
    )
    offered_until = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField()
    rank_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    priority_minutes = models.IntegerField(default=0)
    requirement = models.JSONField(default=dict)
    first_answer_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    wrap_up_until = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=63, null=True)
    why = models.JSONField(default=dict)
    last_number = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(default=0)

    objects = SeparatedQuerySet["Contact"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="contacts_contact_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Every change of a column that an index holds, or asks about, goes into all indexes of the row. So no index knows the state:
            # whoever waits is among the open ones.
            models.Index(fields=["organisation", "agent"], condition=models.Q(closed_at__isnull=True), name="contacts_owned"),
            # Most citizens stay unknown, and every change of a contact goes into each index that holds it.
            models.Index(fields=["citizen"], condition=models.Q(citizen__isnull=False), name="contacts_of_citizen"),
            models.Index(fields=["organisation", "offered_to"], condition=models.Q(offered_to__isnull=False), name="contacts_offered"),
        ]


class Message(Separated):
    """A numbered line of a contact. `key` is its writer's: the same one again is the same line."""

    readers = frozenset({Role.SUPERVISOR})

    pk = models.CompositePrimaryKey("contact_id", "number")
    # Held by the composite key of its contact: a check less for each line.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="messages")
    number = models.PositiveIntegerField()
    key = models.UUIDField()
    author = models.CharField(max_length=7, choices=[(author.value, author.value) for author in Author])
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in MessageKind])
    text = models.TextField()
    created_at = models.DateTimeField()

    objects = SeparatedQuerySet["Message"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "key"], name="contacts_message_key"),
        ]


class File(Separated):
    """A file of a contact. Its line is the message under the same `key`; its content stands in `FilePart`.

    `media_type` is what the content proved to be (`sniffing.py`).
    """

    readers = frozenset({Role.SUPERVISOR})

    id = models.UUIDField(primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="files")
    key = models.UUIDField()
    name = models.CharField(max_length=LONGEST_NAME)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    objects = SeparatedQuerySet["File"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "key"], name="contacts_file_key"),
        ]


class FilePart(Separated):
    """A piece of a file's content, so that a web process never holds a whole one."""

    pk = models.CompositePrimaryKey("file_id", "place")
    file = models.ForeignKey(File, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="parts")
    place = models.PositiveIntegerField()
    content = models.BinaryField()

    objects = SeparatedQuerySet["FilePart"].as_manager()

    class Meta:
        db_table = "contacts_file_part"


class WrapUp(Separated):
    """What the agent said at the end: the reason as it proved to be, the outcome and a note."""

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="wrap_up")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    outcome = models.CharField(max_length=63)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()

    objects = SeparatedQuerySet["WrapUp"].as_manager()


class Link(Separated):
    """A one-time door to a contact for whoever holds its token; only the token's digest is kept."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, related_name="links")
    purpose = models.CharField(max_length=12, choices=[(purpose.value, purpose.value) for purpose in LinkPurpose])
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Link"].as_manager()


class AgentPresence(Separated):
    """What an agent says of himself, as the router last set it."""

    readers = frozenset({Role.SUPERVISOR})

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="presence")
    presence = models.CharField(max_length=12, choices=[(presence.value, presence.value) for presence in Presence])
    reason = models.CharField(max_length=63, null=True)
    since = models.DateTimeField()
    seq = models.BigIntegerField()

    objects = SeparatedQuerySet["AgentPresence"].as_manager()

    class Meta:
        db_table = "contacts_presence"
        verbose_name = _("presence of an agent")


class Desk(Separated):
    """When an agent's screens were last heard: the engine returns the work of one that is silent for too long."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="+")
    seen_at = models.DateTimeField()

    objects = SeparatedQuerySet["Desk"].as_manager()


class QueueState(Separated):
    """Whether a queue takes contacts, as the router last set it."""

    readers = frozenset({Role.SUPERVISOR})

    queue = models.OneToOneField(Queue, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="state")
    is_open = models.BooleanField()
    reason = models.CharField(max_length=63, null=True)
    seq = models.BigIntegerField()

    objects = SeparatedQuerySet["QueueState"].as_manager()

    class Meta:
        db_table = "contacts_queue_state"


class Draft(Separated):
    """What an agent has typed and not sent, one row for each browser he typed it in: two of them never overwrite each other (R13)."""

    pk = models.CompositePrimaryKey("agent_id", "contact_id", "kind", "screen")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    kind = models.CharField(max_length=7, choices=[(kind.value, kind.value) for kind in DraftKind])
    screen = models.UUIDField()
    text = models.TextField()
    updated_at = models.DateTimeField()

    objects = SeparatedQuerySet["Draft"].as_manager()


class Snippet(Separated):
    """A model of an answer: the organisation's, or one agent's own (`agent`). `{name}` stands for what is filled in when it is used.

    A reason or a channel restricts it to contacts of that kind; without them it serves everywhere.
    """

    readers = EVERYBODY

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, null=True, db_constraint=False, db_index=False, related_name="+")
    title = models.CharField(max_length=80)
    text = models.TextField()
    reason = models.ForeignKey(Reason, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    channel = models.CharField(max_length=12, blank=True, choices=[(kind.value, kind.value) for kind in Channel])
    updated_at = models.DateTimeField()

    objects = SeparatedQuerySet["Snippet"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "agent"], name="contacts_snippets_of")]


class SearchEntry(Separated):
    """The words by which a contact is found, and the agents who took part in it. Written after the fact (`searching.py`): no index
    stands in the way of a message."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="+")
    words = SearchVectorField()
    agents = ArrayField(models.BigIntegerField())

    objects = SeparatedQuerySet["SearchEntry"].as_manager()

    class Meta:
        db_table = "contacts_search_entry"
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["words", "agents"], name="contacts_search_words")]


class SearchMark(models.Model):
    """Up to which entry of the journal contacts were made ready to be found."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)

    class Meta:
        db_table = "contacts_search_mark"


class Callback(Separated):
    """A promise to call: at which number (E.164), and in which window; without one, as soon as possible. `attempts`: calls in vain."""

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="callback")
    number = models.CharField(max_length=16)
    wanted_from = models.DateTimeField(null=True)
    wanted_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = SeparatedQuerySet["Callback"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "number"], name="contacts_callback_number"),
            models.Index(fields=["organisation", "wanted_from"], name="contacts_callback_from"),
        ]
