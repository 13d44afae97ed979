"""What was learned of the reasons of an organisation."""

from django.db import models

from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING


class LearnedReasons(Separated):
    """The latest of its organisation. `model`: the engine of vectors it was learned with; empty: by words alone.

    `body` holds numbers alone, of words as sums that no word can be read out of. `measured` says how right it was on what it had not seen.
    """

    readers = STEERING

    model = models.CharField(max_length=120, blank=True)
    body = models.BinaryField()
    given = models.PositiveIntegerField()
    confirmed = models.PositiveIntegerField()
    measured = models.JSONField()
    learned_at = models.DateTimeField()

    objects = SeparatedQuerySet["LearnedReasons"].as_manager()

    class Meta:
        constraints = [  # noqa: RUF012 - Django's own form
            models.UniqueConstraint(fields=["organisation"], name="qualification_learnedreasons_one"),
        ]
