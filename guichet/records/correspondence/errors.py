"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class AddressTakenError(RefusedError):
    code = "address-taken"
    message = _("This address is a mailbox already.")


class NotSetAsideError(RefusedError):
    code = "mail-not-set-aside"
    message = _("This mail has moved on since this page was drawn. Look at it as it is now.")
