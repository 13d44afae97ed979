"""Opinions, each once for a thing that is over."""

from typing import ClassVar

from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING
from guichet.records.surveys.words import Score, Subject


class Opinion(Separated):
    """`voice` is one for each thing spoken of: said again, it changes nothing. `channel` is empty for an answer read; `contact` leads to
    the citizen whose erasure empties the comment."""

    readers = STEERING

    voice = models.UUIDField()
    subject = models.CharField(max_length=8, choices=Subject.choices)
    reason_key = models.CharField(max_length=63, blank=True)
    channel = models.CharField(max_length=12, blank=True)
    article = models.CharField(max_length=63, blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="opinions")
    score = models.PositiveSmallIntegerField(choices=Score.choices)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = SeparatedQuerySet["Opinion"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "voice"], name="surveys_opinion_once"),
            models.CheckConstraint(condition=models.Q(score__gte=1, score__lte=3), name="surveys_opinion_score"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "at"], name="surveys_opinion_at")]
