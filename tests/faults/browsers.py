"""A browser that does not give up: it repeats with the same key until somebody answers."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import UUID, uuid4

from bench.ground.browsers import make_address

PATIENCE = 60.0
PAUSE = 0.05
TOO_MANY, UNAVAILABLE = 429, 503


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    value: Any

    @property
    def is_accepted(self) -> bool:
        return self.status < 300


@dataclass(slots=True)
class Browser:
    """Somebody at an address of his own. `met` counts what was in the way of an answer."""

    port: int
    cookies: str = ""
    csrf: str = ""
    met: Counter[str] = field(default_factory=Counter)
    connection: HTTPConnection | None = None

    def post(self, path: str, key: UUID | None = None, **value: object) -> Answer:
        """Post a value with its key, again and again, until it is accepted or refused for good.

        :raises AssertionError: the answer is not one that a door may give.
        """
        body = json.dumps({"key": str(key or uuid4()), **value})
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = self.ask("POST", path, body)
            except (OSError, HTTPException):
                self.met["cut off"] += 1
                self.close()
            else:
                if answer.status == UNAVAILABLE:
                    assert int(answer.headers["retry-after"]) > 0, "who is sent away is told when to come back"
                if answer.status not in (TOO_MANY, UNAVAILABLE):
                    assert answer.status < 500, f"{path} answers {answer}"
                    return answer
                self.met[str(answer.status)] += 1
            time.sleep(PAUSE)
        raise AssertionError(f"{path} is not answered within {PATIENCE:.0f} s")

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """One request. :raises OSError: the connection is cut. :raises HTTPException: it is cut in the middle of the answer."""
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(make_address(), 0))
        headers = {"Cookie": self.cookies, "X-CSRFToken": self.csrf, "Content-Type": "application/json"}
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        if given := response.headers["set-cookie"]:
            self.cookies = given.partition(";")[0]
        known = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, known, json.loads(content) if content else None)

    def close(self) -> None:
        if self.connection:
            self.connection.close()
            self.connection = None
