"""A practical sheet of service-public (format 3 of its open data): title, date, introduction, chapters, lists and references.

The sheet becomes the page's wording. Amounts and delays stand in it as they are: the checks say what is to be named before publication.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

from guichet.records.knowledge.importing.words import BadFileError, Brought, decode
from guichet.records.knowledge.words import Content, Medium

DEEPEST = 60
"""Elements in one another; a sheet has about twenty."""
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
LEFT_OUT = frozenset({"ServiceEnLigne", "OuSAdresser", "PourEnSavoirPlus", "QuestionReponse", "Reference", "Definition", "Abreviation"})
PARTS = frozenset({"Introduction", "Texte", "ListeSituations"})
HEADINGS = frozenset({"Titre"})
BLOCKS = frozenset({"Paragraphe", "Item", "Titre", "Cellule"})
MODIFIED = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_sheet(key: str, source: bytes) -> Brought:
    """:raises BadFileError: it is no such sheet; the error says where."""
    root = parse(decode(source))
    title = (root.findtext(f"{DUBLIN}title") or "").strip()
    if root.tag != "Publication" or not title:
        raise BadFileError("no-sheet")
    body = "\n\n".join(block for part in root if part.tag in PARTS for block in list_blocks(part))
    if not body:
        raise BadFileError("empty")
    reference = root.find("Reference")
    return Brought(
        key=key,
        content=Content(title={"fr": title[:200]}, wordings={Medium.PAGE: {"fr": body}}),
        source_title=" ".join("".join(reference.itertext()).split())[:300] if reference is not None else "",
        source_url=reference.get("URL", "")[:500] if reference is not None else "",
        source_changed_on=read_date(root.findtext(f"{DUBLIN}date") or ""),
    )


def parse(text: str) -> ET.Element:
    """Without document types: what they declare could grow without bound, or reach out of the file."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadFileError("doctype", text[: re.search("<!(?:DOCTYPE|ENTITY)", text).start()].count("\n") + 1)  # type: ignore[union-attr]
    builder: ET.XMLPullParser[Any] = ET.XMLPullParser(["start", "end"])
    try:
        builder.feed(text)
        root = _get_root(builder.read_events())  # what feeding found wrong is raised here
        builder.close()
    except ET.ParseError as error:
        raise BadFileError("bad-xml", error.position[0]) from error
    return root


def _get_root(events: Iterable[Any]) -> ET.Element:
    """The root, when no element lies too deep."""
    depth = 0
    last: ET.Element | None = None
    for event, element in events:
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise BadFileError("too-deep")
        last = element
    if last is None:
        raise BadFileError("bad-xml", 1)
    return last


def list_blocks(part: ET.Element) -> Iterator[str]:
    """Headings, paragraphs and items, in their order; what lies in a block belongs to it."""
    for child in part:
        if child.tag in LEFT_OUT:
            continue
        text = " ".join("".join(child.itertext()).split())
        if child.tag in HEADINGS and text:
            yield f"## {text}"
        elif child.tag == "Item" and text:
            yield f"- {text}"
        elif child.tag in BLOCKS and text:
            yield text
        elif child.tag not in BLOCKS:
            yield from list_blocks(child)


def read_date(text: str) -> date | None:
    """The day in "modified 2024-04-01"; None when there is none."""
    found = MODIFIED.search(text)
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
