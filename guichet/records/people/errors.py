"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class CitizenUnknownError(RefusedError):
    code = "citizen-unknown"
    message = _("There is no such citizen, or what was known of him has been erased.")


class AddressTakenError(RefusedError):
    code = "address-taken"
    message = _("Somebody else proved that this address is his. Ask for another one, or have a person look at it.")


class AddressUnusableError(RefusedError):
    code = "address-unusable"
    message = _("This is not an address that can be written to or called: check it.")
