"""Queues, the promises they keep, how their requirements relax, and what is kept in reserve."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.directory.models.hours import OpeningCalendar
from guichet.records.directory.models.organisations import KeyedQuerySet, Labelled, Separated, SeparatedQuerySet, unique_key
from guichet.records.directory.models.places import Territory
from guichet.records.directory.models.skills import Skill, level_between_1_and_5
from guichet.records.directory.words import EVERYBODY, STEERING, CommitmentClock


class Commitment(Labelled):
    """A published promise: a first answer within `delay_seconds` of its clock, which may pause while the citizen is to answer."""

    readers = EVERYBODY

    delay_seconds = models.PositiveIntegerField()
    clock = models.CharField(max_length=15, choices=CommitmentClock.choices, default=CommitmentClock.CONTINUOUS)
    pauses_for_citizen = models.BooleanField(default=False)

    objects = KeyedQuerySet["Commitment"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_commitment")]


class Queue(Labelled):
    """Contacts waiting under one service policy."""

    readers = EVERYBODY

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, db_constraint=False, related_name="queues")
    calendar = models.ForeignKey(OpeningCalendar, on_delete=models.PROTECT, db_constraint=False, related_name="queues")
    channels = ArrayField(models.CharField(max_length=12))
    offer_seconds = models.PositiveIntegerField(default=20)
    wrap_up_seconds = models.PositiveIntegerField(default=60)
    priority_minutes = models.IntegerField(default=0)
    most_waiting = models.PositiveIntegerField(null=True)
    reserve_override_seconds = models.PositiveIntegerField(null=True)

    objects = KeyedQuerySet["Queue"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_queue")]


class RelaxationStep(Separated):
    """After `after_seconds` of waiting, levels asked are lowered (never under 1), or the territory or the skills are let go.

    The language stays: nobody is helped in a language he does not speak.
    """

    readers = STEERING

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, db_constraint=False, related_name="relaxation_steps")
    after_seconds = models.PositiveIntegerField()
    levels_lowered = models.PositiveSmallIntegerField(default=0)
    drops_territory = models.BooleanField(default=False)
    drops_skills = models.BooleanField(default=False)

    objects = SeparatedQuerySet["RelaxationStep"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "queue", "after_seconds"], name="directory_relaxationstep_once")
        ]


class Reserve(Labelled):
    """Keep `count` available agents able to do its skills free of deferred work, for the live contacts that may come."""

    readers = STEERING

    count = models.PositiveSmallIntegerField()
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="reserves")

    objects = KeyedQuerySet["Reserve"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_reserve")]


class ReserveSkill(Separated):
    readers = STEERING

    reserve = models.ForeignKey(Reserve, on_delete=models.CASCADE, db_constraint=False, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, db_constraint=False, related_name="reserves")
    level = models.PositiveSmallIntegerField()

    objects = SeparatedQuerySet["ReserveSkill"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "reserve", "skill"], name="directory_reserveskill_once"),
            level_between_1_and_5("directory_reserveskill"),
        ]
