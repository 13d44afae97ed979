"""What knowledge refuses, and what to do next."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from guichet.records.errors import RefusedError
from guichet.records.knowledge.words import Problem


class ArticleKeyTakenError(RefusedError):
    code = "article-key-taken"
    message = _("There is an article of this name already: “%(key)s”. Change that one, or choose another title.")


class VersionMovedError(RefusedError):
    code = "version-moved"
    message = _("Somebody else has done something with this version meanwhile. Look at it again, then decide.")


class OwnReviewError(RefusedError):
    code = "own-review"
    message = _("You wrote this version: somebody else has to read it before it is published. Ask a colleague.")


class WordingsDisagreeError(RefusedError):
    """`problems` are all that block."""

    code = "wordings-disagree"
    message = _("It cannot be published yet: the wordings do not agree, or something is missing. Each problem stands beside its wording.")

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class DayIsPastError(RefusedError):
    code = "day-is-past"
    message = _("This day is not in the future. Choose a later one, or publish now.")


class UnknownReasonError(RefusedError):
    code = "reason-unknown"
    message = _("There is no reason “%(key)s”. Choose one of the list.")


class UnknownTerritoryError(RefusedError):
    code = "territory-unknown"
    message = _("There is no territory “%(key)s”. Choose one of the list.")


class UnstorableContentError(RefusedError):
    code = "content-unstorable"
    message = _("This text holds characters that cannot be kept. Remove them and save again.")


class BadSynonymsError(RefusedError):
    code = "synonyms-unreadable"
    message = _(
        "Line %(line)d cannot be used. A line has two to %(most)d expressions with commas between, each of %(length)d characters at most."
    )


class TooManySynonymsError(RefusedError):
    code = "synonyms-too-many"
    message = _("This list is too long: %(most)d lines at most. Keep those that citizens use.")


class SynonymsMovedError(RefusedError):
    code = "synonyms-moved"
    message = _("Somebody else has saved this list meanwhile. Copy what you wrote, look at the list again, then save.")
