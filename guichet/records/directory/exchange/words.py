"""What a directory file may hold. Each field says by its annotation how it is read and written; a field with a default may be left out.

Accounts are no part of it: who may sign on is not copied between installations. An agent keeps the account he is linked to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from guichet.decisions.routing.words import Channel
from guichet.records.directory.calendars import HOLIDAYS, Span
from guichet.records.directory.exchange import codecs, shapes
from guichet.records.directory.words import CommitmentClock, TerritoryKind

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FORMAT = 1

Label = Annotated[Mapping[str, str], shapes.Table(codecs.Text(12, codecs.LANGUAGE), codecs.Text(300))]
Name = Annotated[str, codecs.Text(200)]
Zone = Annotated[str, codecs.TimeZone()]
Flag = Annotated[bool, codecs.Boolean()]
Duration = Annotated[int, codecs.Seconds()]
Language = Annotated[str, codecs.Text(12, codecs.LANGUAGE)]
Weekly = Annotated[Mapping[str, tuple[Span, ...]], shapes.Table(codecs.Choice(WEEKDAYS), codecs.Hours(), implied=())]
Exceptions = Annotated[Mapping[date, tuple[Span, ...]], shapes.Table(codecs.Day(), codecs.Hours())]
Channels = Annotated[tuple[str, ...], shapes.Many(codecs.Choice(tuple(Channel)))]
Levels = Annotated[Mapping[str, int], shapes.Table(codecs.Reference("skills"), codecs.Integer(1, 5))]
Colour = Annotated[str, codecs.Text(7, codecs.COLOUR)]
Origins = Annotated[tuple[str, ...], shapes.Many(codecs.Origin())]
CalendarKey = Annotated[str, codecs.Reference("calendars")]
CapacityKey = Annotated[str, codecs.Reference("capacities")]
CommitmentKey = Annotated[str, codecs.Reference("commitments")]
QueueKey = Annotated[str, codecs.Reference("queues")]
ReasonKey = Annotated[str, codecs.Reference("reasons")]
SiteKey = Annotated[str, codecs.Reference("sites")]
TeamKey = Annotated[str, codecs.Reference("teams")]
TerritoryKey = Annotated[str, codecs.Reference("territories")]
Territories = Annotated[tuple[str, ...], shapes.Many(codecs.Reference("territories"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEntry:
    """`slug` says whose directory this is: a file is never imported into another organisation by mistake."""

    slug: Annotated[str, codecs.Key()]
    name: Name
    language: Language = "fr"
    time_zone: Zone = "Europe/Paris"
    accent_light: Colour = ""
    accent_dark: Colour = ""
    widget_origins: Origins = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillEntry:
    """`language` makes the skill a language."""

    label: Label
    language: Language = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentEntry:
    label: Label
    delay: Duration
    clock: Annotated[str, codecs.Choice(tuple(CommitmentClock.values))] = CommitmentClock.CONTINUOUS.value
    pauses_for_citizen: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A weekday that is not named is closed."""

    label: Label
    time_zone: Zone
    holidays: Annotated[str, codecs.Choice(tuple(HOLIDAYS))] = ""
    weekly: Weekly = field(default_factory=dict)
    exceptions: Exceptions = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryEntry:
    kind: Annotated[str, codecs.Choice(tuple(TerritoryKind.values))]
    name: Name
    parent: TerritoryKey | None = None
    code: Annotated[str, codecs.Text(10)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEntry:
    name: Name
    territory: TerritoryKey
    calendar: CalendarKey | None = None
    address: Annotated[str, codecs.Text(300)] = ""
    postal_code: Annotated[str, codecs.Text(10)] = ""
    city: Annotated[str, codecs.Text(100)] = ""
    telephone: Annotated[str, codecs.Text(20, codecs.TELEPHONE)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamEntry:
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEntry:
    most: Annotated[int, codecs.Integer(1, 1000)]
    units: Annotated[int, codecs.Integer(0, 1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityEntry:
    label: Label
    units: Annotated[int, codecs.Integer(1, 1000)]
    channels: Annotated[Mapping[str, ChannelEntry], shapes.Table(codecs.Choice(tuple(Channel)), shapes.Entry(ChannelEntry))]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaxationEntry:
    after: Duration
    levels_lowered: Annotated[int, codecs.Integer(0, 4)] = 0
    drops_territory: Flag = False
    drops_skills: Flag = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEntry:
    label: Label
    commitment: CommitmentKey
    calendar: CalendarKey
    channels: Channels
    offer: Duration = 20
    wrap_up: Duration = 60
    priority_minutes: Annotated[int, codecs.Integer(-10_000, 10_000)] = 0
    most_waiting: Annotated[int, codecs.Integer(0, 1_000_000)] | None = None
    reserve_override: Duration | None = None
    relaxation: Annotated[tuple[RelaxationEntry, ...], shapes.Many(shapes.Entry(RelaxationEntry), is_ordered=True)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveEntry:
    label: Label
    count: Annotated[int, codecs.Integer(1, 10_000)]
    skills: Levels = field(default_factory=dict)
    territory: TerritoryKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonEntry:
    """Without a queue, that of the nearest reason above answers."""

    label: Label
    parent: ReasonKey | None = None
    queue: QueueKey | None = None
    settled_at_distance: Flag = True
    skills: Levels = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseEntry:
    label: Label
    longest_minutes: Annotated[int, codecs.Integer(1, 1440)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingEntry:
    """What a citizen is asked for, and for how many days he is waited for."""

    label: Label
    days: Annotated[int, codecs.Integer(1, 365)] = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeEntry:
    label: Label
    resolved: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentEntry:
    """Without territories he covers everywhere."""

    name: Name
    capacity: CapacityKey
    site: SiteKey | None = None
    team: TeamKey | None = None
    skills: Levels = field(default_factory=dict)
    territories: Territories = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """A whole directory. Sections map keys to entries; reasons are shown in their order, the order of the others means nothing."""

    organisation: OrganisationEntry
    skills: Mapping[str, SkillEntry] = field(default_factory=dict)
    commitments: Mapping[str, CommitmentEntry] = field(default_factory=dict)
    calendars: Mapping[str, CalendarEntry] = field(default_factory=dict)
    territories: Mapping[str, TerritoryEntry] = field(default_factory=dict)
    sites: Mapping[str, SiteEntry] = field(default_factory=dict)
    teams: Mapping[str, TeamEntry] = field(default_factory=dict)
    capacities: Mapping[str, CapacityEntry] = field(default_factory=dict)
    queues: Mapping[str, QueueEntry] = field(default_factory=dict)
    reserves: Mapping[str, ReserveEntry] = field(default_factory=dict)
    reasons: Mapping[str, ReasonEntry] = field(default_factory=dict)
    pauses: Mapping[str, PauseEntry] = field(default_factory=dict)
    askings: Mapping[str, AskingEntry] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeEntry] = field(default_factory=dict)
    agents: Mapping[str, AgentEntry] = field(default_factory=dict)


SECTIONS = {
    "skills": SkillEntry,
    "commitments": CommitmentEntry,
    "calendars": CalendarEntry,
    "territories": TerritoryEntry,
    "sites": SiteEntry,
    "teams": TeamEntry,
    "capacities": CapacityEntry,
    "queues": QueueEntry,
    "reserves": ReserveEntry,
    "reasons": ReasonEntry,
    "pauses": PauseEntry,
    "askings": AskingEntry,
    "outcomes": OutcomeEntry,
    "agents": AgentEntry,
}
"""In the order in which they are stored: what is pointed at comes first."""
