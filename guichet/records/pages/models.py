"""Pages of other sites, codes on letters, texts of the public pages, where contacts came from, and how often a help was opened."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Keyed, KeyedQuerySet, Separated, SeparatedQuerySet
from guichet.records.directory.words import EVERYBODY
from guichet.records.pages.words import LONGEST_NAME, LONGEST_PLACE, LetterKind, TextKind


class HelpPage(Keyed):
    """A page of an online procedure on another site. `path` may hold `*` for anything; `articles` are keys, the best first.

    `reason_key` is what somebody who asks from there asks about; empty: he chooses.
    """

    readers = EVERYBODY

    name = models.CharField(max_length=120)
    origin = models.CharField(max_length=267)
    path = models.CharField(max_length=200)
    reason_key = models.CharField(max_length=LONGEST_NAME, blank=True)
    articles = ArrayField(models.CharField(max_length=LONGEST_NAME), default=list)

    objects = KeyedQuerySet["HelpPage"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="pages_helppage_key"),
        ]


class Letter(Keyed):
    """A letter, a notice or a page of ours that carries a code; its `key` is the code in small letters.

    The code leads to `article`, else to the reason.
    """

    readers = EVERYBODY

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=6, choices=LetterKind.choices, default=LetterKind.LETTER)
    article = models.CharField(max_length=LONGEST_NAME, blank=True)
    reason_key = models.CharField(max_length=LONGEST_NAME, blank=True)
    made_at = models.DateTimeField()

    objects = KeyedQuerySet["Letter"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "key"], name="pages_letter_key"),
        ]


class Origin(Separated):
    """Where a contact came from, by keys: what is renamed or removed later still counts."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="came_from")
    page = models.CharField(max_length=LONGEST_NAME, blank=True)
    step = models.CharField(max_length=LONGEST_PLACE, blank=True)
    field = models.CharField(max_length=LONGEST_PLACE, blank=True)
    article = models.CharField(max_length=LONGEST_NAME, blank=True)
    letter = models.CharField(max_length=LONGEST_NAME, blank=True)
    at = models.DateTimeField()

    objects = SeparatedQuerySet["Origin"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "at"], name="pages_origin_at")]


class Opened(Separated):
    """How often a help page or the code of a letter was opened on a day; nothing of who opened it. `source` is of `words.Source`."""

    source = models.CharField(max_length=7)
    key = models.CharField(max_length=LONGEST_NAME)
    on_date = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = SeparatedQuerySet["Opened"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "source", "key", "on_date"], name="pages_opened_once"),
        ]


class PublicText(Separated):
    """A text that the administrator wrote for the public pages. `edition` counts its savings."""

    readers = EVERYBODY

    kind = models.CharField(max_length=21, choices=TextKind.choices)
    text = models.TextField(blank=True)
    edition = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()

    objects = SeparatedQuerySet["PublicText"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="pages_publictext_once"),
        ]
