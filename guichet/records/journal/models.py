"""Where facts wait, and where what was decided about them stays.

The inbox and the journal are partitioned by month (see `retention.py`), so that old months are dropped whole. Nothing here holds a
citizen's id, number, text or health attribute: a contact is a number, and which citizen it belongs to is kept by `contacts` alone.
"""

from django.db import models
from django.db.models.functions import Now


class Inbox(models.Model):
    """A fact that waits for the engine. It goes when its entry is written, in the same commit."""

    pk = models.CompositePrimaryKey("id", "posted_at")
    id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    input_id = models.UUIDField()
    kind = models.TextField()
    body = models.TextField()
    posted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal_inbox"


class Key(models.Model):
    """That an input was posted, and as which row: it outlives the row, so that posting again is known as a repeat."""

    pk = models.CompositePrimaryKey("organisation_id", "input_id")
    organisation_id = models.BigIntegerField()
    input_id = models.UUIDField()
    inbox_id = models.BigIntegerField()
    posted_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal_key"


class Aside(models.Model):
    """A fact that could not be taken: unreadable, or one on which the product fails. Kept for a person, out of everybody's way."""

    pk = models.CompositePrimaryKey("organisation_id", "inbox_id")
    organisation_id = models.BigIntegerField()
    inbox_id = models.BigIntegerField()
    input_id = models.UUIDField()
    kind = models.TextField()
    body = models.TextField()
    posted_at = models.DateTimeField()
    reason = models.TextField()
    set_aside_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal_aside"


class Entry(models.Model):
    """One step of the router: an input (or a timer, when `input_id` is null) and everything decided because of it.

    `at_ms` is the instant that was given to the router, `recorded_at` the database's clock.
    """

    pk = models.CompositePrimaryKey("organisation_id", "seq", "recorded_at")
    organisation_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    at_ms = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_default=Now())
    input_id = models.UUIDField(null=True)
    kind = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "journal_entry"


class Leader(models.Model):
    """Who may write an organisation's journal (the highest epoch), and the last number written."""

    organisation_id = models.BigIntegerField(primary_key=True)
    epoch = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    since = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal_leader"


class Snapshot(models.Model):
    """The router as it was after entry `seq`: replay starts here instead of at the beginning."""

    pk = models.CompositePrimaryKey("organisation_id", "seq")
    organisation_id = models.BigIntegerField()
    seq = models.BigIntegerField()
    state = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal_snapshot"
