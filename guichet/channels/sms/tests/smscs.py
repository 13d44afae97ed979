"""An SMSC that does as a test wishes: polite, slow, forgetful or hostile. It speaks SMPP over a real socket, in a thread of its own."""

import queue
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from smpp34 import DeliverSm, SubmitSm, decode

from guichet.channels.sms.pdus import BIND_TRANSCEIVER, DELIVER, ENQUIRE, HEADER, RESPONSE, SUBMIT, UNBIND, read_head, write

PASSWORD = "secret"
DROP, SILENT = "drop", "silent"
"""Instead of a status: the connection is cut, or nothing is said."""
Policy = Callable[[SubmitSm], int | str]


def accept(_unit: SubmitSm) -> int | str:
    return 0


@dataclass
class Smsc:
    port: int
    policy: Policy = accept
    bind_status: int = 0
    submits: list[SubmitSm] = field(default_factory=list)
    binds: int = 0
    line: socket.socket | None = None
    bound: threading.Event = field(default_factory=threading.Event)
    answers: "queue.Queue[tuple[int, int]]" = field(default_factory=queue.Queue)
    stop: threading.Event = field(default_factory=threading.Event)
    before_answering: Callable[["Smsc", str], None] = lambda _smsc, _name: None

    def push(self, raw: bytes) -> None:
        """Send bytes as they are."""
        assert self.bound.wait(10)
        assert self.line is not None
        self.line.sendall(raw)

    def deliver(self, text: bytes, source: str = "33612345678", sequence: int = 1, **changes: object) -> None:
        self.push(make_deliver(text, source, sequence, **changes))

    def await_answer(self, seconds: float = 10) -> tuple[int, int]:
        """The sequence and the status of the next answer to what was delivered."""
        return self.answers.get(timeout=seconds)

    def cut(self) -> None:
        if self.line is not None:
            with suppress(OSError):
                self.line.shutdown(socket.SHUT_RDWR)
            self.line.close()

    def serve(self, door: socket.socket) -> None:
        door.settimeout(0.1)
        while not self.stop.is_set():
            try:
                line, _ = door.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self.line = line
            with suppress(OSError):
                self.talk(line)
            self.bound.clear()
            line.close()

    def talk(self, line: socket.socket) -> None:
        line.settimeout(0.1)
        buffer = b""
        while not self.stop.is_set():
            try:
                data = line.recv(65_536)
            except TimeoutError:
                continue
            if not data:
                return
            buffer += data
            while len(buffer) >= HEADER.size and len(buffer) >= (length := read_head(buffer).length):
                unit, buffer = buffer[:length], buffer[length:]
                if not self.take(line, unit):
                    return

    def take(self, line: socket.socket, unit: bytes) -> bool:
        head = read_head(unit)
        match head.command:
            case 0x09:
                self.binds += 1
                status = self.bind_status or (0 if PASSWORD.encode() in unit else 0x0E)
                line.sendall(write(BIND_TRANSCEIVER | RESPONSE, head.sequence, b"SMSC\0", status))
                if not status:
                    self.bound.set()
            case 0x15:
                line.sendall(write(ENQUIRE | RESPONSE, head.sequence))
            case 0x06:
                line.sendall(write(UNBIND | RESPONSE, head.sequence))
                return False
            case 0x04:
                return self.take_submit(line, unit)
            case _ if head.command == DELIVER | RESPONSE:
                self.answers.put((head.sequence, head.status))
        return True

    def take_submit(self, line: socket.socket, unit: bytes) -> bool:
        submit = decode(unit)
        assert isinstance(submit, SubmitSm)
        self.submits.append(submit)
        verdict = self.policy(submit)
        if verdict == DROP:
            return False
        if verdict == SILENT:
            return True
        name = f"m{len(self.submits)}"
        self.before_answering(self, name)
        status = int(verdict)
        line.sendall(write(SUBMIT | RESPONSE, submit.sequence_number, b"" if status else f"{name}\0".encode(), status))
        return True


def make_deliver(text: bytes, source: str = "33612345678", sequence: int = 1, **changes: object) -> bytes:
    values: dict[str, object] = {"source_addr_ton": 1, "source_addr_npi": 1, **changes}
    return DeliverSm(source, "36105", text, sequence_number=sequence, **values).encode()  # type: ignore[arg-type]  # a test's choice of fields


def make_receipt(name: str, stat: str = "DELIVRD", sequence: int = 100, err: str = "000") -> bytes:
    text = f"id:{name} sub:001 dlvrd:001 submit date:2611301200 done date:2611301201 stat:{stat} err:{err} text:"
    return make_deliver(text.encode(), sequence=sequence, esm_class=0x04)


@contextmanager
def running(policy: Policy = accept, bind_status: int = 0) -> Iterator[Smsc]:
    door = socket.create_server(("127.0.0.1", 0))
    smsc = Smsc(door.getsockname()[1], policy, bind_status)
    thread = threading.Thread(target=smsc.serve, args=(door,))
    thread.start()
    try:
        yield smsc
    finally:
        smsc.stop.set()
        smsc.cut()
        door.close()
        thread.join()
