"""Drafts, against a real server on this machine that speaks the protocol, and one that hangs, dies, drips, floods or lies."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from guichet.language import errors
from guichet.language.contracts import Drafter
from guichet.language.drafting import ServedModel, Server

PASSAGES = ["L’aide est de 1\u202f312,50\u00a0€ par an, sous 2 mois.", "Écrivez à la mairie."]
GOOD = "L’aide est de 1312,50 € par an [1]. Elle vient sous 2 mois [1]."


class Behaviour(ThreadingHTTPServer):
    """What the server answers: a status and a body, sent at once or byte by byte."""

    daemon_threads = True
    status = 200
    body = b""
    drips = False
    hangs = False
    asked: Any = None
    key = ""


class Speaking(BaseHTTPRequestHandler):
    server: Behaviour

    def do_POST(self) -> None:
        self.server.asked = self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.key = self.headers.get("Authorization", "")
        if self.server.hangs:
            time.sleep(3)
            return
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        try:
            for start in range(0, len(self.server.body), 1 if self.server.drips else 65_536):
                self.wfile.write(self.server.body[start : start + (1 if self.server.drips else 65_536)])
                self.wfile.flush()
                time.sleep(0.05 if self.server.drips else 0)
        except OSError:
            return

    def log_message(self, *_: Any) -> None:
        return


def complete(text: str) -> bytes:
    return json.dumps({"id": "1", "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}).encode()


@contextmanager
def serve(body: bytes = b"", **behaviour: Any) -> Iterator[tuple[ServedModel, Behaviour]]:
    server = Behaviour(("127.0.0.1", 0), Speaking)
    server.body = body
    for name, value in behaviour.items():
        setattr(server, name, value)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield ServedModel(Server(f"http://127.0.0.1:{server.server_port}/v1", "small", "secret", 1.0)), server
    finally:
        server.shutdown()
        server.server_close()


def test_a_draft_is_made_from_the_passages_and_says_which() -> None:
    with serve(complete(GOOD)) as (model, server):
        assert isinstance(model, Drafter)
        draft = model.draft("Combien ?" * 1_000, PASSAGES * 9, "fr")
    assert draft == ("L’aide est de 1312,50 € par an. Elle vient sous 2 mois.", (0,))
    path, asked = server.asked
    assert (path, server.key) == ("/v1/chat/completions", "Bearer secret")
    assert (asked["model"], asked["stream"], len(asked["messages"])) == ("small", False, 2)
    assert "[5]" in asked["messages"][1]["content"]
    assert "[6]" not in asked["messages"][1]["content"]
    assert len(asked["messages"][1]["content"]) < 25_000


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("L’aide est de 1312,50 €.", errors.UncitedDraftError),
        ("NONE", errors.UncitedDraftError),
        ("Voyez la loi [3].", errors.UncitedDraftError),
        ("Voyez la loi [0].", errors.UncitedDraftError),
        ("L’aide est de 1313,50 € [1].", errors.InventedDraftError),
        ("L’aide est de 1312,50 € [2].", errors.InventedDraftError),
        ("Appelez le 3230 [1].", errors.InventedDraftError),
        ("", errors.BadDraftError),
        ("a\0b [1]", errors.BadDraftError),
        ("mot " * 2_000 + "[1]", errors.BadDraftError),
    ],
)
def test_a_draft_that_cites_nothing_or_invents_a_number_is_refused(text: str, error: type[errors.DraftError]) -> None:
    with serve(complete(text)) as (model, _), pytest.raises(error):
        model.draft("Combien ?", PASSAGES, "fr")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"[]",
        b"{}",
        b'{"choices": []}',
        b'{"choices": [{"message": {"content": null}}]}',
        b"\xff\xfe",
        b'{"a": "' + b"x" * 300_000,
    ],
)
def test_what_is_no_completion_is_no_draft(body: bytes) -> None:
    with serve(body) as (model, _), pytest.raises(errors.BadDraftError):
        model.draft("Combien ?", PASSAGES, "fr")


@pytest.mark.parametrize("status", [301, 302, 401, 404, 429, 500])
def test_a_server_that_refuses_or_sends_elsewhere_is_not_followed(status: int) -> None:
    with serve(complete(GOOD), status=status) as (model, server), pytest.raises(errors.ModelFailedError):
        model.draft("Combien ?", PASSAGES, "fr")
    assert server.asked[0] == "/v1/chat/completions"


@pytest.mark.parametrize("behaviour", ["hangs", "drips"])
def test_a_server_that_hangs_or_drips_is_left_in_time(behaviour: str) -> None:
    began = time.monotonic()
    with serve(complete(GOOD), **{behaviour: True}) as (model, _), pytest.raises(errors.ModelHungError):
        model.draft("Combien ?", PASSAGES, "fr")
    assert time.monotonic() - began < 3


def test_a_server_that_is_away_or_dies_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(errors.ModelUnreachableError):
        ServedModel(Server(f"http://127.0.0.1:{port}", "small", seconds=1)).draft("Combien ?", PASSAGES, "fr")
    with socket.create_server(("127.0.0.1", 0)) as dying:
        threading.Thread(target=lambda: dying.accept()[0].close(), daemon=True).start()
        with pytest.raises(errors.ModelUnreachableError):
            ServedModel(Server(f"http://127.0.0.1:{dying.getsockname()[1]}", "small", seconds=1)).draft("Combien ?", PASSAGES, "fr")
