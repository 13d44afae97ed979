"""Contacts of social networks that somebody decided not to answer."""

from typing import ClassVar

from django.db import models

from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import Role
from guichet.records.moderation.words import AsideReason


class SetAside(Separated):
    """That a contact was set aside, by whom and why. `back_at`: it was brought back, and goes on in the contact `again`."""

    readers = frozenset({Role.SUPERVISOR})

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="set_aside")
    reason = models.CharField(max_length=12, choices=[(each.value, each.value) for each in AsideReason])
    account_id = models.BigIntegerField()
    aside_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)
    again = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")

    objects = SeparatedQuerySet["SetAside"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "aside_at"], name="moderation_aside"),
            models.Index(fields=["again"], condition=models.Q(again__isnull=False), name="moderation_again"),
        ]
