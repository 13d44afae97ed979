"""How each section of a file stands in the tables: one class for each, that makes an entry of a row, and columns and parts of an entry.

Parts are the rows that belong to one (the hours of a calendar, the skills of an agent): they are replaced as a whole with it.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Generic, TypeVar

from django.db.models import Model

from guichet.records.directory import models
from guichet.records.directory.calendars import Span
from guichet.records.directory.exchange import words
from guichet.records.directory.queries import get_calendar

E = TypeVar("E")
Ids = Mapping[str, Mapping[str, int]]
"""Section -> key -> id."""
Keys = Mapping[str, Mapping[int, str]]
"""Section -> id -> key."""


class Section(ABC, Generic[E]):
    """`parts` names the relations whose rows belong to an entry."""

    model: ClassVar[type[models.Keyed]]
    parts: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def load(self, row: Any, keys: Keys) -> E:
        """The entry of a row whose parts are prefetched."""

    @abstractmethod
    def make_columns(self, entry: E, ids: Ids) -> dict[str, Any]:
        """What the row of an entry holds, by the names of its columns."""

    def make_parts(self, entry: E, ids: Ids) -> Iterable[Model]:  # noqa: ARG002 - most sections have none
        """Rows without organisation and owner, which `storing` fills in."""
        return ()


def point(ids: Ids, section: str, key: str | None) -> int | None:
    return None if key is None else ids[section][key]


def name(keys: Keys, section: str, pk: int | None) -> str | None:
    return None if pk is None else keys[section][pk]


def load_levels(rows: Iterable[Any], keys: Keys) -> dict[str, int]:
    return dict(sorted((keys["skills"][row.skill_id], row.level) for row in rows))


class Skills(Section[words.SkillEntry]):
    model = models.Skill

    def load(self, row: models.Skill, keys: Keys) -> words.SkillEntry:  # noqa: ARG002
        return words.SkillEntry(label=row.labels, language=row.language_code)

    def make_columns(self, entry: words.SkillEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"labels": entry.label, "language_code": entry.language}


class Commitments(Section[words.CommitmentEntry]):
    model = models.Commitment

    def load(self, row: models.Commitment, keys: Keys) -> words.CommitmentEntry:  # noqa: ARG002
        return words.CommitmentEntry(label=row.labels, delay=row.delay_seconds, clock=row.clock, pauses_for_citizen=row.pauses_for_citizen)

    def make_columns(self, entry: words.CommitmentEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {
            "labels": entry.label,
            "delay_seconds": entry.delay,
            "clock": entry.clock,
            "pauses_for_citizen": entry.pauses_for_citizen,
        }


class Calendars(Section[words.CalendarEntry]):
    model = models.OpeningCalendar
    parts = ("hours", "exceptions")

    def load(self, row: models.OpeningCalendar, keys: Keys) -> words.CalendarEntry:  # noqa: ARG002
        calendar = get_calendar(row)
        return words.CalendarEntry(
            label=row.labels,
            time_zone=row.time_zone,
            holidays=row.holidays,
            weekly={day: spans for day, spans in zip(words.WEEKDAYS, calendar.weekly, strict=True) if spans},
            exceptions=calendar.exceptions,
        )

    def make_columns(self, entry: words.CalendarEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"labels": entry.label, "time_zone": entry.time_zone, "holidays": entry.holidays}

    def make_parts(self, entry: words.CalendarEntry, ids: Ids) -> Iterable[Model]:  # noqa: ARG002
        for weekday, spans in entry.weekly.items():
            for span in spans:
                number = words.WEEKDAYS.index(weekday) + 1
                yield models.OpeningHours(weekday=number, from_minute=span.from_minute, to_minute=span.to_minute)
        for on, openings in entry.exceptions.items():
            closed: tuple[Span | None, ...] = (None,)
            for opening in openings or closed:
                minutes = (None, None) if opening is None else (opening.from_minute, opening.to_minute)
                yield models.OpeningException(on_date=on, from_minute=minutes[0], to_minute=minutes[1])


class Territories(Section[words.TerritoryEntry]):
    """The parent is set once every row has its id."""

    model = models.Territory

    def load(self, row: models.Territory, keys: Keys) -> words.TerritoryEntry:
        return words.TerritoryEntry(kind=row.kind, name=row.name, parent=name(keys, "territories", row.parent_id), code=row.code)

    def make_columns(self, entry: words.TerritoryEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"kind": entry.kind, "name": entry.name, "code": entry.code}


class Sites(Section[words.SiteEntry]):
    model = models.Site

    def load(self, row: models.Site, keys: Keys) -> words.SiteEntry:
        return words.SiteEntry(
            name=row.name,
            territory=keys["territories"][row.territory_id],
            calendar=name(keys, "calendars", row.calendar_id),
            address=row.address,
            postal_code=row.postal_code,
            city=row.city,
            telephone=row.telephone,
        )

    def make_columns(self, entry: words.SiteEntry, ids: Ids) -> dict[str, Any]:
        return {
            "name": entry.name,
            "territory_id": ids["territories"][entry.territory],
            "calendar_id": point(ids, "calendars", entry.calendar),
            "address": entry.address,
            "postal_code": entry.postal_code,
            "city": entry.city,
            "telephone": entry.telephone,
        }


class Teams(Section[words.TeamEntry]):
    model = models.Team

    def load(self, row: models.Team, keys: Keys) -> words.TeamEntry:  # noqa: ARG002
        return words.TeamEntry(name=row.name)

    def make_columns(self, entry: words.TeamEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"name": entry.name}


class Capacities(Section[words.CapacityEntry]):
    model = models.CapacityProfile
    parts = ("channels",)

    def load(self, row: models.CapacityProfile, keys: Keys) -> words.CapacityEntry:  # noqa: ARG002
        channels = {each.channel: words.ChannelEntry(most=each.most, units=each.units) for each in row.channels.all()}
        return words.CapacityEntry(label=row.labels, units=row.units, channels=channels)

    def make_columns(self, entry: words.CapacityEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"labels": entry.label, "units": entry.units}

    def make_parts(self, entry: words.CapacityEntry, ids: Ids) -> Iterable[Model]:  # noqa: ARG002
        return [models.ChannelCapacity(channel=channel, most=each.most, units=each.units) for channel, each in entry.channels.items()]


class Queues(Section[words.QueueEntry]):
    model = models.Queue
    parts = ("relaxation_steps",)

    def load(self, row: models.Queue, keys: Keys) -> words.QueueEntry:
        steps = sorted(row.relaxation_steps.all(), key=lambda step: step.after_seconds)
        return words.QueueEntry(
            label=row.labels,
            commitment=keys["commitments"][row.commitment_id],
            calendar=keys["calendars"][row.calendar_id],
            channels=tuple(row.channels),
            offer=row.offer_seconds,
            wrap_up=row.wrap_up_seconds,
            priority_minutes=row.priority_minutes,
            most_waiting=row.most_waiting,
            reserve_override=row.reserve_override_seconds,
            relaxation=tuple(
                words.RelaxationEntry(
                    after=step.after_seconds,
                    levels_lowered=step.levels_lowered,
                    drops_territory=step.drops_territory,
                    drops_skills=step.drops_skills,
                )
                for step in steps
            ),
        )

    def make_columns(self, entry: words.QueueEntry, ids: Ids) -> dict[str, Any]:
        return {
            "labels": entry.label,
            "commitment_id": ids["commitments"][entry.commitment],
            "calendar_id": ids["calendars"][entry.calendar],
            "channels": list(entry.channels),
            "offer_seconds": entry.offer,
            "wrap_up_seconds": entry.wrap_up,
            "priority_minutes": entry.priority_minutes,
            "most_waiting": entry.most_waiting,
            "reserve_override_seconds": entry.reserve_override,
        }

    def make_parts(self, entry: words.QueueEntry, ids: Ids) -> Iterable[Model]:  # noqa: ARG002
        return [
            models.RelaxationStep(
                after_seconds=step.after,
                levels_lowered=step.levels_lowered,
                drops_territory=step.drops_territory,
                drops_skills=step.drops_skills,
            )
            for step in entry.relaxation
        ]


class Reserves(Section[words.ReserveEntry]):
    model = models.Reserve
    parts = ("skills",)

    def load(self, row: models.Reserve, keys: Keys) -> words.ReserveEntry:
        return words.ReserveEntry(
            label=row.labels,
            count=row.count,
            skills=load_levels(row.skills.all(), keys),
            territory=name(keys, "territories", row.territory_id),
        )

    def make_columns(self, entry: words.ReserveEntry, ids: Ids) -> dict[str, Any]:
        return {"labels": entry.label, "count": entry.count, "territory_id": point(ids, "territories", entry.territory)}

    def make_parts(self, entry: words.ReserveEntry, ids: Ids) -> Iterable[Model]:
        return [models.ReserveSkill(skill_id=ids["skills"][skill], level=level) for skill, level in entry.skills.items()]


class Reasons(Section[words.ReasonEntry]):
    """The parent and the position are set once every row has its id."""

    model = models.Reason
    parts = ("skills",)

    def load(self, row: models.Reason, keys: Keys) -> words.ReasonEntry:
        return words.ReasonEntry(
            label=row.labels,
            parent=name(keys, "reasons", row.parent_id),
            queue=name(keys, "queues", row.queue_id),
            settled_at_distance=row.is_settled_at_distance,
            skills=load_levels(row.skills.all(), keys),
        )

    def make_columns(self, entry: words.ReasonEntry, ids: Ids) -> dict[str, Any]:
        return {
            "labels": entry.label,
            "queue_id": point(ids, "queues", entry.queue),
            "is_settled_at_distance": entry.settled_at_distance,
        }

    def make_parts(self, entry: words.ReasonEntry, ids: Ids) -> Iterable[Model]:
        return [models.ReasonSkill(skill_id=ids["skills"][skill], level=level) for skill, level in entry.skills.items()]


class Pauses(Section[words.PauseEntry]):
    model = models.PauseReason

    def load(self, row: models.PauseReason, keys: Keys) -> words.PauseEntry:  # noqa: ARG002
        return words.PauseEntry(label=row.labels, longest_minutes=row.longest_minutes)

    def make_columns(self, entry: words.PauseEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"labels": entry.label, "longest_minutes": entry.longest_minutes}


class Askings(Section[words.AskingEntry]):
    model = models.AskingReason

    def load(self, row: models.AskingReason, keys: Keys) -> words.AskingEntry:  # noqa: ARG002
        return words.AskingEntry(label=row.labels, days=row.days)

    def make_columns(self, entry: words.AskingEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"labels": entry.label, "days": entry.days}


class Outcomes(Section[words.OutcomeEntry]):
    model = models.WrapUpOutcome

    def load(self, row: models.WrapUpOutcome, keys: Keys) -> words.OutcomeEntry:  # noqa: ARG002
        return words.OutcomeEntry(label=row.labels, resolved=row.is_resolved)

    def make_columns(self, entry: words.OutcomeEntry, ids: Ids) -> dict[str, Any]:  # noqa: ARG002
        return {"labels": entry.label, "is_resolved": entry.resolved}


class Agents(Section[words.AgentEntry]):
    """The account an agent is linked to is not in the file, and stays."""

    model = models.Agent
    parts = ("skills", "territories")

    def load(self, row: models.Agent, keys: Keys) -> words.AgentEntry:
        return words.AgentEntry(
            name=row.name,
            capacity=keys["capacities"][row.capacity_id],
            site=name(keys, "sites", row.site_id),
            team=name(keys, "teams", row.team_id),
            skills=load_levels(row.skills.all(), keys),
            territories=tuple(sorted(keys["territories"][each.territory_id] for each in row.territories.all())),
        )

    def make_columns(self, entry: words.AgentEntry, ids: Ids) -> dict[str, Any]:
        return {
            "name": entry.name,
            "capacity_id": ids["capacities"][entry.capacity],
            "site_id": point(ids, "sites", entry.site),
            "team_id": point(ids, "teams", entry.team),
            "removed_at": None,
        }

    def make_parts(self, entry: words.AgentEntry, ids: Ids) -> Iterable[Model]:
        for skill, level in entry.skills.items():
            yield models.AgentSkill(skill_id=ids["skills"][skill], level=level)
        for territory in entry.territories:
            yield models.AgentTerritory(territory_id=ids["territories"][territory])


SECTIONS: dict[str, Section[Any]] = {
    "skills": Skills(),
    "commitments": Commitments(),
    "calendars": Calendars(),
    "territories": Territories(),
    "sites": Sites(),
    "teams": Teams(),
    "capacities": Capacities(),
    "queues": Queues(),
    "reserves": Reserves(),
    "reasons": Reasons(),
    "pauses": Pauses(),
    "askings": Askings(),
    "outcomes": Outcomes(),
    "agents": Agents(),
}
"""In the order of `words.SECTIONS`."""
