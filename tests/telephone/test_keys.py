"""Keys as other telephones send them: repeated, and told twice in two ways; each counts once."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager

from guichet.channels.voice.tests.telephones import wait_for
from tests.telephone.conftest import Town
from tests.telephone.strangers import A_PACKET, make_packet
from tests.telephone.test_sessions import Peer, peer

EVENT, END, VOLUME = 101, 0x80, 10
SPOKEN_SECONDS = 1.0
HEARD_SECONDS = 4.0


class Keyboard:
    """The sound of a peer, and its keys (RFC 4733)."""

    def __init__(self, line: socket.socket, port: int) -> None:
        self.line, self.port, self.number = line, port, 0

    def speak(self) -> None:
        """So that it is known where its sound comes from."""
        for _ in range(int(SPOKEN_SECONDS / A_PACKET)):
            self.number += 1
            self.line.sendto(make_packet(400, self.number), ("127.0.0.1", self.port))
            time.sleep(A_PACKET)

    def press(self, key: int) -> None:
        """Its end is said three times, and three times more a moment later, as after a loss."""
        at = self.number * 160
        for length, flag in [(160, 0), (320, 0), (480, 0), (640, END), (640, END), (640, END)]:
            self._send(key, flag, length, at)
        time.sleep(0.3)
        for _ in range(3):
            self._send(key, END, 640, at)

    def _send(self, key: int, flag: int, length: int, at: int) -> None:
        self.number += 1
        head = bytes([0x80, EVENT]) + self.number.to_bytes(2, "big") + at.to_bytes(4, "big") + b"\x12\x34\x56\x78"
        self.line.sendto(head + bytes([key, flag | VOLUME]) + length.to_bytes(2, "big"), ("127.0.0.1", self.port))
        time.sleep(A_PACKET)


@contextmanager
def keyboard(other: Peer) -> Iterator[Keyboard]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", other.media))
        code, answer = other.ask("INVITE", body=other.write_sdp())
        assert code == 200
        found = re.search(r"m=audio (\d+) ", answer)
        assert found is not None
        made = Keyboard(line, int(found[1]))
        made.speak()
        yield made


def test_a_key_that_is_said_again_and_told_in_the_signalling_too_counts_once(town: Town) -> None:
    """Two in the menu is a reason; once more, in the queue, it would be the wish to be called back, which a one confirms."""
    with peer(town) as other, keyboard(other) as keys:
        keys.press(2)
        assert other.ask("INFO", "Content-Type: application/dtmf-relay", "X-Signal: 2")[0] == 200
        wait_for(lambda: town.contact() == ("voice", "waiting"), "the key is not heard")
        keys.speak()
        time.sleep(HEARD_SECONDS)
        keys.press(1)
        time.sleep(HEARD_SECONDS)
        assert town.contact() == ("voice", "waiting"), "it counted twice"


def test_both_are_understood_one_after_the_other(town: Town) -> None:
    """The same, with a two that is meant."""
    with peer(town) as other, keyboard(other) as keys:
        keys.press(2)
        wait_for(lambda: town.contact() == ("voice", "waiting"), "the key is not heard")
        keys.press(2)
        time.sleep(HEARD_SECONDS)
        keys.press(1)
        wait_for(lambda: town.contact() == ("callback", "waiting"), "no callback is kept")
