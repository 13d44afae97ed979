"""Calls that find out what is wrong: those made to try a line, and those that reached none."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from guichet.decisions.dialling.trial import Trouble
from guichet.records.calls.models.lines import Line
from guichet.records.calls.words import TurnedAwayFor
from guichet.records.directory.models import Account, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class TrialCall(Separated):
    """A test call that an administrator asked for on a line: how far it came and what it showed. Its id is that of its leg.

    `number` is what was typed, until it is over; `process` makes the call; `code`: what the other side refused with; `refusal`: the code
    of the rule that held it back. One at a time.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    id = models.UUIDField(primary_key=True, default=uuid4)
    line = models.ForeignKey(Line, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    number = models.CharField(max_length=40, blank=True)
    process = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    rang_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    code = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Trouble], blank=True)
    refusal = models.CharField(max_length=30, blank=True)
    is_heard = models.BooleanField(default=False)
    has_key = models.BooleanField(default=False)

    objects = SeparatedQuerySet["TrialCall"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], condition=models.Q(ended_at__isnull=True), name="calls_trialcall_one"),
        ]


class TurnedAway(Separated):
    """A call that reached no line, counted: which number was called, as it was sent, and from which address. Nothing of who called."""

    readers = frozenset({Role.ADMINISTRATOR})

    why = models.CharField(max_length=8, choices=TurnedAwayFor.choices)
    called = models.CharField(max_length=40)
    source = models.CharField(max_length=45)
    times = models.PositiveIntegerField()
    last_at = models.DateTimeField()

    objects = SeparatedQuerySet["TurnedAway"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "why", "called", "source"], name="calls_turnedaway_once"),
        ]
