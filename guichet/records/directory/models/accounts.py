"""Accounts that sign on, and their sessions."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from guichet.records.directory.models.organisations import Organisation
from guichet.records.directory.words import Role


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


class Session(AbstractBaseSession):
    """A session, under the attribute names Django's engine needs. `account` and `organisation` stand beside the data so that a hot door
    checks all in one statement."""

    session_key = models.CharField(max_length=40, primary_key=True, db_column="key")
    session_data = models.TextField(db_column="data")
    expire_date = models.DateTimeField(db_index=True, db_column="expires_at")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, db_constraint=False, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "directory_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        from guichet.records.directory.sessions import SessionStore

        return SessionStore
