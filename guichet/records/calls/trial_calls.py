"""Test calls that administrators ask for on a line: one at a time, few in an hour, within the rules of every call that leaves.

A wish is a row that a voice process takes once; each step is written into it, so that a page that is loaded anew shows the same. Nobody's
contact comes of it. The number goes as soon as the call is over; the audit has who called by which line, and not whom.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from guichet.decisions.dialling.emergency import read_emergency
from guichet.decisions.dialling.trial import TAKEN_SECONDS, Facts, Finding, Trouble, is_lost, judge
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.destinations import read_destination, read_inside
from guichet.records.calls.errors import EmergencyTriedError, NoTrunkError, TooManyTrialsError, TrialGoingOnError
from guichet.records.calls.legs import tell
from guichet.records.calls.models import Line, TrialCall
from guichet.records.calls.spending import begin_outlay, would_begin
from guichet.records.calls.ways import WayOut, check_verdict, lead_out
from guichet.records.calls.words import Sign, Verb
from guichet.records.directory.models import Account, Organisation
from guichet.records.errors import RefusedError
from guichet.records.separation import set_organisation

MOST_AN_HOUR = 10
HOUR, KEPT = timedelta(hours=1), timedelta(days=30)
TAKEN_WITHIN = timedelta(seconds=TAKEN_SECONDS - 2)
"""A little less than what is waited for: nobody is rung once the page has said that nobody calls."""


@dataclass(frozen=True, slots=True)
class TrialCard:
    """A test call to be made now: `trial` is its leg, too."""

    trial: UUID
    language: str
    way: WayOut


@dataclass(frozen=True, slots=True)
class Ending:
    """What it showed. `code`: what the other side refused with."""

    ended_at: datetime
    code: int
    trouble: Trouble
    is_heard: bool
    has_key: bool


@transaction.atomic
def ask_trial(line: Line, typed: str, account: Account, now: datetime) -> TrialCall:
    """Have somebody rung by the trunk of this line.

    :raises RefusedError: he may not be called, another test call goes on, or there were many; the sentence says which.
    """
    organisation_id, number = line.organisation_id, check_number(line, typed, now)
    rows = TrialCall.objects.of(organisation_id)
    for row in rows.filter(ended_at__isnull=True):
        _end_if_lost(row, now)
    rows.filter(asked_at__lt=now - KEPT).delete()
    if rows.filter(asked_at__gt=now - HOUR).count() >= MOST_AN_HOUR:
        raise TooManyTrialsError(most=MOST_AN_HOUR)
    try:
        with transaction.atomic():
            trial: TrialCall = TrialCall.objects.create(organisation_id=organisation_id, line=line, by=account, number=number, asked_at=now)
    except IntegrityError as error:
        raise TrialGoingOnError from error
    record(organisation_id, Act("test-call-asked", "line", str(line.pk), account.pk), now)
    tell(Sign(organisation=organisation_id, leg=trial.pk, verb=Verb.TRY))
    return trial


def check_number(line: Line, typed: str, now: datetime) -> str:
    """The number that would be dialled; nothing is noted. :raises RefusedError: it is none that may be called now."""
    inside = _read_unpriced(line, typed)
    if inside is not None:
        return inside
    destination = read_destination(typed)
    check_verdict(would_begin(line.organisation_id, destination, lead_out(line, "").caller, now))
    return destination.number


def _read_unpriced(line: Line, typed: str) -> str | None:
    """A number of the exchange to which the line belongs. :raises RefusedError: nothing may be called by this line, or never this."""
    if not line.trunk:
        raise NoTrunkError
    if read_emergency(typed) is not None:
        raise EmergencyTriedError
    return read_inside(typed, line.number)


def _take_way(line: Line, leg: UUID, number: str, now: datetime) -> WayOut:
    """What it will cost is noted. :raises RefusedError: it may not leave."""
    inside = _read_unpriced(line, number)
    if inside is not None:
        return lead_out(line, inside)
    destination = read_destination(number)
    way = lead_out(line, destination.number)
    check_verdict(begin_outlay(line.organisation_id, leg, destination, way.caller, now))
    return way


def find_latest(line: Line) -> TrialCall | None:
    return TrialCall.objects.of(line.organisation_id).filter(line=line).order_by("-asked_at").first()


def judge_trial(trial: TrialCall, now: datetime) -> Finding:
    return judge(read_facts(trial), now.timestamp())


def read_facts(trial: TrialCall) -> Facts:
    return Facts(
        asked_at=trial.asked_at.timestamp(),
        taken_at=_read(trial.taken_at),
        rang_at=_read(trial.rang_at),
        answered_at=_read(trial.answered_at),
        ended_at=_read(trial.ended_at),
        code=trial.code,
        trouble=Trouble(trial.trouble),
        is_heard=trial.is_heard,
        has_key=trial.has_key,
    )


def _read(instant: datetime | None) -> float | None:
    return None if instant is None else instant.timestamp()


# What voice processes do with it.


def take_trial(organisation_id: int, trial: UUID, process: UUID, now: datetime) -> TrialCard | None:
    """The call that is to be made now, for the first process that asks. None: another makes it, it is too late, or it may not leave."""
    wishes = TrialCall.objects.of(organisation_id).filter(pk=trial, taken_at__isnull=True, ended_at__isnull=True)
    row = wishes.filter(asked_at__gt=now - TAKEN_WITHIN).select_for_update(of=("self",)).select_related("line").first()
    if row is None:
        return None
    row.taken_at, row.process = now, process
    row.save(update_fields=["taken_at", "process"])
    try:
        way = _take_way(row.line, row.pk, row.number, now)
    except RefusedError as error:
        row.refusal = error.code
        _end(row, Trouble.REFUSED, now)
        return None
    language = row.line.languages[0] if row.line.languages else Organisation.objects.get(pk=organisation_id).default_language
    return TrialCard(row.pk, language, way)


def note_step(organisation_id: int, trial: UUID, values: Mapping[str, object]) -> None:
    """Of one that goes on."""
    TrialCall.objects.of(organisation_id).filter(pk=trial, ended_at__isnull=True).update(**values)


def end_trial(organisation_id: int, trial: UUID, ending: Ending) -> None:
    """What is over stays as it was."""
    known = {name: getattr(ending, name) for name in ("ended_at", "code", "trouble", "is_heard", "has_key")}
    note_step(organisation_id, trial, {**known, "number": ""})


def look_for_wishes(now: datetime) -> list[tuple[int, UUID]]:
    """Those that nobody has taken yet, with their organisations: a process that was not listening finds them so. What is lost is ended."""
    found = []
    for organisation_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            set_organisation(organisation_id)
            rows = TrialCall.objects.of(organisation_id).filter(ended_at__isnull=True)
            found += [(organisation_id, row.pk) for row in rows if not _end_if_lost(row, now) and row.taken_at is None]
    return found


def end_left_trials(process: UUID, now: datetime) -> set[int]:
    """A process has begun anew: the calls that it made before are over. Returns the organisations whose they were."""
    found = set()
    for organisation_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            set_organisation(organisation_id)
            for row in TrialCall.objects.of(organisation_id).filter(ended_at__isnull=True, process=process):
                _end(row, Trouble.LOST, now)
                found.add(organisation_id)
    return found


def _end_if_lost(row: TrialCall, now: datetime) -> bool:
    is_over = is_lost(read_facts(row), now.timestamp())
    if is_over:
        _end(row, Trouble.LOST, now)
    return is_over


def _end(row: TrialCall, trouble: Trouble, now: datetime) -> None:
    row.trouble, row.ended_at, row.number = trouble, now, ""
    row.save(update_fields=["trouble", "refusal", "ended_at", "number"])
