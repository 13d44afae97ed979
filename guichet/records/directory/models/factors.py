"""What proves an account beside its password: an application that shows codes, passkeys, and recovery codes on paper."""

from typing import ClassVar

from django.db import models

from guichet.records.directory.models.accounts import Account
from guichet.records.directory.models.organisations import Separated, SeparatedQuerySet


class CodeApplication(Separated):
    """An application that shows codes (RFC 6238). `secret` is sealed (`seals.py`). A code is taken once: `last_step` only grows.

    It counts from `confirmed_at` on, when its first code was shown to be right.
    """

    account = models.OneToOneField(
        Account, on_delete=models.CASCADE, primary_key=True, db_constraint=False, related_name="code_application"
    )
    secret = models.BinaryField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["CodeApplication"].as_manager()


class Passkey(Separated):
    """A key of a device or a stick (WebAuthn). `credential` is its id and public key, as the device attested them."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1023)
    credential = models.BinaryField(max_length=4096)
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["Passkey"].as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["credential_id"], name="directory_passkey_credential"),
        ]


class RecoveryCode(Separated):
    """A code on paper that replaces the other proofs once; only its digest is kept."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, related_name="recovery_codes")
    used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = SeparatedQuerySet["RecoveryCode"].as_manager()
