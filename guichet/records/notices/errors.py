"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class UnusableAddressError(RefusedError):
    code = "unusable-address"
    message = _("This e-mail address cannot be used. Check it.")


class TextGoneError(RefusedError):
    code = "text-gone"
    message = _("The text of this mail is not kept any more. Write a new one.")
