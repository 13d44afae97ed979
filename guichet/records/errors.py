"""The root of everything that can go wrong, in three kinds:

* `RefusedError`: a rule says no. It is shown to whoever asked, and is no error of ours: it is not logged as one.
* `OutsideError`: something outside failed; `permanent` says whether trying again could help.
* `DefectError`: the impossible happened. It is raised as far as it goes, and reported.

Each class has a stable kebab-case `code` for programs and a translatable `message` that says what to do next. A message may hold
`%(name)s`; the error is then raised with these names.
"""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class GuichetError(Exception):
    code: ClassVar[str] = "error"
    message: ClassVar[str | Promise] = _("Something went wrong. Try again; if it happens again, tell your administrator.")

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        """The message in the language now active."""
        return str(self.message) % self.values if self.values else str(self.message)


class RefusedError(GuichetError):
    code = "refused"
    message = _("This is not possible as things stand.")


class OutsideError(GuichetError):
    """:param permanent: trying again is of no use."""

    code = "outside-failed"
    message = _("A service we depend on does not answer. It is tried again.")

    def __init__(self, *, permanent: bool, **values: object) -> None:
        super().__init__(**values)
        self.permanent = permanent


class DefectError(GuichetError):
    code = "defect"
