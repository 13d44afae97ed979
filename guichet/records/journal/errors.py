"""What can go wrong with the journal."""

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import DefectError


class FreeTextError(DefectError):
    """A poster put something else than an id or a code into an input: what a person typed has no place in the journal."""

    code = "free-text"
    message = _("%(kind)s.%(field)s holds free text: an input carries ids and codes only. Keep the text with the contact.")


class LeadershipLostError(DefectError):
    """Nothing of the batch was written. The loser stands by and rebuilds; it is an error only where nobody catches it."""

    code = "leadership-lost"
    message = _("Another engine leads this organisation now.")


class JournalBrokenError(DefectError):
    code = "journal-broken"
    message = _("The journal does not follow from itself at entry %(seq)s. Keep a copy of the database and run `guichet replay --check`.")
