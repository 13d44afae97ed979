"""What the door of gateways refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.doors.refusals import DoorError


class UnsignedError(DoorError):
    """The same for an account that is not there, another key, a wrong signature and one that is too old."""

    status = 401
    code = "unsigned"
    message = _("The signature is not right, or older than five minutes. Check the address, the key and the clock of the gateway.")
