"""What was said and sent in a contact."""

from typing import ClassVar

import msgspec
from django.db import models

from guichet.records.contacts.models.contacts import Contact
from guichet.records.contacts.words import LONGEST_NAME, Author, GivenAnswer, MessageKind
from guichet.records.directory.models import Agent, Organisation, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class Message(Separated):
    """A numbered line of a contact. `key` is its writer's: the same one again is the same line. `answer` is a `words.GivenAnswer`."""

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
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField()

    objects = SeparatedQuerySet["Message"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["contact", "key"], name="contacts_message_key"),
        ]

    def read_answer(self) -> GivenAnswer | None:
        """Which article it gives."""
        return None if self.answer is None else msgspec.convert(self.answer, GivenAnswer)


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
