"""Reading the directory: what a contact requires, when a queue is open, and what configures a router from nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from guichet.decisions.routing.inputs import AgentConfigured, QueueConfigured, ReservesConfigured
from guichet.decisions.routing.words import (
    AgentId,
    AgentProfile,
    Capacity,
    Channel,
    ChannelCapacity,
    QueueId,
    QueuePolicy,
    Requirement,
    Reserve,
    SkillId,
    TerritoryId,
)
from guichet.records.directory import models
from guichet.records.directory.calendars import Calendar, Span, is_open, next_change, next_opening
from guichet.records.directory.requirements import Relaxation, resolve

__all__ = [
    "describe_capacity",
    "get_calendar",
    "get_queue",
    "get_requirements",
    "get_widget_origins",
    "is_open",
    "list_profiles",
    "list_queue_calendars",
    "list_reasons_of_queue",
    "list_router_configuration",
    "next_change",
    "next_opening",
]

Configuration = QueueConfigured | AgentConfigured | ReservesConfigured


def get_widget_origins(organisation: models.Organisation) -> frozenset[str]:
    """The sites that may show the organisation's widget, as browsers name them in `Origin` ("https://www.example.org")."""
    return frozenset(organisation.widget_origins)


def get_queue(reason: models.Reason) -> models.Queue | None:
    """The queue of a reason: its own, or that of the nearest reason above. None: nobody answers it."""
    queue_id, above = reason.queue_id, reason.parent_id
    if queue_id is None and above is not None:
        rows = models.Reason.objects.of(reason.organisation_id).current().values_list("pk", "parent_id", "queue_id")
        reasons = {pk: (parent, queue) for pk, parent, queue in rows}
        while queue_id is None and above is not None:
            above, queue_id = reasons[above]
    queues = models.Queue.objects.of(reason.organisation_id).current().select_related("calendar", "commitment")
    return None if queue_id is None else queues.filter(pk=queue_id).first()


def list_reasons_of_queue(organisation_id: int, queue_id: int) -> list[int]:
    """The reasons that a queue answers: its own, and those below them that name no other."""
    rows = {
        pk: (parent, queue)
        for pk, parent, queue in models.Reason.objects.of(organisation_id).current().values_list("pk", "parent_id", "queue_id")
    }

    def find_queue(pk: int) -> int | None:
        parent, queue = rows[pk]
        return queue if queue is not None or parent not in rows else find_queue(parent)

    return [pk for pk in rows if find_queue(pk) == queue_id]


def get_requirements(reason: models.Reason, language: str, territory: models.Territory | None) -> tuple[Requirement, ...]:
    """What whoever answers must have: the skills of the reason, the language, the territory, and how its queue relaxes them.

    A language nobody of the organisation has as a skill asks for the organisation's own.
    """
    skills = {SkillId(skill): level for skill, level in reason.skills.values_list("skill_id", "level")}
    queue = get_queue(reason)
    steps = () if queue is None else tuple(queue.relaxation_steps.all())
    relaxations = [
        Relaxation(
            after_ms=step.after_seconds * 1000,
            levels_lowered=step.levels_lowered,
            drops_territory=step.drops_territory,
            drops_skills=step.drops_skills,
        )
        for step in steps
    ]
    language_skill = _find_language(reason.organisation, language)
    return resolve(skills, language_skill, None if territory is None else TerritoryId(territory.pk), relaxations)


def has_language(organisation_id: int, language: str) -> bool:
    """Whether the organisation names this language among its skills."""
    return models.Skill.objects.of(organisation_id).current().filter(language_code=language).exists()


def _find_language(organisation: models.Organisation, language: str) -> SkillId | None:
    codes = [language, organisation.default_language]
    found = dict(models.Skill.objects.of(organisation.pk).current().filter(language_code__in=codes).values_list("language_code", "pk"))
    return next((SkillId(found[code]) for code in codes if code in found), None)


def get_calendar(calendar: models.OpeningCalendar) -> Calendar:
    return _to_calendar(calendar, calendar.hours.all(), calendar.exceptions.all())


def list_queue_calendars(organisation_id: int) -> dict[QueueId, Calendar]:
    """The opening calendar of each queue in use. A queue that is not named here is closed."""
    queues = models.Queue.objects.of(organisation_id).current().select_related("calendar")
    calendars = {
        calendar.pk: get_calendar(calendar)
        for calendar in models.OpeningCalendar.objects.of(organisation_id).prefetch_related("hours", "exceptions")
    }
    return {QueueId(queue.pk): calendars[queue.calendar_id] for queue in queues}


def _to_calendar(
    row: models.OpeningCalendar, hours: Iterable[models.OpeningHours], exceptions: Iterable[models.OpeningException]
) -> Calendar:
    weekly: list[list[Span]] = [[] for _ in range(7)]
    for span in hours:
        weekly[span.weekday - 1].append(Span(span.from_minute, span.to_minute))
    dates: dict[date, list[Span]] = defaultdict(list)
    for exception in exceptions:
        spans = dates[exception.on_date]
        if exception.from_minute is not None and exception.to_minute is not None:
            spans.append(Span(exception.from_minute, exception.to_minute))
    return Calendar(
        time_zone=row.time_zone,
        weekly=tuple(tuple(sorted(spans, key=lambda span: span.from_minute)) for spans in weekly),
        holidays=row.holidays,
        exceptions={on: tuple(sorted(spans, key=lambda span: span.from_minute)) for on, spans in dates.items()},
    )


def list_router_configuration(organisation_id: int) -> list[Configuration]:
    """Every input that configures a router from nothing, always in the same order. It opens no queue: opening hours follow the clock."""
    return [
        *(QueueConfigured(policy=policy) for policy in _list_policies(organisation_id)),
        ReservesConfigured(reserves=_list_reserves(organisation_id)),
        *(AgentConfigured(profile=profile) for profile in list_profiles(organisation_id)),
    ]


def _list_policies(organisation_id: int) -> Iterable[QueuePolicy]:
    for queue in models.Queue.objects.of(organisation_id).current().select_related("commitment").order_by("pk"):
        yield QueuePolicy(
            queue=QueueId(queue.pk),
            commitment_ms=queue.commitment.delay_seconds * 1000,
            offer_ms=queue.offer_seconds * 1000,
            wrap_up_ms=queue.wrap_up_seconds * 1000,
            priority_minutes=queue.priority_minutes,
            most_waiting=queue.most_waiting,
            reserve_override_ms=None if queue.reserve_override_seconds is None else queue.reserve_override_seconds * 1000,
        )


def _list_reserves(organisation_id: int) -> tuple[Reserve, ...]:
    rows = models.Reserve.objects.of(organisation_id).current().prefetch_related("skills").order_by("key")
    return tuple(
        Reserve(
            name=row.key,
            count=row.count,
            skills=tuple(sorted((SkillId(skill.skill_id), skill.level) for skill in row.skills.all())),
            territory=None if row.territory_id is None else TerritoryId(row.territory_id),
        )
        for row in rows
    )


def list_profiles(organisation_id: int, agents: Iterable[int] | None = None) -> list[AgentProfile]:
    """What agents can do now, in the order of their ids: all of them, or only these."""
    current = models.Agent.objects.of(organisation_id).current().order_by("pk")
    chosen = current if agents is None else current.filter(pk__in=set(agents))
    capacities = _list_capacities(organisation_id)
    below = _list_territories_below(organisation_id)
    skills = _list_skills(organisation_id)
    covered = _group(models.AgentTerritory.objects.of(organisation_id).values_list("agent_id", "territory_id"))
    return [
        AgentProfile(
            agent=AgentId(pk),
            capacity=capacities[capacity_id],
            skills=tuple(sorted(skills[pk].items())),
            territories=_list_covered(covered.get(pk), below),
        )
        for pk, capacity_id in chosen.values_list("pk", "capacity_id")
    ]


def _list_covered(tops: Iterable[tuple[int, ...]] | None, below: Mapping[int, frozenset[int]]) -> tuple[TerritoryId, ...] | None:
    """These territories with all below them; None, everywhere, for none."""
    return None if tops is None else tuple(sorted({TerritoryId(each) for (top,) in tops for each in below[top]}))


def _list_skills(organisation_id: int) -> Mapping[int, dict[SkillId, int]]:
    """What each agent can do now: his own skills, and over them those lent to him. Of two loans of one skill the higher holds."""
    skills: dict[int, dict[SkillId, int]] = defaultdict(dict)
    for agent, skill, level in models.AgentSkill.objects.of(organisation_id).values_list("agent_id", "skill_id", "level"):
        skills[agent][SkillId(skill)] = level
    for agent, skill, level in models.SkillLoan.objects.of(organisation_id).order_by("level").values_list("agent_id", "skill_id", "level"):
        skills[agent].pop(SkillId(skill), None)
        if level > 0:
            skills[agent][SkillId(skill)] = level
    return skills


def _list_capacities(organisation_id: int) -> dict[int, Capacity]:
    profiles = models.CapacityProfile.objects.of(organisation_id).prefetch_related("channels")
    return {profile.pk: describe_capacity(profile) for profile in profiles}


def describe_capacity(profile: models.CapacityProfile) -> Capacity:
    """As the router knows it."""
    rows = sorted(profile.channels.all(), key=lambda row: row.channel)
    channels = tuple(ChannelCapacity(channel=Channel(row.channel), most=row.most, units=row.units) for row in rows)
    return Capacity(units=profile.units, channels=channels)


def _list_territories_below(organisation_id: int) -> Mapping[int, frozenset[int]]:
    """Each territory with all below it, itself included."""
    parents = dict(models.Territory.objects.of(organisation_id).current().values_list("pk", "parent_id"))
    below: dict[int, set[int]] = defaultdict(set)
    for pk in parents:
        above: int | None = pk
        while above is not None:
            below[above].add(pk)
            above = parents.get(above)
    return {pk: frozenset(each) for pk, each in below.items()}


def _group(rows: Iterable[tuple[int, ...]]) -> dict[int, list[tuple[int, ...]]]:
    groups: dict[int, list[tuple[int, ...]]] = defaultdict(list)
    for first, *rest in rows:
        groups[first].append(tuple(rest))
    return groups
