"""Our side of one SMPP connection (3.4): bytes in, events out, bytes to send. Pure: time is passed in, nothing is read or written here.

`smpp34` has a client of its own, which says that it has a message before anybody could keep it. Here a message is answered for only once
it is kept (`confirm`), so that a process that dies in between is handed it again (R16).
"""

import struct
from dataclasses import dataclass, field
from enum import Enum

from guichet.channels.sms import settings as limits
from guichet.channels.sms.pdus import (
    BIND_TRANSCEIVER,
    DATA,
    DELIVER,
    ENQUIRE,
    HEADER,
    LATER,
    NACK,
    RESPONSE,
    SUBMIT,
    UNBIND,
    Login,
    read_head,
    read_string,
    without_sequence,
    write,
    write_bind,
)

LENGTH_SIZE = 4
MOST_SEQUENCE = 0x7FFF_FFFF
UNKNOWN_COMMAND = 0x03
KNOWN_ANSWERS = frozenset({BIND_TRANSCEIVER, SUBMIT, ENQUIRE, UNBIND})


class State(Enum):
    BINDING = "binding"
    BOUND = "bound"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Bound:
    """The other side let us in. `name` is what it calls itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A message, or a word about one of ours, to be kept and then confirmed under its sequence."""

    sequence: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """What the other side says of one that was submitted. `reference` is its name for it."""

    token: int
    status: int
    reference: str


@dataclass(frozen=True, slots=True)
class Over:
    """The connection is of no use any more. `status`: the other side refused to let us in, with this code."""

    reason: str
    status: int = 0


Event = Bound | Brought | Answered | Over


@dataclass(slots=True)
class Session:
    login: Login
    began: float
    state: State = State.BINDING
    sequence: int = 0
    incoming: bytearray = field(default_factory=bytearray)
    outgoing: bytearray = field(default_factory=bytearray)
    submitted: dict[int, tuple[int, float]] = field(default_factory=dict)
    """By sequence: the caller's token, and since when."""
    heard: float = 0.0
    asked: float | None = None

    def __post_init__(self) -> None:
        self.heard = self.began
        self.outgoing += write_bind(self.login, self._next())

    def _next(self) -> int:
        self.sequence = self.sequence % MOST_SEQUENCE + 1
        return self.sequence

    def take_bytes(self) -> bytes:
        """What is to be written to the connection now."""
        data = bytes(self.outgoing)
        self.outgoing.clear()
        return data

    def has_room(self) -> bool:
        return self.state is State.BOUND and len(self.submitted) < limits.WINDOW

    def submit(self, token: int, unit: bytes, now: float) -> None:
        """Send a unit without a sequence of its own; its answer comes under `token`."""
        sequence = self._next()
        self.outgoing += unit[:12] + struct.pack(">I", sequence) + unit[16:]
        self.submitted[sequence] = (token, now)

    def confirm(self, sequence: int) -> None:
        """Say that a message is kept."""
        self.outgoing += write(DELIVER | RESPONSE, sequence, b"\0")

    def put_off(self, sequence: int) -> None:
        """Say that a message could not be kept: it comes again."""
        self.outgoing += write(DELIVER | RESPONSE, sequence, b"\0", status=LATER)

    def leave(self) -> None:
        if self.state is State.BOUND:
            self.outgoing += write(UNBIND, self._next())

    def receive(self, data: bytes, now: float) -> list[Event]:
        """Take in what was read. Empty: the other side closed."""
        if not data:
            return [self._end("closed")]
        self.heard, self.asked = now, None
        self.incoming += data
        events: list[Event] = []
        while self.state is not State.OVER and len(self.incoming) >= LENGTH_SIZE:
            length = int.from_bytes(self.incoming[:LENGTH_SIZE], "big")
            if not HEADER.size <= length <= limits.LARGEST_PDU:
                events.append(self._end("malformed"))
                break
            if len(self.incoming) < length:
                break
            unit = bytes(self.incoming[:length])
            del self.incoming[:length]
            events += self._take(unit, now)
        return events

    def _take(self, unit: bytes, now: float) -> list[Event]:
        head = read_head(unit)
        if head.command & RESPONSE:
            return self._take_answer(unit)
        match head.command:
            case 0x05:  # deliver_sm
                return [Brought(head.sequence, without_sequence(unit))] if self.state is State.BOUND else []
            case 0x15:  # enquire_link
                self.outgoing += write(ENQUIRE | RESPONSE, head.sequence)
            case 0x06:  # unbind
                self.outgoing += write(UNBIND | RESPONSE, head.sequence)
                return [self._end("unbound")]
            case 0x103:  # data_sm is not spoken: what it would bring stays there
                self.outgoing += write(DATA | RESPONSE, head.sequence, b"\0", status=UNKNOWN_COMMAND)
            case _:
                self.outgoing += write(NACK, head.sequence, status=UNKNOWN_COMMAND)
        del now
        return []

    def _take_answer(self, unit: bytes) -> list[Event]:
        head = read_head(unit)
        command = head.command & ~RESPONSE
        if command == BIND_TRANSCEIVER and self.state is State.BINDING:
            if head.status:
                return [self._end("refused", head.status)]
            self.state = State.BOUND
            return [Bound(read_string(unit[HEADER.size :]))]
        if (command == SUBMIT or head.command == NACK) and head.sequence in self.submitted:
            token, _ = self.submitted.pop(head.sequence)
            status = head.status or (UNKNOWN_COMMAND if head.command == NACK else 0)
            return [Answered(token, status, read_string(unit[HEADER.size :]))]
        if head.command == NACK and self.state is State.BINDING:
            return [self._end("refused", head.status or UNKNOWN_COMMAND)]
        return []

    def _end(self, reason: str, status: int = 0) -> Over:
        self.state = State.OVER
        return Over(reason, status)

    def handle_time(self, now: float) -> list[Event]:
        """Ask whether the other side is there, and give up on one that is silent."""
        if self.state is State.OVER:
            return []
        if self.state is State.BINDING and now - self.began > limits.CONNECT_SECONDS:
            return [self._end("silent")]
        if any(now - since > limits.ANSWER_SECONDS for _, since in self.submitted.values()):
            return [self._end("unanswered")]
        if self.asked is not None and now - self.asked > limits.LINK_SECONDS:
            return [self._end("silent")]
        if self.state is State.BOUND and self.asked is None and now - self.heard > limits.IDLE_SECONDS:
            self.outgoing += write(ENQUIRE, self._next())
            self.asked = now
        return []
