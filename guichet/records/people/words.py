"""What can be known of a citizen, as closed lists."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ContactPointKind(TextChoices):
    EMAIL = "email", _("E-mail")
    TELEPHONE = "telephone", _("Telephone")
    POST = "post", _("Post")


class Preference(TextChoices):
    CHANNEL = "channel", _("Channel he prefers")
    WRITTEN_TRACE = "written-trace", _("Where the written trace is sent")
    FORM_OF_ADDRESS = "form-of-address", _("How he wants to be addressed")


class Need(TextChoices):
    SIGN_LANGUAGE = "sign-language", _("Sign language")
    TEXT_ONLY = "text-only", _("Text rather than voice")
    EASY_TO_READ = "easy-to-read", _("Easy-to-read wording")
    LARGE_PRINT = "large-print", _("Large print")
    STEP_FREE = "step-free", _("Access without steps")
    INTERPRETER = "interpreter", _("An interpreter")
    MORE_TIME = "more-time", _("More time")
    HELPER_PRESENT = "helper-present", _("A helper beside him")
