"""By which words contacts are found."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from guichet.records.contacts.models.contacts import Contact
from guichet.records.directory.models import Organisation, Separated, SeparatedQuerySet


class SearchEntry(Separated):
    """The words by which a contact is found, and the agents who took part in it. Written after the fact (`searching.py`): no index
    stands in the way of a message."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="+")
    words = SearchVectorField()
    agents = ArrayField(models.BigIntegerField())

    objects = SeparatedQuerySet["SearchEntry"].as_manager()

    class Meta:
        db_table = "contacts_search_entry"
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["words", "agents"], name="contacts_search_words")]


class SearchMark(models.Model):
    """Up to which entry of the journal contacts were made ready to be found."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField(default=0)

    class Meta:
        db_table = "contacts_search_mark"
