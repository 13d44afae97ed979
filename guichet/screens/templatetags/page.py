"""What the base page needs: the built scripts and theme, and the texts of the scripts in the reader's language."""

import json
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog

register = template.Library()


@lru_cache(maxsize=4)
def _read_manifest(path: Path, changed_ns: int) -> dict[str, str]:  # noqa: ARG001 - part of the key: a new build is a new manifest
    """The hashed file of each entry that Vite built, by the entry's name."""
    entries = json.loads(path.read_text())
    return {entry["name"]: entry["file"] for entry in entries.values() if entry.get("isEntry")}


def find_built(name: str) -> str | None:
    """The address of a built entry; None before the first `npm run build`: pages then work without their scripts and look."""
    path = Path(settings.STATIC_BUILD) / "manifest.json"
    if not path.exists():
        return None
    return static(_read_manifest(path, path.stat().st_mtime_ns)[name])


@register.simple_tag(takes_context=True)
def bundle(context: template.Context, name: str, *, blocking: bool = False) -> SafeString:
    """The `script` or `link` element of a built entry, with the page's nonce. `blocking`: nothing is painted before it ran."""
    address = find_built(name)
    if address is None:
        return SafeString("")
    nonce = str(context["request"].csp_nonce)
    if address.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}" nonce="{}">', address, nonce)
    wait = SafeString(' blocking="render"' if blocking else "")
    return format_html('<script type="module" src="{}" nonce="{}"{}></script>', address, nonce, wait)


@register.simple_tag
def get_texts() -> dict[str, str | list[str]]:
    """Every text of the scripts in the language now active, for `json_script`."""
    return _read_catalogue(get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=8)
def _read_catalogue(language: str) -> dict[str, str | list[str]]:
    page_texts = JSONCatalog()
    page_texts.translation = DjangoTranslation(language, domain="djangojs", localedirs=[str(path) for path in settings.LOCALE_PATHS])
    catalogue: dict[str, str | list[str]] = page_texts.get_catalog()
    return catalogue
