"""What goes over the doors by which an agent answers on another channel. The desk's TypeScript types are generated from here."""

from typing import Annotated
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import Channel
from guichet.doors.words import Asked, Wire

Address = Annotated[str, msgspec.Meta(max_length=254)]


class KnownAddress(Wire, frozen=True):
    """An address that the citizen gave; `shown` as people write it. One that is not proved may be somebody else's."""

    value: str
    shown: str
    is_verified: bool


class Ways(Wire, frozen=True):
    """GET /live/contacts/{id}/ways: by which channel what is said now leaves, and to whom it may leave by mail or SMS.

    `own`: the channel by which the contact came. `mail`, `sms`: his addresses; null where nothing can be sent that way.
    """

    current: Channel
    own: Channel
    mail: tuple[KnownAddress, ...] | None
    sms: tuple[KnownAddress, ...] | None


class ChooseWay(Asked, frozen=True):
    """POST /live/contacts/{id}/ways: what is said from now on leaves by e-mail or SMS to that address, or by its own channel again."""

    key: UUID
    channel: Channel
    address: Address = ""
