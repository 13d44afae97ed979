"""The life of a version, in one table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("To be read by somebody else")
    APPROVED = "approved", _("Approved")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    PAST = "past", _("Past")
    DROPPED = "dropped", _("Dropped")


class Step(TextChoices):
    """What is done with a version."""

    SUBMIT = "submit", _("Have it read")
    SEND_BACK = "send-back", _("Send back to its author")
    APPROVE = "approve", _("Approve")
    PUBLISH = "publish", _("Publish now")
    SCHEDULE = "schedule", _("Publish on a date")
    UNSCHEDULE = "unschedule", _("Take back the date")
    ROLL_BACK = "roll-back", _("Go back to this version")
    DROP = "drop", _("Drop")


STEPS: dict[Step, tuple[frozenset[VersionState], VersionState]] = {
    Step.SUBMIT: (frozenset({VersionState.DRAFT}), VersionState.SUBMITTED),
    Step.SEND_BACK: (frozenset({VersionState.SUBMITTED, VersionState.APPROVED}), VersionState.DRAFT),
    Step.APPROVE: (frozenset({VersionState.SUBMITTED}), VersionState.APPROVED),
    Step.PUBLISH: (frozenset({VersionState.APPROVED, VersionState.SCHEDULED}), VersionState.PUBLISHED),
    Step.SCHEDULE: (frozenset({VersionState.APPROVED}), VersionState.SCHEDULED),
    Step.UNSCHEDULE: (frozenset({VersionState.SCHEDULED}), VersionState.APPROVED),
    Step.ROLL_BACK: (frozenset({VersionState.PAST}), VersionState.PAST),
    Step.DROP: (frozenset({VersionState.DRAFT, VersionState.APPROVED}), VersionState.DROPPED),
}
"""From which states a step leads to which. Going back leaves the past version as it is and publishes a copy of it."""
ANSWERING = frozenset({VersionState.PUBLISHED, VersionState.SCHEDULED, VersionState.PAST})
"""The states of what is, was or will be the answer."""
IN_WORK = frozenset({VersionState.DRAFT, VersionState.SUBMITTED, VersionState.APPROVED})


def list_steps(state: VersionState) -> list[Step]:
    """What can be done with a version in this state."""
    return [step for step, (states, _to) in STEPS.items() if state in states]
