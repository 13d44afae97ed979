"""A board's reading, as a wall may show it: sums of queues and counts of agents, without anybody's name or contact."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from guichet.decisions.routing.words import Presence
from guichet.screens.live.board.reading import Reading, read_agent, read_queue, read_row
from guichet.screens.live.board.words import AgentShown, QueueShown, Row
from guichet.screens.live.wall import words
from guichet.screens.live.wall.passes import WallPass


def write_wall(reading: Reading, opened: WallPass) -> words.Wall:
    queues = [read_queue(row, opened.language) for row in reading.queues.values() if opened.shows(row[0])]
    rows = [read_row(row) for row in reading.rows.values() if opened.shows(row[0])]
    return words.Wall(
        at=reading.at,
        name=opened.name,
        organisation_name=opened.organisation_name,
        is_whole=not opened.queues,
        queues=tuple(sum_up(queue, [row for row in rows if row.queue == queue.queue]) for queue in queues),
        agents=count_agents(reading),
        day=words.WallDay(**{name: sum(getattr(row.day, name) for row in rows) for name in words.WallDay.__struct_fields__}),
        cursor=str(reading.head),
    )


def sum_up(queue: QueueShown, rows: Iterable[Row]) -> words.WallQueue:
    """One queue, over its channels."""
    rows = tuple(rows)
    return words.WallQueue(
        name=queue.name,
        waiting=sum(row.waiting for row in rows),
        late=sum(row.late for row in rows),
        longest_since=min((row.longest_since for row in rows if row.longest_since is not None), default=None),
        commitment_ms=queue.commitment_ms,
        is_open=queue.closed_because is None,
    )


@lru_cache(maxsize=2)
def count_agents(reading: Reading) -> words.WallAgents:
    """Counted once for all the walls that show a reading."""
    doings = Counter(get_doing(read_agent(row)) for row in reading.agents.values())
    return words.WallAgents(**{name: doings[name] for name in words.WallAgents.__struct_fields__})


def get_doing(agent: AgentShown) -> str | None:
    """What an agent does, as the board says it (`web/board/data/state.ts`); None for one who is not here."""
    if agent.presence == Presence.OFFLINE:
        return None
    if agent.in_hand + agent.ringing > 0:
        return "busy"
    if agent.wrapping_up > 0:
        return "wrapping_up"
    return "paused" if agent.presence == Presence.PAUSED else "free"
