"""Whether the other side of a call is still there: refreshed by whoever agreed to, ended when nobody did. In the thread of sippy."""

from collections.abc import Callable
from typing import Any

from guichet.channels.voice.sip.timers import Terms, write_terms

GONE = (408, 481)
"""Answers that say that the call is over there."""
OK, MOST_OK = 200, 299


class Watch:
    """:param start: makes a timer of sippy's, from what to do and seconds. :param lose: the call is over."""

    def __init__(self, agent: Any, start: Callable[[Callable[[], None], float], Any], lose: Callable[[], None]) -> None:
        self.agent = agent
        self.start = start
        self.lose = lose
        self.terms: Terms | None = None
        self.timers: list[Any] = []

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
