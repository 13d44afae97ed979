"""Mailboxes, the mails that came to them as they came, and the side of a contact that is held by mail."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.correspondence.words import (
    LONGEST_ADDRESS,
    LONGEST_ID,
    LONGEST_SUBJECT,
    Cause,
    IncomingState,
    MailKind,
    Security,
    Verification,
)
from guichet.records.directory.models import Queue, Reason, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class Mailbox(Separated):
    """An address of the organisation to which citizens write; `reason` says who answers.

    `trusted_server`: whose word about a sender counts (the name it writes in Authentication-Results; empty: nobody's). `has_tags`: what
    stands behind a plus in the address reaches it too, so that answers can carry their thread's token. With a `host` it is fetched by
    IMAP from there, from `last_uid` on as long as `uid_validity` stays; without one it comes by LMTP. `trouble`: why it was not fetched
    the last time. `receives_scans`: a scanner writes to it, and what it attaches are letters on paper.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    address = models.CharField(max_length=LONGEST_ADDRESS, unique=True)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    language = models.CharField(max_length=12)
    is_active = models.BooleanField(default=True)
    acknowledges = models.BooleanField(default=True)
    has_tags = models.BooleanField(default=False)
    receives_scans = models.BooleanField(default=False)
    trusted_server = models.CharField(max_length=253, blank=True)
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Security], default=Security.TLS)
    login = models.CharField(max_length=254, blank=True)
    secret = models.BinaryField(null=True)
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=40, blank=True)

    objects = SeparatedQuerySet["Mailbox"].as_manager()


class IncomingMail(Separated):
    """A mail as it came. `raw` is kept before anything reads it, and as long as what it says; `key` is the same for the same bytes.

    `return_path` is the envelope's sender: "" for none, null when nobody knows. `number` is its line in its contact. `tries` counts how
    often reading it was begun: one that kills its reader is read as nothing more.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    id = models.UUIDField(primary_key=True, default=uuid4)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    key = models.UUIDField()
    recipient = models.CharField(max_length=LONGEST_ADDRESS)
    return_path = models.CharField(max_length=LONGEST_ADDRESS, null=True)
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in IncomingState])
    cause = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Cause], blank=True)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in MailKind], blank=True)
    problems = ArrayField(models.CharField(max_length=20), default=list)
    verification = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Verification], default=Verification.UNKNOWN)
    message_id = models.CharField(max_length=LONGEST_ID, blank=True)
    sender = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    number = models.PositiveIntegerField(null=True)

    objects = SeparatedQuerySet["IncomingMail"].as_manager()

    class Meta:
        db_table = "correspondence_incoming"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "mailbox", "key"], name="correspondence_incoming_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "message_id"], name="correspondence_incoming_id"),
            models.Index(fields=["organisation", "sender", "received_at"], name="correspondence_incoming_of"),
            models.Index(
                fields=["organisation", "received_at"],
                condition=models.Q(state__in=["received", "scans", "aside", "quarantined"]),
                name="correspondence_incoming_left",
            ),
        ]


class Exchange(Separated):
    """The side of a contact that is held by mail: with which address, at which mailbox, about what.

    `verification` and `is_forged` say what is known of the sender. `told_number` is the last line that was sent; `is_watched` while more
    may be. `thread_ids` are the Message-IDs of the thread so far, the latest first. `continues`: the contact whose thread goes on here.
    """

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="exchange")
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    address = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    subject = models.CharField(max_length=LONGEST_SUBJECT, blank=True)
    thread_ids = ArrayField(models.CharField(max_length=LONGEST_ID), default=list)
    verification = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Verification])
    is_forged = models.BooleanField(default=False)
    told_number = models.PositiveIntegerField(default=0)
    is_watched = models.BooleanField(default=True)
    promised_at = models.DateTimeField(null=True)
    continues = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["Exchange"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], condition=models.Q(is_watched=True), name="correspondence_watched"),
            models.Index(fields=["continues"], condition=models.Q(continues__isnull=False), name="correspondence_continues"),
        ]


class Signature(Separated):
    """What stands under the mails of a queue."""

    readers = frozenset({Role.ADMINISTRATOR})

    queue = models.OneToOneField(Queue, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="+")
    text = models.TextField()

    objects = SeparatedQuerySet["Signature"].as_manager()
