"""Contacts whose two sides see one another write, letter by letter."""

from typing import ClassVar

from django.db import models

from guichet.records.contacts.models.contacts import Contact
from guichet.records.contacts.words import RealTimeText as Kind
from guichet.records.directory.models import Separated, SeparatedQuerySet


class RealTimeText(Separated):
    """That what is typed in a contact is seen while it is typed (real-time text, EN 301 549, 6.2): a call by text, or text beside a call.

    `code`: the digest of the one with which its citizen comes in from a browser, once, until `code_until`.
    """

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="real_time_text")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    opened_at = models.DateTimeField()
    code = models.BinaryField(max_length=32, null=True)
    code_until = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["RealTimeText"].as_manager()

    class Meta:
        db_table = "contacts_real_time_text"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "code"], name="contacts_real_time_text_code"),
        ]
