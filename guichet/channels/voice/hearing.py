"""Who hears whom in a call: a function of the states of its legs alone, so that every way there and back gives the same. Pure."""

from dataclasses import dataclass

from guichet.channels.voice.legs import SPOKEN_WITH, Leg
from guichet.channels.voice.media.calls import Attendance
from guichet.channels.voice.sip.words import LegKey
from guichet.records.calls.words import LegState, Manner


@dataclass(frozen=True, slots=True)
class Hearing:
    """`together`: those who hear one another, never one alone. `has_music`: the citizen is there, and nobody is with him. `attendance`:
    somebody listens to them."""

    together: tuple[LegKey, ...]
    has_music: bool
    attendance: Attendance | None = None

    def is_between(self, citizen: Leg, agent: Leg | None) -> bool:
        """These two and nobody else: what they say may be recorded where he agreed; nobody else was asked."""
        return agent is not None and {*self.together} == {citizen.key, agent.key} and self.attendance is None


def find_hearing(citizen: Leg, *others: Leg | None, listener: Leg | None = None, host: Leg | None = None) -> Hearing:
    """Whoever talks hears all the others who do; whoever is held hears none of them.

    A supervisor hears only what his agent, the `host`, says with the citizen; and whispers only while these two are alone.
    """
    talking = tuple(leg.key for leg in (citizen, *others) if leg is not None and leg.state is LegState.TALKING)
    together = talking if len(talking) > 1 else ()
    attendance = None
    if listener is not None and listener.state is LegState.TALKING and host is not None and {citizen.key, host.key} <= {*together}:
        is_heard_by_more = listener.manner is Manner.WHISPER and len(together) > 2
        attendance = Attendance(listener.key, host.key, Manner.LISTEN if is_heard_by_more else listener.manner)
    return Hearing(together, citizen.state in SPOKEN_WITH and citizen.key not in together, attendance)
