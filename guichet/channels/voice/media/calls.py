"""The media of one call at rtpengine: each leg is answered or rung by the house first, then heard by whoever it shall be heard by.

A leg keeps its own ports for the whole call, whoever it speaks with: nobody is told anything when that changes.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from guichet.channels.voice.media.descriptions import (
    ACTIVE,
    EITHER,
    KEYS,
    NOWHERE,
    Kind,
    describe,
    describe_seat,
    drop_keys,
    keep_sound,
    read_port,
    read_sdp,
    refuse_others,
)
from guichet.channels.voice.media.engine import Answer, MediaEngine
from guichet.channels.voice.media.errors import MediaAwayError, MediaError
from guichet.channels.voice.media.mixer import HEARD_ALONE, OTHERS, Mixer, Room
from guichet.records.calls.words import Manner

SILENT = "ot currently playing"
"""What rtpengine answers when there is nothing to stop."""
UNKNOWN = "nknown call"
"""What it answers about a call that it does not have."""


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody who listens to `host` and whoever he speaks with. When he whispers, the host alone hears him."""

    listener: str
    host: str
    manner: Manner

    @property
    def is_silent(self) -> bool:
        return self.manner is Manner.LISTEN


@dataclass(slots=True)
class Side:
    """One leg: how its media is reached, and the tag and description of whom its dialog at rtpengine is with. `is_aside`: what it hears
    comes from elsewhere than where it is heard."""

    kind: Kind
    sdp: str = ""
    partner: str = ""
    answer: str = NOWHERE
    is_heard: bool = False
    is_aside: bool = False


@dataclass(slots=True)
class CallMedia:
    """:param key: of the call, at rtpengine too. `together`: those who hear one another, and whoever listens."""

    engine: MediaEngine
    key: str
    sides: dict[str, Side] = field(default_factory=dict)
    together: tuple[str, ...] = ()
    attendance: Attendance | None = None
    mixer: Mixer | None = None
    room: Room | None = None

    async def take(self, tag: str, sdp: str) -> str:
        """The house answers an offer. Nothing that is said is sent on. :raises MediaError: the offer is of no use."""
        sound = keep_sound(sdp)
        side = self.sides[tag] = Side(Kind.PRIVATE if KEYS in sound else Kind.TELEPHONE, sound, name_house(tag))
        answer = await self._marry(tag, side, side.partner, NOWHERE, Kind.TELEPHONE)
        await self._close_ear(tag)
        return refuse_others(answer, sdp)

    async def place(self, tag: str, kind: Kind) -> str:
        """The description with which a leg is rung."""
        self.sides[tag] = Side(kind, partner=name_house(tag))
        offer = await self._ask("offer", **{"from-tag": name_house(tag), "to-tag": tag, "sdp": NOWHERE, **describe(kind)})
        return read_sdp(offer).replace(EITHER, ACTIVE)

    async def placed(self, tag: str, sdp: str) -> None:
        """The leg that was rung answers; nothing that is said is sent on. :raises MediaError: the answer is of no use."""
        side = self.sides[tag]
        if read_port(sdp) == 0:
            raise MediaError("no sound is wanted")
        side.sdp = sdp
        if side.kind is Kind.PRIVATE and KEYS not in sdp:
            side.kind = Kind.TELEPHONE
        await self._ask("answer", **{"from-tag": side.partner, "to-tag": tag, "sdp": sdp, **describe(Kind.TELEPHONE)})
        await self._close_ear(tag)

    def clean(self, tag: str, sdp: str) -> str:
        """How a leg describes itself, without keys where it is not agreed that it encrypts."""
        side = self.sides.get(tag)
        return drop_keys(sdp) if side is not None and side.kind is Kind.TELEPHONE else sdp

    def restore(self, tag: str, kind: Kind, sdp: str) -> None:
        """A leg that another process placed."""
        sound = keep_sound(sdp) if sdp else sdp
        self.sides[tag] = Side(Kind.PRIVATE if KEYS in sound else kind, sound, name_house(tag))

    def restore_pair(self, first: str, second: str) -> None:
        """They hear one another since before. Two who encrypt are joined anew: their bridge is not known any more."""
        if self.sides[first].kind is not Kind.PRIVATE or self.sides[second].kind is not Kind.PRIVATE:
            self.together = first, second
        for tag, other in ((first, second), (second, first)):
            side = self.sides[tag]
            side.partner, side.answer, side.is_heard = other, self.sides[other].sdp, True

    async def connect(self, tags: Iterable[str], attendance: Attendance | None = None) -> None:
        """These hear one another from now on, and nobody else does, but for who listens to them. What was played to them stops.

        :raises MediaError: a description is of no use.
        """
        wanted = tuple(tags) if attendance is None else (*tags, attendance.listener)
        for tag, side in self.sides.items():
            if side.is_heard and tag not in wanted:
                await self._close_ear(tag)
        if attendance is not None and attendance.is_silent:
            await self._silence(attendance.listener)
        if wanted != self.together or attendance != self.attendance:
            self.together = ()
            if len(wanted) == 2:
                await self._pair(*sorted(wanted, key=lambda tag: self.sides[tag].kind is not Kind.PRIVATE))
            elif wanted:
                await self._mix(wanted, attendance)
            self.together, self.attendance = wanted, attendance
            await self._leave_room()
        for tag in wanted:
            await self.hush(tag)
            await self._open_ear(tag)
        if attendance is not None and not attendance.is_silent:
            await self._silence(attendance.listener, is_over=True)

    async def renew(self, tag: str, sdp: str) -> str:
        """A side describes its media anew; the answer is what the other side said last."""
        side = self.sides[tag]
        side.sdp = self.clean(tag, keep_sound(sdp))
        other = self.sides.get(side.partner)
        described = (other.sdp, other.kind) if other else (side.answer, Kind.TELEPHONE)
        return refuse_others(await self._marry(tag, side, side.partner, *described), sdp)

    async def part(self, tag: str) -> None:
        """The leg is gone; the call stays. rtpengine would end the whole call with it: it is silenced, and goes when the call does."""
        side = self.sides.pop(tag, None)
        if tag in self.together:
            self.together = ()
        if side is not None and side.sdp:
            await self._ask_if_there("block media", **{"from-tag": tag})

    async def play(self, file: Path, times: int = 1, *, to: str) -> None:
        """Play to a leg, in place of what played before."""
        await self._ask("play media", **{"from-tag": to, "file": str(file), "repeat-times": times})

    async def hush(self, tag: str) -> None:
        try:
            await self._ask("stop media", **{"from-tag": tag})
        except MediaError as error:
            if SILENT not in error.reason:
                raise

    async def record(self) -> None:
        """From now on all that is said is written down, in a file of its own."""
        await self._ask("start recording")

    async def stop_recording(self) -> None:
        await self._ask_if_there("stop recording")

    async def end(self) -> None:
        """:raises MediaError: rtpengine is not there."""
        self.together = ()
        await self._leave_room()
        for tag in list(self.sides)[:1]:
            await self._ask_if_there("delete", **{"from-tag": tag, "delete-delay": 0})

    async def look(self) -> Answer:
        """What rtpengine counted so far."""
        return await self._ask("query")

    async def is_lost(self) -> bool:
        """Whether rtpengine was started anew since, and knows nothing of this call."""
        if not any(side.sdp for side in self.sides.values()):
            return False
        try:
            await self.look()
        except MediaError as error:
            return UNKNOWN in error.reason
        return False

    async def _pair(self, first: str, second: str) -> None:
        """Only the first keeps the key with which he was told to encrypt."""
        side, other = self.sides[first], self.sides[second]
        side.is_aside = other.is_aside = False
        if side.kind is other.kind is Kind.PRIVATE:
            await self._bridge(first, second)
            return
        await self._marry(first, side, second, other.sdp, other.kind)
        side.partner, other.partner = second, first

    async def _bridge(self, first: str, second: str) -> None:
        """Both keep their keys: each has a dialog at rtpengine with a port of its own, and these two ports send to one another."""
        ports: dict[str, str] = {}
        for tag in (first, second):
            seat = self.sides[tag].partner = name_seat("bridge", tag)
            asked = {"from-tag": tag, "to-tag": seat, "sdp": self.sides[tag].sdp}
            ports[tag] = read_sdp(await self._ask("offer", **asked, **describe(Kind.TELEPHONE)))
        for tag, other in ((first, second), (second, first)):
            side = self.sides[tag]
            side.answer = ports[other]
            answered = {"from-tag": tag, "to-tag": side.partner, "sdp": side.answer}
            await self._ask("answer", **answered, **describe(side.kind, answers=True))

    async def _mix(self, tags: Sequence[str], attendance: Attendance | None) -> None:
        """Each has a dialog at rtpengine with his seat in a room. :raises MediaAwayError: there is no mixer."""
        if self.mixer is None:
            raise MediaAwayError
        if self.room is None:
            self.room = await self.mixer.open_room(self.key)
        await self.room.keep(tags)
        whispers = attendance is not None and attendance.manner is Manner.WHISPER
        # nobody hears a whisper that is not for him: the others move away before it begins, and come back when it is over
        for tag in tags if whispers else reversed(tags):
            is_aside = whispers and attendance is not None and tag not in {attendance.listener, attendance.host}
            await self._seat(self.room, tag, attendance, is_aside=is_aside)

    async def _seat(self, room: Room, tag: str, attendance: Attendance | None, *, is_aside: bool) -> None:
        """Somebody aside hears the host alone, and is heard by all: his sound comes from another place than it goes to."""
        side, seat = self.sides[tag], name_seat(room.token, tag) + ("-aside" if is_aside else "")
        offer = read_sdp(await self._ask("offer", **{"from-tag": tag, "to-tag": seat, "sdp": side.sdp, **describe(Kind.TELEPHONE)}))
        port = read_port(offer)
        group = HEARD_ALONE if attendance is not None and tag == attendance.host else OTHERS
        is_muted = attendance is not None and tag == attendance.listener and attendance.is_silent
        side.answer = describe_seat(await room.seat(tag, None if is_aside else port, group=group, is_muted=is_muted))
        side.is_aside, side.partner = is_aside, seat
        answered = {"from-tag": tag, "to-tag": seat, "sdp": side.answer}
        await self._ask("answer", **{**answered, **describe(side.kind, answers=True, learns=not is_aside)})
        if is_aside:
            await room.send_on(port)

    def forget_room(self) -> bool:
        """The mixer was lost: whether this call was in it."""
        was_there, self.room = self.room is not None, None
        if was_there:
            self.together = ()
        return was_there

    async def clear_room(self) -> None:
        """A room that a dead process left of this call sends on to those who leave it, were it not closed."""
        if self.mixer is not None:
            with suppress(MediaError):
                await (await self.mixer.open_room(self.key)).close()

    async def _leave_room(self) -> None:
        """When nobody is left in it. That it ended by itself is no matter."""
        room = self.room
        if room is not None and len(self.together) < 3:
            self.room = None
            with suppress(MediaError):
                await room.close()

    async def _marry(self, tag: str, side: Side, partner: str, sdp: str, kind: Kind) -> str:
        """A dialog at rtpengine between a leg and whoever is described; returns the description for the leg."""
        tags = {"from-tag": tag, "to-tag": partner}
        await self._ask("offer", **{**tags, "sdp": side.sdp, **describe(kind)})
        described = describe(side.kind, answers=True, learns=not side.is_aside)
        return read_sdp(await self._ask("answer", **{**tags, "sdp": sdp, **described}))

    async def _close_ear(self, tag: str) -> None:
        """What this side says reaches nobody."""
        await self._ask("block media", **{"from-tag": tag})
        self.sides[tag].is_heard = False

    async def _silence(self, tag: str, *, is_over: bool = False) -> None:
        """What this side says arrives as silence: a room sends nothing to whom it never heard of."""
        await self._ask("unsilence media" if is_over else "silence media", **{"from-tag": tag})

    async def _open_ear(self, tag: str) -> None:
        await self._ask("unblock media", **{"from-tag": tag})
        self.sides[tag].is_heard = True

    async def _ask(self, command: str, **parameters: object) -> Answer:
        return await self.engine.ask(command, {"call-id": self.key, **parameters})

    async def _ask_if_there(self, command: str, **parameters: object) -> None:
        """rtpengine may have given the call up by itself."""
        try:
            await self._ask(command, **parameters)
        except MediaError as error:
            if UNKNOWN not in error.reason:
                raise


def name_house(tag: str) -> str:
    """The tag of the house in its dialog with a leg."""
    return f"house-{tag}"


def name_seat(room: str, tag: str) -> str:
    """The tag of a leg's place in a room: one of its own, since a room that a dead process left may have sent to the former one."""
    return f"seat-{room}-{tag}"
