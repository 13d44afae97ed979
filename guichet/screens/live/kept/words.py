"""What goes over the doors of drafts, history and search. The desk's TypeScript types are generated from here."""

from typing import Annotated
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import Channel, ContactId, ContactState, Instant
from guichet.doors.words import Asked, Id, Wire
from guichet.records.contacts.drafts import Draft
from guichet.records.contacts.history import Address, PastContact
from guichet.records.contacts.words import DraftKind, Message
from guichet.records.people.likeness import Proposal
from guichet.records.people.words import Ground
from guichet.screens.live.words import RecordingFacts

MOST_REPLACED = 20


class KeepDraft(Asked, frozen=True):
    """POST /live/contacts/{id}/draft: what this browser (`screen`) holds now; empty: nothing any more.

    `replaces` names the browsers whose words it took over or made useless.
    """

    kind: DraftKind
    screen: UUID
    text: str
    replaces: Annotated[tuple[UUID, ...], msgspec.Meta(max_length=MOST_REPLACED)] = ()


class Drafts(Wire, frozen=True):
    """GET /live/drafts: all that this agent has typed and not sent. Also answers `KeepDraft`, for that contact and kind."""

    drafts: tuple[Draft, ...]


class Judged(Wire, frozen=True):
    """What an agent said of this person and somebody else, that can be taken back."""

    id: int
    is_same: bool
    grounds: tuple[Ground, ...]
    made_by: str
    made_at: Instant


class Timeline(Wire, frozen=True):
    """GET /live/contacts/{id}/timeline?before=: the person's other contacts, the latest first. `following` asks for the next ones;
    empty: there are none."""

    past: tuple[PastContact, ...]
    following: str


class Person(Wire, frozen=True):
    """GET /live/contacts/{id}/person: what is known of who asks. `is_known`: the contact is linked to a citizen.

    `proposals` say who else it may be, by what they have in common alone; `judged` what was said of such before.
    """

    is_known: bool
    addresses: tuple[Address, ...]
    timeline: Timeline
    proposals: tuple[Proposal, ...]
    judged: tuple[Judged, ...]


class JudgePerson(Asked, frozen=True):
    """POST /live/contacts/{id}/person/judge: an agent asked, and says whether a proposed person is the same. Answers with `Person`."""

    citizen: Id
    is_same: bool


class TakeBack(Asked, frozen=True):
    """POST /live/contacts/{id}/person/take-back: that was wrong. Answers with `Person`."""

    judgement: Id


class Past(Wire, frozen=True):
    """GET /live/contacts/{id}/history: a contact to be read. `owner_name` is who answers it now, empty when nobody does. `recordings`:
    those that whoever reads may hear."""

    contact: ContactId
    channel: Channel
    state: ContactState
    reason_name: str
    queue_name: str
    citizen_name: str
    language: str
    agent_name: str
    owner_name: str
    arrived_at: Instant
    closed_at: Instant | None
    outcome_name: str
    note: str
    messages: tuple[Message, ...]
    recordings: tuple[RecordingFacts, ...]


class Piece(Wire, frozen=True):
    """Part of an excerpt; `is_hit`: it is what was looked for."""

    text: str
    is_hit: bool


class Found(Wire, frozen=True):
    contact: ContactId
    channel: Channel
    state: ContactState
    citizen_name: str
    reason_name: str
    agent_name: str
    arrived_at: Instant
    closed_at: Instant | None
    excerpt: tuple[Piece, ...]


class SearchAnswer(Wire, frozen=True):
    """GET /live/search?words=: the best matches. `is_everything` is false when more were found than are shown."""

    found: tuple[Found, ...]
    is_everything: bool
