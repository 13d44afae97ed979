"""Calls that were promised."""

from typing import ClassVar

from django.db import models

from guichet.records.contacts.models.contacts import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


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
