"""Who writes what is read by somebody else before it counts: articles, scripts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from guichet.records.directory.models import Account
from guichet.records.directory.words import Role


@dataclass(frozen=True, slots=True)
class Editing:
    """Who writes, and when. No account: the product itself, as when it loads its demonstration."""

    account: Account | None
    now: datetime

    @property
    def account_id(self) -> int | None:
        return self.account.pk if self.account else None


def list_holders(organisation_id: int, roles: Iterable[Role]) -> QuerySet[Account]:
    """Accounts at work that hold one of these roles."""
    holds = Q()
    for role in roles:
        holds |= Q(roles__contains=[role.value])
    return Account.objects.filter(holds, organisation_id=organisation_id, is_active=True)
