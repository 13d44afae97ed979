"""A mail server to talk to, as real as one in this process can be (aiosmtpd on a free port), and what it is made to answer."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from guichet.records.notices.server import MailServer

SENDER = "ne-pas-repondre@deux-rives.example"


@dataclass
class Post:
    """The peer's answers, and what it got."""

    rcpt_answer: str = "250 OK"
    data_answer: str = "250 taken"
    hangs_up: bool = False
    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802 - aiosmtpd's
        envelope.rcpt_tos.append(address)
        return self.rcpt_answer

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        self.envelopes.append(envelope)
        if self.hangs_up and server.transport is not None:
            server.transport.close()
        return self.data_answer

    def read(self, number: int = 0) -> EmailMessage:
        content = self.envelopes[number].content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        return message


@contextmanager
def listening(post: Post) -> Iterator[MailServer]:
    """The server to hand mails to, as long as the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield MailServer("127.0.0.1", port, False, "", "", SENDER)
    finally:
        controller.stop()
