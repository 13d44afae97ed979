"""Where and when people are received, what is promised, and what came of it: pages that hide nothing and invent nothing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.records.directory.calendars import Calendar, list_spans
from guichet.records.directory.models import Organisation, Queue, Site
from guichet.records.directory.queries import get_calendar
from guichet.records.directory.words import CommitmentClock
from guichet.records.figures.models import QuarterCount
from guichet.records.figures.words import QUARTER_MS, SERVICE_LEVEL_TARGET
from guichet.records.separation import set_organisation
from guichet.records.surveys.queries import sum_opinions
from guichet.screens.public.opening import Opening, describe_opening
from guichet.screens.public.relays import show_relays

CLOSURES_AHEAD = timedelta(days=60)
MONTHS = 3
LEAST_TOLD = 20
"""Fewer contacts say nothing, and might be told apart."""
SUMMED = ("all_arrived", "all_answered", "all_in_time", "all_abandoned", "all_wait")
QUARTERS_OF_A_DAY = 86_400_000 // QUARTER_MS


@dataclass(frozen=True, slots=True)
class Place:
    """A site. `opening` is None where no hours are known; `closures` are days that it is closed though it usually is open."""

    name: str
    address: str
    town: str
    opening: Opening | None
    closures: tuple[date, ...]


@require_safe
def places_page(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    sites = Site.objects.of(organisation.pk).current().select_related("calendar").order_by("city", "name")
    with_hours = sites.prefetch_related("calendar__hours", "calendar__exceptions")
    places = [describe_place(site, organisation, timezone.now()) for site in with_hours]
    return render(request, "public/places.html", {"organisation": organisation, "places": places, "relays": show_relays(organisation.pk)})


def describe_place(site: Site, organisation: Organisation, now: datetime) -> Place:
    calendar = get_calendar(site.calendar) if site.calendar else None
    return Place(
        name=site.name,
        address=site.address,
        town=" ".join(part for part in (site.postal_code, site.city) if part),
        opening=describe_opening([calendar], now, calendar.time_zone or organisation.time_zone) if calendar else None,
        closures=tuple(list_closures(calendar, now)) if calendar else (),
    )


def list_closures(calendar: Calendar, now: datetime) -> Iterator[date]:
    """Days soon on which it is closed, though the week says otherwise."""
    today = now.astimezone(ZoneInfo(calendar.time_zone)).date()
    for ahead in range(CLOSURES_AHEAD.days):
        on = today + timedelta(days=ahead)
        if calendar.weekly[on.weekday()] and not list_spans(calendar, on):
            yield on


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment in words, and for which queues it holds."""

    name: str
    delay: str
    queues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """`share`: per cent answered in time, of those who waited for an answer; None where too few contacts say anything."""

    first: date
    contacts: int
    share: int | None
    wait: str


@require_safe
def results_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What is promised, and what was kept of it."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    now = timezone.now()
    opinions = sum_opinions(organisation.pk, now)
    page = {
        "organisation": organisation,
        "promises": list(list_promises(organisation, get_language() or organisation.default_language)),
        "months": list_months(organisation, now),
        "target": SERVICE_LEVEL_TARGET,
        "opinions": opinions if opinions.total >= LEAST_TOLD else None,
        "least": LEAST_TOLD,
    }
    return render(request, "public/results.html", page)


def list_promises(organisation: Organisation, language: str) -> Iterator[Promised]:
    """Commitments that somebody is held to."""
    held = defaultdict(list)
    for queue in Queue.objects.of(organisation.pk).current().select_related("commitment").order_by("key"):
        held[queue.commitment].append(queue.get_label(language))
    for commitment, queues in sorted(held.items(), key=lambda each: each[0].delay_seconds):
        delay = write_delay(commitment.delay_seconds)
        if commitment.clock == CommitmentClock.OPENING_HOURS:
            delay = _("%(delay)s of opening hours") % {"delay": delay}
        yield Promised(commitment.get_label(language), delay, tuple(queues))


def write_delay(seconds: int) -> str:
    """In minutes, hours or days, the largest that says it exactly."""
    if seconds and seconds % 86_400 == 0:
        return ngettext("%(count)d day", "%(count)d days", seconds // 86_400) % {"count": seconds // 86_400}
    if seconds and seconds % 3_600 == 0:
        return ngettext("%(count)d hour", "%(count)d hours", seconds // 3_600) % {"count": seconds // 3_600}
    if seconds % 60 == 0:
        return ngettext("%(count)d minute", "%(count)d minutes", seconds // 60) % {"count": seconds // 60}
    return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}


def list_months(organisation: Organisation, now: datetime) -> list[Month]:
    """This month and those before it, the latest first; months without any contact are left out. Days are counted in universal time."""
    today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    firsts = [today.replace(day=1)]
    for _month in range(MONTHS):
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    sums: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    since = int(datetime(firsts[-1].year, firsts[-1].month, 1, tzinfo=UTC).timestamp() * 1_000) // QUARTER_MS
    days = QuarterCount.objects.of(organisation.pk).filter(quarter__gte=since).annotate(day=F("quarter") / QUARTERS_OF_A_DAY).values("day")
    summed = days.annotate(all_arrived=Sum("arrived"), all_answered=Sum("answered"), all_in_time=Sum("in_time"),
                           all_abandoned=Sum("abandoned"), all_wait=Sum("wait_ms"))  # fmt: skip
    for row in summed.order_by("day"):
        first = datetime.fromtimestamp(row["day"] * 86_400, UTC).date().replace(day=1)
        counted = {name: value for name, value in row.items() if isinstance(value, int)}
        for name in SUMMED:
            sums[first][name] += counted.get(name, 0)
    return [make_month(first, sums[first]) for first in firsts if sums[first]["all_arrived"]]


def make_month(first: date, sums: dict[str, int]) -> Month:
    judged, answered = sums["all_answered"] + sums["all_abandoned"], sums["all_answered"]
    tells = judged >= LEAST_TOLD
    minutes = round(sums["all_wait"] / answered / 60_000) if answered else 0
    wait = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    return Month(first, sums["all_arrived"], round(100 * sums["all_in_time"] / judged) if tells else None, wait if tells else "")
