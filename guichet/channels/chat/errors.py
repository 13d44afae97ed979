"""What the chat itself refuses."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class NoMailServerError(RefusedError):
    code = "no-mail-server"
    message = _("No mail can be sent from here. Copy what you need from this page, or keep a link to it.")
