"""What the product holds about people: each field declared, with its class, how long it is kept, and what erases it.

Each room says in its own `privacy.py` what its models hold, field by field: `declare(Model, impersonal="...", name=Personal(...))`. Every
field of every model is in one of the two lists, or a test fails: a field cannot be added without somebody deciding what it is. Erasure and
expiry follow the declarations alone, so what is declared is what is erased.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet


class PersonalClass(StrEnum):
    IDENTITY = "identity"  # who somebody is, or a link to it
    ADDRESS = "address"  # how he is reached
    CONTENT = "content"  # what was said
    SENSITIVE = "sensitive"  # what can reveal health or another protected matter
    STAFF = "staff"  # people who work here
    CONNECTION = "connection"  # traces of a device or a session


class Gone:
    """The eraser that takes the whole row along."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal field. `eraser` is the value that takes its place, or `Gone`."""

    kind: PersonalClass
    eraser: object = Gone


@dataclass(frozen=True, slots=True)
class Holding:
    """What one model holds. `about` is the look-up from its rows to the citizen's id; none: it is not about citizens.

    Rows are kept for `keep`, counted from the instant in the field `since`; the row is then erased like on demand.
    """

    model: type[Model]
    impersonal: frozenset[str]
    personal: Mapping[str, Personal]
    about: str | None
    keep: timedelta | None
    since: str | None

    @property
    def takes_row(self) -> bool:
        return any(personal.eraser is Gone for personal in self.personal.values())


class DeclarationError(Exception):
    """A declaration contradicts itself or its model: correct the room's `privacy.py`."""


_holdings: dict[type[Model], Holding] = {}


def declare(
    model: type[Model],
    impersonal: str,
    *,
    about: str | None = None,
    keep: timedelta | None = None,
    since: str | None = None,
    **personal: Personal,
) -> None:
    """Say what a model holds; `impersonal` names fields, separated by spaces.

    :raises DeclarationError: a field is missing, unknown or named twice, or personal fields have no retention.
    """
    named = [*impersonal.split(), *personal]
    fields = {field.name for field in model._meta.concrete_fields}
    if len(set(named)) != len(named) or set(named) != fields:
        raise DeclarationError(f"{model._meta.label}: {sorted(fields ^ set(named)) or named}")
    if personal and (keep is None or since is None):
        raise DeclarationError(f"{model._meta.label}: personal fields need `keep` and `since`")
    _holdings[model] = Holding(model, frozenset(impersonal.split()), personal, about, keep, since)


def list_holdings() -> list[Holding]:
    """Every declaration of every room in use."""
    for config in apps.get_app_configs():
        if config.name.startswith("guichet.") and find_spec(f"{config.name}.privacy"):
            import_module(f"{config.name}.privacy")
    return list(_holdings.values())


def erase_citizen(organisation_id: int, citizen_id: int) -> dict[str, int]:
    """Erase everything that is declared of a citizen, and return how many values were emptied, by "model.field".

    Rows that reach the citizen through others come first: the link they are found by is erased too.
    """
    holdings = [holding for holding in list_holdings() if holding.about is not None]
    counts: dict[str, int] = {}
    for holding in sorted(holdings, key=lambda holding: -str(holding.about).count("__")):
        rows = _list_rows(holding, organisation_id).filter(**{str(holding.about): citizen_id})
        counts |= _erase(holding, rows)
    return counts


def erase_expired(organisation_id: int, now: datetime) -> dict[str, int]:
    """Erase whatever has outlived its retention, and return how many values were emptied, by "model.field"."""
    counts: dict[str, int] = {}
    for holding in list_holdings():
        if holding.personal and holding.keep is not None and holding.since:
            rows = _list_rows(holding, organisation_id).filter(**{f"{holding.since}__lt": now - holding.keep})
            counts |= _erase(holding, rows)
    return {label: count for label, count in counts.items() if count}


def _list_rows(holding: Holding, organisation_id: int) -> QuerySet[Any]:
    return holding.model._default_manager.filter(organisation_id=organisation_id)


def _erase(holding: Holding, rows: QuerySet[Any]) -> dict[str, int]:
    label = holding.model._meta.label
    if holding.takes_row:
        count = rows.count()
        rows.delete()
        return {f"{label}.{name}": count for name in holding.personal}
    blanks = {name: personal.eraser for name, personal in holding.personal.items()}
    counts = {f"{label}.{name}": rows.exclude(**_match(name, blank)).count() for name, blank in blanks.items()}
    rows.update(**blanks)
    return counts


def _match(name: str, blank: object) -> dict[str, object]:
    return {f"{name}__isnull": True} if blank is None else {name: blank}


def list_undeclared(models: Iterable[type[Model]]) -> list[str]:
    """The models of ours that no room has declared."""
    declared = {holding.model for holding in list_holdings()}
    return sorted(model._meta.label for model in models if model.__module__.startswith("guichet.") and model not in declared)
