"""Storing what files bring: each as a draft of its own, or not at all, with a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from guichet.records.directory.models import Organisation
from guichet.records.directory.writers import Editing
from guichet.records.errors import RefusedError
from guichet.records.knowledge.actions import Details, add_draft, create_article
from guichet.records.knowledge.errors import UnknownReasonError, UnknownTerritoryError
from guichet.records.knowledge.importing.markdown import read_markdown
from guichet.records.knowledge.importing.sheets import read_sheet
from guichet.records.knowledge.importing.words import BadFileError, Brought
from guichet.records.knowledge.models import Article, ArticleVersion

READERS = {".md": read_markdown, ".xml": read_sheet}
LONGEST_KEY = 60
SENTENCES: dict[str, str | Promise] = {
    "too-large": _("It has more than a megabyte. Cut it into several articles."),
    "no-utf8": _("It is not written in UTF-8. Save it as UTF-8."),
    "no-text": _("It holds characters that cannot be kept. Remove them."),
    "no-front": _("It has to begin with front matter: a line of ---, at least a title, and a line of --- again."),
    "bad-front": _("The front matter is no well-formed YAML. Look at the colons, quotes, brackets and indentation around this line."),
    "front-missing": _("The front matter lacks “%(detail)s”. Add it."),
    "front-unknown": _("The front matter has an entry that is not known: “%(detail)s”. Look for a mistyped name, or remove it."),
    "front-wrong": _("The entry “%(detail)s” of the front matter does not hold what is expected there. See the guide to importing."),
    "empty": _("It says nothing: write at least the wording of the page."),
    "no-sheet": _("It is no practical sheet: the root has to be Publication, with a dc:title."),
    "doctype": _("It declares a document type, which is not accepted. Remove the declaration."),
    "too-deep": _("Its elements lie too deep in one another."),
    "bad-xml": _("This is no well-formed XML. Look at the tags around this line."),
    "unknown-kind": _("Only .md and .xml files are read."),
    "unknown-reason": _("There is no reason “%(detail)s”. Write the key of one: it ends the address of its page under Settings, Reasons."),
    "unknown-territory": _(
        "There is no territory “%(detail)s”. Write the key of one: it ends the address of its page under Settings, Territories."
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file: a draft, or the line (0: the whole file) and the reason of its refusal. Unchanged: its article says this."""

    name: str
    version: ArticleVersion | None = None
    line: int = 0
    refusal: str = ""


def import_files(organisation: Organisation, files: Mapping[str, bytes], editing: Editing) -> list[Line]:
    """One line for each file, in the order of their names; what one file says wrong does not keep the others out.

    An article that exists gets a new draft; one that says the same already is left alone.
    """
    return [_import(organisation, name, source, editing) for name, source in sorted(files.items())]


def _import(organisation: Organisation, name: str, source: bytes, editing: Editing) -> Line:
    path = PurePath(name)
    key = slugify(path.stem).replace("_", "-").strip("-")[:LONGEST_KEY].strip("-") or "article"
    try:
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            raise BadFileError("unknown-kind")
        brought = reader(key, source)
        with transaction.atomic():
            return Line(name, _store(organisation, brought, editing))
    except (UnknownReasonError, UnknownTerritoryError) as error:
        why, key = ("unknown-reason" if isinstance(error, UnknownReasonError) else "unknown-territory"), str(error.values["key"])
        return Line(name, line=_find_line(source, key), refusal=str(SENTENCES[why]) % {"detail": key})
    except BadFileError as error:
        return Line(name, line=error.line, refusal=str(SENTENCES[error.why]) % {"detail": error.detail})
    except RefusedError as error:
        return Line(name, refusal=str(error))


def _find_line(source: bytes, key: str) -> int:
    """Where the front matter names it."""
    lines = source.decode("utf-8-sig").splitlines()
    return next((number for number, line in enumerate(lines, 1) if key in line), 0)


def _store(organisation: Organisation, brought: Brought, editing: Editing) -> ArticleVersion | None:
    article = Article.objects.of(organisation.pk).filter(key=brought.key).first()
    if article is None:
        return create_article(organisation.pk, brought.key, brought.content, _make_details(brought, editing), editing)
    latest = ArticleVersion.objects.of(organisation.pk).filter(article=article).select_related("article").order_by("-number").first()
    if latest is not None and latest.read() == brought.content:
        return None
    return add_draft(article, brought.content, editing, latest)


def _make_details(brought: Brought, editing: Editing) -> Details:
    return Details(
        audience=brought.audience,
        owner=editing.account,
        review_on=brought.review_on,
        source_title=brought.source_title,
        source_url=brought.source_url,
        source_changed_on=brought.source_changed_on,
        reasons=brought.reasons,
        territories=brought.territories,
    )
