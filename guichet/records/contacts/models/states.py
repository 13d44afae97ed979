"""Agents and queues, as the router last set them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from guichet.decisions.routing.words import Presence
from guichet.records.directory.models import Agent, Queue, Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class AgentPresence(Separated):
    """What an agent says of himself, as the router last set it."""

    readers = frozenset({Role.SUPERVISOR})

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="presence")
    presence = models.CharField(max_length=12, choices=[(presence.value, presence.value) for presence in Presence])
    reason = models.CharField(max_length=63, null=True)
    since = models.DateTimeField()
    seq = models.BigIntegerField()

    objects = SeparatedQuerySet["AgentPresence"].as_manager()

    class Meta:
        db_table = "contacts_presence"
        verbose_name = _("presence of an agent")


class Desk(Separated):
    """When an agent's screens were last heard: the engine returns the work of one that is silent for too long."""

    agent = models.OneToOneField(Agent, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="+")
    seen_at = models.DateTimeField()

    objects = SeparatedQuerySet["Desk"].as_manager()


class QueueState(Separated):
    """Whether a queue takes contacts, as the router last set it."""

    readers = frozenset({Role.SUPERVISOR})

    queue = models.OneToOneField(Queue, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="state")
    is_open = models.BooleanField()
    reason = models.CharField(max_length=63, null=True)
    seq = models.BigIntegerField()

    objects = SeparatedQuerySet["QueueState"].as_manager()

    class Meta:
        db_table = "contacts_queue_state"
