"""Asking outside: nothing inside is reached, no redirection is followed, and neither a drip nor a flood holds us."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from guichet.channels import outward
from guichet.channels.outward import InsideError, NotReachedError, Question, TooMuchError, ask, is_open

INSIDE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 0.0.0.0 100.64.0.1 224.0.0.1 255.255.255.255 198.18.0.1 ::1 :: fe80::1%eth0"
)
INSIDE_TOO = "fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 nonsense 127.1"


@pytest.mark.parametrize("address", f"{INSIDE} {INSIDE_TOO}".split())
def test_no_address_inside_is_open(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_an_address_outside_is_open(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://9.9.9.9/",
        "https://127.0.0.2/",
        "https://0x7f.1/",
        "ftp://9.9.9.9",
        "https://",
        "https://a:b@9.9.9.9/",
        "https://9.9.9.9:99999/",
        "//x",
        "",
    ],
)
def test_what_may_not_be_asked_is_refused_before_anything_is_sent(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_: pytest.fail("it was reached for"))
    with pytest.raises(InsideError) as refused:
        ask(Question("POST", address))
    assert not refused.value.is_sent


def test_a_name_with_one_address_inside_is_refused_and_one_is_asked_where_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, list[Any]] = {
        "mixed.example": [(2, 1, 6, "", ("9.9.9.9", 443)), (2, 1, 6, "", ("10.0.0.1", 443))],
        "good.example": [(2, 1, 6, "", ("9.9.9.9", 443))],
    }
    reached: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *_, **__: found[host])

    def connect(place: Any, *_: Any) -> None:
        reached.append(place)
        raise OSError("nobody is there")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(InsideError):
        ask(Question("GET", "https://mixed.example/"))
    with pytest.raises(NotReachedError):
        ask(Question("GET", "https://good.example/"))
    assert reached == [("9.9.9.9", 443)]


@contextmanager
def serve(*pieces: bytes, pause: float = 0.0) -> Iterator[str]:
    """Says these pieces to whoever comes, whatever he says."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        try:
            client, _ = listener.accept()
            with client:
                client.recv(65_536)
                for piece in pieces:
                    client.sendall(piece)
                    time.sleep(pause)
        except OSError:
            return

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/a?b=c"
    finally:
        listener.close()
        thread.join()


@pytest.fixture(autouse=True)
def _may_ask_this_machine(settings: Any) -> None:
    settings.INSIDE_HOSTS = frozenset({"127.0.0.1"})


def test_a_redirection_is_an_answer_like_another() -> None:
    with serve(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n") as address:
        answered = ask(Question("GET", address))
    assert (answered.status, answered.is_good, answered.headers["location"]) == (302, False, "http://127.0.0.1:1/")


def test_a_flood_ends_and_a_drip_ends() -> None:
    with serve(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 50_000) as address, pytest.raises(TooMuchError):
        ask(Question("GET", address, most=1_000))
    began = time.monotonic()
    with serve(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n", *[b"x"] * 8, pause=0.1) as address, pytest.raises(NotReachedError) as slow:
        ask(Question("POST", address, body=b"", seconds=0.3))
    assert slow.value.is_sent
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"])
def test_what_is_no_answer_leaves_open_what_was_done(said: bytes) -> None:
    with serve(said) as address, pytest.raises(NotReachedError) as failed:
        ask(Question("POST", address, body=b"{}"))
    assert failed.value.is_sent


@pytest.mark.parametrize(
    ("said", "wait"),
    [("7", 7.0), ("-1", None), ("soon", None), ("", None), ("9" * 30, outward.LONGEST_WAIT), ("Thu, 01 Jan 1970 00:00:10 GMT", 5.0)],
)
def test_when_to_come_again_is_read_in_both_forms(said: str, wait: float | None) -> None:
    assert outward.Answered(429, {"retry-after": said}, b"").get_wait(5.0) == wait
