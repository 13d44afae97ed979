"""What was counted, what is under way, and what calls for somebody."""

from django.db import models

from guichet.records.directory.models import Organisation, Queue, Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING
from guichet.records.figures.words import AlertKind


class QuarterCount(Separated):
    """The sums of one cell (`words.Counts`). Periods before `Progress.sealed_until` never change again: the database refuses it."""

    readers = STEERING

    pk = models.CompositePrimaryKey("organisation_id", "quarter", "channel", "queue", "reason", "territory")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")
    quarter = models.IntegerField()
    channel = models.CharField(max_length=12)
    queue = models.BigIntegerField()
    reason = models.BigIntegerField()
    territory = models.BigIntegerField()
    arrived = models.IntegerField()
    answered = models.IntegerField()
    in_time = models.IntegerField()
    abandoned = models.IntegerField()
    late = models.IntegerField()
    abandoned_short = models.IntegerField()
    turned_away = models.IntegerField()
    transferred = models.IntegerField()
    merged = models.IntegerField(default=0)
    parted = models.IntegerField(default=0)
    closed = models.IntegerField()
    handled = models.IntegerField()
    wait_ms = models.BigIntegerField()
    handling_ms = models.BigIntegerField()
    wrap_up_ms = models.BigIntegerField()

    objects = SeparatedQuerySet["QuarterCount"].as_manager()

    class Meta:
        db_table = "figures_quarter"


class Account(Separated):
    """A contact that has not ended, as the count stands (`fold.Account`)."""

    pk = models.CompositePrimaryKey("organisation_id", "contact")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")
    contact = models.UUIDField()
    body = models.TextField()

    objects = SeparatedQuerySet["Account"].as_manager()

    class Meta:
        db_table = "figures_account"


class Progress(Separated):
    """Up to which entry of the journal was counted, the instant of that entry, and the commitments that held then."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)
    at_ms = models.BigIntegerField(default=0)
    sealed_until = models.IntegerField(default=0)
    commitments = models.JSONField(default=dict)

    objects = SeparatedQuerySet["Progress"].as_manager()

    class Meta:
        db_table = "figures_progress"


class Watchpoint(Separated):
    """A condition that is bad, or was and is not good for long enough yet (`alerts.Watchpoint`); an alert once it is raised."""

    readers = STEERING

    pk = models.CompositePrimaryKey("organisation_id", "kind", "queue_id")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in AlertKind])
    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    since_ms = models.BigIntegerField()
    raised_at_ms = models.BigIntegerField(null=True)
    calm_since_ms = models.BigIntegerField(null=True)

    objects = SeparatedQuerySet["Watchpoint"].as_manager()

    class Meta:
        db_table = "figures_watchpoint"
