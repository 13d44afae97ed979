"""By which channel what agents say in a contact leaves."""

from typing import ClassVar

from django.db import models

from guichet.decisions.routing.words import Channel
from guichet.records.contacts.models.contacts import Contact
from guichet.records.directory.models import Agent, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class AnswerChannel(Separated):
    """What agents say after the line `number` leaves by `channel`, until the next choice. A contact without any answers on its own."""

    readers = frozenset({Role.SUPERVISOR})

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="answer_channels")
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=12, choices=[(channel.value, channel.value) for channel in Channel])
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["AnswerChannel"].as_manager()

    class Meta:
        db_table = "contacts_answer_channel"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "number"], name="contacts_answer_channel_place"),
        ]
