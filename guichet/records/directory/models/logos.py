"""The picture an organisation shows beside its name, and those it showed before."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.organisations import Separated, SeparatedQuerySet
from guichet.records.directory.words import EVERYBODY


class Logo(Separated):
    """Drawn again from what was sent, never the bytes that came in. `digest` is in its address, so that it may be kept for ever.

    One at most `is_current`; the others are there to be brought back by an undo.
    """

    readers = EVERYBODY

    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    digest = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    updated_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    objects = SeparatedQuerySet["Logo"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], condition=models.Q(is_current=True), name="directory_logo_one_current"),
            models.UniqueConstraint(fields=["organisation", "digest"], name="directory_logo_each_once"),
        ]
