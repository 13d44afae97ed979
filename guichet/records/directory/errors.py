"""What the directory refuses. What is wrong with a file is said by `exchange.problems`."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class OrganisationUnknownError(RefusedError):
    code = "organisation-unknown"
    message = _("There is no organisation “%(slug)s”.")


class ForeignDirectoryError(RefusedError):
    code = "foreign-directory"
    message = _("This file is the directory of “%(slug)s”, not of “%(expected)s”.")


class ChangedMeanwhileError(RefusedError):
    """`moved` are the edits whose entry is not any more what was seen; `content` is the directory as it is now."""

    code = "changed-meanwhile"
    message = _("Somebody else changed this meanwhile. Look at both versions, then choose.")

    def __init__(self, moved: tuple[Any, ...], content: dict[str, Any]) -> None:
        super().__init__()
        self.moved = moved
        self.content = content


class UndoneAlreadyError(RefusedError):
    code = "undone-already"
    message = _("This change has been undone already.")


class LogoRefusedError(RefusedError):
    """A picture that is not taken; the message says what to send instead."""

    code = "logo-refused"


class LogoGoneError(RefusedError):
    code = "logo-gone"
    message = _("The picture that was shown before is not kept any more. Send it again.")


class AccountLinkSpentError(RefusedError):
    code = "account-link-spent"
    message = _("This link has been used, has expired or was replaced by a newer one. Ask for a new one.")


class AddressTakenError(RefusedError):
    code = "address-taken"
    message = _("Somebody already signs in with this e-mail address. Use another one.")


class NoRoleError(RefusedError):
    code = "no-role"
    message = _("Tick at least one role. Whoever answers at an agent’s desk needs the role “Agent”.")


class LastAdministratorError(RefusedError):
    code = "last-administrator"
    message = _("Nobody else administers this organisation and can sign in. Make somebody else an administrator first.")


class OwnRoleError(RefusedError):
    """It is asked back: whoever agrees may."""

    code = "own-role"
    message = _("You are about to give up your own administrator’s role. Only another administrator can give it back to you.")


class OwnAccountError(RefusedError):
    code = "own-account"
    message = _("Nobody switches his own account off. Ask another administrator.")


class SeatTakenError(RefusedError):
    code = "seat-taken"
    message = _("This agent is gone, or already has an account. Choose another one.")


class PasskeyRefusedError(RefusedError):
    code = "passkey-refused"
    message = _("This passkey was not accepted. Try again, or use another way to sign in.")
