"""Under which supervisors may listen to calls, and whose desk showed it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.calls.words import LONGEST_AIM, Purpose
from guichet.records.directory.models import Account, Agent, Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING


class Campaign(Separated):
    """A listening campaign: for a while, supervisors who are named may listen to calls of agents who were told.

    `teams`, `agents`, `lines` and `listeners` are ids; no line: all of them tell callers. `ended_at`: earlier than was declared.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    aim = models.CharField(max_length=LONGEST_AIM)
    teams = ArrayField(models.BigIntegerField(), default=list)
    agents = ArrayField(models.BigIntegerField(), default=list)
    lines = ArrayField(models.BigIntegerField(), default=list)
    listeners = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    declared_at = models.DateTimeField()
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["Campaign"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-ends_at"], condition=models.Q(ended_at__isnull=True), name="calls_campaigns_on"),
        ]


class CampaignSight(Separated):
    """A campaign was shown on the desk of an agent whom it concerns, for the first time then."""

    readers = STEERING

    pk = models.CompositePrimaryKey("campaign_id", "agent_id")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="sights")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    seen_at = models.DateTimeField()

    objects = SeparatedQuerySet["CampaignSight"].as_manager()
