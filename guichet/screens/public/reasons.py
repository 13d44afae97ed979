"""The reasons that a citizen may choose, under the branches of their tree."""

from collections import defaultdict
from dataclasses import dataclass

from guichet.decisions.routing.words import Channel, QueueId
from guichet.records.directory import models
from guichet.records.directory.queries import get_queue
from guichet.records.directory.recall import recall


@dataclass(frozen=True, slots=True)
class Branch:
    label: str
    reasons: tuple[models.Reason, ...]


def list_branches(organisation_id: int, language: str, channel: Channel = Channel.CHAT) -> list[Branch]:
    """Reasons that are answered on a channel, each under the branch at the top of its tree; a branch without any is left out."""
    return recall(("branches", organisation_id, language, channel), lambda: _read_branches(organisation_id, language, channel))


def _read_branches(organisation_id: int, language: str, channel: Channel) -> list[Branch]:
    rows = {row.pk: row for row in models.Reason.objects.of(organisation_id).current().order_by("position", "key")}
    parents = {row.parent_id for row in rows.values()}
    queues = set(list_queues(organisation_id, channel))
    under: dict[int, list[models.Reason]] = defaultdict(list)
    for row in rows.values():
        if row.pk not in parents and _find_queue(row, rows) in queues:
            under[_find_top(row, rows).pk].append(row)
    return [Branch(row.get_label(language), tuple(under[row.pk])) for row in rows.values() if row.pk in under]


def list_queues(organisation_id: int, channel: Channel) -> list[QueueId]:
    found = models.Queue.objects.of(organisation_id).current().filter(channels__contains=[channel])
    return [QueueId(pk) for pk in found.values_list("pk", flat=True)]


def is_called_back(reason: models.Reason) -> bool:
    """Whether somebody calls about this reason."""
    queue = get_queue(reason)
    return queue is not None and Channel.CALLBACK in queue.channels


def _find_queue(row: models.Reason, rows: dict[int, models.Reason]) -> int | None:
    """Its own, or that of the nearest reason above."""
    while row.queue_id is None and row.parent_id is not None:
        row = rows[row.parent_id]
    return row.queue_id


def _find_top(row: models.Reason, rows: dict[int, models.Reason]) -> models.Reason:
    while row.parent_id is not None:
        row = rows[row.parent_id]
    return row
