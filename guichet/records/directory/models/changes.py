"""What was changed in a directory, by whom, from what to what: enough to show it and to take it back."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.accounts import Account
from guichet.records.directory.models.organisations import Separated, SeparatedQuerySet
from guichet.records.directory.words import ChangeKind, Role


class DirectoryChange(Separated):
    """One change as a whole. `entries` is a list of {"section", "key", "before", "after"}: an entry as a directory file writes it, null
    where it did not exist. `undoes` is the change that this one took back."""

    readers = frozenset({Role.ADMINISTRATOR})

    at = models.DateTimeField()
    actor = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    entries = models.JSONField(default=list)
    undoes = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="undone_by")

    objects = SeparatedQuerySet["DirectoryChange"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "-id"], name="directory_changes_latest")]
