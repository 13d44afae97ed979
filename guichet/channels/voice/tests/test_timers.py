"""Session timers (RFC 4028): both sides mean the same, whoever is gone is noticed, and whoever knows nothing of them is left alone."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.channels.voice.sip.guard import FIT, look
from guichet.channels.voice.sip.timers import LEAST, OURS, Terms, agree, is_too_short, list_unsupported, read_terms, write_terms
from guichet.channels.voice.sip.watching import Watch
from guichet.channels.voice.tests.test_guard import change

TIMER = ["timer, replaces"]


@pytest.mark.parametrize(
    ("headers", "terms"),
    [
        ({}, None),
        ({"supported": TIMER}, Terms(OURS, is_ours=False, has_update=False)),
        ({"supported": TIMER, "session-expires": ["600;refresher=uac"]}, Terms(600, is_ours=False, has_update=False)),
        ({"supported": TIMER, "session-expires": ["600 ;x=y; Refresher = UAS"], "allow": ["INVITE, UPDATE"]}, Terms(600, True, True)),
        ({"supported": TIMER, "session-expires": ["600"]}, Terms(600, is_ours=False, has_update=False)),
        ({"session-expires": ["600"]}, Terms(600, is_ours=True, has_update=False)),
        ({"session-expires": ["20"]}, Terms(LEAST, is_ours=True, has_update=False)),
        ({"session-expires": ["soon"]}, None),
        ({"session-expires": [""]}, None),
    ],
)
def test_what_we_answer_to_an_offer(headers: dict[str, list[str]], terms: Terms | None) -> None:
    assert agree(headers) == terms


headers = st.fixed_dictionaries(
    {},
    optional={
        "supported": st.lists(st.sampled_from(["timer", "100rel", ""]) | st.text(max_size=9), max_size=3),
        "session-expires": st.lists(st.from_regex(r"\d{1,9}(;refresher=(uac|uas))?", fullmatch=True) | st.text(max_size=20), max_size=2),
        "allow": st.lists(st.sampled_from(["UPDATE", "INVITE,UPDATE", "BYE"]), max_size=2),
        "require": st.lists(st.text(max_size=20), max_size=2),
    },
)


@given(headers)
def test_what_one_side_writes_the_other_reads(offer: dict[str, list[str]]) -> None:
    terms = agree(offer)
    said = {name.lower(): [value] for name, value in write_terms(terms, is_answer=True).items()}
    heard = read_terms(said)
    assert (heard is None) == (terms is None)
    if terms is not None and heard is not None:
        assert (heard.seconds, heard.is_ours) == (terms.seconds, not terms.is_ours), "exactly one of both says that it is there"
        assert terms.seconds >= LEAST
        assert 0 < terms.refresh_after < terms.end_after < terms.seconds
        assert ("require" in said) == (not terms.is_ours)


@given(headers)
def test_only_whoever_knows_timers_is_told_to_ask_for_less(offer: dict[str, list[str]]) -> None:
    if is_too_short(offer):
        assert "timer" in ",".join(offer["supported"])
    list_unsupported(offer)


class Clock:
    """Timers on paper."""

    def __init__(self) -> None:
        self.set: list[tuple[float, Callable[[], None]]] = []

    def start(self, what: Callable[[], None], seconds: float) -> Any:
        entry = (seconds, what)
        self.set.append(entry)
        clock = self

        class Timer:
            def cancel(self) -> None:
                clock.set.remove(entry)

        return Timer()

    def ring(self, seconds: float) -> None:
        next(what for at, what in self.set if at == seconds)()


class Agent:
    """One of sippy's, which keeps what it is to send."""

    def __init__(self) -> None:
        self.lSDP, self.sent = "v=0 ours", list[tuple[str, object, dict[str, str]]]()
        self.answers: list[Callable[[Any], None]] = []

    def isConnected(self) -> bool:  # noqa: N802 - sippy's name
        return True

    def write_headers(self, values: dict[str, str]) -> dict[str, str]:
        return values

    def genRequest(self, method: str, body: object = None, extra_headers: dict[str, str] | None = None) -> str:  # noqa: N802 - sippy's name
        self.sent.append((method, body, extra_headers or {}))
        return method

    def newTransaction(self, _request: str, resp_cb: Callable[[Any], None]) -> None:  # noqa: N802 - sippy's name
        self.answers.append(resp_cb)


class Answer:
    def __init__(self, code: int) -> None:
        self.code = code

    def getSCode(self) -> tuple[int, str]:  # noqa: N802 - sippy's name
        return self.code, ""


def watch(terms: Terms) -> tuple[Watch, Agent, Clock, list[str]]:
    agent, clock, lost = Agent(), Clock(), list[str]()
    made = Watch(agent, clock.start, lambda: lost.append("lost"))
    made.begin(terms)
    return made, agent, clock, lost


def test_whoever_does_not_say_in_time_that_he_is_there_is_gone() -> None:
    _, agent, clock, lost = watch(Terms(90, is_ours=False, has_update=True))
    assert [seconds for seconds, _ in clock.set] == [60.0]
    clock.ring(60.0)
    assert (lost, agent.sent) == (["lost"], [])


def test_a_sign_of_life_begins_the_time_anew() -> None:
    made, _, clock, lost = watch(Terms(90, is_ours=False, has_update=True))
    made.begin(Terms(600, is_ours=False, has_update=True))
    assert [seconds for seconds, _ in clock.set] == [568.0]
    assert not lost
    made.stop()
    assert not clock.set


@pytest.mark.parametrize(("has_update", "method", "body"), [(True, "UPDATE", None), (False, "INVITE", "v=0 ours")])
def test_we_say_that_we_are_there_when_half_the_time_is_over(has_update: bool, method: str, body: str | None) -> None:
    _, agent, clock, lost = watch(Terms(600, is_ours=True, has_update=has_update))
    clock.ring(300.0)
    [(sent, said, headers)] = agent.sent
    assert (sent, said, headers["Session-Expires"]) == (method, body, "600;refresher=uac")
    agent.answers[0](Answer(200))
    assert (len(clock.set), lost) == (2, [])


@pytest.mark.parametrize(("code", "lost"), [(481, ["lost"]), (408, ["lost"]), (405, []), (100, [])])
def test_a_call_that_is_over_there_ends_here_and_one_that_will_not_be_asked_goes_on(code: int, lost: list[str]) -> None:
    _, agent, clock, found = watch(Terms(600, is_ours=True, has_update=True))
    clock.ring(300.0)
    agent.answers[0](Answer(code))
    assert found == lost


@pytest.mark.parametrize(
    ("codes", "lost"),
    [
        ([408, 408], ["lost"]),
        ([481], ["lost"]),
        ([408, 200, 408], []),
        ([408, 405, 408, 100], []),
        ([100, 408, 180, 408], ["lost"]),
        ([501, 501, 501], []),
    ],
)
def test_whoever_is_silent_is_asked_and_only_who_does_not_answer_twice_is_gone(codes: list[int], lost: list[str]) -> None:
    made, agent, _, found = watch(Terms(600, is_ours=False, has_update=True))
    for code in codes:
        made.ask()
        agent.answers[-1](Answer(code))
    assert {method for method, _, _ in agent.sent} == {"OPTIONS"}
    assert found == lost


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ("Require: 100rel\r\nRequire: timer, gruu", 420, "Unsupported: 100rel, gruu"),
        ("Supported: timer\r\nSession-Expires: 30", 422, "Min-SE: 90"),
        ("k: timer\r\nx: 30", 422, "Min-SE: 90"),
    ],
)
def test_what_cannot_be_agreed_on_is_refused_with_what_can(more: str, code: int, said: str) -> None:
    verdict = look(change("Max-Forwards: 70", f"Max-Forwards: 70\r\n{more}"))
    assert verdict.answer is not None
    assert verdict.answer.startswith(f"SIP/2.0 {code} ")
    assert f"\r\n{said}\r\n" in verdict.answer


@pytest.mark.parametrize(
    "more", ["Require: timer", "Session-Expires: 30", "Supported: timer\r\nSession-Expires: 90;refresher=uas", "Require:"]
)
def test_what_can_be_agreed_on_passes(more: str) -> None:
    assert look(change("Max-Forwards: 70", f"Max-Forwards: 70\r\n{more}")) == FIT
