"""From the tables to a `Directory`: what an export writes, and what an import is compared with."""

from typing import Any

from guichet.records.directory import models
from guichet.records.directory.exchange.sections import SECTIONS, Keys
from guichet.records.directory.exchange.words import Directory, OrganisationEntry


def load_directory(organisation: models.Organisation) -> Directory:
    """The directory as it is now: active rows only, reasons in their order, everything else by key."""
    keys: Keys = {
        name: dict(section.model._default_manager.filter(organisation=organisation).values_list("pk", "key"))
        for name, section in SECTIONS.items()
    }
    return Directory(
        organisation=OrganisationEntry(
            slug=organisation.slug,
            name=organisation.name,
            language=organisation.default_language,
            time_zone=organisation.time_zone,
            accent_light=organisation.accent_light,
            accent_dark=organisation.accent_dark,
            widget_origins=tuple(organisation.widget_origins),
        ),
        **{name: _load_section(organisation, name, keys) for name in SECTIONS},
    )


def _load_section(organisation: models.Organisation, name: str, keys: Keys) -> dict[str, Any]:
    section = SECTIONS[name]
    order = ("position", "key") if section.model is models.Reason else ("key",)
    rows = section.model._default_manager.filter(organisation=organisation, is_active=True).order_by(*order)
    return {row.key: section.load(row, keys) for row in rows.prefetch_related(*section.parts)}
