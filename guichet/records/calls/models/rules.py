"""What may be dialled and what it may cost, and what it did."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from guichet.decisions.dialling.words import Tariff, Zone
from guichet.records.calls.models.lines import Line
from guichet.records.directory.models import Separated, SeparatedQuerySet
from guichet.records.directory.words import STEERING, Role


def list_usual_zones() -> list[str]:
    return [Zone.FRANCE, Zone.OVERSEAS, Zone.EUROPE]


class CallingRules(Separated):
    """What an organisation lets its agents call by its trunks; one row each, made when it is first asked for.

    `emergency_line`: by whose trunk emergency numbers leave; none: they cannot be called. `zones`, `prefixes` and `callers` as in
    `decisions.dialling`. Prices of a minute and caps are in ten-thousandths of a euro; an empty price: nobody has said one; an empty cap:
    there is none. `day_told_on` and `month_told_on`: the day and the first of the month for which it was told that the cap is reached.
    """

    readers = frozenset({Role.ADMINISTRATOR})

    emergency_line = models.ForeignKey(Line, on_delete=models.SET_NULL, null=True, db_constraint=False, db_index=False, related_name="+")
    zones = ArrayField(models.CharField(max_length=12), default=list_usual_zones)
    prefixes = ArrayField(models.CharField(max_length=15), default=list)
    callers = ArrayField(models.CharField(max_length=20), default=list)
    landline_price = models.PositiveIntegerField(null=True)
    mobile_price = models.PositiveIntegerField(null=True)
    abroad_price = models.PositiveIntegerField(null=True)
    day_cap = models.PositiveBigIntegerField(null=True)
    month_cap = models.PositiveBigIntegerField(null=True)
    day_told_on = models.DateField(null=True)
    month_told_on = models.DateField(null=True)

    objects = SeparatedQuerySet["CallingRules"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], name="calls_callingrules_once"),
        ]


class Outlay(Separated):
    """What a call that we made costs, estimated: nothing of whom it was to. Its id is that of its leg.

    `price` of a minute, and `cost` once it is over, in ten-thousandths of a euro.
    """

    readers = STEERING

    id = models.UUIDField(primary_key=True)
    tariff = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Tariff])
    price = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cost = models.PositiveBigIntegerField(default=0)

    objects = SeparatedQuerySet["Outlay"].as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["organisation", "began_at"], name="calls_outlay_began")]
