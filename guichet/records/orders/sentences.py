"""What an order says, in the language now active."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.records.orders.words import OrderKind


class Subjects(NamedTuple):
    """The names of what an order is about; empty where it names none."""

    agent: str = ""
    queue: str = ""
    team: str = ""
    skill: str = ""
    reason: str = ""
    number: int = 0


def write_sentence(kind: OrderKind, subjects: Subjects) -> str:
    names = subjects._asdict()
    match kind:
        case OrderKind.ASSIGN:
            return _("“%(reason)s” was given to %(agent)s.") % names
        case OrderKind.PRIORITY:
            return write_priority(subjects)
        case OrderKind.SKILL if subjects.number == 0:
            return _("%(agent)s is not asked for “%(skill)s”.") % names
        case OrderKind.SKILL:
            return _("%(agent)s answers “%(skill)s” too, at level %(number)s.") % names
        case OrderKind.OVERFLOW:
            return _("The team “%(team)s” answers the queue “%(queue)s” too.") % names
        case OrderKind.CLOSE:
            return _("The queue “%(queue)s” is closed, with an announcement.") % names
        case OrderKind.MESSAGE if not subjects.team:
            return _("Message to everybody.")
        case OrderKind.MESSAGE:
            return _("Message to the team “%(team)s”.") % names


def write_priority(subjects: Subjects) -> str:
    count = abs(subjects.number)
    names = {"reason": subjects.reason, "count": count}
    if subjects.number == 0:
        return _("“%(reason)s” has no priority any more.") % names
    if subjects.number > 0:
        return ngettext("“%(reason)s” goes %(count)s minute forward.", "“%(reason)s” goes %(count)s minutes forward.", count) % names
    return ngettext("“%(reason)s” goes %(count)s minute back.", "“%(reason)s” goes %(count)s minutes back.", count) % names
