"""The closed lists of calls, and what their processes tell one another."""

from enum import StrEnum
from typing import Final, Literal
from uuid import UUID

import msgspec
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

CALLS_CHANNEL: Final = "guichet_calls"
"""NOTIFY channel between desks and voice processes; its payload is a `Sign`."""
CAMPAIGNS_CHANNEL: Final = "guichet_campaigns"
"""NOTIFY channel of listening campaigns that are declared, seen or ended; its payload is the organisation's id."""
LONGEST_AIM = 300
"""Characters of what a listening campaign is for."""
LONGEST_RELAY = 60
"""Characters of the name of a relay service: it stands on buttons."""
LONGEST_SDP = 8_000
LONGEST_KEPT_DAYS = 180
"""Six months at most, whatever was said to a machine or an agent."""
MOST_REASONS = 8
"""In the menu of a line: keys 1 to 8; 9 repeats, 0 leads to a person."""


class Side(TextChoices):
    """Who is at the other end of a leg."""

    CITIZEN = "citizen", _("Citizen")
    AGENT = "agent", _("Agent")
    OUTSIDE = "outside", _("Somebody outside")
    LISTENER = "listener", _("A supervisor who listens")


class Part(TextChoices):
    """Why somebody is in a call. `guest`: whoever speaks with the citizen asked him in."""

    MAIN = "main", _("Speaks with the citizen")
    GUEST = "guest", _("Was asked in")


class Manner(TextChoices):
    """How a supervisor is in a call: nobody hears him, the agent alone does, or everybody."""

    LISTEN = "listen", _("Listen")
    WHISPER = "whisper", _("Whisper")
    JOIN = "join", _("Join the call")


class Purpose(TextChoices):
    """What a listening campaign is for; nothing else may be made of what is heard."""

    TRAINING = "training", _("Training of agents")
    QUALITY = "quality", _("Quality of answers")
    COMPLAINT = "complaint", _("Understanding complaints")


class RecordingPurpose(TextChoices):
    """What conversations are recorded for; nothing else may be made of them."""

    TRAINING = "training", _("Training of agents")
    QUALITY = "quality", _("Quality of answers")
    PROOF = "proof", _("Proof of what was agreed")


class RelayKind(TextChoices):
    """How a relay service speaks with deaf and hard-of-hearing people."""

    LSF = "lsf", _("French sign language (LSF)")
    LPC = "lpc", _("Cued speech (LPC)")
    TRANSCRIPTION = "transcription", _("Live transcription")
    DEAFBLIND = "deafblind", _("Communication for deaf-blind people")


class Taping(TextChoices):
    """Whether what a citizen says with an agent is recorded: he was told and did not object; the agent has stopped it for a while, for card
    numbers and health; he objected. Empty: nothing is."""

    ON = "on", _("Recorded")
    PAUSED = "paused", _("Not recorded for a while")
    REFUSED = "refused", _("Not recorded: refused")


class Sounding(TextChoices):
    """How good a leg sounds to those who hear it. `SILENT`: nothing has arrived from it for a while."""

    GOOD = "good", _("Good")
    MEDIUM = "medium", _("Medium")
    BAD = "bad", _("Bad")
    SILENT = "silent", _("Nothing arrives")


class PostKind(TextChoices):
    """Where an agent takes his calls."""

    BROWSER = "browser", _("In the browser")
    TELEPHONE = "telephone", _("On a telephone")


class LegState(TextChoices):
    RINGING = "ringing", _("Ringing")
    TALKING = "talking", _("Connected")
    HELD = "held", _("On hold")
    ENDED = "ended", _("Ended")


class RecordingState(TextChoices):
    """`open`: somebody speaks, or the process that listened has died. `ended`: it is sealed next."""

    OPEN = "open", _("Being recorded")
    ENDED = "ended", _("Being prepared")
    KEPT = "kept", _("Kept")


class Reached(StrEnum):
    """What a trial of a trunk found. `strange`: an answer that says neither yes nor no; `untrusted`: a certificate that proves nothing."""

    THERE = "there"
    KNOWN = "known"
    NO_SUCH_NAME = "no-such-name"
    SILENT = "silent"
    UNTRUSTED = "untrusted"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - no password
    UNKNOWN_NAME = "unknown-name"
    BUSY = "busy"
    STRANGE = "strange"


class TurnedAwayFor(TextChoices):
    """Why a call reached no line: none has the number that was called, or nobody named the address from which it came."""

    NUMBER = "number", _("No line has this number")
    ADDRESS = "address", _("Unknown address")


class Verb(TextChoices):
    """What a desk wants of a leg. `answered`: its browser has described its media; `give-back`: it cannot, and the caller waits again with
    his age; `rejoin`: it lost the sound of a call (a page loaded anew), and is rung once more. `consult`: a colleague or somebody outside
    is rung while the citizen hears music; then `hand-over`, `take-back` or `confer`. `transfer`: whoever answers has the citizen.
    `attend`: a supervisor listens, or does so in another manner. `pause-recording`, `go-on-recording`; `erase-recording`: the citizen
    objects. `try`: an administrator asked for a test call, of which `leg` will be the only one."""

    ANSWERED = "answered", _("Pick up")
    HOLD = "hold", _("Hold")
    RESUME = "resume", _("Resume")
    HANG_UP = "hang-up", _("Hang up")
    GIVE_BACK = "give-back", _("Give back")
    REJOIN = "rejoin", _("Join again")
    KEYS = "keys", _("Press keys")
    CONSULT = "consult", _("Ask somebody in")
    TRANSFER = "transfer", _("Put through at once")
    HAND_OVER = "hand-over", _("Hand over")
    TAKE_BACK = "take-back", _("Take back")
    CONFER = "confer", _("Speak together")
    ATTEND = "attend", _("Listen, whisper or join")
    PAUSE_RECORDING = "pause-recording", _("Stop recording for a while")
    GO_ON_RECORDING = "go-on-recording", _("Go on recording")
    ERASE_RECORDING = "erase-recording", _("Erase the recording")
    TRY = "try", _("Make a test call")


class Sign(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """From a desk to the voice process that holds the leg, or back when `verb` is empty: look at this leg again."""

    organisation: int
    leg: UUID
    agent: int | None = None
    verb: str = ""
    keys: str = ""
    colleague: int | None = None
    """Or `number` (E.164): who is to be consulted; `relay`: the relay service whose it is."""
    number: str = ""
    relay: int | None = None
    account: int | None = None
    """Who wants to `attend`, and his `manner`; or whose board shows the leg."""
    manner: str = ""


class OtherCard(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody else in the call, as a desk shows it. `name`: a colleague's or a relay service's, or the number of somebody outside as it is
    read. `manner`: of a supervisor who listens."""

    side: Literal["citizen", "agent", "outside", "listener"]
    part: Literal["main", "guest"]
    state: Literal["ringing", "talking", "held", "ended"]
    name: str
    manner: Literal["listen", "whisper", "join", ""] = ""


class CampaignCard(msgspec.Struct, frozen=True, kw_only=True):
    """A listening campaign as the desk of an agent shows it whom it concerns. Instants in ms; `listeners`: names of who may listen."""

    campaign: str
    purpose: Literal["training", "quality", "complaint"]
    aim: str
    begins_at: int
    ends_at: int
    is_seen: bool
    listeners: tuple[str, ...]


class LegCard(msgspec.Struct, frozen=True, kw_only=True):
    """A leg as a desk shows it. `post` is empty for somebody outside.

    `offer`: the description of media that its browser is to answer, while it rings, else empty. `shown`: the caller's number as it is
    read, empty when it is withheld. `since`: when it was answered, before that when it began (milliseconds since 1970). `part`: `guest`
    where a colleague asks for advice. `taping`: whether what its citizen says with an agent is recorded. `relay`: the name of the relay
    service whose interpreter speaks for the citizen; `shown` is then empty. `mixes`: whether three could be joined.
    """

    leg: str
    contact: str
    state: Literal["ringing", "talking", "held", "ended"]
    post: Literal["browser", "telephone", ""]
    offer: str
    shown: str
    since: int
    part: Literal["main", "guest"] = "main"
    others: tuple[OtherCard, ...] = ()
    taping: Literal["on", "paused", "refused", ""] = ""
    relay: str = ""
    mixes: bool = True
