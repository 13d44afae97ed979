"""Carriers: who speaks a network's protocol for an account. Records know none of them: a setting names each by its kind."""

from collections.abc import Sequence
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from guichet.records.messaging.models import Account
from guichet.records.messaging.words import Event, Features, Parcel, Taken


class Carrier(Protocol):
    """What a network's protocol is for this room."""

    features: Features

    def read(self, account: Account, raw: bytes) -> Sequence[Event]:
        """Read what came, in time and memory that its size bounds. Nothing outside is asked.

        :raises UnreadableError: it is not what the network speaks.
        """
        ...

    def send(self, account: Account, parcel: Parcel) -> Taken:
        """Hand a message over, once.

        :raises NotTakenError: the outside certainly has not taken it. :raises UncertainError: nobody knows.
        """
        ...

    def check(self, account: Account) -> str:
        """Reach the account as sending does, and return what is so, in words.

        :raises UnreachableError: it cannot be reached; the message says why.
        """
        ...

    def explain(self, trouble: str) -> str:
        """What an account's `trouble` means and what to do, in words."""
        ...


def find_carrier(kind: str) -> Carrier:
    """The carrier of a kind of account, loaded when it is first needed."""
    return cast(Carrier, import_string(settings.CARRIERS[kind])())
