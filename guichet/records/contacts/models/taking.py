"""What asks something else than the rest of its contact, and is answered on its own."""

from typing import ClassVar

from django.db import models

from guichet.records.contacts.models.contacts import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class TakenLine(Separated):
    """A line of `origin` that stands in a contact of its own too: as `number` there, as `taken_number` in the contact taken out."""

    readers = frozenset({Role.SUPERVISOR})

    pk = models.CompositePrimaryKey("taken_id", "taken_number")
    taken = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="taken_lines")
    taken_number = models.PositiveIntegerField()
    origin = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    number = models.PositiveIntegerField()

    objects = SeparatedQuerySet["TakenLine"].as_manager()

    class Meta:
        db_table = "contacts_taken_line"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["origin", "number"], name="contacts_taken_from")]
