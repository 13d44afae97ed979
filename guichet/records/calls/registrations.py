"""Lines that register at their operator: which ones, and what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from guichet.records.calls.lines import read_password
from guichet.records.calls.models import Line, Registration
from guichet.records.calls.trials import judge
from guichet.records.calls.words import Reached
from guichet.records.directory.models import Organisation
from guichet.records.separation import set_organisation

SAID_BY_US: Final = {408: Reached.SILENT, 477: Reached.SILENT, 478: Reached.NO_SUCH_NAME}
"""Codes that our own edge gives when it reaches nobody."""


@dataclass(frozen=True, slots=True)
class Registrant:
    """A line that is to be registered."""

    organisation: int
    line: int
    number: str
    trunk: str
    username: str
    password: str = field(repr=False)


def list_registrants() -> list[Registrant]:
    """Of every organisation; those on which no calls are taken ask for none."""
    found: list[Registrant] = []
    for organisation in Organisation.objects.order_by("pk"):
        with transaction.atomic():
            set_organisation(organisation.pk)
            lines = Line.objects.of(organisation.pk).filter(is_active=True, registers=True).exclude(trunk="").exclude(username="")
            found += [_describe(line) for line in lines.order_by("pk")]
    return found


def _describe(line: Line) -> Registrant:
    return Registrant(line.organisation_id, line.pk, line.number, line.trunk, line.username, read_password(line))


def note_registration(organisation_id: int, line: int, code: int, until: datetime | None, now: datetime) -> None:
    """Write down what the operator answered last. A line that is gone meanwhile is of no interest.

    :param until: how long calls reach us, also by an earlier yes.
    """
    if not Line.objects.of(organisation_id).filter(pk=line).exists():
        return
    reached = SAID_BY_US.get(code) or judge(code)
    if reached is Reached.KNOWN and until is None:
        reached = Reached.STRANGE  # it says yes, and keeps nothing
    values = {"organisation_id": organisation_id, "reached": reached, "code": code, "until": until, "at": now}
    Registration.objects.update_or_create(line_id=line, defaults=values)


def forget_registration(organisation_id: int, line: int) -> None:
    """It is not registered any more, because nobody wants it to be."""
    Registration.objects.of(organisation_id).filter(line_id=line).delete()


def list_registrations(organisation_id: int) -> dict[int, Registration]:
    """What is known of the lines that shall be registered, by line."""
    return {row.line_id: row for row in Registration.objects.of(organisation_id)}
