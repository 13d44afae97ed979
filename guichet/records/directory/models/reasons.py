"""Why citizens ask: one tree shared by all channels, whose past is kept."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.organisations import KeyedQuerySet, Labelled, Separated, SeparatedQuerySet
from guichet.records.directory.models.queues import Queue
from guichet.records.directory.models.skills import Skill, level_between_1_and_5
from guichet.records.directory.words import EVERYBODY


class Reason(Labelled):
    """One version of a reason. A change ends the row and adds another with the same key; a removal only ends it.

    A contact keeps the row, hence the version, it was qualified with. The parents of active rows are active rows.
    """

    readers = EVERYBODY

    version = models.PositiveIntegerField(default=1)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_constraint=False, related_name="children")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="reasons")
    is_settled_at_distance = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = KeyedQuerySet["Reason"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key", "version"], name="directory_reason_version"),
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=models.Q(is_active=True), name="directory_reason_one_current"
            ),
        ]


class ReasonSkill(Separated):
    """A skill that whoever answers this version of the reason needs, at this level at least."""

    readers = EVERYBODY

    reason = models.ForeignKey(Reason, on_delete=models.CASCADE, db_constraint=False, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, db_constraint=False, related_name="reasons")
    level = models.PositiveSmallIntegerField()

    objects = SeparatedQuerySet["ReasonSkill"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "reason", "skill"], name="directory_reasonskill_once"),
            level_between_1_and_5("directory_reasonskill"),
        ]
