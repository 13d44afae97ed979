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


class NotAlikeError(RefusedError):
    """Also for a citizen of another organisation: nobody learns that he exists."""

    code = "not-alike"
    message = _("Nothing says any more that these may be the same person. Look at what is known of them again.")


class JudgementGoneError(RefusedError):
    code = "judgement-gone"
    message = _("This was taken back already. Look at what is known of the person again.")
