"""Reading figures, and checking them against the journal they come from."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from guichet.decisions.routing.words import Channel, Instant, QueueId
from guichet.records.figures.alerts import Watchpoint
from guichet.records.figures.fold import Fold
from guichet.records.figures.words import AlertKind, Cell, Counts, Quarter, Subject
from guichet.records.journal.words import Entry


def read_cells(rows: Iterable[Sequence[Any]]) -> dict[Cell, Counts]:
    """Parse the rows of `LIST_CELLS`. Cells in which everything is nought are as good as none."""
    cells = {Cell(Quarter(row[0]), Channel(row[1]), QueueId(row[2]), row[3], row[4]): Counts(*row[5:]) for row in rows}
    return {cell: counts for cell, counts in cells.items() if counts != Counts()}


def read_watchpoints(rows: Iterable[Sequence[Any]]) -> list[Watchpoint]:
    """Parse the rows of `LIST_WATCHPOINTS` and `LIST_ALERTS`."""
    return [Watchpoint(AlertKind(kind), QueueId(queue), Instant(since), *instants) for kind, queue, since, *instants in rows]


def count_again(entries: Iterable[Entry], subjects: dict[Any, Subject]) -> dict[Cell, Counts]:
    """What the journal says the figures are."""
    fold = Fold(subjects)
    for entry in entries:
        fold.take(entry)
    return {cell: counts for cell, counts in fold.counts.items() if counts != Counts()}


def encode_cells(cells: dict[Cell, Counts]) -> str:
    """Rows for `ADD_COUNTS`, in one order, so that two who count never wait for each other in a circle."""
    rows = [{**cell._asdict(), **msgspec.structs.asdict(counts)} for cell, counts in sorted(cells.items())]
    return msgspec.json.encode(rows).decode()
