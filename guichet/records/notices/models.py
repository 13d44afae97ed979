"""The mails that go out."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import Role
from guichet.records.notices.words import MailState, Purpose


class Mail(Separated):
    """One mail to one recipient. `text` is kept only until it is sent: it may hold a link that opens something.

    `message_id` is made once, before the first attempt: a receiver that gets it twice knows the second one. `reply_code` is the last
    answer of the server; its words may hold the recipient's address and are not kept. `tried_at` begins the last attempt. `sender`,
    `headers`, `files` and `is_written` are a `Letter`'s.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.UUIDField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    sender = models.CharField(max_length=254, blank=True, default="")
    headers = models.JSONField(default=dict)
    files = ArrayField(models.UUIDField(), default=list)
    is_written = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MailState.choices)
    message_id = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(default=0)
    reply_code = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Mail"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="notices_mail_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "created_at"], name="notices_mail_created"),
            models.Index(fields=["organisation", "message_id"], name="notices_mail_message_id"),
        ]
