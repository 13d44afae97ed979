"""What an organisation lets its agents call: kept by administrators, read before each call."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from guichet.decisions.dialling.words import Money, Prices, Rules, Zone
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.models import CallingRules, Line
from guichet.records.directory.models import Account


def find_rules(organisation_id: int) -> CallingRules:
    """Those kept, or the usual ones, which are not kept yet."""
    kept = CallingRules.objects.of(organisation_id).select_related("emergency_line").first()
    return kept or CallingRules(organisation_id=organisation_id)


def lock_rules(organisation_id: int) -> CallingRules:
    """Until the end of the transaction nobody else of the organisation begins a call that is counted."""
    CallingRules.objects.get_or_create(organisation_id=organisation_id)
    row: CallingRules = CallingRules.objects.of(organisation_id).select_for_update().get()
    return row


def read_rules(row: CallingRules) -> Rules:
    return Rules(
        zones=frozenset(Zone(zone) for zone in row.zones),
        prefixes=tuple(row.prefixes),
        callers=frozenset(row.callers),
        prices=Prices(_read(row.landline_price), _read(row.mobile_price), _read(row.abroad_price)),
        day_cap=_read(row.day_cap),
        month_cap=_read(row.month_cap),
    )


def _read(amount: int | None) -> Money | None:
    return None if amount is None else Money(amount)


@transaction.atomic
def save_rules(organisation_id: int, values: Mapping[str, object], account: Account, now: datetime) -> CallingRules:
    """A cap that was changed is told anew when it is reached."""
    row = lock_rules(organisation_id)
    if row.day_cap != values.get("day_cap", row.day_cap):
        row.day_told_on = None
    if row.month_cap != values.get("month_cap", row.month_cap):
        row.month_told_on = None
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(organisation_id, Act("calling-rules-changed", "organisation", str(organisation_id), account.pk), now)
    return row


@transaction.atomic
def choose_emergency_line(organisation_id: int, line: Line | None, account: Account, now: datetime) -> None:
    """By whose trunk emergency numbers leave; none: agents are told that they cannot be called from here."""
    row = lock_rules(organisation_id)
    row.emergency_line = line
    row.save(update_fields=["emergency_line"])
    kept = {"line": None if line is None else line.pk}
    record(organisation_id, Act("emergency-line-chosen", "organisation", str(organisation_id), account.pk, kept), now)
