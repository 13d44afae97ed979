"""Failed attempts to sign on, counted without saying whose: a keyed digest stands for the e-mail and the address."""

from django.db import models


class Failure(models.Model):
    """How often something failed, and until when it has to wait. Forgotten after a day (`throttle.forget`)."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    blocked_until = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)
