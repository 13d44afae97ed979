"""Lines: kept by administrators, found by the number that was called."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from guichet.decisions.dialling.relays import Relay
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.errors import LineTakenError
from guichet.records.calls.models import Line
from guichet.records.calls.relays import describe_relay, list_relays_in_use
from guichet.records.directory.models import Account, Organisation, Reason
from guichet.records.directory.postal import has_places
from guichet.records.directory.seals import seal, unseal
from guichet.records.separation import set_organisation

LONGEST_ANNOUNCEMENT = 600
"""Characters: what one listens to before a menu."""


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line as the voice process knows it. `menu`: key, and its reason with its label in each language. `relays`: the services that may
    call it for somebody else. `territory`: where its callers live; `asks_place`: they are asked. `is_closed`:
    they hear so, and nobody is looked for."""

    organisation: int
    time_zone: str
    pk: int
    number: str
    label: str
    languages: tuple[str, ...]
    reason: str
    menu: tuple[tuple[str, Mapping[str, str]], ...]
    welcome: Mapping[str, str]
    announcement: Mapping[str, str]
    name: str
    takes_messages: bool = False
    recorded_for: str = ""
    recorded_days: int = 0
    relays: tuple[Relay, ...] = ()
    territory: int | None = None
    asks_place: bool = False
    is_closed: bool = False


def list_lines(organisation_id: int) -> QuerySet[Line]:
    return Line.objects.of(organisation_id).select_related("reason").order_by("-is_active", "number")


def list_steered(organisation_id: int) -> QuerySet[Line]:
    """Those on which calls come."""
    return list_lines(organisation_id).filter(is_active=True)


def has_open_line(organisation_id: int) -> bool:
    return Line.objects.of(organisation_id).filter(is_active=True).exists()


def find_line_out(organisation_id: int) -> Line | None:
    """The line by whose trunk calls leave."""
    return Line.objects.of(organisation_id).filter(is_active=True).exclude(trunk="").order_by("pk").first()


@transaction.atomic
def save_line(line: Line, values: Mapping[str, object], password: str, account: Account, now: datetime) -> Line:
    """Keep a line, new or changed; an empty password leaves the one that is kept. :raises LineTakenError: the number is taken."""
    verb = "line-changed" if line.pk else "line-added"
    for name, value in values.items():
        setattr(line, name, value)
    if password:
        line.secret = seal(password.encode())
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as error:
        raise LineTakenError from error
    record(line.organisation_id, Act(verb, "line", str(line.pk), account.pk), now)
    return line


def steer_line(line: Line, announcement: Mapping[str, str], *, is_closed: bool, account: Account, now: datetime) -> None:
    """Close a line for now or open it again, and change what its callers hear first. What changes nothing leaves no trace."""
    if (line.is_closed, line.announcement) == (is_closed, dict(announcement)):
        return
    line.is_closed, line.announcement = is_closed, dict(announcement)
    line.save(update_fields=["is_closed", "announcement"])
    record(line.organisation_id, Act("line-steered", "line", str(line.pk), account.pk), now)


def read_password(line: Line) -> str:
    """How the operator knows us; empty when there is none, or it was sealed under a key that is gone."""
    opened = unseal(bytes(line.secret)) if line.secret else None
    return opened.decode() if opened else ""


def list_open_lines() -> list[OpenLine]:
    """Of every organisation: a call says only which number was dialled."""
    found: list[OpenLine] = []
    for organisation in Organisation.objects.order_by("pk"):
        with transaction.atomic():
            set_organisation(organisation.pk)
            found += list_lines_of(organisation)
    return found


def list_lines_of(organisation: Organisation) -> list[OpenLine]:
    """Those of one organisation, for which the transaction works."""
    reasons = {reason.key: reason for reason in Reason.objects.of(organisation.pk).current()}
    lines = Line.objects.of(organisation.pk).filter(is_active=True).select_related("reason").order_by("pk")
    relays = tuple(describe_relay(row) for row in list_relays_in_use(organisation.pk))
    asks_place = has_places(organisation.pk)
    opened = [_open(organisation, line, reasons) for line in lines]
    return [replace(line, relays=relays, asks_place=asks_place and line.territory is None) for line in opened]


def _open(organisation: Organisation, line: Line, reasons: Mapping[str, Reason]) -> OpenLine:
    return OpenLine(
        organisation=organisation.pk,
        time_zone=organisation.time_zone,
        pk=line.pk,
        number=line.number,
        label=line.label,
        languages=tuple(line.languages) or (organisation.default_language,),
        reason=line.reason.key,
        menu=tuple((key, dict(reasons[key].labels)) for key in line.menu if key in reasons),
        welcome=dict(line.welcome),
        announcement=dict(line.announcement),
        name=organisation.name,
        takes_messages=line.takes_messages,
        recorded_for=line.recorded_for,
        recorded_days=line.recorded_days,
        territory=line.territory_id,
        is_closed=line.is_closed,
    )
