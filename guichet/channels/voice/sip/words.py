"""What our user agents tell, and what they are told to dial."""

from dataclasses import dataclass, field
from typing import NewType

from guichet.channels.voice.sip.dialogs import Dialog
from guichet.decisions.dialling.registrations import Answer

LegKey = NewType("LegKey", str)
"""Our name for a leg: a UUID in text."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody calls. `headers` are those that our edge adds, by their names in lower case."""

    leg: LegKey
    caller: str
    called: str
    sdp: str
    call_id: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rang:
    leg: LegKey


@dataclass(frozen=True, slots=True)
class Answered:
    leg: LegKey
    sdp: str


@dataclass(frozen=True, slots=True)
class Established:
    """Both sides have answered. `dialog`: what another process needs to end the leg."""

    leg: LegKey
    dialog: Dialog


@dataclass(frozen=True, slots=True)
class Updated:
    """The other side offers a new description of its media, and waits for ours."""

    leg: LegKey
    sdp: str


@dataclass(frozen=True, slots=True)
class Referred:
    """A telephone of ours asks to be replaced by somebody (RFC 3515): `target` is what it dialled. It hears what became of that."""

    leg: LegKey
    target: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The leg is no more. `code`: what the other side refused with; 0 when it hung up."""

    leg: LegKey
    code: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of a registration: `key` is ours, the answer the other side's (408: it gave none). `is_goodbye`: it was to be ended."""

    key: str
    answer: Answer
    is_goodbye: bool


Told = Invited | Rang | Answered | Established | Updated | Referred | Ended | Registered


@dataclass(frozen=True, slots=True, kw_only=True)
class Registering:
    """`key`: our name for this registration. `trunk`: where (`sip:host:port`); `contact`: where calls shall come (`sip:number@host:port`).
    `seconds`: how long; 0 ends it. `opens`: whether calls to this number are let in from whoever says yes, and no more once it ends."""

    key: str
    trunk: str
    username: str
    password: str = field(default="", repr=False)
    contact: str
    seconds: int
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialling:
    """`user`: a post's name or a number in E.164. `trunk`: the way out that our edge takes (`sip:host:port`); none: somebody registered."""

    leg: LegKey
    user: str
    caller: str
    caller_name: str = ""
    sdp: str
    trunk: str = ""
    username: str = ""
    password: str = field(default="", repr=False)


def is_encrypted(trunk: str) -> bool:
    """Whether what is said to it by SIP, keys too, can be read by nobody on the way."""
    address = trunk.lower()
    return address.startswith("sips:") or "transport=tls" in address
