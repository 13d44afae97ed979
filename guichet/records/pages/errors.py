"""What this room refuses, and what to do next."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError


class TextMovedError(RefusedError):
    code = "public-text-moved"
    message = _("Somebody else has saved these texts while you were writing. Yours are below: compare them, then save again.")


class TooManyHelpPagesError(RefusedError):
    code = "too-many-help-pages"
    message = _("There are %(most)s pages with help already, the most there can be. Remove one first, or use * in a path.")


class TooManyLettersError(RefusedError):
    code = "too-many-letters"
    message = _("There are %(most)s codes already, the most there can be. Remove one that is not used any more.")
