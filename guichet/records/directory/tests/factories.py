"""What tests build a directory from: one function per kind, everything but the organisation optional.

`make_organisation` lets the current transaction work for the organisation it makes; the others rely on it.
"""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from django.db import connection

from guichet.records.directory.models import (
    Account,
    Agent,
    AgentSkill,
    AgentTerritory,
    CapacityProfile,
    ChannelCapacity,
    Commitment,
    OpeningCalendar,
    OpeningHours,
    Organisation,
    Queue,
    Reason,
    ReasonSkill,
    Site,
    Skill,
    Territory,
)
from guichet.records.directory.words import Role, TerritoryKind
from guichet.records.separation import ROLE, set_organisation

PASSWORD = "correct horse battery staple"
DAY_AND_NIGHT = tuple((weekday, 0, 1440) for weekday in range(1, 8))
numbers = count(1)


def make_organisation(slug: str | None = None, **values: Any) -> Organisation:
    """Create an organisation as the tables' owner and let the current transaction work for it."""
    slug = slug or f"organisation-{next(numbers)}"
    with connection.cursor() as cursor:
        cursor.execute("set local role none")
        organisation = Organisation.objects.create(slug=slug, **{"name": slug.title(), **values})
        cursor.execute(f"set local role {ROLE}")
    set_organisation(organisation.pk)
    return organisation


def make_skill(organisation: Organisation, **values: Any) -> Skill:
    key = f"skill-{next(numbers)}"
    return Skill.objects.create(organisation=organisation, **{"key": key, "labels": {"fr": key}, **values})


def make_language(organisation: Organisation, code: str = "fr") -> Skill:
    return make_skill(organisation, key=f"language-{code}", language_code=code)


def make_commitment(organisation: Organisation, **values: Any) -> Commitment:
    key = f"commitment-{next(numbers)}"
    return Commitment.objects.create(organisation=organisation, **{"key": key, "labels": {"fr": key}, "delay_seconds": 300, **values})


def make_calendar(organisation: Organisation, hours: Iterable[tuple[int, int, int]] = DAY_AND_NIGHT, **values: Any) -> OpeningCalendar:
    """`hours` are triples (weekday, from_minute, to_minute); day and night by default."""
    key = f"calendar-{next(numbers)}"
    calendar = OpeningCalendar.objects.create(
        organisation=organisation, **{"key": key, "labels": {"fr": key}, "time_zone": "Europe/Paris", **values}
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(organisation=organisation, calendar=calendar, weekday=weekday, from_minute=start, to_minute=end)
        for weekday, start, end in hours
    )
    return calendar


def make_territory(organisation: Organisation, **values: Any) -> Territory:
    key = f"territory-{next(numbers)}"
    return Territory.objects.create(organisation=organisation, **{"key": key, "name": key, "kind": TerritoryKind.DEPARTEMENT, **values})


def make_site(organisation: Organisation, **values: Any) -> Site:
    key = f"site-{next(numbers)}"
    values.setdefault("territory", make_territory(organisation, kind=TerritoryKind.SITE))
    return Site.objects.create(organisation=organisation, **{"key": key, "name": key, **values})


def make_queue(organisation: Organisation, **values: Any) -> Queue:
    key = f"queue-{next(numbers)}"
    values.setdefault("commitment", make_commitment(organisation))
    values.setdefault("calendar", make_calendar(organisation))
    return Queue.objects.create(organisation=organisation, **{"key": key, "labels": {"fr": key}, "channels": ["chat"], **values})


def make_reason(organisation: Organisation, queue: Queue | None = None, skills: Mapping[Skill, int] | None = None, **values: Any) -> Reason:
    """`skills` maps what is needed to levels."""
    key = f"reason-{next(numbers)}"
    reason = Reason.objects.create(organisation=organisation, queue=queue, **{"key": key, "labels": {"fr": key}, **values})
    for skill, level in (skills or {}).items():
        ReasonSkill.objects.create(organisation=organisation, reason=reason, skill=skill, level=level)
    return reason


def make_capacity(organisation: Organisation, channels: Mapping[str, tuple[int, int]] | None = None, **values: Any) -> CapacityProfile:
    """`channels` maps channels to pairs (most, units); three chats at once by default."""
    key = f"capacity-{next(numbers)}"
    profile = CapacityProfile.objects.create(organisation=organisation, **{"key": key, "labels": {"fr": key}, "units": 3, **values})
    for channel, (most, units) in (channels or {"chat": (3, 1)}).items():
        ChannelCapacity.objects.create(organisation=organisation, profile=profile, channel=channel, most=most, units=units)
    return profile


def make_account(organisation: Organisation, *roles: Role, password: str | None = PASSWORD, **values: Any) -> Account:
    """An agent's account by default. `PASSWORD` opens it."""
    email = values.pop("email", f"account-{next(numbers)}@example.org")
    account = Account.objects.create_account(organisation, email, password, [role.value for role in roles or (Role.AGENT,)])
    if values:
        Account.objects.filter(pk=account.pk).update(**values)
        account.refresh_from_db()
    return account


def make_agent(
    organisation: Organisation, skills: Mapping[Skill, int] | None = None, territories: Iterable[Territory] = (), **values: Any
) -> Agent:
    """`skills` maps what he can do to levels; without territories he covers everywhere."""
    key = f"agent-{next(numbers)}"
    values.setdefault("capacity", make_capacity(organisation))
    agent = Agent.objects.create(organisation=organisation, **{"key": key, "name": key, **values})
    for skill, level in (skills or {}).items():
        AgentSkill.objects.create(organisation=organisation, agent=agent, skill=skill, level=level)
    for territory in territories:
        AgentTerritory.objects.create(organisation=organisation, agent=agent, territory=territory)
    return agent
