"""What calls that we made cost, estimated: noted before they leave, under a lock, so that two at once never both pass below a cap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet, Sum

from guichet.decisions.dialling.deciding import decide, estimate_cost, find_full
from guichet.decisions.dialling.words import Destination, Money, Spent, Verdict
from guichet.records.calls.models import CallingRules, Outlay
from guichet.records.calls.rules import find_rules, lock_rules, read_rules
from guichet.records.directory.models import Organisation

LONGEST = timedelta(hours=4)
"""A call is ended by then; one whose end nobody noted counts no longer either."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was spent, and the first of the day and of the month it is about."""

    spent: Spent
    day: date
    month: date


@transaction.atomic
def begin_outlay(organisation_id: int, leg: UUID, destination: Destination, caller: str, now: datetime) -> Verdict:
    """Decide whether this call may leave, and note its first minute if it may. Others wait meanwhile until this transaction is through.

    The same leg again is the same call.
    """
    rules = read_rules(lock_rules(organisation_id))
    if Outlay.objects.of(organisation_id).filter(pk=leg).exists():
        return Verdict.ALLOWED
    verdict = decide(destination, caller, rules, count_spent(organisation_id, now).spent)
    if verdict is Verdict.ALLOWED:
        price = rules.prices.get(destination.tariff)
        Outlay.objects.create(pk=leg, organisation_id=organisation_id, tariff=destination.tariff, price=price, began_at=now)
    return verdict


def would_begin(organisation_id: int, destination: Destination, caller: str, now: datetime) -> Verdict:
    """What would be decided of this call now; nothing is noted."""
    return decide(destination, caller, read_rules(find_rules(organisation_id)), count_spent(organisation_id, now).spent)


def end_outlay(organisation_id: int, leg: UUID, answered_at: datetime | None, ended_at: datetime) -> None:
    """A call that nobody answered costs nothing. What ended once stays as it was."""
    row = Outlay.objects.of(organisation_id).filter(pk=leg, ended_at__isnull=True).first()
    if row is None:
        return
    row.ended_at = ended_at
    row.cost = Money(0) if answered_at is None else estimate_cost(Money(row.price), (ended_at - answered_at).total_seconds())
    row.save(update_fields=["ended_at", "cost"])


def count_spent(organisation_id: int, now: datetime) -> Ledger:
    """In the days of the organisation. A call counts for the day on which it began; one that goes on, for what it cost up to now."""
    zone = ZoneInfo(Organisation.objects.values_list("time_zone", flat=True).get(pk=organisation_id))
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight.replace(day=1)
    rows = Outlay.objects.of(organisation_id).filter(began_at__gte=first)
    return Ledger(Spent(_add(rows.filter(began_at__gte=midnight), now), _add(rows, now)), midnight.date(), first.date())


def _add(rows: QuerySet[Outlay], now: datetime) -> Money:
    ended = rows.filter(ended_at__isnull=False).aggregate(total=Sum("cost"))["total"] or 0
    going_on = rows.filter(ended_at__isnull=True).values_list("price", "began_at")
    return Money(ended + sum(estimate_cost(Money(price), min(now - began, LONGEST).total_seconds()) for price, began in going_on))


def find_reached(organisation_id: int, now: datetime) -> tuple[CallingRules, Verdict, Ledger]:
    """Which cap holds back every call that is counted; `allowed`: none does."""
    row, ledger = find_rules(organisation_id), count_spent(organisation_id, now)
    return row, find_full(read_rules(row), ledger.spent), ledger


def take_untold(organisation_id: int, now: datetime) -> tuple[Verdict, Ledger]:
    """A cap that is reached and that nobody was told of yet; from now on somebody was. `allowed`: there is none."""
    row, verdict, ledger = find_reached(organisation_id, now)
    name, first = ("day_told_on", ledger.day) if verdict is Verdict.DAY_CAP else ("month_told_on", ledger.month)
    if verdict is Verdict.ALLOWED or getattr(row, name) == first:
        return Verdict.ALLOWED, ledger
    lock_rules(organisation_id)
    CallingRules.objects.of(organisation_id).update(**{name: first})
    return verdict, ledger
