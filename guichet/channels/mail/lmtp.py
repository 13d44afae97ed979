"""The door for the administration's own mail server: LMTP (RFC 2033).

A mail is committed before it is said to be taken (R16); it is read afterwards. Whatever keeps it from being stored (no room, no database)
is answered with "later" (452, 451): the server on the other side keeps the mail and comes again.
"""

import asyncio
import logging
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import Error, connection, transaction
from django.utils import timezone

from guichet.channels.mail import settings as limits
from guichet.records.correspondence.intake import take_in
from guichet.records.correspondence.storing import Envelope as Kept
from guichet.records.correspondence.storing import find_mailbox, store_mail
from guichet.records.correspondence.words import LARGEST_MAIL
from guichet.records.directory.models import Organisation
from guichet.records.separation import set_organisation

Place = tuple[int, int]
"""Organisation and mailbox."""
TAKEN, LATER, NO_ROOM = "250 2.0.0 taken", "451 4.3.0 not now, come again", "452 4.3.1 no room now, come again"
NO_SPACE = ("53100", "53200")
"""PostgreSQL's codes for a full disk and for no memory."""

log = structlog.get_logger(__name__)
logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's own says at INFO who writes to whom


class Door(LMTP):
    """A session. Lines may be long, since our own server is on the other side; sessions are few."""

    line_length_limit = limits.LONGEST_LINE

    def __init__(self, intake: "Intake") -> None:
        super().__init__(
            intake, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="guichet", ident="Guichet", timeout=limits.SESSION_SECONDS
        )
        self.intake = intake
        self.is_counted = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.intake.sessions >= limits.MOST_SESSIONS and isinstance(transport, asyncio.WriteTransport):
            transport.write(b"421 4.3.2 too many sessions, come again\r\n")
            transport.close()
            return
        self.is_counted = True
        self.intake.sessions += 1
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.is_counted:
            self.is_counted = False
            self.intake.sessions -= 1
            super().connection_lost(error)


class Intake:
    """What the sessions share: who a recipient is, and the threads that store and read. Methods with capitals are aiosmtpd's."""

    def __init__(self) -> None:
        self.sessions = 0
        self.threads = ThreadPoolExecutor(limits.MOST_AT_ONCE, thread_name_prefix="mail")
        self.known: OrderedDict[str, tuple[float, Place | None]] = OrderedDict()

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802
        if len(envelope.rcpt_tos) >= limits.MOST_RECIPIENTS:
            return "452 4.5.3 too many recipients, send the others next"
        try:
            place = await self.find(address)
        except Error:
            return LATER
        if place is None:
            return "550 5.1.1 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One answer for each recipient, in their order."""
        raw = envelope.original_content or b""
        loop = asyncio.get_running_loop()
        answers = []
        for address in envelope.rcpt_tos:
            try:
                place = await self.find(address)
            except Error:
                place = None
            if place is None:
                answers.append(LATER)
                continue
            kept = Kept(*place, recipient=address, return_path=envelope.mail_from or "")
            answers.append(await loop.run_in_executor(self.threads, self.store, kept, raw))
        return "\r\n".join(answers)

    def store(self, envelope: Kept, raw: bytes) -> str:
        """Keep a mail; reading it is put behind what waits already, so that whoever hands it over is answered first."""
        try:
            stored = store_mail(envelope, raw, timezone.now())
        except Error as error:
            code = getattr(error.__cause__, "sqlstate", "")
            log.warning("a mail could not be kept: its server comes again", code=code)
            connection.close()
            return NO_ROOM if code in NO_SPACE else LATER
        if stored.is_new:
            self.threads.submit(self.read, envelope.organisation_id, stored.mail)
        return TAKEN

    def read(self, organisation_id: int, mail: Any) -> None:
        try:
            take_in(organisation_id, mail, timezone.now())
        except Error:
            log.warning("a mail is read later: the database does not answer", mail_id=str(mail))
            connection.close()

    def close(self) -> None:
        """Finish what is in hand, and let the connections go."""
        together = threading.Barrier(limits.MOST_AT_ONCE)
        for _ in range(limits.MOST_AT_ONCE):
            self.threads.submit(_hang_up, together)
        self.threads.shutdown(wait=True)

    async def find(self, address: str) -> Place | None:
        """Whose mailbox it is; remembered for a moment.

        :raises Error: the database is away.
        """
        until, place = self.known.get(address, (0.0, None))
        if until > time.monotonic():
            return place
        place = await asyncio.get_running_loop().run_in_executor(self.threads, find_place, address)
        self.known[address] = (time.monotonic() + limits.REMEMBERED_SECONDS, place)
        while len(self.known) > 2_000:
            self.known.popitem(last=False)
        return place


def _hang_up(together: threading.Barrier) -> None:
    """Each thread closes its own connection: none does it twice while another waits."""
    together.wait(30)
    connection.close()


def find_place(address: str) -> Place | None:
    """The organisation and the mailbox that an address reaches."""
    if "\0" in address or len(address) > 320:
        return None
    try:
        for organisation_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
            with transaction.atomic():
                set_organisation(organisation_id)
                mailbox = find_mailbox(organisation_id, address)
            if mailbox is not None:
                return organisation_id, mailbox.pk
    except Error:
        connection.close()
        raise
    return None


@contextmanager
def listening(host: str, port: int) -> Iterator[int]:
    """Take mails for a block, in a thread of its own; gives the port.

    :raises OSError: nothing can listen there.
    """
    door = socket.create_server((host, port), reuse_port=False)
    loop, intake = asyncio.new_event_loop(), Intake()
    thread = threading.Thread(target=_serve, args=(loop, door, intake), name="lmtp")
    thread.start()
    try:
        yield int(door.getsockname()[1])
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        intake.close()


def _serve(loop: asyncio.AbstractEventLoop, door: socket.socket, intake: Intake) -> None:
    asyncio.set_event_loop(loop)
    server = loop.run_until_complete(loop.create_server(lambda: Door(intake), sock=door))
    loop.run_forever()
    server.close()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0.05))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
