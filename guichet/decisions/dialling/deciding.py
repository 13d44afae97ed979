"""The rules of a call that leaves. Emergency numbers never come here: what they need is a way out, and nothing refuses them."""

from guichet.decisions.dialling.emergency import read_emergency
from guichet.decisions.dialling.words import Destination, Money, Rules, Spent, Tariff, Verdict, Zone

MINUTE = 60


def decide(destination: Destination, caller: str, rules: Rules, spent: Spent) -> Verdict:
    """Whether it may be called, showing `caller`. Its first minute must fit below each cap; what goes on is not cut.

    An emergency number is allowed whatever else is true.
    """
    if read_emergency(destination.number) is not None:
        return Verdict.ALLOWED
    if destination.is_dear or destination.zone is Zone.NOWHERE:
        return Verdict.DEAR
    if destination.zone not in rules.zones and not destination.number.startswith(rules.prefixes):
        return Verdict.OUT_OF_ZONE
    if rules.callers and caller not in rules.callers:
        return Verdict.STRANGE_CALLER
    return check_caps(rules.prices.get(destination.tariff), rules, spent)


def check_caps(price: Money, rules: Rules, spent: Spent) -> Verdict:
    """Of one more minute at this price. What costs nothing is never held back."""
    if not price:
        return Verdict.ALLOWED
    if rules.day_cap is not None and spent.day + price > rules.day_cap:
        return Verdict.DAY_CAP
    if rules.month_cap is not None and spent.month + price > rules.month_cap:
        return Verdict.MONTH_CAP
    return Verdict.ALLOWED


def find_full(rules: Rules, spent: Spent) -> Verdict:
    """Which cap holds back even the cheapest call that is counted; `allowed`: none does."""
    priced = [price for tariff in Tariff if (price := rules.prices.get(tariff))]
    return check_caps(min(priced), rules, spent) if priced else Verdict.ALLOWED


def list_uncounted(rules: Rules) -> list[Tariff]:
    """What no cap holds back, because its minute has no price."""
    return [tariff for tariff in Tariff if not rules.prices.get(tariff)]


def estimate_cost(price: Money, seconds: float) -> Money:
    """Of a call that was answered: each minute that was begun, and one at least."""
    return Money(price * max(1, -int(-seconds // MINUTE)))
