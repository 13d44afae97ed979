"""The directory's closed lists of values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    AGENT = "agent", _("Agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")
    RECEPTIONIST = "receptionist", _("Receptionist")


EVERYBODY = frozenset(Role)
STEERING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who sees the people and the work of the whole organisation."""


class TerritoryKind(TextChoices):
    NATION = "nation", _("Nation")
    REGION = "region", _("Region")
    DEPARTEMENT = "departement", _("Département")
    SITE = "site", _("Site")


class CommitmentClock(TextChoices):
    CONTINUOUS = "continuous", _("Counts day and night")
    OPENING_HOURS = "opening-hours", _("Counts opening hours only")


class ChangeKind(TextChoices):
    EDITED = "edited", _("Changed on the settings pages")
    IMPORTED = "imported", _("Imported from a file")
    UNDONE = "undone", _("Undone")
    SET_UP = "set-up", _("Set up")


class AccountLinkPurpose(TextChoices):
    """What a one-time link to an account lets its holder do."""

    INVITATION = "invitation", _("Open an account")
    PASSWORD = "password", _("Choose a new password")


class AccountState(TextChoices):
    """Derived: an account without a password waits for whoever was invited."""

    INVITED = "invited", _("Invited, has not come yet")
    ACTIVE = "active", _("May sign in")
    OFF = "off", _("Switched off")
