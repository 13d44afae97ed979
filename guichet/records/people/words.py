"""What can be known of a citizen, as closed lists, and what he claims."""

import re
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from guichet.records.people.errors import AddressUnusableError


class ContactPointKind(TextChoices):
    EMAIL = "email", _("E-mail")
    TELEPHONE = "telephone", _("Telephone")
    POST = "post", _("Post")
    NETWORK = "network", _("Account of a network")


class Ground(StrEnum):
    """Why two citizens may be one person: the same number, address, account of a network, or case."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    POST = "post"
    NETWORK = "network"
    CASE = "case"


LONGEST_CASE = 40


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


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of himself. Without `kind` he gives no address; `is_verified` speaks of the address alone."""

    name: str = ""
    language: str = ""
    kind: ContactPointKind | None = None
    value: str = ""
    is_verified: bool = False


TELEPHONE = re.compile(r"\+[1-9]\d{5,14}", re.ASCII)
"""E.164."""


def normalise(kind: ContactPointKind, value: str) -> str:
    """An address in the one form in which it is kept and compared.

    :raises AddressUnusableError: it is none of this kind.
    """
    value = value.strip()
    match kind:
        case ContactPointKind.EMAIL:
            try:
                validate_email(value)
            except ValidationError as error:
                raise AddressUnusableError from error
            return value.lower()
        case ContactPointKind.TELEPHONE:
            number = re.sub(r"[ .()/\u00a0\u202f-]", "", value)
            if not TELEPHONE.fullmatch(number):
                raise AddressUnusableError
            return number
        case ContactPointKind.POST:
            return check_line(value)
        case ContactPointKind.NETWORK:
            return check_line(value)


def check_line(value: str) -> str:
    """:raises AddressUnusableError: it is empty, too long, or cannot be written on one line."""
    if not value or len(value) > 254 or not value.isprintable():
        raise AddressUnusableError
    return value
