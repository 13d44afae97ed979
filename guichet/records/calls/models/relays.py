"""Services that interpret for people who are deaf or hard of hearing, and calls made through them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.calls.words import LONGEST_RELAY, RelayKind
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import Role


class RelayService(Separated):
    """Operators who interpret between a deaf citizen, in their own application, and our agents on the telephone.

    `address`: their page, for citizens. `calls_from`: their numbers, by which their calls are known; `number`: the one by which they are
    asked in, empty for none; all E.164.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    name = models.CharField(max_length=LONGEST_RELAY)
    kinds = ArrayField(models.CharField(max_length=16, choices=RelayKind.choices), default=list)
    address = models.CharField(max_length=300)
    calls_from = ArrayField(models.CharField(max_length=16), default=list)
    number = models.CharField(max_length=16, blank=True)
    is_active = models.BooleanField(default=True)

    objects = SeparatedQuerySet["RelayService"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "name"], name="calls_relayservice_name"),
        ]


class RelayedCall(Separated):
    """A callback that goes through a relay service: its number is called, and its interpreter is given the citizen's."""

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="relayed")
    relay = models.ForeignKey(RelayService, on_delete=models.CASCADE, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["RelayedCall"].as_manager()
