"""Abilities; a language is one of them."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.organisations import KeyedQuerySet, Labelled, unique_key
from guichet.records.directory.words import EVERYBODY


class Skill(Labelled):
    """An ability held at a level from 1 to 5. `language_code` (BCP 47, "fr", "ar") makes it a language."""

    readers = EVERYBODY

    language_code = models.CharField(max_length=12, blank=True)

    objects = KeyedQuerySet["Skill"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            unique_key("directory_skill"),
            models.UniqueConstraint(
                fields=["organisation", "language_code"], condition=~models.Q(language_code=""), name="directory_skill_one_per_language"
            ),
        ]

    @property
    def is_language(self) -> bool:
        return bool(self.language_code)


def level_between_1_and_5(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name=f"{table}_level_1_to_5")
