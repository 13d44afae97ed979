"""Everything that goes over the doors of a wall display: counts and instants. Its TypeScript types are generated from here."""

from guichet.decisions.routing.words import Instant
from guichet.doors.words import Wire


class WallQueue(Wire, frozen=True):
    """`late`: of those who wait, beyond the commitment. `longest_since`: since when the one waits who has waited longest."""

    name: str
    waiting: int
    late: int
    longest_since: Instant | None
    commitment_ms: int
    is_open: bool


class WallAgents(Wire, frozen=True):
    """Agents of the organisation who are here, each counted once, by what they do."""

    free: int = 0
    busy: int = 0
    wrapping_up: int = 0
    paused: int = 0


class WallDay(Wire, frozen=True):
    """Sums since midnight (`figures.words.Counts`)."""

    answered: int = 0
    in_time: int = 0
    abandoned: int = 0


class Wall(Wire, frozen=True):
    """GET /wall/figures. `is_whole`: it shows every queue of the organisation."""

    at: Instant
    name: str
    organisation_name: str
    is_whole: bool
    queues: tuple[WallQueue, ...]
    agents: WallAgents
    day: WallDay
    cursor: str


class WallShown(Wire, frozen=True, tag=True, tag_field="type"):
    """An event of GET /wall/events: everything, as it stands now."""

    wall: Wall
