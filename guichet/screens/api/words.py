"""What the API answers. `Failure` is the form of every answer above 399."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from ninja import Path, Query, Schema
from pydantic import Field

T = TypeVar("T")
MOST_ID = 2**63 - 1
MOST_ITEMS = 500

Id = Annotated[int, Field(ge=1, le=MOST_ID)]
PathId = Annotated[int, Path(ge=1, le=MOST_ID)]
Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS)]
Agreed = Annotated[str, Query(max_length=30)]
AfterId = Annotated[int, Query(ge=0, le=MOST_ID)]


class Problem(Schema):
    line: int
    path: str
    message: str


class EffectOut(Schema):
    """What a change would do to contacts under way: how many wait; of these, how many nobody could answer any more and how many wait in a
    queue that is removed; how many conversations leave an agent who is removed. `agreed` is sent back by whoever wants it all the same."""

    waiting: int
    orphaned: int
    in_removed_queues: int
    held: int
    agreed: str


class Failure(Schema):
    """A stable kebab-case `code` for programs, a translated `message` for people; `problems` only for a refused directory file, `effect`
    only for one that would harm people who wait."""

    code: str
    message: str
    problems: list[Problem] | None = None
    effect: EffectOut | None = None


class Page(Schema, Generic[T]):
    """`next` is given back as `after` for what follows; null at the end."""

    items: list[T]
    next: str | None


class Keyed(Schema):
    id: Id
    key: str


class Labelled(Keyed):
    labels: dict[str, str]


class ReasonOut(Labelled):
    version: int
    parent_id: int | None
    queue_id: int | None
    is_settled_at_distance: bool
    position: int


class QueueOut(Labelled):
    channels: list[str]
    commitment_id: int
    calendar_id: int
    priority_minutes: int
    most_waiting: int | None


class SkillOut(Labelled):
    language_code: str


class TerritoryOut(Keyed):
    kind: str
    name: str
    code: str
    parent_id: int | None


class SiteOut(Keyed):
    name: str
    territory_id: int
    address: str
    postal_code: str
    city: str


class AgentOut(Keyed):
    name: str
    site_id: int | None
    team_id: int | None
    capacity_id: int


class ContactOut(Schema):
    """`citizen_name` is what he calls himself, never verified."""

    id: UUID
    channel: str
    queue_id: int
    reason_id: int
    language: str
    territory_id: int | None
    citizen_name: str
    state: str
    agent_id: int | None
    arrived_at: datetime
    first_answer_at: datetime | None
    closed_at: datetime | None
    outcome: str | None


class ChangeOut(Schema):
    kind: str
    section: str
    key: str


class ImportedOut(Schema):
    changes: list[ChangeOut]
