"""Words of opinions."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_COMMENT = 1_000
KEPT = timedelta(days=365)
"""As long as a comment can still lead to a mending; what was ticked names nobody and stays."""


class Subject(models.TextChoices):
    """What is over, and is spoken of."""

    EXCHANGE = "exchange", _("Exchange")
    ANSWER = "answer", _("Answer read")
    REQUEST = "request", _("Request followed")


class Score(models.IntegerChoices):
    """How it went; three, as in the official question that ends an online procedure."""

    BAD = 1, _("Badly")
    FAIR = 2, _("Neither well nor badly")
    GOOD = 3, _("Well")
