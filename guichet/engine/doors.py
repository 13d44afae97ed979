"""The product's own doors, used by HTTP as a citizen's browser uses them, for the nightly questions."""

import json
import time
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import uuid4

from guichet.records.contacts.synthetic import MARK, sign_mark
from guichet.records.directory.models import Organisation
from guichet.records.knowledge.proving import ASKED, DoorsError, Given

AGENT = "Guichet-Proof/1 (questions of the house itself)"
SECONDS = 15.0
PAUSE = 1.1
"""Between two pages: the doors allow an address one search a second, and citizens come first."""
LARGEST = 2_000_000


class Answer(NamedTuple):
    status: int
    body: bytes


def all_are_read(given: Iterable[Answer]) -> bool:
    return all(answer.status == 200 for answer in given)


def read_given(body: bytes) -> dict[str, str]:
    """The wording of each article that an agent is given."""
    return {each["article"]: each.get("text", "") for each in json.loads(body)["articles"]}


class HttpDoors:
    """`Doors` at an address like "http://127.0.0.1:8000". :param pause: seconds before each page."""

    def __init__(self, address: str, *, pause: float = PAUSE) -> None:
        self.address = urlsplit(address)
        self.pause = pause

    def read(self, path: str, language: str) -> str | None:
        time.sleep(self.pause)
        answer = self._call("GET", path, {"Accept-Language": language, "Cookie": f"guichet_language={language}"})
        return answer.body.decode(errors="replace") if answer.status == 200 else None

    def ask(self, organisation: Organisation, reason: int, question: str, language: str) -> Given | None:
        time.sleep(self.pause)
        mark = {MARK: sign_mark(organisation.pk), "Accept-Language": language}
        asked = {"key": str(uuid4()), "organisation": organisation.slug, "reason": reason, "language": language, "text": question}
        opened = self._call("POST", "/chat/contacts", {**mark, "Content-Type": "application/json"}, json.dumps(asked))
        if opened.status != 201:
            return None
        answers = f"/live/contacts/{json.loads(opened.body)['contact']}/answers"
        given = {channel: self._call("GET", f"{answers}?as={channel.value}", mark) for channel in ASKED}
        return {channel: read_given(answer.body) for channel, answer in given.items()} if all_are_read(given.values()) else None

    def _call(self, method: str, path: str, headers: dict[str, str], body: str | None = None) -> Answer:
        kind = HTTPSConnection if self.address.scheme == "https" else HTTPConnection
        connection = kind(self.address.netloc, timeout=SECONDS)
        try:
            connection.request(method, path, body, {"User-Agent": AGENT, "Connection": "close", **headers})
            answer: HTTPResponse = connection.getresponse()
            return Answer(answer.status, answer.read(LARGEST))
        except (OSError, HTTPException, ValueError) as error:
            raise DoorsError(f"{self.address.geturl()}: {error}") from error
        finally:
            connection.close()
