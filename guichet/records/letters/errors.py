"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class EmptyScanError(RefusedError):
    code = "scan-empty"
    message = _("This file is empty. Scan the letter again.")


class ScanTooLargeError(RefusedError):
    code = "scan-too-large"
    message = _("This file is larger than 40 MB. Scan fewer sheets at once, or in grey at 300 dpi.")


class NotInQuarantineError(RefusedError):
    code = "scan-not-in-quarantine"
    message = _("This scan has moved on since this page was drawn. Look at it as it is now.")


class NoLetterBoxError(RefusedError):
    code = "no-letter-box"
    message = _("Letters are not set up yet. Ask an administrator: Settings, Letters.")


class PostingMovedOnError(RefusedError):
    code = "posting-moved-on"
    message = _("This letter has moved on since this page was drawn. Look at it as it is now.")


class NoAddressError(RefusedError):
    code = "posting-without-address"
    message = _("Write the address as on an envelope: the name, the street, then the postal code and the town.")


class NothingToPrepareError(RefusedError):
    code = "nothing-to-prepare"
    message = _("There is nothing to send yet: write the answer first.")


class BadFactError(RefusedError):
    code = "letter-fact-malformed"
    message = _("The date or the mail address cannot be read. Correct it, or leave it empty.")
