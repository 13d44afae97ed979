"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class UnusableAddressError(RefusedError):
    code = "unusable-address"
    message = _("This e-mail address cannot be used. Check it.")


class TextGoneError(RefusedError):
    code = "text-gone"
    message = _("The text of this mail is not kept any more. Write a new one.")


class MovedOnError(RefusedError):
    code = "mail-moved-on"
    message = _("This mail has moved on since this page was drawn: nothing was done twice. Look at it as it is now.")


class NoMailServerError(RefusedError):
    code = "no-mail-server"
    message = _("No mail server is set. Set GUICHET_SMTP_URL and GUICHET_MAIL_FROM, start Guichet again, then send it.")


class NoMailsError(RefusedError):
    """Said to a citizen, who sets no server."""

    code = "no-mails"
    message = _("No mail can be sent from here. Leave the address empty: your link shows you the answer.")


class UselessMailError(RefusedError):
    code = "mail-useless"
    message = _(
        "The link in this mail opens nothing any more: sending it would help nobody. Invite the person again, or let them ask again."
    )
