"""What the base page needs: the built scripts and theme, and the texts of the scripts in the reader's language."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog

register = template.Library()
NO_MARKUP = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&"}


@lru_cache(maxsize=4)
def _read_manifest(path: Path, changed_ns: int) -> dict[str, str]:  # noqa: ARG001 - part of the key: a new build is a new manifest
    """The hashed file of each entry that Vite built, by the entry's name."""
    entries = json.loads(path.read_text())
    return {entry["name"]: entry["file"] for entry in entries.values() if entry.get("isEntry")}


def find_built(name: str) -> str | None:
    """The address of a built entry; None before `npm run build` made it: pages then work without their scripts and look."""
    built = find_built_file(name)
    return None if built is None else static(built.relative_to(settings.STATIC_BUILD).as_posix())


def find_built_file(name: str) -> Path | None:
    """The file of a built entry; None before the first build."""
    path = Path(settings.STATIC_BUILD) / "manifest.json"
    if not path.exists():
        return None
    file = _read_manifest(path, path.stat().st_mtime_ns).get(name)
    return path.parent / file if file else None


@register.simple_tag(takes_context=True)
def bundle(context: template.Context, name: str, *, blocking: bool = False) -> SafeString:
    """The `script` or `link` element of a built entry, with the page's nonce; what the script will load is fetched with it, not after it.

    `blocking`: nothing is painted before it ran.
    """
    address = find_built(name)
    if address is None:
        return SafeString("")
    nonce = str(context["request"].csp_nonce)
    if address.endswith(".css"):
        return format_html('<link rel="stylesheet" href="{}" nonce="{}">', address, nonce)
    wait = SafeString(' blocking="render"' if blocking else "")
    script = format_html('<script type="module" src="{}" nonce="{}"{}></script>', address, nonce, wait)
    links = [format_html('<link rel="modulepreload" href="{}" nonce="{}">', static(file), nonce) for file in list_loaded(name)]
    return SafeString("".join([script, *links]))


def list_loaded(name: str) -> tuple[str, ...]:
    """The files that the script of an entry loads, below the built folder."""
    path = Path(settings.STATIC_BUILD) / "manifest.json"
    return _read_loaded(path, path.stat().st_mtime_ns, name) if path.exists() else ()


@lru_cache(maxsize=32)
def _read_loaded(path: Path, changed_ns: int, name: str) -> tuple[str, ...]:
    entry = _read_manifest(path, changed_ns).get(name)
    return tuple(file for file in list_files(json.loads(path.read_text()), name) if file != entry)


@register.simple_tag(takes_context=True)
def inline_style(context: template.Context, name: str) -> SafeString:
    """A built style sheet inside the page: on a slow line its first paint then waits for one answer less."""
    path = find_built_file(name)
    if path is None:
        return SafeString("")
    style = SafeString(path.read_text())  # ours, built from our sources
    return format_html('<style nonce="{}">{}</style>', str(context["request"].csp_nonce), style)


@register.simple_tag(takes_context=True)
def inline_script(context: template.Context, name: str) -> SafeString:
    """A script that is built into one piece, inside the page: it runs with the first answer, and no other is waited for."""
    path = find_piece(name)
    if path is None:
        return SafeString("")
    source = SafeString(path.read_text().replace("</script", "<\\/script"))  # ours, built from our sources
    return format_html('<script nonce="{}">{}</script>', str(context["request"].csp_nonce), source)


def find_piece(name: str) -> Path | None:
    """A script that is built into one piece (`vite.piece.config.ts`); None before the first build."""
    folder = Path(settings.STATIC_BUILD) / "pieces"
    return next(iter([*folder.glob(f"{name}.js"), *folder.glob(f"assets/{name}-*.js")]), None)


@register.simple_tag
def get_texts() -> dict[str, str | list[str]]:
    """Every text of the scripts in the language now active, for `json_script`."""
    return _read_catalogue(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def get_texts_of(name: str) -> dict[str, str | list[str]]:
    """Those texts only that a built entry speaks, for a page that has to be small."""
    path = Path(settings.STATIC_BUILD) / "manifest.json"
    files = [path.parent / file for file in list_files(json.loads(path.read_text()), name)] if path.exists() else []
    return _read_spoken_by(files)


@register.simple_tag
def write_texts_of(names: Iterable[str]) -> SafeString:
    """Those texts only that these pieces speak, as `json_script` writes them but for letters, which stay: each byte counts there."""
    spoken = _read_spoken_by(path for name in names if (path := find_piece(name)) is not None)
    written = json.dumps(spoken, ensure_ascii=False, separators=(",", ":")).translate(NO_MARKUP)
    return format_html('<script id="texts" type="application/json">{}</script>', SafeString(written))


def _read_spoken_by(files: Iterable[Path]) -> dict[str, str | list[str]]:
    return _read_spoken(tuple((path, path.stat().st_mtime_ns) for path in files), get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=16)
def _read_spoken(paths: tuple[tuple[Path, int], ...], language: str) -> dict[str, str | list[str]]:
    """The instants of the files are part of the key: a new build speaks anew."""
    script = "".join(path.read_text() for path, _ in paths)
    return {text: said for text, said in _read_catalogue(language).items() if any(f"{mark}{text}{mark}" in script for mark in "\"'`")}


def list_files(manifest: dict[str, dict[str, Any]], name: str) -> list[str]:
    """The script of an entry and everything it loads, each once."""
    wanted = [key for key, entry in manifest.items() if entry.get("isEntry") and entry["name"] == name]
    found: dict[str, str] = {}
    while wanted:
        key = wanted.pop()
        if key not in found:
            found[key] = manifest[key]["file"]
            wanted += [*manifest[key].get("imports", ()), *manifest[key].get("dynamicImports", ())]
    return list(found.values())


@lru_cache(maxsize=8)
def _read_catalogue(language: str) -> dict[str, str | list[str]]:
    page_texts = JSONCatalog()
    page_texts.translation = DjangoTranslation(language, domain="djangojs", localedirs=[str(path) for path in settings.LOCALE_PATHS])
    catalogue: dict[str, str | list[str]] = page_texts.get_catalog()
    return catalogue


@register.simple_tag
def new_name() -> str:
    """A name that nothing had before, for a form whose sending is to count once."""
    return str(uuid4())
