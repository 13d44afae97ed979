"""What a desk asks of its telephone. The TypeScript types are generated from here."""

from typing import Annotated
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import Instant
from guichet.doors.words import Asked, Id, Wire
from guichet.records.calls.words import LONGEST_SDP
from guichet.records.contacts.telephone import LONGEST_TYPED

MOST_KEYS = 32
Keys = Annotated[str, msgspec.Meta(pattern="^[0-9*#]+$", max_length=MOST_KEYS)]
Description = Annotated[str, msgspec.Meta(pattern="^v=0\r?\n", max_length=LONGEST_SDP)]
"""Of media (SDP, RFC 8866)."""


class AnswerCall(Asked, frozen=True):
    """POST /live/calls/{leg}/answer: how the browser is reached. The same once more changes nothing."""

    key: UUID
    sdp: Description


class SteerCall(Asked, frozen=True):
    """POST /live/calls/{leg}/hold, resume, hang-up, give-back, rejoin, hand-over, take-back, confer, pause-recording, go-on-recording and
    erase-recording. Each says how the call shall be, so that it may be repeated."""

    key: UUID


class SeeCampaign(Asked, frozen=True):
    """POST /live/campaigns/{campaign}/seen: the desk shows it. Again changes nothing."""

    key: UUID


class PressKeys(Asked, frozen=True):
    """POST /live/calls/{leg}/keys: digits for whoever is at the other end. Never repeated: each press counts."""

    key: UUID
    keys: Keys


class ConsultSomebody(Asked, frozen=True):
    """POST /live/calls/{leg}/consult: a colleague, a relay service of the organisation, or the number of somebody outside. `at_once`:
    whoever answers has the caller."""

    key: UUID
    colleague: int | None = None
    relay: Id | None = None
    number: Annotated[str, msgspec.Meta(max_length=LONGEST_TYPED)] = ""
    at_once: bool = False


class OpenText(Asked, frozen=True):
    """POST /live/contacts/{id}/text: whoever calls may write, and both see one another write. Again makes a new code. Answered by
    `OpenedText`."""

    key: UUID


class InviteToText(Asked, frozen=True):
    """POST /live/contacts/{id}/text/invite: have its page sent to the number of the call. The same key again sends nothing more."""

    key: UUID


class OpenedText(Wire, frozen=True):
    """How whoever calls comes in: at this address, with this code, once. `number`: to which the page can be sent; empty: to none."""

    code: str
    address: str
    until: Instant
    number: str
