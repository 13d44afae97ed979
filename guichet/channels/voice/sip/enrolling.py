"""REGISTER of our lines at their operators, in the thread of sippy: one request, its proof where it is asked for, and what was said."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

import structlog

from guichet.channels.voice.sip.words import Registered, Registering, is_encrypted
from guichet.decisions.dialling.registrations import Answer

PROOFS = {401: ("www-authenticate", "Authorization"), 407: ("proxy-authenticate", "Proxy-Authorization")}
MOST_PROOFS = 2
"""The second one for a challenge that is out of date."""
FINAL, OK, MOST_OK = 200, 200, 299
NOT_UNDERSTOOD = 400
SHORT_CONTACT = "m"
PORT, ENCRYPTED_PORT = "5060", "5061"
EXPIRES = re.compile(r"(?i);\s*expires\s*=\s*\"?(\d{1,9})")
NUMBER = re.compile(r"\d{1,9}")
BETWEEN = re.compile(r",(?=[^>]*(?:<|$))")
"""Of several contacts in one header."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Course:
    """One registration, under one name as long as it is renewed (RFC 3261, 10.2). `round`: answers to older requests are not heard."""

    call_id: str = field(default_factory=lambda: token_hex(16))
    tag: str = field(default_factory=lambda: token_hex(6))
    sequence: int = 0
    round: int = 0


class Enrolment:
    """:param stack: the module, which is imported in sippy's thread."""

    def __init__(self, stack: Any, config: dict[str, Any], edge: tuple[str, int], tell: Callable[[Registered], None]) -> None:
        self.stack, self.config, self.edge, self.tell = stack, config, edge, tell
        self.courses: dict[str, _Course] = {}

    def register(self, wish: Registering) -> None:
        course = self.courses.setdefault(wish.key, _Course())
        course.round += 1
        try:
            self._ask(wish, course, course.round, (), 0)
        except Exception:
            log.exception("a registration could not be asked for")
            self._finish(wish, Answer(NOT_UNDERSTOOD))

    def _ask(self, wish: Registering, course: _Course, number: int, proofs: Sequence[Any], tries: int) -> None:
        course.sequence += 1
        home = find_home(wish.trunk)
        names = {"X-Guichet-Trunk": wish.trunk} | ({"X-Guichet-Door": read_user(wish.contact)} if wish.opens else {})
        request = self.stack.make_registration(
            home=home,
            party=f"<sip:{wish.username}>" if "@" in wish.username else f"<sip:{wish.username}@{home}>",
            tag=course.tag,
            call_id=course.call_id,
            sequence=course.sequence,
            contact=wish.contact,
            seconds=wish.seconds,
            edge=self.edge,
        )
        request.appendHeaders(self.stack.Agent.write_headers(names))
        request.appendHeaders(list(proofs))
        self.config["_sip_tm"].newTransaction(request, lambda response: self._guarded(response, wish, course, number, request, tries))

    def _guarded(self, response: Any, wish: Registering, course: _Course, number: int, request: Any, tries: int) -> None:
        """Whatever is said, the house hears one answer."""
        try:
            self._hear(response, wish, course, number, request, tries)
        except Exception:
            log.exception("an answer to a registration was not understood")
            self._finish(wish, Answer(NOT_UNDERSTOOD))

    def _hear(self, response: Any, wish: Registering, course: _Course, number: int, request: Any, tries: int) -> None:
        code, _ = response.getSCode()
        if code < FINAL or number != course.round:
            return
        proof = self._prove(response, code, wish, request) if code in PROOFS and tries < MOST_PROOFS else None
        if proof is not None and (tries == 0 or is_stale(self.stack.list_headers(response).get(PROOFS[code][0], []))):
            self._ask(wish, course, number, (proof,), tries + 1)
            return
        self._finish(wish, read_answer(code, self.stack.list_headers(response), wish))

    def _finish(self, wish: Registering, answer: Answer) -> None:
        if wish.seconds == 0:
            self.courses.pop(wish.key, None)
        self.tell(Registered(wish.key, answer, is_goodbye=wish.seconds == 0))

    def _prove(self, response: Any, code: int, wish: Registering, request: Any) -> Any:
        """None: no proof is asked for that we can give."""
        asked, given = PROOFS[code]
        return self.stack.prove(response.getHFBodys(asked), given, wish.username, wish.password, str(request.getRURI()))


def find_home(trunk: str) -> str:
    """Host and port as they stand in an address, where the usual port is not said."""
    host, _, port = trunk.partition(";")[0].removeprefix("sip:").partition(":")
    usual = ENCRYPTED_PORT if is_encrypted(trunk) else PORT
    return host if port in {"", usual} else f"{host}:{port}"


def read_user(contact: str) -> str:
    return contact.removeprefix("sip:").partition("@")[0]


def is_stale(challenges: Sequence[str]) -> bool:
    """Whether it asks anew only because its question is too old."""
    return any(re.search(r"(?i)\bstale\s*=\s*\"?true", challenge) for challenge in challenges)


def read_answer(code: int, headers: dict[str, list[str]], wish: Registering) -> Answer:
    granted = _read_granted(headers, wish) if OK <= code <= MOST_OK else 0
    return Answer(code, granted=granted, least=_read_number(headers, "min-expires"), later=_read_number(headers, "retry-after"))


def _read_granted(headers: dict[str, list[str]], wish: Registering) -> float:
    """Of our own contact among those that it lists; else of all; else what we asked for."""
    address = wish.contact.removeprefix("sip:").lower()
    values = [*headers.get("contact", []), *headers.get(SHORT_CONTACT, [])]
    listed = [one for value in values for one in BETWEEN.split(value)]
    ours = next((found for one in listed if address in one.lower() and (found := EXPIRES.search(one))), None)
    if ours is not None:
        return float(ours[1])
    return _read_number(headers, "expires") if "expires" in headers else float(wish.seconds)


def _read_number(headers: dict[str, list[str]], name: str) -> float:
    found = NUMBER.match(headers.get(name, [""])[0].strip())
    return float(found[0]) if found else 0.0
