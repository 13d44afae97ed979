"""What goes over one SMPP session: messages that come are kept, then confirmed, then read; those that go out are claimed, cut into pieces,
submitted one after the other, and what the SMSC answers is written down."""

import socket
import time
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import uuid4

import structlog
from django.db import Error, connection
from django.utils import timezone
from smpp34 import SmppError

from guichet.channels.sms import settings as limits
from guichet.channels.sms.alphabet import ease
from guichet.channels.sms.pdus import write_submit
from guichet.channels.sms.pieces import Coded, cut
from guichet.channels.sms.receipts import fold
from guichet.channels.sms.session import Answered, Brought, Session
from guichet.channels.sms.statuses import SLOWER, judge
from guichet.records.faults import reach
from guichet.records.messaging.errors import NotTakenError, UncertainError
from guichet.records.messaging.intake import take_in
from guichet.records.messaging.models import Account, Outgoing
from guichet.records.messaging.sending import claim, record_refusal, record_taken, record_unknown
from guichet.records.messaging.storing import find_resent, store
from guichet.records.messaging.words import Taken

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sending:
    """One message on its way: its pieces, and the SMSC's names of those it has. `is_out`: the next one was submitted."""

    outgoing: Outgoing
    pieces: list[Coded]
    names: list[str] = field(default_factory=list)
    is_out: bool = False
    paces: int = 0


class Flow:
    def __init__(self, account: Account, session: Session) -> None:
        self.account = account
        self.session = session
        self.name = uuid4().hex[:12]
        self.sendings: dict[int, Sending] = {}
        self.tokens = 0
        self.next_look = 0.0
        self.not_before = 0.0
        self.pause = 1

    def take(self, event: object, line: socket.socket) -> None:
        match event:
            case Brought():
                self.keep(event, line)
            case Answered():
                self.settle(event)

    def keep(self, event: Brought, line: socket.socket) -> None:
        """Keep what came before it is confirmed; it is read afterwards."""
        now, place = timezone.now(), (self.account.organisation_id, self.account.pk)
        try:
            known = find_resent(*place, event.raw, f"{self.name}:", now)
            stored = None if known else store(*place, event.raw, f"{self.name}:{event.sequence}:{sha256(event.raw).hexdigest()[:32]}", now)
        except Error:
            log.warning("a message could not be kept: it comes again", account_id=self.account.pk)
            connection.close()
            self.session.put_off(event.sequence)
            return
        reach("sms:before-confirming")
        self.session.confirm(event.sequence)
        if stored is not None and stored.is_new:
            try:
                line.sendall(self.session.take_bytes())
            except OSError:
                log.warning("a message was kept and could not be confirmed: it comes again", account_id=self.account.pk)
            try:
                take_in(self.account.organisation_id, stored.incoming, now)
            except Error:
                log.warning("a message is read later: the database does not answer", account_id=self.account.pk)
                connection.close()

    def send_due(self, now: float) -> None:
        """Submit what may leave now: the next piece of what is under way first, then what is claimed."""
        step = 1 / max(1, self.account.per_second)
        for token, sending in list(self.sendings.items()):
            if not sending.is_out and self.session.has_room() and now >= self.not_before:
                self.submit(token, sending, now)
                self.not_before = now + step
        while self.session.has_room() and now >= max(self.not_before, self.next_look):
            outgoing = claim(self.account.organisation_id, self.account.pk, timezone.now())
            if outgoing is None:
                self.next_look = now + limits.LOOK_SECONDS
                return
            self.begin(outgoing, now)
            self.not_before = now + step

    def begin(self, outgoing: Outgoing, now: float) -> None:
        reach("messaging:before-sending")
        pieces = cut(ease(outgoing.text), outgoing.key.int, in_latin=self.account.settings.get("alphabet") == "latin-1")
        if not pieces:
            record_refusal(outgoing, NotTakenError(permanent=True, reason="empty"), timezone.now())
            return
        self.tokens += 1
        self.sendings[self.tokens] = Sending(outgoing, pieces)
        self.submit(self.tokens, self.sendings[self.tokens], now)

    def submit(self, token: int, sending: Sending, now: float) -> None:
        try:
            unit = write_submit(self.account.address, sending.outgoing.handle, sending.pieces[len(sending.names)], 0)
        except (SmppError, ValueError):
            self._refuse(token, NotTakenError(permanent=True, reason="unknown-handle"))
            return
        self.session.submit(token, unit, now)
        sending.is_out = True

    def settle(self, event: Answered) -> None:
        sending = self.sendings.get(event.token)
        if sending is None:
            return
        sending.is_out = False
        if event.status:
            self._refused(event, sending)
            return
        self.pause, sending.paces = 1, 0
        sending.names.append(fold(event.reference, is_decimal=bool(self.account.settings.get("receipts_in_decimal"))))
        if len(sending.names) == len(sending.pieces):
            reach("messaging:before-recording")
            record_taken(sending.outgoing, Taken(references=tuple(sending.names)), timezone.now())
            del self.sendings[event.token]

    def _refused(self, event: Answered, sending: Sending) -> None:
        """A message of which nothing was taken goes back into the queue; one that is half gone is finished, or given up as unknown."""
        if event.status in SLOWER:
            self.pause = min(2 * self.pause, limits.LONGEST_PAUSE)
        error = judge(event.status, self.pause)
        if not sending.names or error.permanent:
            self._refuse(event.token, error)
            return
        sending.paces += 1
        self.not_before = time.monotonic() + self.pause
        if sending.paces > limits.MOST_PACES:
            del self.sendings[event.token]
            record_unknown(sending.outgoing, UncertainError(tuple(sending.names)), timezone.now(), is_repeatable=False)

    def _refuse(self, token: int, error: NotTakenError) -> None:
        sending = self.sendings.pop(token)
        record_refusal(sending.outgoing, error, timezone.now())
        if not error.permanent:
            self.next_look = 0.0

    def close(self) -> None:
        """The session is over: of what was submitted and not answered nobody knows; what was not submitted goes back."""
        for sending in self.sendings.values():
            try:
                if sending.is_out or sending.names:
                    record_unknown(sending.outgoing, UncertainError(tuple(sending.names)), timezone.now(), is_repeatable=False)
                else:
                    record_refusal(sending.outgoing, NotTakenError(permanent=False, reason="closed", wait_seconds=1), timezone.now())
            except Error:
                log.warning("what became of a message is written down later", outgoing_id=str(sending.outgoing.pk))
                connection.close()
        self.sendings.clear()
