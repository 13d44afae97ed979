"""Accounts that sign on, their sessions, and the one-time links that open an account."""

from collections.abc import Iterable
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.base import ModelBase
from django.db.models.functions import Now
from django.utils import timezone

from guichet.records.directory.models.organisations import Organisation, Separated, SeparatedQuerySet
from guichet.records.directory.words import AccountLinkPurpose, Role


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, organisation: Organisation, email: str, password: str | None, roles: list[str]) -> "Account":
        """An account whose e-mail is folded to lower case: people do not sign on case by case."""
        account = self.model(organisation=organisation, email=email.strip().lower(), roles=sorted(roles))
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Somebody who signs on. What he may do follows from his roles; whether contacts are routed to him, from his `Agent`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, default="fr")
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def has_role(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)


class AccountLink(Separated):
    """A one-time door to an account for whoever holds its token; only the token's digest is kept. A new one revokes those before it."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, db_constraint=False, related_name="links")
    purpose = models.CharField(max_length=12, choices=AccountLinkPurpose.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    objects = SeparatedQuerySet["AccountLink"].as_manager()


class Session(AbstractBaseSession):
    """A session, under the attribute names Django's engine needs. `account` and `organisation` stand beside the data so that a hot door
    checks all in one statement.

    `active_at` is when somebody last did something in it, to the minute; `locked_at` closes it until its account proves itself again.
    """

    session_key = models.CharField(max_length=40, primary_key=True, db_column="key")
    session_data = models.TextField(db_column="data")
    expire_date = models.DateTimeField(db_index=True, db_column="expires_at")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)
    device = models.CharField(max_length=60, blank=True, db_default="")
    started_at = models.DateTimeField(default=timezone.now, db_default=Now())
    active_at = models.DateTimeField(default=timezone.now, db_default=Now())
    locked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from guichet.records.directory.sessions import SessionStore

        return SessionStore

    def save(
        self,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Django's engine saves its data again and again: when it began, when it was used and its lock are not its own to write."""
        if force_update and update_fields is None:
            update_fields = ("session_data", "expire_date", "account", "organisation", "device")
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields)
