"""Orders, who has read a message, and links that open figures on a wall."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account, Agent, Queue, Separated, SeparatedQuerySet, Skill, Team
from guichet.records.directory.words import STEERING
from guichet.records.orders.words import LONGEST_NAME, LONGEST_TEXT, Ending, OrderKind


class Order(Separated):
    """What a supervisor ordered. It holds until `ended_at`; `until` ends it by itself.

    Each kind uses the subjects that it names. `number` is a level or minutes of priority. `before` holds ids and numbers from which
    what was can be restored. `text` is an announcement to citizens or a message to a team.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in OrderKind])
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    ending = models.CharField(max_length=8, blank=True, choices=[(ending.value, ending.value) for ending in Ending])
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, db_index=False, related_name="+")
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    queue = models.ForeignKey(Queue, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    number = models.IntegerField(default=0)
    before = models.JSONField(default=dict)
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)

    objects = SeparatedQuerySet["Order"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "given_at"], condition=models.Q(ended_at__isnull=True), name="orders_holding"),
        ]


class Reading(Separated):
    """An agent has read a message."""

    readers = STEERING

    pk = models.CompositePrimaryKey("order_id", "agent_id")
    order = models.ForeignKey(Order, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="readings")
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")
    read_at = models.DateTimeField()

    objects = SeparatedQuerySet["Reading"].as_manager()


class WallLink(Separated):
    """A link that shows figures on a wall to whoever has it, without an account, until `expires_at` or until it is revoked.

    `queues` are the ids of those it shows; none: all of the organisation.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=LONGEST_NAME)
    queues = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["WallLink"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-made_at"], condition=models.Q(revoked_at__isnull=True), name="orders_open_wall_links"),
        ]
