"""What goes over the doors of a message left. The widget's TypeScript types are generated from here."""

from typing import Annotated
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import ContactId, Instant
from guichet.doors.words import Asked, Code, Id, Wire
from guichet.records.pages.words import CameFrom


class LeaveMessage(Asked, frozen=True):
    """POST /message/contacts. `organisation` is its slug, `reason` and `territory` are ids; `email` and `number` as they were typed.

    The same `key` again answers with the message left the first time. `script`: the pass of the script that it comes from, whose answers
    go along. `came_from`: the page of another site on which help was asked.
    """

    key: UUID
    organisation: Code
    reason: Id
    language: Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,4})*$", max_length=12)]
    text: str
    territory: Id | None = None
    name: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    email: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    number: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    script: Annotated[str, msgspec.Meta(max_length=300)] | None = None
    came_from: CameFrom | None = None


class Left(Wire, frozen=True):
    """`token` is the pass for the message's files, `address` the path of the page that shows the answer. `promised_at`: an
    answer until then; null when nobody can say."""

    contact: ContactId
    token: str
    address: str
    promised_at: Instant | None


class FileLeft(Wire, frozen=True):
    """POST /message/contacts/{id}/files?key=&name=, the body being the file: 201, or 200 when the key was known."""

    number: int
    at: Instant
