"""What agents write before it is sent: drafts, and models of answers."""

from typing import ClassVar

from django.db import models

from guichet.decisions.routing.words import Channel
from guichet.records.contacts.models.contacts import Contact
from guichet.records.contacts.words import DraftKind
from guichet.records.directory.models import Agent, Reason, Separated, SeparatedQuerySet
from guichet.records.directory.words import EVERYBODY


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
