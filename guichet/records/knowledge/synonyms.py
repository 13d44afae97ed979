"""Words that mean the same: a list that an organisation writes, or the one that we deliver.

What a citizen calls a thing is seldom what the law calls it. Each line is a group; where the words of a question hold all words of one
expression, the others of its group are looked for too, and weigh less than what was typed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from guichet.decisions.dialogue.folding import fold
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.writers import Editing
from guichet.records.knowledge.errors import BadSynonymsError, SynonymsMovedError, TooManySynonymsError
from guichet.records.knowledge.indexing import plain
from guichet.records.knowledge.models import SynonymList
from guichet.records.knowledge.statements import ROOTS_OF

DELIVERED = Path(__file__).with_name("synonyms.txt").read_text()
MOST_GROUPS = 500
MOST_EXPRESSIONS = 20
LONGEST_EXPRESSION = 60

Expression = tuple[str, ...]
"""The roots of its words."""


@dataclass(frozen=True, slots=True)
class Book:
    """The groups as they are looked up. `words` leads each word of theirs to its root, for one that is mistyped."""

    groups: tuple[tuple[Expression, ...], ...]
    words: dict[str, str]

    def list_alternatives(self, roots: Iterable[str]) -> Iterator[tuple[Expression, Expression]]:
        """Each expression that these roots hold whole, with each other of its group."""
        asked = set(roots)
        for group in self.groups:
            for held in group:
                if asked.issuperset(held):
                    yield from ((held, other) for other in group if not asked.issuperset(other))


def get_book(organisation_id: int, changed_at: datetime | None) -> Book:
    """:param changed_at: when the list of the organisation was last changed; none: it has not written one."""
    return _read_delivered() if changed_at is None else _read_kept(organisation_id, changed_at)


@lru_cache(maxsize=64)
def _read_kept(organisation_id: int, _changed_at: datetime) -> Book:
    kept = SynonymList.objects.of(organisation_id).first()
    return _make_book(kept.roots) if kept else _read_delivered()


@lru_cache(maxsize=1)
def _read_delivered() -> Book:
    return _make_book(find_roots(parse(DELIVERED)))


def _make_book(kept: dict[str, Any]) -> Book:
    return Book(tuple(tuple(tuple(expression) for expression in group) for group in kept["groups"]), kept["words"])


def parse(text: str) -> list[list[str]]:
    """The groups of a list. Empty lines and lines after a `#` are passed over.

    :raises BadSynonymsError: with the number of the line. :raises TooManySynonymsError: there are more than `MOST_GROUPS`.
    """
    groups = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        expressions = list(dict.fromkeys(part for each in line.split(",") if (part := " ".join(each.split()))))
        is_told = all(fold(each) and len(each) <= LONGEST_EXPRESSION for each in expressions)
        if not 2 <= len(expressions) <= MOST_EXPRESSIONS or not is_told:
            raise BadSynonymsError(line=number, most=MOST_EXPRESSIONS, length=LONGEST_EXPRESSION)
        groups.append(expressions)
    if len(groups) > MOST_GROUPS:
        raise TooManySynonymsError(most=MOST_GROUPS)
    return groups


def find_roots(groups: Sequence[Sequence[str]]) -> dict[str, Any]:
    """The list as `SynonymList.roots` keeps it. An expression of words that tell nothing ("et de la") is left out."""
    lines = [number for number, group in enumerate(groups) for _expression in group]
    expressions = [plain(expression) for group in groups for expression in group]
    found: list[list[list[str]]] = [[] for _group in groups]
    words: dict[str, str] = {}
    with connection.cursor() as cursor:
        cursor.execute(ROOTS_OF, {"lines": lines, "expressions": expressions})
        for line, told, roots in cursor.fetchall():
            if roots and roots not in found[line]:
                found[line].append(roots)
            words |= zip(told, roots, strict=True)
    return {"groups": [group for group in found if len(group) > 1], "words": words}


def get_synonyms(organisation_id: int) -> tuple[str, int]:
    """The list as it is written, and its edition; 0 is the one that we deliver."""
    kept = SynonymList.objects.of(organisation_id).first()
    return (kept.text, kept.edition) if kept else (DELIVERED, 0)


@transaction.atomic
def save_synonyms(organisation_id: int, text: str, seen: int, editing: Editing) -> None:
    """:raises BadSynonymsError: a line cannot be read. :raises SynonymsMovedError: somebody else has saved since edition `seen`."""
    clean = plain(text)
    roots = find_roots(parse(clean))
    kept, is_new = SynonymList.objects.get_or_create(
        organisation_id=organisation_id, defaults={"text": clean, "roots": roots, "changed_at": editing.now}
    )
    if seen != (0 if is_new else SynonymList.objects.select_for_update().get(pk=kept.pk).edition):
        raise SynonymsMovedError
    if not is_new:
        kept.text, kept.roots, kept.edition, kept.changed_at = clean, roots, seen + 1, editing.now
        kept.save()
    record(organisation_id, Act("synonyms-saved", "synonyms", str(organisation_id), editing.account_id), editing.now)


@transaction.atomic
def restore_delivered(organisation_id: int, editing: Editing) -> None:
    """Use the delivered list again, as it is now and will be with the next version."""
    if SynonymList.objects.of(organisation_id).delete()[0]:
        record(organisation_id, Act("synonyms-restored", "synonyms", str(organisation_id), editing.account_id), editing.now)
