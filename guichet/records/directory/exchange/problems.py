"""What is wrong with a file, and where: sentences in the language of whoever imports it."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guichet.records.errors import RefusedError

MOST_KEPT = 100
"""A person reads no more; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`path` names the place by its keys, as in "queues.logement.offer"; empty for the file as a whole."""

    line: int
    path: str
    message: str


@dataclass(slots=True)
class Report:
    """The first problems met, and how many there were."""

    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, path: str, message: str) -> None:
        self.count += 1
        if len(self.problems) < MOST_KEPT:
            self.problems.append(Problem(line, path, message))


class DirectoryFileError(RefusedError):
    """Nothing of the file was imported. `problems` are in the order of lines; `count` may be larger."""

    code = "directory-file-refused"
    message = _("The file was not imported: %(count)s. Correct them and import it again.")

    def __init__(self, report: Report) -> None:
        super().__init__(count=ngettext("%(count)d problem", "%(count)d problems", report.count) % {"count": report.count})
        self.problems = tuple(sorted(report.problems, key=lambda problem: problem.line))
        self.count = report.count
