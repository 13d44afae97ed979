"""What the directory refuses. What is wrong with a file is said by `exchange.problems`."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class OrganisationUnknownError(RefusedError):
    code = "organisation-unknown"
    message = _("There is no organisation “%(slug)s”.")


class ForeignDirectoryError(RefusedError):
    code = "foreign-directory"
    message = _("This file is the directory of “%(slug)s”, not of “%(expected)s”.")
