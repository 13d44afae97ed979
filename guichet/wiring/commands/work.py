"""`guichet work`: one process that does the jobs, follows the journal, takes mails and scanned letters in, and holds accounts outside."""

import argparse
import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from guichet.wiring.commands.house import enter
from guichet.wiring.language import gettext as _
from guichet.wiring.lifeline import hold

HELP = _("one process for jobs: sending, cleaning up, periodic tasks")
CONCURRENCY = 4


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.supervised:
        hold()
    with enter(speaks=False), following(), taking_mails(), taking_letters(), following_networks(), holding_accounts():
        asyncio.run(work())
    return 0


@contextmanager
def following() -> Iterator[None]:
    """Follow the journal in a thread of its own, for a block."""
    from guichet.engine.following import Follower

    stop = threading.Event()
    thread = threading.Thread(target=Follower(stop).run, name="follower")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def taking_mails() -> Iterator[None]:
    """Take mails by LMTP where the environment says so, and follow mailboxes, for a block. One process has the port."""
    import structlog

    from guichet.channels.mail import imap, lmtp
    from guichet.wiring.mails import find_door

    log = structlog.get_logger(__name__)
    with ExitStack() as doors:
        place = find_door()
        if place is not None:
            try:
                port = doors.enter_context(lmtp.listening(*place))
                log.info("mails are taken by LMTP", host=place[0], port=port)
            except OSError as error:
                log.warning("no mails are taken by LMTP here", host=place[0], port=place[1], reason=str(error))
        doors.enter_context(imap.following())
        yield


@contextmanager
def taking_letters() -> Iterator[None]:
    """Take scans from their folder where the environment names one, for a block."""
    import structlog
    from django.conf import settings

    from guichet.channels.letter import folder

    if settings.LETTERS_FOLDER is None:
        yield
        return
    structlog.get_logger(__name__).info("scanned letters are taken", folder=str(settings.LETTERS_FOLDER))
    with folder.following(settings.LETTERS_FOLDER):
        yield


@contextmanager
def following_networks() -> Iterator[None]:
    """Follow accounts at social networks that tell nothing by themselves, for a block."""
    from guichet.channels.social import streams

    with streams.following():
        yield


@contextmanager
def holding_accounts() -> Iterator[None]:
    """Hold the accounts outside that want a session, for a block."""
    from guichet.channels.sms.following import following

    with following():
        yield


async def work() -> None:
    """Take jobs until SIGTERM, then finish those in hand."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("procrastinate is not set up for Django")
    with app.replace_connector(connector.get_worker_connector()) as worker:
        async with worker.open_async():
            await worker.run_worker_async(concurrency=CONCURRENCY, shutdown_graceful_timeout=10, delete_jobs="successful")
