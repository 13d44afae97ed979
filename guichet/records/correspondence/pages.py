"""HTML that came in a mail: as plain text, and as a page that can do nothing. Pure.

Cleaning is by nh3 after caps on size and depth: a hundred thousand elements inside one another cost it seconds. Pictures are left out,
whoever they come from: a picture from elsewhere tells its sender that, when and where the mail was read.
"""

import html
import re

import nh3

from guichet.records.correspondence.words import DEEPEST_HTML, LARGEST_HTML

TAGS = frozenset(
    "a abbr b blockquote br caption center code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins li ol p pre q s small span strike strong"  # noqa: SIM905 - read by people
    " sub sup table tbody td tfoot th thead tr u ul".split()
)
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {"dir", "lang"}}
SCHEMES = {"http", "https", "mailto", "tel"}
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
UNREAD = re.compile(r"<(script|style|head|title)\b", re.IGNORECASE)
LINK = re.compile(r'<a [^<>]{0,50}?href="([^"<>]{1,2000})"[^<>]*>([^<]*)</a>')
BREAKS = re.compile(r"<(?:br|hr|/p|/div|/li|/tr|/h[1-6]|/blockquote|/pre|/dd|/dt|/table)\b[^<>]*>", re.IGNORECASE)
ANY = re.compile(r"<[^<>]*>")
BLANKS = re.compile(r"[ \t\xa0]+")
SPACES = re.compile(r"\s+")
EMPTY = re.compile(r"\n{3,}")


def is_heavy(page: str) -> bool:
    """Whether cleaning it could take too long."""
    return len(page) > LARGEST_HTML or _measure_depth(page) > DEEPEST_HTML


def _measure_depth(page: str) -> int:
    """The deepest nesting there may be. Elements that nobody closes count: a browser may close them, or not."""
    depth = deepest = 0
    for found in TAG.finditer(page):
        if found[2].lower() in VOID or found[2].lower() in ("p", "li"):
            continue
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def clean(page: str) -> str:
    """Only words and their arrangement. The page must not be heavy."""
    return nh3.clean(page, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer nofollow")


def to_text(page: str) -> str:
    """As plain text; where a link leads is written behind it."""
    if is_heavy(page):
        return _strip(_drop_unread(page[:LARGEST_HTML]))
    return _strip(SPACES.sub(" ", clean(page)))


def _strip(page: str) -> str:
    linked = LINK.sub(lambda found: found[2] if _says_where(found[2], found[1]) else f"{found[2]} ({found[1]})", page)
    text = html.unescape(ANY.sub("", BREAKS.sub("\n", linked)))
    lines = (BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return EMPTY.sub("\n\n", "\n".join(lines)).strip()


def _says_where(label: str, address: str) -> bool:
    bare = address.removeprefix("mailto:").removeprefix("tel:").rstrip("/")
    return not label.strip() or bare.removeprefix("https://").removeprefix("http://") in label or address.startswith("#")


def _drop_unread(page: str) -> str:
    """Without what no reader sees, for a page that is too heavy to be cleaned."""
    kept, place = [], 0
    while found := UNREAD.search(page, place):
        kept.append(page[place : found.start()])
        end = page.lower().find(f"</{found[1].lower()}", found.end()) if len(kept) < 50 else -1
        if end < 0:
            return "".join(kept)
        place = end
    return "".join([*kept, page[place:]])
