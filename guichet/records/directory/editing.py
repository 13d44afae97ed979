"""Changing single entries of a directory, and taking changes back.

The directory is one value; a change replaces some of its entries. Whatever asks for it (a form, an undo, a file) passes the same checks,
is stored by the same comparison, tells the router the same facts and is kept as pairs of before and after.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.directory.differences import list_differences
from guichet.records.directory.errors import ChangedMeanwhileError, UndoneAlreadyError
from guichet.records.directory.exchange.loading import load_directory
from guichet.records.directory.exchange.reading import list_pointers, read_content
from guichet.records.directory.exchange.storing import Change, store
from guichet.records.directory.exchange.words import SECTIONS, Directory
from guichet.records.directory.exchange.writing import Content, make_content
from guichet.records.directory.models import Account, DirectoryChange, Organisation
from guichet.records.directory.queries import Configuration, list_router_configuration
from guichet.records.directory.words import ChangeKind
from guichet.records.journal.actions import post

ORGANISATION = "organisation"
"""Stands for a section that holds one entry, under the organisation's slug."""
ORDER = "order"
"""Stands for a section that holds the order of the reasons: a list of keys under "reasons"."""
ORDERED = "reasons"

Inspect = Callable[[Sequence[Configuration], Sequence[Configuration]], None]
"""Looks at what the router would be told before and after a change, and raises to prevent it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An entry as it was, and as it is to be; None where there is none. `before` is what whoever asks has seen."""

    section: str
    key: str
    before: Any
    after: Any

    @property
    def reversed(self) -> "Edit":
        return Edit(self.section, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, and how."""

    account: Account | None
    kind: ChangeKind = ChangeKind.EDITED
    undoes: DirectoryChange | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """That `field` of an entry points at another."""

    section: str
    key: str
    field: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored, how many facts the router was told, and where it is kept; no `change`: nothing differed."""

    changes: tuple[Change, ...]
    posted: int
    change: DirectoryChange | None


def get_content(organisation: Organisation) -> Content:
    """The directory as it is now, in plain values."""
    return make_content(load_directory(organisation))


def get_entry(content: Content, section: str, key: str) -> Any:
    """The plain entry, or None."""
    if section == ORGANISATION:
        return content[ORGANISATION] if content[ORGANISATION]["slug"] == key else None
    if section == ORDER:
        return [*content.get(key, {})]
    return content.get(section, {}).get(key)


def list_uses(content: Content, section: str, key: str) -> list[Use]:
    """The entries that point at this one, each once."""
    found: dict[tuple[str, str], Use] = {}
    for pointer in list_pointers(content):
        if (pointer.section, pointer.key) == (section, key):
            user_section, user, field = pointer.path.split(".")[:3]
            found.setdefault((user_section, user), Use(user_section, user, field))
    return [*found.values()]


def list_edits(before: Content, after: Content) -> Iterator[Edit]:
    """What leads from one directory to the other."""
    for section in SECTIONS:
        held, wanted = before.get(section, {}), after.get(section, {})
        for key in {**held, **wanted}:
            if held.get(key) != wanted.get(key):
                yield Edit(section, key, held.get(key), wanted.get(key))
    if before[ORGANISATION] != after[ORGANISATION]:
        yield Edit(ORGANISATION, after[ORGANISATION]["slug"], before[ORGANISATION], after[ORGANISATION])
    orders = ([*before.get(ORDERED, {})], [*after.get(ORDERED, {})])
    if orders[1][: len(orders[0])] != orders[0]:
        yield Edit(ORDER, ORDERED, *orders)


def apply(content: Content, edits: Iterable[Edit]) -> Content:
    """The directory with these entries replaced. Nothing is checked."""
    result: Content = {name: dict(entries) if isinstance(entries, dict) else entries for name, entries in content.items()}
    for edit in sorted(edits, key=lambda edit: edit.section == ORDER):
        if edit.section == ORGANISATION:
            result[ORGANISATION] = edit.after
        elif edit.section == ORDER:
            entries = result.get(edit.key, {})
            result[edit.key] = {key: entries[key] for key in dict.fromkeys([*edit.after, *entries]) if key in entries}
        elif edit.after is None:
            result.get(edit.section, {}).pop(edit.key, None)
        else:
            result.setdefault(edit.section, {})[edit.key] = edit.after
    return result


@transaction.atomic
def edit_directory(
    organisation: Organisation, edits: Sequence[Edit], author: Author, now: datetime, inspect: Inspect | None = None
) -> Stored:
    """Replace entries of the directory, or change nothing.

    :raises ChangedMeanwhileError: an entry is not any more what was seen; the error holds what it is now.
    :raises DirectoryFileError: the directory would not be one any more; the problems name places by their path.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    current = load_directory(organisation)
    content = make_content(current)
    moved = [edit for edit in edits if edit.section != ORDER and get_entry(content, edit.section, edit.key) != edit.before]
    if moved:
        raise ChangedMeanwhileError(tuple(moved), content)
    return bring_about(organisation, current, read_content(apply(content, edits)), author, now, inspect)


def bring_about(
    organisation: Organisation, current: Directory, wanted: Directory, author: Author, now: datetime, inspect: Inspect | None = None
) -> Stored:
    """Store a directory, tell the router what it must know of it and keep what changed. The organisation's row is locked already."""
    before = list_router_configuration(organisation.pk)
    changes = tuple(store(organisation, current, wanted, now))
    edits = [*list_edits(make_content(current), make_content(wanted))]
    if not edits:
        return Stored(changes, 0, None)
    after = list_router_configuration(organisation.pk)
    if inspect is not None:
        inspect(before, after)
    facts = [*list_differences(before, after)]
    for fact in facts:
        post(organisation.pk, fact, uuid4())
    return Stored(changes, len(facts), keep(organisation, edits, author, now))


def keep(organisation: Organisation, edits: Sequence[Edit], author: Author, now: datetime) -> DirectoryChange:
    """Keep what changed, with its trace, so that it can be shown and taken back."""
    entries = [{"section": edit.section, "key": edit.key, "before": edit.before, "after": edit.after} for edit in edits]
    change = DirectoryChange.objects.create(
        organisation=organisation, at=now, actor=author.account, kind=author.kind, entries=entries, undoes=author.undoes
    )
    actor = author.account.pk if author.account else None
    details: dict[str, str | int] = {"kind": author.kind.value, "entries": len(entries)}
    record(organisation.pk, Act("directory-changed", "directory-change", str(change.pk), actor, details), now)
    return change


def undo(change: DirectoryChange, account: Account, now: datetime, inspect: Inspect | None = None) -> Stored:
    """Bring back what a change replaced. An undo is a change like any other, and may be undone.

    :raises UndoneAlreadyError: somebody has undone it.
    :raises ChangedMeanwhileError: an entry was changed again since.
    :raises DirectoryFileError: what it replaced does not fit any more.
    """
    if change.undone_by.exists():
        raise UndoneAlreadyError
    edits = [edit.reversed for edit in read_edits(change)]
    return edit_directory(change.organisation, edits, Author(account, ChangeKind.UNDONE, change), now, inspect)


def read_edits(change: DirectoryChange) -> list[Edit]:
    return [Edit(**entry) for entry in change.entries]
