"""What `guichet replay` and `guichet verify` say: values for programs, sentences for people."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

SHOWN = 10


@dataclass(slots=True)
class Check:
    """One promise, how many cases were looked at, and those that break it."""

    rule: str
    promise: str
    looked_at: int = 0
    offending: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.offending

    def __str__(self) -> str:
        broken = _("BROKEN by %(count)s: %(names)s") % {"count": len(self.offending), "names": ", ".join(self.offending[:SHOWN])}
        looked_at = _("%(count)s looked at") % {"count": self.looked_at}
        found = _("ok") if self.is_good else broken
        return f"{self.rule:<4} {self.promise} ({looked_at}): {found}"


@dataclass(frozen=True, slots=True)
class Report:
    """The checks of each organisation, by its slug."""

    checks: dict[str, list[Check]]

    @property
    def is_good(self) -> bool:
        return all(check.is_good for checks in self.checks.values() for check in checks)

    def __str__(self) -> str:
        if not self.checks:
            return _("There is no organisation to look at.")
        return "\n".join(line for slug, checks in self.checks.items() for line in (slug, *(f"  {check}" for check in checks)))
