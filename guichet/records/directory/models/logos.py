"""The picture an organisation shows beside its name."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.organisations import Separated, SeparatedQuerySet
from guichet.records.directory.words import EVERYBODY


class Logo(Separated):
    """Drawn again from what was sent, never the bytes that came in. `digest` is in its address, so that it may be kept for ever."""

    readers = EVERYBODY

    content = models.BinaryField()
    media_type = models.CharField(max_length=20)
    digest = models.CharField(max_length=32)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    updated_at = models.DateTimeField()

    objects = SeparatedQuerySet["Logo"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [models.UniqueConstraint(fields=["organisation"], name="directory_logo_once")]
