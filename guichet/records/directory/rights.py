"""Which role may read what: the one place where roles become rights. A kind of row without a rule is closed to everybody."""

from typing import Protocol

import rules
from django.db import models

from guichet.records.directory.words import Role


class Actor(Protocol):
    """Who asks: an account, or whatever stands for one."""

    is_active: bool
    roles: list[str]
    organisation_id: int


@rules.predicate
def is_signed_on(account: Actor) -> bool:
    return account.is_active


@rules.predicate
def is_administrator(account: Actor) -> bool:
    return account.is_active and Role.ADMINISTRATOR in account.roles


@rules.predicate
def is_supervisor(account: Actor) -> bool:
    return account.is_active and Role.SUPERVISOR in account.roles


steers = is_administrator | is_supervisor
"""Who sees the people and the work of the whole organisation."""


def may_read(account: Actor, model: type[models.Model]) -> bool:
    """Whether the account may read rows of this kind at all; which of them, the kind's `for_user` says."""
    rule = f"read {model._meta.label_lower}"
    return rules.rule_exists(rule) and rules.test_rule(rule, account)


for kind in ("reason", "queue", "territory", "site", "skill", "pausereason", "wrapupoutcome", "commitment", "openingcalendar"):
    rules.add_rule(f"read directory.{kind}", is_signed_on)
for kind in ("agent", "team", "capacityprofile", "reserve"):
    rules.add_rule(f"read directory.{kind}", steers)
rules.add_rule("change directory", is_administrator)
