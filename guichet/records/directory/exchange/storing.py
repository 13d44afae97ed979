"""From a `Directory` to the tables: only what differs is written, in a few statements for each section.

Nothing is deleted but parts: an entry that is gone is not active any more, one that comes back is the same row again. A reason that
changes becomes another row, its next version.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model

from guichet.records.directory import models
from guichet.records.directory.exchange.sections import SECTIONS, Section
from guichet.records.directory.exchange.words import Directory

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: "added" | "changed" | "removed"."""

    kind: str
    section: str
    key: str


def store(organisation: models.Organisation, current: Directory, wanted: Directory, now: datetime) -> list[Change]:
    """Bring the tables from `current` to `wanted` and say what changed."""
    changes = _store_organisation(organisation, current, wanted)
    ids: dict[str, dict[str, int]] = {}
    for name, section in SECTIONS.items():
        held, asked = getattr(current, name), getattr(wanted, name)
        found = [Change("changed" if key in held else "added", name, key) for key, entry in asked.items() if held.get(key) != entry]
        removed = [Change("removed", name, key) for key in held if key not in asked]
        rows = section.model._default_manager.filter(organisation=organisation)
        end = {"removed_at": now} if section.model is models.Agent else {}
        rows.filter(is_active=True, key__in=[change.key for change in removed]).update(is_active=False, **end)
        written = {change.key: asked[change.key] for change in found}
        _write(organisation, section, written, ids)
        ids[name] = dict(rows.filter(is_active=True).values_list("key", "pk"))
        _write_parts(organisation, section, written, ids, ids[name])
        if section.model in (models.Territory, models.Reason):
            _write_tree(organisation, section, asked, ids[name])
        changes += found + removed
    return changes


def _store_organisation(organisation: models.Organisation, current: Directory, wanted: Directory) -> list[Change]:
    if current.organisation == wanted.organisation:
        return []
    entry = wanted.organisation
    columns = {
        "name": entry.name,
        "default_language": entry.language,
        "time_zone": entry.time_zone,
        "accent_light": entry.accent_light,
        "accent_dark": entry.accent_dark,
        "widget_origins": list(entry.widget_origins),
    }
    for column, value in columns.items():
        setattr(organisation, column, value)
    organisation.save(update_fields=[*columns])
    return [Change("changed", "organisation", organisation.slug)]


def _write(organisation: models.Organisation, section: Section[Any], written: Mapping[str, Any], ids: Mapping[str, dict[str, int]]) -> None:
    """The entries' own columns: rows are added, or changed where the key is known."""
    columns = {key: section.make_columns(entry, ids) for key, entry in written.items()}
    if not columns:
        return
    if section.model is models.Reason:
        _add_versions(organisation, columns)
        return
    section.model._default_manager.bulk_create(
        [section.model(organisation=organisation, key=key, is_active=True, **values) for key, values in columns.items()],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organisation", "key"],
        update_fields=["is_active", *next(iter(columns.values()))],
    )


def _add_versions(organisation: models.Organisation, columns: Mapping[str, dict[str, Any]]) -> None:
    """End the current version of these reasons and begin the next."""
    rows = models.Reason.objects.of(organisation.pk).filter(key__in=columns)
    versions = dict(rows.values_list("key").annotate(Max("version")))
    rows.current().update(is_active=False)
    models.Reason.objects.bulk_create(
        [models.Reason(organisation=organisation, key=key, version=versions.get(key, 0) + 1, **values) for key, values in columns.items()],
        batch_size=BATCH,
    )


def _write_parts(
    organisation: models.Organisation,
    section: Section[Any],
    written: Mapping[str, Any],
    ids: Mapping[str, dict[str, int]],
    owners: Mapping[str, int],
) -> None:
    """Replace the parts of the entries written. A new version of a reason has none yet; those of the last one stay with it."""
    for part in section.parts:
        relation = section.model._meta.get_field(part)
        field = relation.remote_field.name  # type: ignore[union-attr]
        parts: Any = relation.related_model
        parts._default_manager.filter(**{"organisation": organisation, f"{field}__in": [owners[key] for key in written]}).delete()
    made: dict[type[Model], list[Any]] = defaultdict(list)
    for key, entry in written.items():
        for row in section.make_parts(entry, ids):
            made[type(row)].append(_own(row, organisation, section, owners[key]))
    for kind, rows in made.items():
        kind._default_manager.bulk_create(rows, batch_size=BATCH)


def _own(row: Any, organisation: models.Organisation, section: Section[Any], owner: int) -> Any:
    row.organisation = organisation
    for part in section.parts:
        relation = section.model._meta.get_field(part)
        if relation.related_model is type(row):
            setattr(row, relation.remote_field.attname, owner)  # type: ignore[union-attr]
    return row


def _write_tree(organisation: models.Organisation, section: Section[Any], wanted: Mapping[str, Any], ids: Mapping[str, int]) -> None:
    """Hang every active row under the active row of its parent, and number the reasons in the order of the file."""
    moved: list[Any] = []
    positions = {key: number for number, key in enumerate(wanted)}
    is_numbered = section.model is models.Reason
    rows: Any = section.model._default_manager.filter(organisation=organisation, is_active=True)
    for row in rows:
        parent = wanted[row.key].parent
        place = (None if parent is None else ids[parent], positions[row.key] if is_numbered else None)
        if place != (row.parent_id, row.position if is_numbered else None):
            row.parent_id = place[0]
            if is_numbered:
                row.position = place[1]
            moved.append(row)
    rows.bulk_update(moved, ["parent", *(["position"] if is_numbered else [])], batch_size=BATCH)
