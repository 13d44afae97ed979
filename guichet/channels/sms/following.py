"""Accounts at an SMSC, each held by one thread of one process; an attempt that fails is followed by another after a pause that grows."""

import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager

import structlog

from guichet.channels.holding import Holding, Place, holding
from guichet.channels.sms import smpp
from guichet.records.messaging.errors import UnreachableError
from guichet.records.messaging.held import get_account, note
from guichet.records.messaging.models import Account

LOCK = 0x6D73
"""The first number of the advisory locks of accounts."""
LOOK_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two attempts: each is twice the one before, until one held for a while."""
HELD_SECONDS = 60.0

log = structlog.get_logger(__name__)


def following() -> AbstractContextManager[None]:
    """Hold every account over SMPP, for a block; new ones are found as they appear."""
    return holding(Holding("smpp", LOCK, find_accounts, Follower().follow, LOOK_SECONDS))


def find_accounts(organisation_id: int) -> Iterable[int]:
    return Account.objects.of(organisation_id).filter(kind="smpp", is_active=True).values_list("pk", flat=True)


class Follower:
    """Remembers of each account how long it is left alone after an attempt."""

    def __init__(self) -> None:
        self.pauses: dict[Place, float] = {}

    def follow(self, place: Place, stop: threading.Event) -> bool:
        """Hold one session; False when the account is gone."""
        account = get_account(*place)
        if account is None:
            self.pauses.pop(place, None)
            return False
        began = time.monotonic()
        try:
            smpp.stay(account, stop)
        except UnreachableError as error:
            trouble = str(getattr(error, "trouble", error.code))
            log.warning("an account is not reached", account_id=account.pk, trouble=trouble)
            note(account, trouble)
        has_held = time.monotonic() - began > HELD_SECONDS
        self.pauses[place] = FIRST_PAUSE if has_held else min(2 * self.pauses.get(place, FIRST_PAUSE), LONGEST_PAUSE)
        stop.wait(self.pauses[place])
        return True
