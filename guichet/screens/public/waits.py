"""A wait in words: a place, and a range as people say it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.records.contacts.waiting import Wait

HOUR = 60
"""Minutes."""


def describe_wait(wait: Wait) -> str:
    """A place and a range in words; without enough answers lately, the place alone."""
    place = _("You are next.") if wait.position == 1 else _("There are %(count)s people before you.") % {"count": wait.position - 1}
    if wait.position == 2:
        place = _("There is one person before you.")
    if wait.from_minutes is None:
        return place
    return f"{place} {describe_range(wait.from_minutes, wait.to_minutes)}"


def describe_range(low: int, high: int | None) -> str:
    if high is None:
        return _("The wait is longer than %(time)s.") % {"time": name_minutes(low)}
    if low == 0:
        return _("The wait is under %(time)s.") % {"time": name_minutes(high)}
    if high < HOUR:
        return _("The wait is between %(low)s and %(high)s minutes.") % {"low": low, "high": high}
    return _("The wait is between %(low)s and %(high)s.") % {"low": name_minutes(low), "high": name_minutes(high)}


def name_minutes(count: int) -> str:
    """As people say it: 25 minutes, 2 h, 1 h 50."""
    hours, minutes = divmod(count, HOUR)
    if not hours:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
    return _("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": minutes} if minutes else _("%(hours)s h") % {"hours": hours}
