"""Citizens, how they can be reached, what they prefer and what they need.

Nothing here is certain unless it was verified: `verified_at` says when, by a proof that only the person could give. Whoever writes under
somebody's name or number is not that somebody (see `actions.find_or_create_citizen`).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.records.directory.models import Account, Separated, SeparatedQuerySet
from guichet.records.people.words import LONGEST_CASE, ContactPointKind, Ground, Need, Preference


class Citizen(Separated):
    """The person who asks. `name` is what he calls himself; an erased one keeps the row, emptied, so that figures stay right."""

    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Citizen"].as_manager()


class ContactPoint(Separated):
    """An address of one kind: an e-mail folded to lower case, a telephone number in E.164.

    Several citizens may claim the same address; only one may have verified it.
    """

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, db_constraint=False, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=ContactPointKind.choices)
    value = models.CharField(max_length=254)
    verified_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["ContactPoint"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "citizen", "kind", "value"], name="people_contactpoint_once"),
            models.UniqueConstraint(
                fields=["organisation", "kind", "value"],
                condition=models.Q(verified_at__isnull=False),
                name="people_contactpoint_one_verified",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "kind", "value"], name="people_contactpoint_value")]


class CaseNumber(Separated):
    """The number of a case that somebody named as his own. It proves nothing: numbers stand on letters that lie about."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, db_constraint=False, related_name="case_numbers")
    number = models.CharField(max_length=LONGEST_CASE)

    objects = SeparatedQuerySet["CaseNumber"].as_manager()

    class Meta:
        db_table = "people_case_number"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "citizen", "number"], name="people_case_number_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "number"], name="people_case_number_of")]


class Judgement(Separated):
    """What an agent said of two citizens after asking: one person, or two. Nothing is moved, so taking it back restores what was.

    Those that stand (`undone_at` is null) and say "one person" tie citizens together; no two of them say the same. `grounds`: why the
    two were alike, as codes.
    """

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    other = models.ForeignKey(Citizen, on_delete=models.CASCADE, db_constraint=False, related_name="+")
    is_same = models.BooleanField()
    grounds = ArrayField(models.CharField(max_length=12, choices=[(each.value, each.value) for each in Ground]))
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, db_constraint=False, db_index=False, related_name="+")
    undone_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Judgement"].as_manager()


class CitizenPreference(Separated):
    """What a citizen chose: the channel he is written to, a quiet time, how he is addressed."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, db_constraint=False, related_name="preferences")
    kind = models.CharField(max_length=20, choices=Preference.choices)
    value = models.CharField(max_length=100)

    objects = SeparatedQuerySet["CitizenPreference"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "citizen", "kind"], name="people_citizenpreference_once")
        ]


class CitizenNeed(Separated):
    """What a citizen needs to be served, told by himself. It can reveal health: kept apart, read only to serve, erased first."""

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, db_constraint=False, related_name="needs")
    need = models.CharField(max_length=20, choices=Need.choices)
    told_at = models.DateTimeField(auto_now_add=True)

    objects = SeparatedQuerySet["CitizenNeed"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "citizen", "need"], name="people_citizenneed_once")
        ]


class ErasureTrace(Separated):
    """That an erasure was done, when, and how many values it emptied, per declared field; never of whom. It expires itself (R14)."""

    asked_at = models.DateTimeField()
    done_at = models.DateTimeField()
    counts = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    objects = SeparatedQuerySet["ErasureTrace"].as_manager()
