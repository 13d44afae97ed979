"""What this room refuses, and what a carrier says of a hand-over."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import OutsideError, RefusedError


class AccountTakenError(RefusedError):
    code = "account-taken"
    message = _("This number or address is an account already.")


class NotLeftError(RefusedError):
    code = "message-not-set-aside"
    message = _("This message has moved on since this page was drawn. Look at it as it is now.")


class NothingToSendError(RefusedError):
    code = "nothing-to-send"
    message = _("This message cannot be sent again: its text or its reader was erased, or its number is switched off. Leave it.")


class UnreadableError(Exception):
    """What came is not what its carrier speaks: it waits in quarantine. The text goes to the log: nothing personal in it."""


class NotTakenError(OutsideError):
    """The outside certainly has not taken it. `reason` is the outside's word for why, `wait_seconds` when it says when to come again."""

    code = "message-not-taken"
    message = _("The message was not taken.")

    def __init__(self, *, permanent: bool, reason: str = "", wait_seconds: int | None = None) -> None:
        super().__init__(permanent=permanent)
        self.reason = reason[:40]
        self.wait_seconds = wait_seconds


class UncertainError(OutsideError):
    """Nobody knows whether the outside took it. `references`: the pieces that it certainly took before."""

    code = "message-uncertain"
    message = _("It is not known whether the message was taken.")

    def __init__(self, references: tuple[str, ...] = ()) -> None:
        super().__init__(permanent=True)
        self.references = references


class UnreachableError(OutsideError):
    """A trial of an account failed; the message says what is wrong and what to do."""

    code = "account-unreachable"

    def __init__(self, sentence: object) -> None:
        super().__init__(permanent=True)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
