"""How a hot door is found, and how it says that something went wrong on our side."""

import asyncio
import json
from typing import Any

import pytest
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from guichet.doors.endpoints import Endpoint, Switchboard


async def say(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands for a door."""


async def fail(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise LookupError("a defect of ours")


SAY, FAIL = Endpoint(say), Endpoint(fail)
SWITCHBOARD = Switchboard([Route("/chat/contacts/{contact}/messages", SAY, methods=["POST"]), Route("/live/state", FAIL, methods=["GET"])])


def make_scope(method: str, path: str) -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path, "headers": []}


def test_a_door_is_found_with_the_contact_that_its_path_names() -> None:
    scope = make_scope("POST", "/chat/contacts/c-1/messages")
    assert SWITCHBOARD.find(scope) is SAY
    assert scope["path_params"] == {"contact": "c-1"}
    assert SWITCHBOARD.find(make_scope("GET", "/live/state")) is FAIL


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/chat/contacts/c-1/messages"),
        ("POST", "/live/state"),
        ("POST", "/chat/contacts//messages"),
        ("POST", "/chat/contacts/c-1/messages/"),
        ("POST", "/chat/contacts/c-1/c-2/messages"),
        ("GET", "/"),
        ("GET", ""),
    ],
)
def test_what_is_no_door_is_left_to_the_pages(method: str, path: str) -> None:
    assert SWITCHBOARD.find(make_scope(method, path)) is None


def test_a_defect_is_answered_with_a_sentence_and_raised_on_for_the_log() -> None:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    with pytest.raises(LookupError):
        asyncio.run(FAIL(make_scope("GET", "/live/state"), send, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    assert json.loads(sent[1]["body"])["code"] == "defect"


def test_a_defect_after_the_answer_began_is_raised_on_alone() -> None:
    async def refuse_second_start(_message: Any) -> None:
        raise RuntimeError("the answer has begun")

    with pytest.raises(LookupError):
        asyncio.run(FAIL(make_scope("GET", "/live/state"), refuse_second_start, refuse_second_start))  # type: ignore[arg-type]
