"""Collect every text of the product into its catalogues, and compile them: what `make messages` and `make quality` call.

    python -m guichet.wiring.messages            collect, keep every translation, compile
    python -m guichet.wiring.messages --check    fail when a catalogue is out of date, or a text not collected, not French, loosely set, or
                                                 says a sentence twice
    python -m guichet.wiring.messages --compile  only compile

Two catalogues: `django` for Python and templates, `djangojs` for TypeScript. English is the source and needs none. Nothing guesses a
translation from a similar text. It needs no program of GNU gettext, only Babel.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "guichet" / "locale" / "fr" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
LAZY = {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")}
CREATED = datetime(2026, 11, 24, tzinfo=UTC)
STRING = r"""u?("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
CALL = re.compile(rf"(?<![\w.])(gettext|ngettext|pgettext|npgettext|_)\(\s*{STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?")

LOOSE_MARK = re.compile(r"[^\S\u202f][?!;]|[^\S\u00a0][:»]|«[^\S\u00a0]")
"""A mark that French sets apart by anything but its own space: U+202F before ? ! ;, U+00A0 before : and within « »."""

SENTENCE_END = re.compile(r"[.?!]\s*(?=\S|$)")
MANY_WORDS = 3
"""A sentence that is shorter may be said twice."""

Text = tuple[str, str | tuple[str, str], str | None]
"""Where it stands, the text (or its two forms) and its context."""


def collect(domain: str) -> Iterator[Text]:
    """Every text of a domain, files and texts in order."""
    if domain == "djangojs":
        for path in find("web", "*.ts"):
            yield from read_calls(path, path.read_text())
        return
    for path in find("guichet", "*.py"):
        with path.open("rb") as file:
            for _line, found, _comments, context in extract("python", file, keywords={**DEFAULT_KEYWORDS, **LAZY}):
                yield name(path), found if isinstance(found, str) else (found[0], found[1]), context
    for path in find("guichet", "*.html"):
        yield from read_calls(path, templatize(path.read_text()))


def list_hidden(source: str) -> Iterator[tuple[int, str]]:
    """Calls that no catalogue can see, with their lines: within an f-string, or of one."""
    names = {
        *DEFAULT_KEYWORDS,
        *LAZY,
    }
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            calls = [each for each in ast.walk(node) if isinstance(each, ast.Call) and _get_name(each) in names]
        elif isinstance(node, ast.Call) and _get_name(node) in names:
            calls = [node] if any(isinstance(each, ast.JoinedStr) for each in node.args) else []
        else:
            continue
        yield from ((call.lineno, ast.unparse(call)) for call in calls)


def _get_name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def find(folder: str, pattern: str) -> list[Path]:
    unwanted = {"node_modules", "dist", "tests", "migrations"}
    found = (path for path in (ROOT / folder).rglob(pattern) if unwanted.isdisjoint(path.relative_to(ROOT).parts))
    return sorted(path for path in found if not path.name.endswith(".test.ts"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def templatize(source: str) -> str:
    """A template with its texts as calls, as Django itself reads it."""
    from django.utils.translation.template import templatize as write_calls

    return write_calls(source)


def read_calls(path: Path, source: str) -> Iterator[Text]:
    """Calls with literal texts."""
    for call in CALL.finditer(source):
        function, *literals = call.groups()
        texts = [ast.literal_eval(literal) for literal in literals if literal]
        context = texts.pop(0) if function in {"pgettext", "npgettext"} else None
        yield name(path), (texts[0], texts[1]) if function in {"ngettext", "npgettext"} else texts[0], context


def update(domain: str) -> Catalog:
    """The stored catalogue with exactly the texts of today."""
    path = FOLDER / f"{domain}.po"
    stored = read_po(io.BytesIO(path.read_bytes()), locale="fr", domain=domain) if path.exists() else Catalog(locale="fr", domain=domain)
    today = Catalog(locale="fr", domain=domain, creation_date=CREATED)
    for place, text, context in collect(domain):
        is_python_format = isinstance(text, str) and "%(" in text
        today.add(text, None, [(place, 1)], ["python-format"] if is_python_format else [], context=context)
    stored.update(today, no_fuzzy_matching=True)
    stored.obsolete.clear()
    stored.project, stored.version, stored.revision_date = "Guichet", "", CREATED
    stored.msgid_bugs_address = stored.last_translator = stored.language_team = ""
    stored.header_comment = "# French texts of Guichet."
    stored.fuzzy = False
    return stored


def write(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, sort_by_file=True, include_lineno=False, omit_header=False)
    return buffer.getvalue()


def list_missing(catalogue: Catalog) -> list[str]:
    """Texts without their French, with only one of its forms, or with French that is marked as unsure, which nobody would see."""
    missing = []
    for message in catalogue:
        french = message.string or ""
        forms = [french] if isinstance(french, str) else list(french)
        if message.id and (message.fuzzy or not all(forms)):
            missing.append(str(message.id))
    return missing


def list_loose(catalogue: Catalog) -> list[str]:
    """French in which a line could begin with a mark."""
    worded = [message.string or "" for message in catalogue if message.id]
    forms = [form for each in worded for form in ([each] if isinstance(each, str) else each)]
    return [form for form in forms if LOOSE_MARK.search(form)]


def list_repeating(catalogue: Catalog) -> list[str]:
    """French that says a whole sentence more than once: a slip of whoever filled it in."""
    repeating = []
    for message in catalogue:
        french = message.string or ""
        for form in [french] if isinstance(french, str) else french:
            sentences = [each for each in SENTENCE_END.split(form) if len(each.split()) >= MANY_WORDS]
            if message.id and len(set(sentences)) < len(sentences):
                repeating.append(form)
    return repeating


def main() -> int:
    parser = argparse.ArgumentParser(description="Collect the texts of the product and compile them.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail when a catalogue is out of date or a French text is missing"
    )
    parser.add_argument("--compile", action="store_true", help="only compile")
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    failures = 0 if options.compile else report_hidden()
    for domain in DOMAINS:
        path = FOLDER / f"{domain}.po"
        if options.compile:
            catalogue = read_po(io.BytesIO(path.read_bytes()), locale="fr", domain=domain)
        else:
            catalogue = update(domain)
            failures += report(path, catalogue, check=options.check)
        if not options.check:
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
    return 1 if failures and options.check else 0


def report_hidden() -> int:
    """Say which calls no catalogue can see; how many."""
    hidden = [(path, line, call) for path in find("guichet", "*.py") for line, call in list_hidden(path.read_text())]
    for path, line, call in hidden:
        print(f"{name(path)}:{line}: {call} stands in an f-string, where it is not collected: give it a name before")
    return len(hidden)


def report(path: Path, catalogue: Catalog, *, check: bool) -> int:
    """Write the catalogue, or say how it differs; the number of complaints."""
    content, complaints = write(catalogue), 0
    if not path.exists() or path.read_bytes() != content:
        print(f"{name(path)} {'is out of date: run `make messages`' if check else 'written'}")
        complaints += 1
    if not check:
        path.write_bytes(content)
    for missing in list_missing(catalogue):
        print(f"{name(path)}: no French for {missing!r}")
        complaints += 1
    for loose in list_loose(catalogue):
        print(f"{name(path)}: French sets ? ! ; apart by U+202F, : and « » by U+00A0: {loose!r}")
        complaints += 1
    for repeating in list_repeating(catalogue):
        print(f"{name(path)}: French says the same sentence twice: {repeating!r}")
        complaints += 1
    return complaints


if __name__ == "__main__":
    sys.exit(main())
