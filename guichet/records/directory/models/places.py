"""Where citizens live and where they are received: nation > région > département > site."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.hours import OpeningCalendar
from guichet.records.directory.models.organisations import Keyed, KeyedQuerySet, unique_key
from guichet.records.directory.words import EVERYBODY, TerritoryKind


class Territory(Keyed):
    """A node of the tree. `code` is the official one (INSEE) where there is one."""

    readers = EVERYBODY

    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_constraint=False, related_name="children")
    kind = models.CharField(max_length=12, choices=TerritoryKind.choices)
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=10, blank=True)

    objects = KeyedQuerySet["Territory"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_territory")]


class Site(Keyed):
    """A place with counters. Its territory is of kind `site`, so that covering the département covers the place too.

    `telephone` (E.164): the number installed there, by which emergency services know where a call comes from.
    """

    readers = EVERYBODY

    name = models.CharField(max_length=200)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, db_constraint=False, related_name="sites")
    calendar = models.ForeignKey(OpeningCalendar, on_delete=models.PROTECT, null=True, db_constraint=False, related_name="sites")
    address = models.CharField(max_length=300, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=100, blank=True)
    telephone = models.CharField(max_length=20, blank=True)

    objects = KeyedQuerySet["Site"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [unique_key("directory_site")]
