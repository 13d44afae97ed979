"""Whether the other side of a call is still there: refreshed by whoever agreed to, ended when nobody did. In the thread of sippy."""

from collections.abc import Callable
from typing import Any

from guichet.channels.voice.sip.timers import Terms, write_terms

NOT_ANSWERED, NO_CALL = 408, 481
GONE = (NOT_ANSWERED, NO_CALL)
"""Answers that say that the call is over there."""
MOST_MISSED = 2
"""One who does not answer once may have lost a packet, or his network for a moment."""
OK, MOST_OK = 200, 299


class Watch:
    """:param start: makes a timer of sippy's, from what to do and seconds. :param lose: the call is over."""

    def __init__(self, agent: Any, start: Callable[[Callable[[], None], float], Any], lose: Callable[[], None]) -> None:
        self.agent = agent
        self.start = start
        self.lose = lose
        self.terms: Terms | None = None
        self.timers: list[Any] = []
        self.missed = 0

    def begin(self, terms: Terms | None) -> None:
        """From now on, or anew."""
        self.stop()
        self.terms = terms
        if terms is not None:
            self.timers = [self.start(self.lose, terms.end_after)]
            if terms.is_ours:
                self.timers.append(self.start(self._refresh, terms.refresh_after))

    def stop(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self.timers = []

    def ask(self) -> None:
        """Whether the other side is still there, of which nothing is heard any more. Whatever it answers, it is."""
        if self.agent.isConnected():
            self.agent.newTransaction(self.agent.genRequest("OPTIONS"), resp_cb=self._hear_sign)

    def _hear_sign(self, response: Any) -> None:
        code, _ = response.getSCode()
        if code < OK:
            return
        self.missed = self.missed + 1 if code == NOT_ANSWERED else 0
        if code == NO_CALL or self.missed >= MOST_MISSED:
            self.lose()

    def _refresh(self) -> None:
        """By UPDATE where the other side takes it: a new INVITE is misunderstood by more telephones."""
        if self.terms is None or not self.agent.isConnected():
            return
        method, body = ("UPDATE", None) if self.terms.has_update else ("INVITE", self.agent.lSDP)
        headers = self.agent.write_headers(write_terms(self.terms, is_answer=False))
        self.agent.newTransaction(self.agent.genRequest(method, body, extra_headers=headers), resp_cb=self._hear)

    def _hear(self, response: Any) -> None:
        """Whoever refuses to be asked is left alone until the time is up."""
        code, _ = response.getSCode()
        if OK <= code <= MOST_OK:
            self.begin(self.terms)
        elif code in GONE:
            self.lose()
