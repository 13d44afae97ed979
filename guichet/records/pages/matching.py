"""Which declared page an address is. The help's script does the same in the browser, so that the address never leaves the site."""

from collections.abc import Iterable

from guichet.records.pages.models import HelpPage

MOST_STARS = 3


def matches(path: str, pattern: str) -> bool:
    """Whether a path is meant by a pattern whose `*` stand for anything. Linear in the length of both."""
    first, *others = pattern.split("*")
    if not others:
        return path == pattern
    *middle, last = others
    if not path.startswith(first):
        return False
    place = len(first)
    for part in middle:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return len(path) - len(last) >= place and path.endswith(last)


def choose(pages: Iterable[HelpPage], origin: str, path: str) -> HelpPage | None:
    """The page of an address; of several the one whose pattern says most."""
    meant = [page for page in pages if page.origin == origin and matches(path, page.path)]
    return max(meant, key=lambda page: (len(page.path.replace("*", "")), page.key), default=None)
