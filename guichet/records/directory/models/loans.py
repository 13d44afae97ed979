"""Skills lent for a while: what a supervisor lets an agent answer beyond, or forbids him within, what he is down for."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.agents import Agent
from guichet.records.directory.models.organisations import Separated, SeparatedQuerySet
from guichet.records.directory.models.skills import Skill
from guichet.records.directory.words import STEERING


class SkillLoan(Separated):
    """Until its order ends, the agent holds the skill at this level instead of his own; at level 0 he is not asked for it.

    `order_id` is the supervisor's order that lent it (`records.orders`, a room above this one): each order ends its own loans.
    """

    readers = STEERING

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, db_constraint=False, related_name="loans")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, db_constraint=False, related_name="loans")
    level = models.PositiveSmallIntegerField()
    order_id = models.UUIDField()

    objects = SeparatedQuerySet["SkillLoan"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "order_id", "agent", "skill"], name="directory_skillloan_once"),
            models.CheckConstraint(condition=models.Q(level__lte=5), name="directory_skillloan_level_0_to_5"),
        ]
