"""What happens to a call, beside what the router decides about its contact."""

from dataclasses import dataclass

from guichet.channels.voice.sip.words import LegKey
from guichet.records.calls.words import Sign


@dataclass(frozen=True, slots=True)
class PickedUp:
    """A leg that rang answers. `sdp` describes its media."""

    leg: LegKey
    sdp: str


@dataclass(frozen=True, slots=True)
class HungUp:
    """A leg is no more. `code`: what its telephone refused with."""

    leg: LegKey
    code: int = 0


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A leg rang for too long."""

    leg: LegKey


@dataclass(frozen=True, slots=True)
class MixerLost:
    """Whoever heard one another by it hears nobody."""


@dataclass(frozen=True, slots=True)
class MessageWanted:
    """Whoever waits would rather leave a message."""


@dataclass(frozen=True, slots=True)
class RecordingRefused:
    """The citizen pressed the key by which he objects."""


@dataclass(frozen=True, slots=True)
class TransferWanted:
    """A telephone asks to be replaced by whom it dialled."""

    leg: LegKey
    target: str


@dataclass(frozen=True, slots=True)
class HoldPressed:
    """The own key of a telephone: it listens to nobody, or again."""

    leg: LegKey
    is_held: bool


Happening = PickedUp | HungUp | Unanswered | MixerLost | MessageWanted | RecordingRefused | TransferWanted | HoldPressed | Sign
