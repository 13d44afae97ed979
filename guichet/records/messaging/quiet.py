"""Quiet hours: nothing leaves an account between two times of day, in the organisation's own time zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def find_end(quiet_from: time | None, quiet_until: time | None, zone: str, now: datetime) -> datetime | None:
    """When the quiet that is now ends; None when it is not quiet. The same two times are no quiet at all."""
    if quiet_from is None or quiet_until is None or quiet_from == quiet_until:
        return None
    here = now.astimezone(ZoneInfo(zone))
    clock = here.time().replace(tzinfo=None)
    within = quiet_from <= clock < quiet_until if quiet_from < quiet_until else clock >= quiet_from or clock < quiet_until
    if not within:
        return None
    day = here.date() if clock < quiet_until else here.date() + timedelta(days=1)
    return datetime.combine(day, quiet_until, ZoneInfo(zone))
