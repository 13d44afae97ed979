"""How much an agent can hold: per channel, and together."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.organisations import KeyedQuerySet, Labelled, Separated, SeparatedQuerySet, unique_key
from guichet.records.directory.words import STEERING


class CapacityProfile(Labelled):
    """`units` is what an agent holds together; each channel says what one contact takes from it."""

    readers = STEERING

    units = models.PositiveSmallIntegerField()

    objects = KeyedQuerySet["CapacityProfile"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_capacityprofile")]


class ChannelCapacity(Separated):
    """At most `most` contacts of `channel` at once, each taking `units`. A channel without a row is not offered."""

    readers = STEERING

    profile = models.ForeignKey(CapacityProfile, on_delete=models.CASCADE, db_constraint=False, related_name="channels")
    channel = models.CharField(max_length=12)
    most = models.PositiveSmallIntegerField()
    units = models.PositiveSmallIntegerField()

    objects = SeparatedQuerySet["ChannelCapacity"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "profile", "channel"], name="directory_channelcapacity_once")
        ]
