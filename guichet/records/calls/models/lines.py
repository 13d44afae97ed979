"""The numbers that citizens dial, and where agents are rung."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.calls.words import PostKind, Reached, RecordingPurpose
from guichet.records.directory.models import Agent, Reason, Separated, SeparatedQuerySet, Territory
from guichet.records.directory.words import STEERING, Role


class Line(Separated):
    """A number that citizens call (E.164, or digits within a private exchange).

    `menu`: the keys of the reasons offered by its voice menu, in the order of their digits; `reason`: the one of those who choose none.
    `welcome` maps languages to the sentence that greets. `trunk`: where calls leave (`sip:host:port`), `username` and `secret` (sealed):
    how the operator knows us; `registers`: he sends calls only to whoever has registered there. `caller_id`: the number that we show.
    `announcement`: said to everybody before anything else, while it lasts. `takes_messages`: who is not answered may leave a message.
    `recorded_for`: what conversations are recorded for, each for `recorded_days`; empty: none is. `territory`: where those live who call a
    regional number; empty: whoever calls is asked.
    `is_closed`: those who steer closed it for now, and callers hear so.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    number = models.CharField(max_length=20)
    label = models.CharField(max_length=100)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    reason = models.ForeignKey(Reason, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    menu = ArrayField(models.CharField(max_length=63), default=list)
    welcome = models.JSONField(default=dict)
    announcement = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    is_closed = models.BooleanField(default=False, db_default=False)
    trunk = models.CharField(max_length=200, blank=True)
    username = models.CharField(max_length=100, blank=True)
    secret = models.BinaryField(null=True)
    registers = models.BooleanField(default=False, db_default=False)
    caller_id = models.CharField(max_length=20, blank=True)
    takes_messages = models.BooleanField(default=False)
    recorded_for = models.CharField(max_length=12, choices=RecordingPurpose.choices, blank=True, default="", db_default="")
    recorded_days = models.PositiveSmallIntegerField(default=30, db_default=30)

    objects = SeparatedQuerySet["Line"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "number"], name="calls_line_number"),
        ]


class Registration(Separated):
    """What became of a line at the operator with whom it registers. `code`: of his last answer, `at` which it changed; `until`: calls reach
    us so long, unless the voice process dies or takes its leave before."""

    readers = frozenset({Role.ADMINISTRATOR})

    line = models.OneToOneField(Line, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="registration")
    reached = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Reached])
    code = models.PositiveSmallIntegerField()
    until = models.DateTimeField(null=True)
    at = models.DateTimeField()

    objects = SeparatedQuerySet["Registration"].as_manager()


class Post(Separated):
    """Where an agent is rung. A telephone registers as `username`; of its password only the digest that SIP asks for is kept."""

    readers = STEERING

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="post")
    kind = models.CharField(max_length=12, choices=PostKind.choices, default=PostKind.BROWSER)
    username = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=32, blank=True)

    objects = SeparatedQuerySet["Post"].as_manager()
