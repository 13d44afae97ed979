"""What this room refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class NotPublicError(RefusedError):
    code = "not-public"
    message = _("This contact is private already: nobody else reads what you write.")


class NotSocialError(RefusedError):
    code = "not-social"
    message = _("This is possible only for contacts of social networks.")


class NotHeldError(RefusedError):
    code = "not-held"
    message = _("This contact has moved on in the meantime: it is not in your hands any more.")


class BackAlreadyError(RefusedError):
    code = "back-already"
    message = _("This message is in a contact again: somebody was quicker.")
