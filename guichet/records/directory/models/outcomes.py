"""Why agents pause, what citizens are asked for, and how contacts end."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.organisations import KeyedQuerySet, Labelled, unique_key
from guichet.records.directory.words import EVERYBODY


class PauseReason(Labelled):
    """`longest_minutes`: after that long the supervisor is told."""

    readers = EVERYBODY

    longest_minutes = models.PositiveSmallIntegerField(null=True)

    objects = KeyedQuerySet["PauseReason"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_pausereason")]


class AskingReason(Labelled):
    """What a citizen is asked for while his contact rests: for `days` at most, then it comes back to its agent."""

    readers = EVERYBODY

    days = models.PositiveSmallIntegerField()

    objects = KeyedQuerySet["AskingReason"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_askingreason")]


class WrapUpOutcome(Labelled):
    """How a contact ended; `is_resolved` says that the citizen needs not come back for it."""

    readers = EVERYBODY

    is_resolved = models.BooleanField()

    objects = KeyedQuerySet["WrapUpOutcome"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_wrapupoutcome")]
