"""What became of a line at the server where it registers, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.records.calls.models import Line, Registration
from guichet.records.calls.trials import split
from guichet.records.calls.words import Reached
from guichet.screens.settings.telephone.words import say_trial


@dataclass(frozen=True, slots=True)
class Told:
    """`is_good`: calls reach us; `is_bad`: they do not, or soon will not, and something is to be done."""

    sentence: str
    is_good: bool = False
    is_bad: bool = False


def describe_registration(line: Line, row: Registration | None, now: datetime) -> Told | None:
    """None: the line, as it was saved, is not to be registered. :param row: what is known."""
    if line.pk is None or not line.registers or not line.is_active:
        return None
    if row is None:
        return Told(_("Not registered yet: that takes some seconds where the telephone runs. Load this page anew."))
    reached = Reached(row.reached)
    is_registered = row.until is not None and row.until > now
    names = {"host": split(line.trunk)[0], "time": time_format(localtime(row.until)) if row.until else "", "code": row.code}
    if reached is Reached.KNOWN:
        if is_registered:
            return Told(_("Registered at %(host)s until %(time)s; it is renewed by itself.") % names, is_good=True)
        ended = _("Not registered at %(host)s since %(time)s: the telephone does not run. Tell whoever runs this machine.")
        return Told(ended % names, is_bad=True)
    first = _("Still registered at %(host)s until %(time)s, but it is not renewed.") if is_registered else _("Not registered at %(host)s.")
    last = _("Code of the answer: %(code)s. Guichet tries again by itself; after a change here, within seconds.")
    return Told(" ".join([first % names, say_trial(reached, row.code), last % names]), is_bad=True)
