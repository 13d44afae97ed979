"""Organisations, and what every row that belongs to one has in common."""

from typing import ClassVar, Protocol, Self, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language

from guichet.records.directory.words import Role

Row = TypeVar("Row", bound="Separated")

KEY_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
KEY_LENGTH = 63


class Organisation(models.Model):
    """An administration with its own citizens, agents and rules. Nothing is shared between two of them.

    `widget_origins` are the sites on which its widget may stand. `accent_light` and `accent_dark` are its colours ("#0d5c63"; empty: the
    house's own). A session is locked after `lock_after_minutes` without anybody (null: never). With `needs_second_factor` administrators
    prove themselves by more than a password. `set_up_step` is the step at which the guide of its first set-up stands; null: it is
    through, or was never needed.
    """

    slug = models.CharField(max_length=KEY_LENGTH, unique=True, validators=[RegexValidator(KEY_PATTERN)])
    name = models.CharField(max_length=200)
    default_language = models.CharField(max_length=12, default="fr")
    time_zone = models.CharField(max_length=64, default="Europe/Paris")
    widget_origins = ArrayField(models.CharField(max_length=267), default=list)
    accent_light = models.CharField(max_length=7, blank=True)
    accent_dark = models.CharField(max_length=7, blank=True)
    lock_after_minutes = models.PositiveSmallIntegerField(null=True)
    needs_second_factor = models.BooleanField(default=False, db_default=False)
    set_up_step = models.PositiveSmallIntegerField(null=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Actor(Protocol):
    """Who asks: an account, or what stands for one at a hot door."""

    is_active: bool
    roles: list[str]
    organisation_id: int


class SeparatedQuerySet(models.QuerySet[Row]):
    """Rows of one organisation. The database filters too; saying it here keeps the index in use and the intent in sight."""

    def of(self, organisation_id: int) -> Self:
        return self.filter(organisation_id=organisation_id)

    def for_user(self, account: Actor) -> Self:
        """What this account may read: by default every row of its organisation, when one of its roles opens this kind at all."""
        if not account.is_active or self.model.readers.isdisjoint(account.roles):
            return self.none()
        return self.of(account.organisation_id)


class Separated(models.Model):
    """A row of one organisation. Its other foreign keys are composite (`separation.contain`), hence without a constraint of their own.

    `readers` are the roles that may read rows of this kind: none, until the model says so.
    """

    readers: ClassVar[frozenset[Role]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class KeyedQuerySet(SeparatedQuerySet[Row]):
    def current(self) -> Self:
        return self.filter(is_active=True)


class Keyed(Separated):
    """A row that people and files name by a stable `key`, unique within its kind and organisation.

    It is never deleted: what is removed from the directory is not active any more, and past contacts still name it.
    """

    key = models.CharField(max_length=KEY_LENGTH, validators=[RegexValidator(KEY_PATTERN)])
    is_active = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class Labelled(Keyed):
    """A keyed row that citizens or agents see, worded per language: `labels` maps a language code to text."""

    labels = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def get_label(self, language: str | None = None) -> str:
        """The wording in `language` (by default the one now active), else French, else any, else the key."""
        labels: dict[str, str] = self.labels
        for candidate in (language or get_language() or "fr", "fr"):
            if candidate in labels:
                return labels[candidate]
        return next(iter(labels.values()), self.key)


def unique_key(table: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["organisation", "key"], name=f"{table}_key")
