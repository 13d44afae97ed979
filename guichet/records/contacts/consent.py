"""Whoever changes the directory is told first what it does to people who wait; harm is only done by somebody who has read of it.

The same for a form, an undo, a file and a program: what is agreed to are the figures that were shown, and no more than these.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guichet.records.contacts.effects import Effect, foresee
from guichet.records.directory.editing import Inspect
from guichet.records.directory.queries import Configuration
from guichet.records.errors import RefusedError


class NeedsConsentError(RefusedError):
    """The change would harm people who wait."""

    code = "needs-consent"
    message = _("Not changed yet, because of people who wait. %(effect)s")

    def __init__(self, effect: Effect) -> None:
        super().__init__(effect=" ".join(describe_effect(effect)))
        self.effect = effect


class ForeseenError(RefusedError):
    """Raised once the effect is known, so that nothing of the change stays."""

    code = "only-foreseen"
    message = _("Nothing was changed. %(effect)s")

    def __init__(self, effect: Effect) -> None:
        super().__init__(effect=" ".join(describe_effect(effect)))
        self.effect = effect


def ask_consent(organisation_id: int, agreed: str) -> Inspect:
    """Refuse a change that harms more people than somebody has agreed to."""

    def inspect(before: Sequence[Configuration], after: Sequence[Configuration]) -> None:
        effect = foresee(organisation_id, before, after)
        if not effect.is_harmless and not _covers(agreed, effect):
            raise NeedsConsentError(effect)

    return inspect


def only_foresee(organisation_id: int) -> Inspect:
    def inspect(before: Sequence[Configuration], after: Sequence[Configuration]) -> None:
        raise ForeseenError(foresee(organisation_id, before, after))

    return inspect


def sum_up(effect: Effect) -> str:
    """What somebody agrees to, to be sent back with the change."""
    return f"{len(effect.orphaned)}-{effect.in_removed_queues}-{effect.held}"


def _covers(agreed: str, effect: Effect) -> bool:
    parts = agreed.split("-")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) < 8 for part in parts):
        return False
    return all(int(part) >= count for part, count in zip(parts, (len(effect.orphaned), effect.in_removed_queues, effect.held), strict=True))


def describe_effect(effect: Effect) -> list[str]:
    """The effect in sentences, of numbers only."""
    if effect.is_harmless:
        sentence = ngettext(
            "%(waiting)s person waits now. This changes nothing for them.",
            "%(waiting)s people wait now. This changes nothing for them.",
            effect.waiting,
        )
        return [sentence % {"waiting": effect.waiting}]
    sentences = (
        (
            len(effect.orphaned),
            ngettext(
                "%(count)s person who waits could not be answered by anybody any more.",
                "%(count)s people who wait could not be answered by anybody any more.",
                len(effect.orphaned),
            ),
        ),
        (
            effect.in_removed_queues,
            ngettext(
                "%(count)s person waits in a queue that is removed: the place is kept.",
                "%(count)s people wait in queues that are removed: their places are kept.",
                effect.in_removed_queues,
            ),
        ),
        (
            effect.held,
            ngettext(
                "%(count)s conversation of an agent who is removed goes back to its queue.",
                "%(count)s conversations of agents who are removed go back to their queues.",
                effect.held,
            ),
        ),
    )
    return [sentence % {"count": count} for count, sentence in sentences if count]
