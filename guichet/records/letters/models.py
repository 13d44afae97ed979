"""The organisation's letter box, scans as they came, contacts held by letter, and what goes out by post."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account, Reason, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role
from guichet.records.letters.words import (
    LONGEST_BLOCK,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    AnswerBy,
    Cause,
    Origin,
    PostingKind,
    PostingState,
    ScanState,
)

EVERYBODY = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR})


class LetterBox(Separated):
    """How an organisation takes and sends letters. `reason` says who answers what no separator sheet sorts.

    `letterhead` stands at the top of its letters, `town` before their date. `reference_formats`: how its own file numbers look, one per
    line, 9 for a digit and A for a letter.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    language = models.CharField(max_length=12)
    is_active = models.BooleanField(default=True)
    letterhead = models.CharField(max_length=LONGEST_BLOCK, blank=True)
    town = models.CharField(max_length=100, blank=True)
    reference_formats = models.CharField(max_length=1_000, blank=True)

    objects = SeparatedQuerySet["LetterBox"].as_manager()

    class Meta:
        db_table = "letters_box"
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["organisation"], name="letters_box_one")]


class Scan(Separated):
    """What a scanner made, as it came: one letter or many. `raw` is kept before anything reads it; `key` is the same for the same bytes.

    `reason` was chosen by whoever brought it. `arrived_on` is the day on which the paper came. `tries` counts how often reading it was
    begun, and `claimed_until` is when another may begin.
    """

    readers = EVERYBODY

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.UUIDField()
    origin = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Origin])
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    arrived_on = models.DateField()
    received_at = models.DateTimeField()
    raw = models.BinaryField()
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in ScanState])
    cause = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Cause], blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Scan"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="letters_scan_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "received_at"],
                condition=models.Q(state__in=["received", "quarantined"]),
                name="letters_scan_left",
            ),
        ]


class Letter(Separated):
    """The side of a contact that is held by letter: what was found of its sender, and how the answer goes.

    `sender` is the whole address, `certainty` that of its text, `doubts` the fields that a person should look at. Nothing of it says who
    somebody is before an agent has checked it (`checked_at`). `pdf` is drawn anew from the scan. `told_number` is the last line that was
    sent; `is_watched` while more may be. `due_at`: answered or acknowledged by then.
    """

    readers = EVERYBODY

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="letter")
    scan = models.ForeignKey(Scan, on_delete=models.SET_NULL, null=True, db_constraint=False, related_name="letters")
    pdf = models.BinaryField()
    pages = models.PositiveSmallIntegerField()
    certainty = models.FloatField()
    doubts = ArrayField(models.CharField(max_length=12), default=list)
    sender = models.CharField(max_length=LONGEST_BLOCK, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    file_numbers = ArrayField(models.CharField(max_length=LONGEST_REFERENCE), default=list)
    written_on = models.DateField(null=True)
    checked_at = models.DateTimeField(null=True)
    answer_by = models.CharField(max_length=8, choices=[(each.value, each.value) for each in AnswerBy], default=AnswerBy.POST)
    due_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    told_number = models.PositiveIntegerField(default=0)
    is_watched = models.BooleanField(default=True)

    objects = SeparatedQuerySet["Letter"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], condition=models.Q(is_watched=True), name="letters_watched"),
        ]


class Page(Separated):
    """A page of a letter, as it is shown: a picture that was drawn anew, and its text."""

    readers = EVERYBODY

    pk = models.CompositePrimaryKey("contact_id", "number")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="letter_pages")
    number = models.PositiveSmallIntegerField()
    image = models.BinaryField()
    text = models.TextField(blank=True)
    certainty = models.FloatField()

    objects = SeparatedQuerySet["Page"].as_manager()


class Posting(Separated):
    """A letter that goes out: laid out once, and from then on as it is. `key` makes preparing it again the same letter.

    `enclosures` are files of the contact that are to be printed with it.
    """

    readers = EVERYBODY

    id = models.UUIDField(primary_key=True, default=uuid4)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, related_name="postings")
    key = models.UUIDField()
    kind = models.CharField(max_length=16, choices=[(each.value, each.value) for each in PostingKind])
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in PostingState])
    recipient = models.CharField(max_length=LONGEST_BLOCK, blank=True)
    text = models.TextField()
    pdf = models.BinaryField(null=True)
    enclosures = ArrayField(models.UUIDField(), default=list)
    prepared_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    moved_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["Posting"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="letters_posting_key"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "prepared_at"],
                condition=models.Q(state__in=["unaddressed", "ready", "printed"]),
                name="letters_posting_open",
            ),
        ]
