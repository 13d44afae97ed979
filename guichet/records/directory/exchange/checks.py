"""What a file must hold as a whole: names that exist, trees that are trees, languages that are there once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from collections.abc import Mapping as AbstractMapping
from math import floor
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from guichet.records.directory.colours import GROUNDS, LEAST_CONTRAST, find_readable, measure
from guichet.records.directory.exchange.codecs import Pointer, Reading
from guichet.records.directory.exchange.nodes import Mapping, Scalar, shorten
from guichet.records.directory.exchange.words import SECTIONS, Directory, ReasonEntry
from guichet.records.directory.words import TerritoryKind

WIDTH = {kind.value: width for width, kind in enumerate(TerritoryKind)}
MOST_NAMED = 5
"""How many users of a missing entry a sentence names."""


class Branch(Protocol):
    @property
    def parent(self) -> str | None: ...


def check(directory: Directory, root: Mapping, names: AbstractMapping[str, Collection[str]], reading: Reading) -> None:
    """Report everything that no single entry shows. `names` are the keys of each section, those of unreadable entries included."""
    find_line = _make_line_finder(root)
    _check_pointers(names, reading)
    for section, key, message in (
        *_find_loops("territories", directory.territories),
        *_find_loops("reasons", directory.reasons),
        *_find_misplaced_territories(directory),
        *_find_unanswered_reasons(directory),
        *_find_repeated_languages(directory),
        *_find_missing_labels(directory),
        *_find_repeated_steps(directory),
    ):
        reading.report.add(find_line(section, key), f"{section}.{key}", message)
    for field, message in _find_faint_colours(directory):
        reading.report.add(find_line("organisation", field), f"organisation.{field}", message)


def _make_line_finder(root: Mapping) -> Callable[[str, str], int]:
    def find_line(section: str, key: str) -> int:
        node = root.items.get(section)
        return node.lines.get(key, node.line) if isinstance(node, Mapping) else root.line

    return find_line


def _check_pointers(names: AbstractMapping[str, Collection[str]], reading: Reading) -> None:
    """One sentence for each name that is missing, with the places that use it."""
    missing: dict[tuple[str, str], list[Pointer]] = defaultdict(list)
    for pointer in reading.pointers:
        if pointer.key not in names[pointer.section]:
            missing[pointer.section, pointer.key].append(pointer)
    for (section, key), users in missing.items():
        places = ", ".join(user.path for user in users[:MOST_NAMED]) + (" …" if len(users) > MOST_NAMED else "")
        message = _("“%(key)s” is not in the section %(section)s; it is used by %(places)s.")
        reading.fail(Scalar(users[0].line, key), users[0].path, message % {"key": shorten(key), "section": section, "places": places})


Finding = tuple[str, str, str]


def _find_loops(section: str, entries: AbstractMapping[str, Branch]) -> Iterator[Finding]:
    """Each loop once, at its first member; every entry is walked once."""
    settled: set[str] = set()
    for start in entries:
        path: dict[str, None] = {}
        key: str | None = start
        while key is not None and key in entries and key not in settled and key not in path:
            path[key] = None
            key = entries[key].parent
        if key is not None and key in path:
            members = [*path][[*path].index(key) :]
            shown = " > ".join((*members[:MOST_NAMED], *(["…"] if len(members) > MOST_NAMED else []), key))
            yield section, key, _("These entries are above one another in a circle: %(members)s.") % {"members": shown}
        settled.update(path)


def _find_misplaced_territories(directory: Directory) -> Iterator[Finding]:
    for key, entry in directory.territories.items():
        parent = directory.territories.get(entry.parent or "")
        if parent and WIDTH[parent.kind] >= WIDTH[entry.kind] and entry.parent != key:
            message = _("A territory of kind %(kind)s cannot lie in one of kind %(parent)s.")
            yield "territories", key, message % {"kind": entry.kind, "parent": parent.kind}
    for key, site in directory.sites.items():
        territory = directory.territories.get(site.territory)
        if territory and territory.kind != TerritoryKind.SITE:
            yield "sites", key, _("The territory of a site must be of kind site, and %(key)s is not.") % {"key": site.territory}


def _find_unanswered_reasons(directory: Directory) -> Iterator[Finding]:
    """Reasons that a citizen can choose, without a queue of their own or above."""
    parents = {entry.parent for entry in directory.reasons.values()}
    for key, entry in directory.reasons.items():
        chain = [*_walk_up(directory.reasons, entry)]
        if key not in parents and chain[-1].parent is None and not any(above.queue for above in chain):
            yield "reasons", key, _("Neither this reason nor one above it has a queue: nobody would answer.")


def _walk_up(reasons: AbstractMapping[str, ReasonEntry], entry: ReasonEntry) -> Iterator[ReasonEntry]:
    """The entry and those above it, as far as they could be read; it ends even in a circle."""
    seen: set[str] = set()
    while True:
        yield entry
        parent = entry.parent
        if parent is None or parent not in reasons or parent in seen:
            return
        seen.add(parent)
        entry = reasons[parent]


def _find_repeated_languages(directory: Directory) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for key, entry in directory.skills.items():
        if entry.language and first.setdefault(entry.language, key) != key:
            message = _("The language %(language)s is a skill already: %(key)s.")
            yield "skills", key, message % {"language": entry.language, "key": first[entry.language]}


def _find_missing_labels(directory: Directory) -> Iterator[Finding]:
    language = directory.organisation.language
    for section in SECTIONS:
        for key, entry in getattr(directory, section).items():
            if language not in getattr(entry, "label", {language: ""}):
                yield section, key, _("The label is not worded in the organisation's language, %(language)s.") % {"language": language}


def _find_faint_colours(directory: Directory) -> Iterator[tuple[str, str]]:
    """Colours in which text could not be read, each with the nearest one in which it can."""
    for look in GROUNDS:
        field = f"accent_{look}"
        accent = getattr(directory.organisation, field)
        if accent and (contrast := measure(accent, look)) < LEAST_CONTRAST:
            message = _("Text in %(colour)s is hard to read: its contrast is %(contrast)s to 1 and must be 4.5. Nearest: %(nearest)s.")
            shown = number_format(floor(contrast * 10) / 10, 1)
            yield field, message % {"colour": accent, "contrast": shown, "nearest": find_readable(accent, look)}


def _find_repeated_steps(directory: Directory) -> Iterator[Finding]:
    for key, entry in directory.queues.items():
        instants = [step.after for step in entry.relaxation]
        if len(set(instants)) != len(instants) or instants != sorted(instants) or 0 in instants:
            yield "queues", key, _("The steps of relaxation must come one after the other, each later than the one before.")
