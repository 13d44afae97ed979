"""Why a public word is not answered, and how an agent's screen is told of a network."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AsideReason(StrEnum):
    NO_QUESTION = "no-question"
    SPAM = "spam"
    INSULT = "insult"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


LABELS: dict[AsideReason, Promise] = {
    AsideReason.NO_QUESTION: _("It asks nothing"),
    AsideReason.SPAM: _("Advertising or fraud"),
    AsideReason.INSULT: _("Insults or threats"),
    AsideReason.ELSEWHERE: _("It does not concern us"),
    AsideReason.OTHER: _("Another reason"),
}
