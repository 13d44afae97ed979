"""What is known of a call before it leaves, and what is decided."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

Money = NewType("Money", int)
"""Ten-thousandths of a euro: operators write prices of a minute with two places after the cent."""
EURO = Money(10_000)


class Zone(StrEnum):
    """Where a number rings. `nowhere`: in no country (satellites, international services)."""

    FRANCE = "france"
    OVERSEAS = "overseas"
    EUROPE = "europe"
    ELSEWHERE = "elsewhere"
    NOWHERE = "nowhere"


class Tariff(StrEnum):
    """What a minute is priced by. `abroad`: everything outside metropolitan France, overseas too."""

    LANDLINE = "landline"
    MOBILE = "mobile"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Destination:
    """`number` in E.164; `is_dear`: it costs its caller more than an ordinary call, or may."""

    number: str
    zone: Zone
    tariff: Tariff
    is_dear: bool = False


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a minute. None: nobody has said; like 0, such calls are not counted."""

    landline: Money | None = None
    mobile: Money | None = None
    abroad: Money | None = None

    def get(self, tariff: Tariff) -> Money:
        match tariff:
            case Tariff.LANDLINE:
                return self.landline or Money(0)
            case Tariff.MOBILE:
                return self.mobile or Money(0)
            case Tariff.ABROAD:
                return self.abroad or Money(0)


USUAL_ZONES = frozenset({Zone.FRANCE, Zone.OVERSEAS, Zone.EUROPE})


@dataclass(frozen=True, slots=True)
class Rules:
    """`zones` may be called, and so may what begins with one of `prefixes` (E.164). `callers`: the numbers that the operator lets us show;
    none named: any. No cap: nothing is held back."""

    zones: frozenset[Zone] = USUAL_ZONES
    prefixes: tuple[str, ...] = ()
    callers: frozenset[str] = frozenset()
    prices: Prices = field(default_factory=Prices)
    day_cap: Money | None = None
    month_cap: Money | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """This day and this month, calls that still go on counted up to now, each for one minute at least."""

    day: Money = Money(0)
    month: Money = Money(0)


class Verdict(StrEnum):
    ALLOWED = "allowed"
    DEAR = "dear"
    OUT_OF_ZONE = "out-of-zone"
    STRANGE_CALLER = "strange-caller"
    DAY_CAP = "day-cap"
    MONTH_CAP = "month-cap"
