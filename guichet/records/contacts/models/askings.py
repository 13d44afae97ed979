"""What citizens were asked while their contacts rested."""

from typing import ClassVar

from django.db import models

from guichet.records.contacts.models.contacts import Contact
from guichet.records.directory.models import Agent, AskingReason, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class Asking(Separated):
    """An agent asked the citizen something, and waits for it until `until` at most.

    `since_number` is the last line that he had read: whatever the citizen says after it is his answer. `due_at`: when the promise was due
    when its clock stopped; null where it goes on, or where there is none. `ended_at`: when he answered.
    """

    readers = frozenset({Role.SUPERVISOR})

    id = models.UUIDField(primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="askings")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    reason = models.ForeignKey(AskingReason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    since_number = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Asking"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["contact", "-asked_at"], name="contacts_asking_of"),
            models.Index(fields=["organisation", "until"], condition=models.Q(ended_at__isnull=True), name="contacts_asking_open"),
        ]
