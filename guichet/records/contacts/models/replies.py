"""How whoever left a message hears of the answer."""

from typing import ClassVar

from django.db import models

from guichet.records.contacts.models.contacts import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class ReplyAddress(Separated):
    """Where somebody who left a message is told that it is answered: a mail, a number (E.164), or neither: he then has his link alone.

    `site` is where that link leads ("https://guichet.example"). `promised_at`: an answer until then; null when nobody can say.
    `told_number` is the last line of the contact that a mail told of.
    """

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="reply_address")
    email = models.CharField(max_length=254, blank=True)
    number = models.CharField(max_length=16, blank=True)
    site = models.CharField(max_length=300)
    promised_at = models.DateTimeField(null=True)
    told_number = models.PositiveIntegerField(default=0)

    objects = SeparatedQuerySet["ReplyAddress"].as_manager()

    class Meta:
        db_table = "contacts_reply_address"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], condition=~models.Q(email=""), name="contacts_reply_by_mail"),
        ]
