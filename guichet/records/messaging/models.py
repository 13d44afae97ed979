"""Accounts outside, what came to them as it came, the side of a contact that is held there, and what goes out."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Reason, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role
from guichet.records.messaging.words import (
    LONGEST_HANDLE,
    LONGEST_REFERENCE,
    Cause,
    IncomingState,
    OutgoingState,
    Purpose,
    ReceiptState,
)
from guichet.records.scripts.models import ScriptSession


def choose(words: type[Cause | IncomingState | OutgoingState | Purpose | ReceiptState]) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in words]


class Account(Separated):
    """A number or a name outside to which citizens write; `reason` says who answers.

    `channel` is the router's word, `kind` names the carrier. `address` is what citizens see, `settings` what the carrier must know,
    `secret` what it must know and nobody may read (sealed JSON). Between `quiet_from` and `quiet_until` nothing leaves. `paused_until`:
    the outside asked for a pause. `trouble` is the carrier's word for why it did not work the last time.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    channel = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=LONGEST_HANDLE)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    language = models.CharField(max_length=12)
    is_active = models.BooleanField(default=True)
    acknowledges = models.BooleanField(default=False)
    settings = models.JSONField(default=dict)
    secret = models.BinaryField(null=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    per_second = models.PositiveSmallIntegerField(default=5)
    paused_until = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=60, blank=True)

    objects = SeparatedQuerySet["Account"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "kind", "address"], name="messaging_account_address"),
        ]


class Incoming(Separated):
    """What came, as it came: kept before anything reads it. The same `key` again is the same thing; `digest` is of its bytes alone.

    `reference`, `handle` and the part say what was read of its first event. `tries` counts how often reading it was begun.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    id = models.UUIDField(primary_key=True, default=uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    key = models.CharField(max_length=LONGEST_REFERENCE)
    digest = models.CharField(max_length=64)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, choices=choose(IncomingState))
    cause = models.CharField(max_length=12, choices=choose(Cause), blank=True)
    reference = models.CharField(max_length=LONGEST_REFERENCE, blank=True)
    handle = models.CharField(max_length=LONGEST_HANDLE, blank=True)
    part_group = models.CharField(max_length=LONGEST_REFERENCE, blank=True)
    part_number = models.PositiveSmallIntegerField(null=True)
    part_count = models.PositiveSmallIntegerField(null=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    number = models.PositiveIntegerField(null=True)

    objects = SeparatedQuerySet["Incoming"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "account", "key"], name="messaging_incoming_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "digest"], name="messaging_incoming_digest"),
            models.Index(fields=["organisation", "account", "handle", "received_at"], name="messaging_incoming_of"),
            models.Index(
                fields=["organisation", "received_at"],
                condition=models.Q(state__in=["received", "waiting", "aside", "quarantined"]),
                name="messaging_incoming_left",
            ),
        ]


class Talk(Separated):
    """The side of a contact that is held at an account: with whom, and whether everybody reads along.

    `reference` is the outside's name for the last word that came. `window_until`: until when we may answer freely; null for always.
    `told_number` is the last line that was put out; `is_watched` while more may be. `continues`: the contact that this one goes on from.
    """

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="talk")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    handle = models.CharField(max_length=LONGEST_HANDLE, blank=True)
    is_public = models.BooleanField(default=False)
    reference = models.CharField(max_length=LONGEST_REFERENCE, blank=True)
    window_until = models.DateTimeField(null=True)
    told_number = models.PositiveIntegerField(default=0)
    is_watched = models.BooleanField(default=True)
    promised_at = models.DateTimeField(null=True)
    continues = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["Talk"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], condition=models.Q(is_watched=True), name="messaging_watched"),
            models.Index(fields=["organisation", "account", "handle"], name="messaging_talk_of"),
            models.Index(fields=["continues"], condition=models.Q(continues__isnull=False), name="messaging_talk_continues"),
        ]


class Dialogue(Separated):
    """Somebody at an account is, or was, in a script: which session is his."""

    readers = frozenset({Role.SUPERVISOR})

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    handle = models.CharField(max_length=LONGEST_HANDLE)
    session = models.ForeignKey(ScriptSession, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    began_at = models.DateTimeField()

    objects = SeparatedQuerySet["Dialogue"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "account", "handle", "began_at"], name="messaging_dialogue_of"),
        ]


class Arrived(Separated):
    """That a message of this reference has its place already, in whatever form it comes again."""

    readers = frozenset({Role.ADMINISTRATOR})

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    reference = models.CharField(max_length=LONGEST_REFERENCE)
    arrived_at = models.DateTimeField()

    objects = SeparatedQuerySet["Arrived"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "account", "reference"], name="messaging_arrived_once"),
        ]


class Outgoing(Separated):
    """One message to one handle. `text` is kept only until it is sent, or until its fate is decided: the contact holds it anyway.

    `key` is the same however often it is tried. `number` is its line in its contact. `names` are the outside's for its pieces.
    `due_at`: not before. `code` is the outside's last word for why not.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    id = models.UUIDField(primary_key=True, default=uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    key = models.UUIDField()
    purpose = models.CharField(max_length=16, choices=choose(Purpose))
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    number = models.PositiveIntegerField(null=True)
    handle = models.CharField(max_length=LONGEST_HANDLE, blank=True)
    text = models.TextField()
    files = ArrayField(models.UUIDField(), default=list)
    is_public = models.BooleanField(default=False)
    in_reply_to = models.CharField(max_length=LONGEST_REFERENCE, blank=True)
    state = models.CharField(max_length=10, choices=choose(OutgoingState))
    names = ArrayField(models.CharField(max_length=LONGEST_REFERENCE), default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Outgoing"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="messaging_outgoing_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "account", "due_at"],
                condition=models.Q(state__in=["queued", "uncertain"]),
                name="messaging_outgoing_open",
            ),
            models.Index(fields=["organisation", "account", "created_at"], name="messaging_outgoing_created"),
            GinIndex(fields=["names"], name="messaging_outgoing_names"),
        ]


class Receipt(Separated):
    """What the outside told of one of ours, kept even when it comes before the sending is written down. Again, it changes nothing."""

    readers = frozenset({Role.ADMINISTRATOR})

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    reference = models.CharField(max_length=LONGEST_REFERENCE)
    state = models.CharField(max_length=10, choices=choose(ReceiptState))
    code = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField()

    objects = SeparatedQuerySet["Receipt"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "account", "reference", "state"], name="messaging_receipt_once"),
        ]


class Stop(Separated):
    """Somebody said that nothing shall be sent to him. Kept as a digest of his handle, so that it outlives his erasure and names nobody."""

    readers = frozenset({Role.ADMINISTRATOR})

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    digest = models.BinaryField()
    said_at = models.DateTimeField()

    objects = SeparatedQuerySet["Stop"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "account", "digest"], name="messaging_stop_once"),
        ]
