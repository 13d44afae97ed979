"""Everything that goes over the hot doors of signed-in people. The desk's and the board's TypeScript types are generated from here."""

from typing import Annotated
from uuid import UUID

import msgspec

from guichet.decisions.routing.words import AgentId, Channel, ContactId, ContactState, Instant, Presence, QueueId, Why
from guichet.doors.words import Asked, Code, Drafted, Id, Number, Wire
from guichet.records.calls.words import CampaignCard, LegCard
from guichet.records.contacts.words import Attachment, AttemptReason, Author, GivenAnswer, Message, RealTimeText, SaidKind
from guichet.records.correspondence.words import Verification
from guichet.records.letters.words import AnswerBy, PostingState
from guichet.records.messaging.words import OutgoingState

# ---- asked. `key` makes each of them safe to repeat: the same key again changes nothing and gets the first answer.


class ChangePresence(Asked, frozen=True):
    """POST /live/presence. `reason` is the code of a pause."""

    key: UUID
    presence: Presence
    reason: Code | None = None


class AcceptOffer(Asked, frozen=True):
    """POST /live/contacts/{id}/accept"""

    key: UUID


class DeclineOffer(Asked, frozen=True):
    """POST /live/contacts/{id}/decline"""

    key: UUID
    reason: Code | None = None


class NoteAttempt(Asked, frozen=True):
    """POST /live/contacts/{id}/attempt: the agent called, and reached nobody."""

    key: UUID
    reason: AttemptReason


class PullContact(Asked, frozen=True):
    """POST /live/contacts/{id}/pull: take a waiting contact oneself, under the same checks as an offer."""

    key: UUID


class TransferContact(Asked, frozen=True):
    """POST /live/contacts/{id}/transfer: to somebody (`agent`) or to those who answer another `reason`.

    `note` goes along, unseen by the citizen.
    """

    key: UUID
    agent: Id | None = None
    reason: Id | None = None
    note: str | None = None


class EndConversation(Asked, frozen=True):
    """POST /live/contacts/{id}/end"""

    key: UUID


class ExtendWrapUp(Asked, frozen=True):
    """POST /live/contacts/{id}/extend: thirty more seconds."""

    key: UUID


class WrapUp(Asked, frozen=True):
    """POST /live/contacts/{id}/wrap-up: the reason confirmed, the outcome and a note; closes the contact."""

    key: UUID
    reason: Id
    outcome: Code
    note: str = ""


class ReadNotice(Asked, frozen=True):
    """POST /live/notices/{id}/read"""

    key: UUID


class AnswerGiven(Asked, frozen=True):
    """An article by its key, and the version of it that was inserted."""

    article: Code
    version: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class SendMessage(Asked, frozen=True):
    """POST /live/contacts/{id}/messages. A note is for agents only. `answer`: the article that it gives."""

    key: UUID
    text: str
    kind: SaidKind = SaidKind.MESSAGE
    answer: AnswerGiven | None = None


class CorrectLetter(Asked, frozen=True):
    """POST /live/contacts/{id}/letter: what stands on it, as an agent read it. Answered by `LetterFacts`."""

    sender: str
    email: str
    telephone: str
    file_numbers: tuple[str, ...]
    written_on: str
    answer_by: AnswerBy


class ActOnLetter(Asked, frozen=True):
    """POST /live/contacts/{id}/letter/prepare and .../acknowledge. Answered by `LetterFacts`."""

    key: UUID


class MergeContacts(Asked, frozen=True):
    """POST /live/contacts/{id}/merge: another `contact` goes on in this one. `is_checked`: the agent asked, and both are of one person."""

    key: UUID
    contact: UUID
    is_checked: bool = False


class PartContacts(Asked, frozen=True):
    """POST /live/contacts/{id}/part: `contact`, which went on in this one, stands on its own again."""

    key: UUID
    contact: UUID


class TakeOut(Asked, frozen=True):
    """POST /live/contacts/{id}/take-out: the citizen's messages of these `numbers`, with their files, are answered on their own, about
    `reason`. They stay here too."""

    key: UUID
    numbers: Annotated[tuple[Number, ...], msgspec.Meta(min_length=1, max_length=500)]
    reason: Id


class PutBack(Asked, frozen=True):
    """POST /live/contacts/{id}/put-back: `contact`, which was taken out of this one, goes on in it again."""

    key: UUID
    contact: UUID


class AskCitizen(Asked, frozen=True):
    """POST /live/contacts/{id}/ask: it rests until the citizen answers what he was asked for. `number`: the last line that was read."""

    key: UUID
    reason: Code
    number: Number


class TakeUp(Asked, frozen=True):
    """POST /live/contacts/{id}/take-up: its agent goes on with it."""

    key: UUID


class TypeSomething(Asked, frozen=True):
    """POST /live/contacts/{id}/typing. `draft`: what is typed so far, where the citizen sees it while it is typed."""

    draft: Drafted | None = None


class MarkRead(Asked, frozen=True):
    """POST /live/contacts/{id}/read: everything up to `number` has been seen."""

    number: Number


# ---- answered


class Posted(Wire, frozen=True):
    """202: the fact is written down for good; what it leads to comes as an event."""

    input: UUID


class Sent(Wire, frozen=True):
    """201, or 200 when the key was known. `answer`: what is kept of the article that it gives."""

    number: int
    at: Instant
    answer: GivenAnswer | None


class FileSent(Wire, frozen=True):
    """POST /live/contacts/{id}/files?key=&name=, the body being the file: 201, or 200 when the key was known."""

    number: int
    at: Instant
    attachment: Attachment


class CallFacts(Wire, frozen=True):
    """Where to call, as it is dialled and as it is read, since when it was wanted, and how many calls were in vain.

    `relay`: the relay service that is called instead, at `relay_number` (empty when it has none any more), and given that number.
    """

    number: str
    shown: str
    wanted_from: Instant | None
    attempts: int
    relay: str
    relay_number: str
    relay_shown: str


class CallerFacts(Wire, frozen=True):
    """What the network says of who calls; it proves nothing. `shown`: his number as it is read, empty when it is withheld, or of a `relay`
    service, whose interpreter calls for him. `line` and `dialled`: what he called. `earlier`: contacts from this number before, counted to
    the end when `is_all`."""

    shown: str
    relay: str
    line: str
    dialled: str
    earlier: int
    is_all: bool


class ReplyFacts(Wire, frozen=True):
    """How whoever left a message hears of the answer: by mail or by his link alone, until when it was promised him, and a number at
    which he may be called (empty without one), as it is dialled and as it is read."""

    number: str
    shown: str
    by_mail: bool
    promised_at: Instant | None


class MailFacts(Wire, frozen=True):
    """With whom a contact is held by mail, about what, what our mail server says of the address, and until when an answer was promised.

    `is_forged`: it quoted a thread that is held with somebody else.
    """

    address: str
    subject: str
    verification: Verification
    is_forged: bool
    promised_at: Instant | None


class LetterFacts(Wire, frozen=True):
    """What was found on a letter, until an agent has checked it (`is_checked`) a guess; how the answer goes, and until when one is due.

    `sender` is the whole address. `certainty` of its text from 0 to 1; `doubts` are fields that were hard to read. `written_on` is a day
    (2026-03-12) or empty. `posting`: where the last letter of ours stands.
    """

    pages: int
    certainty: float
    doubts: tuple[str, ...]
    sender: str
    email: str
    telephone: str
    file_numbers: tuple[str, ...]
    written_on: str
    is_checked: bool
    answer_by: AnswerBy
    due_at: Instant | None
    is_acknowledged: bool
    posting: PostingState | None


class RecordingFacts(Wire, frozen=True):
    """What a citizen said, to the machine or to an agent; heard at `/live/contacts/{contact}/recordings/{recording}`."""

    recording: str
    seconds: int
    at: Instant


class Recordings(Wire, frozen=True):
    """GET /live/contacts/{contact}/recordings"""

    recordings: tuple[RecordingFacts, ...]


class LineFate(Wire, frozen=True):
    """What became of a line that left by an account outside, by mail or by post."""

    number: int
    state: OutgoingState


class LineFates(Wire, frozen=True):
    """GET /live/contacts/{id}/fates: what became of each line that does not reach its citizen at once, by whichever channel it leaves."""

    sent: tuple[LineFate, ...]


class TalkFacts(Wire, frozen=True):
    """GET /live/contacts/{id}/talk: with whom a contact is held at an account outside (`kind`: smpp, gateway, a network), whether everybody
    reads along, whether and when anything may leave, and the price of one SMS in euros.
    """

    kind: str
    address: str
    shown: str
    can_answer: bool
    is_public: bool
    is_stopped: bool
    quiet_until: Instant | None
    window_until: Instant | None
    promised_at: Instant | None
    price: float | None
    most_text: int


class AskingFacts(Wire, frozen=True):
    """What a citizen was asked for while his contact rests, since when and until when. `is_put_off`: his promise moves as long."""

    reason_name: str
    since: Instant
    until: Instant
    is_put_off: bool


class Joined(Wire, frozen=True):
    """Another contact that goes on in the one of the card, with what was said there, under its own numbers. `into`: what it joined, the
    contact of the card or another of those that joined it. `is_put_back`: it was taken out of what it joined, where its first lines stand.
    """

    contact: ContactId
    into: ContactId
    channel: Channel
    reason_name: str
    citizen_name: str
    arrived_at: Instant
    is_put_back: bool
    messages: tuple[Message, ...]


class TakenOut(Wire, frozen=True):
    """A contact that was taken out of the one of the card: the lines, by their numbers there, that are answered in it."""

    contact: ContactId
    reason_name: str
    numbers: tuple[int, ...]


class Origin(Wire, frozen=True):
    """The contact out of which the one of the card was taken."""

    contact: ContactId
    reason_name: str
    arrived_at: Instant


class Card(Wire, frozen=True):
    """A contact in an agent's hands or ringing at him, with all that was said so far.

    `language` is the one its citizen chose; `written_in` the one he seems to write in when that is another, else empty. `text`: each sees
    the other write, instead of a call or beside it.
    """

    contact: ContactId
    channel: Channel
    state: ContactState
    queue: QueueId
    queue_name: str
    reason: int
    reason_name: str
    language: str
    written_in: str
    territory: int | None
    citizen_name: str
    arrived_at: Instant
    offered_until: Instant | None
    wrap_up_until: Instant | None
    why: Why | None
    call: CallFacts | None
    caller: CallerFacts | None
    reply: ReplyFacts | None
    mail: MailFacts | None
    letter: LetterFacts | None
    asking: AskingFacts | None
    text: RealTimeText | None
    messages: tuple[Message, ...]
    joined: tuple[Joined, ...]
    taken_out: tuple[TakenOut, ...]
    origin: Origin | None


class Me(Wire, frozen=True):
    agent: AgentId
    name: str
    roles: tuple[str, ...]
    presence: Presence
    presence_reason: str | None
    since: Instant | None


class Notice(Wire, frozen=True):
    """A supervisor's message to those who answer."""

    notice: str
    by: str
    text: str
    at: Instant


class State(Wire, frozen=True):
    """GET /live/state. `cursor` is where /live/events continues without a gap."""

    me: Me
    contacts: tuple[Card, ...]
    notices: tuple[Notice, ...]
    legs: tuple[LegCard, ...]
    campaigns: tuple[CampaignCard, ...]
    cursor: str


# ---- told. Applying all of them to an old state gives the new one; the SSE `id:` is the cursor to continue from.


class Told(Wire, frozen=True, tag=True, tag_field="type"):
    """An event, named by its class."""


class ContactOffered(Told, frozen=True):
    """It rings. Replaces any earlier card of the contact."""

    card: Card


class OfferEnded(Told, frozen=True):
    """It rings no more: the card goes away, unless `ContactAssigned` gave it to this agent."""

    contact: ContactId
    reason: str


class ContactAssigned(Told, frozen=True):
    """This agent owns it. Replaces any earlier card of the contact."""

    card: Card


class ContactReleased(Told, frozen=True):
    """This agent owns it no more: the card goes away."""

    contact: ContactId
    reason: str


class ContactInterrupted(Told, frozen=True):
    """Set aside while live work goes on."""

    contact: ContactId


class ContactResumed(Told, frozen=True):
    contact: ContactId


class ContactRechannelled(Told, frozen=True):
    """The same contact goes on by another channel, with what that channel needs."""

    card: Card


class ContactsJoined(Told, frozen=True):
    """Another contact goes on in this one from now on, or does so no more."""

    card: Card


class MessagesTakenOut(Told, frozen=True):
    """Something that was asked in this contact is answered on its own from now on."""

    card: Card


class AskingChanged(Told, frozen=True):
    """Its citizen is waited for, or is so no more and it is in hand again."""

    card: Card


class WrapUpStarted(Told, frozen=True):
    """Also when the time was extended."""

    contact: ContactId
    until: Instant


class ContactClosed(Told, frozen=True):
    """Nothing more is expected of this agent: the card goes away."""

    contact: ContactId
    cause: str


class PresenceSet(Told, frozen=True):
    presence: Presence
    reason: str | None
    since: Instant


class Refused(Told, frozen=True):
    """What this agent asked no longer fitted when it was decided; nothing changed. `message` says so in words."""

    contact: ContactId | None
    reason: str
    message: str


class MessageAdded(Told, frozen=True):
    contact: ContactId
    message: Message


class SomebodyTypes(Told, frozen=True):
    """Never stored; shown for a few seconds. `draft`: what he has typed so far, where each sees the other write."""

    contact: ContactId
    author: Author
    draft: str | None


class TextOpened(Told, frozen=True):
    """From now on each sees the other write, beside the call."""

    contact: ContactId


class SomebodyLooks(Told, frozen=True):
    """A colleague or a supervisor reads along. Never stored; said again while he does."""

    contact: ContactId
    name: str


class LanguageFound(Told, frozen=True):
    """A contact turns out to be written in another language than its citizen chose."""

    contact: ContactId
    written_in: str


class MessagesRead(Told, frozen=True):
    """Never stored."""

    contact: ContactId
    author: Author
    number: int


class NoticesSet(Told, frozen=True):
    """The messages of supervisors that this agent has not read yet: all of them."""

    notices: tuple[Notice, ...]


class LegsSet(Told, frozen=True):
    """What the telephone of this agent does: all of his calls that are not over."""

    legs: tuple[LegCard, ...]


class CampaignsSet(Told, frozen=True):
    """The listening campaigns that concern this agent: all that are on or to come."""

    campaigns: tuple[CampaignCard, ...]


class Reset(Told, frozen=True):
    """Too much was missed: fetch the state (or the board) anew."""


DeskEvent = (
    ContactOffered
    | OfferEnded
    | ContactAssigned
    | ContactReleased
    | ContactInterrupted
    | ContactResumed
    | ContactRechannelled
    | ContactsJoined
    | MessagesTakenOut
    | AskingChanged
    | WrapUpStarted
    | ContactClosed
    | PresenceSet
    | Refused
    | MessageAdded
    | SomebodyTypes
    | TextOpened
    | SomebodyLooks
    | LanguageFound
    | MessagesRead
    | NoticesSet
    | LegsSet
    | CampaignsSet
    | Reset
)
