"""The ends of calls."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from guichet.records.calls.models.campaigns import Campaign
from guichet.records.calls.models.lines import Line
from guichet.records.calls.models.relays import RelayService
from guichet.records.calls.words import LegState, Manner, Part, PostKind, Side, Taping
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Account, Agent, Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING


class Leg(Separated):
    """One end of a call. `call` is what its legs have in common; `process` is the voice process that holds it.

    `number`: of the citizen or the one outside, E.164, empty when it is withheld. `offer` and `answer` describe media, while a browser
    is rung. `dialog`: what another process needs to end it properly. `quality`: how it sounds to others (`sounding`, percent lost, jitter
    in ms). `account`, `campaign` and `manner`: of a supervisor who listens. `is_told`: the citizen heard that he may be listened to.
    `taping`: of the citizen, whether his conversation is recorded. `mixes`: of an agent, whether three could be joined when it was last
    looked at. `relay`: whose interpreter is at this end; where that is the citizen's, `number` is empty or the relay's own, never his.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True, default=uuid4)
    call = models.UUIDField()
    process = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="legs")
    agent = models.ForeignKey(Agent, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    manner = models.CharField(max_length=8, choices=Manner.choices, blank=True, default="", db_default="")
    is_told = models.BooleanField(default=False, db_default=False)
    taping = models.CharField(max_length=8, choices=Taping.choices, blank=True, default="", db_default="")
    relay = models.ForeignKey(RelayService, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    mixes = models.BooleanField(default=True, db_default=True)
    side = models.CharField(max_length=8, choices=Side.choices)
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.MAIN)
    post = models.CharField(max_length=12, choices=PostKind.choices, blank=True)
    state = models.CharField(max_length=8, choices=LegState.choices)
    number = models.CharField(max_length=20, blank=True)
    offer = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    dialog = models.JSONField(default=dict)
    quality = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=30, blank=True)

    objects = SeparatedQuerySet["Leg"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], condition=models.Q(ended_at__isnull=True), name="calls_leg_open"),
            models.Index(fields=["call"], name="calls_leg_call"),
        ]
