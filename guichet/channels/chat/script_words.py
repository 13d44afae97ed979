"""Everything that goes over the widget's doors to a script. Its TypeScript types are generated from here."""

from typing import Annotated
from uuid import UUID

import msgspec

from guichet.doors.words import Asked, Code, Id, Number, Wire

Pass = Annotated[str, msgspec.Meta(max_length=300)]


class BeginScript(Asked, frozen=True):
    """POST /chat/scripts. The same `key` again answers with the session begun the first time. `earlier`: the pass of the session that this
    widget was in before."""

    key: UUID
    organisation: Code
    reason: Id
    language: Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})*$", max_length=12)]
    earlier: Pass | None = None


class TakeTurn(Asked, frozen=True):
    """POST /chat/scripts/{session}/turns: one of `text`, `option` and `wants_person`. The same `key` again is heard once. `seen`: the turn
    of the question that was on the screen."""

    key: UUID
    seen: Number
    text: str | None = None
    option: str | None = None
    wants_person: bool = False


class Line(Wire, frozen=True):
    """What was said. `part`: as in `records.scripts.words.Part`; `citizen` is what he said himself."""

    part: str
    text: str
    article: str
    version: int | None
    address: str


class Button(Wire, frozen=True):
    option: str
    label: str


class Told(Wire, frozen=True):
    """Where a session stands. `lines` only grow. `state`: open, settled, unsettled or handed-over; then `contact` and its pass are those of
    the conversation with a person, null where nobody is there. `is_taken`: false for an answer to a question that is past."""

    session: str
    token: str
    turn: int
    state: str
    is_taken: bool
    language: str
    lines: tuple[Line, ...]
    buttons: tuple[Button, ...]
    goes_back: bool
    contact: str | None
    contact_token: str | None
