"""Contacts: who asks for what, who holds it, and how it ended."""

from typing import ClassVar

from django.db import models

from guichet.decisions.routing.words import Channel, ContactState
from guichet.records.contacts.words import LinkPurpose
from guichet.records.directory.models import Agent, Queue, Reason, Separated, SeparatedQuerySet, Territory
from guichet.records.directory.words import Role
from guichet.records.people.models import Citizen


class Contact(Separated):
    """One request on one channel, from arrival to closing.

    `key` is its opener's: the same one again is the same contact. `seq` is the journal's number of the last change. `last_number` counts
    the messages. `citizen_name` is what he calls himself, never verified. `language` is the one he chose; `written_in` the one his words
    seem to be in: none before they were looked at, empty when they tell nothing. `rank_at` orders the waiting ones. `why` is the router's
    last explanation, as it wrote it. `put_off_ms`: by how much its promise has moved, because its citizen was waited for. `into` is the
    contact in which this one goes on, or ended: they ask the same. While others go on in it, `arrived_at` and `rank_at` are those of the
    oldest.
    """

    readers = frozenset({Role.SUPERVISOR})

    id = models.UUIDField(primary_key=True)
    key = models.UUIDField()
    channel = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Channel])
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    language = models.CharField(max_length=12)
    written_in = models.CharField(max_length=12, null=True)
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
    put_off_ms = models.BigIntegerField(default=0, db_default=0)
    requirement = models.JSONField(default=dict)
    first_answer_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    wrap_up_until = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=63, null=True)
    why = models.JSONField(default=dict)
    into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="joined")
    last_number = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(default=0)

    objects = SeparatedQuerySet["Contact"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # The organisation comes last, here and in the primary key: see migration 0011.
            models.UniqueConstraint(fields=["key", "organisation"], name="contacts_contact_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Every change of a column that an index holds, or asks about, goes into all indexes of the row. So no index knows the state:
            # whoever waits is among the open ones.
            models.Index(fields=["organisation", "agent"], condition=models.Q(closed_at__isnull=True), name="contacts_owned"),
            # Somebody's contacts, the latest first (`history.py`). `arrived_at` changes where another contact joins or parts, else never.
            models.Index(fields=["citizen", "-arrived_at", "-id"], condition=models.Q(citizen__isnull=False), name="contacts_of_citizen"),
            models.Index(fields=["organisation", "offered_to"], condition=models.Q(offered_to__isnull=False), name="contacts_offered"),
            models.Index(fields=["into"], condition=models.Q(into__isnull=False), name="contacts_joined"),
        ]


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
