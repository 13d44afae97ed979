"""A letter as it is printed: a tagged PDF (PDF/UA-1, ISO 14289-1), A4, with the address where a window envelope (DL, window at the right)
shows it. What goes in is words of ours; nothing is fetched.

NF Z 11-001 and the post's rules for windows: the address begins 105 mm from the left and 50 mm from the top, and has at most six lines
(NF Z 10-011).
"""

import logging
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.translation import gettext as _
from PIL import ImageFile

STYLE = """
@page { size: A4; margin: 20mm 20mm 22mm 25mm }
@page { @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "DejaVu Sans", sans-serif } }
html { font: 10.5pt/1.45 "Atkinson Hyperlegible", "DejaVu Sans", sans-serif; color: #000 }
body { margin: 0 }
p { margin: 0 0 4mm; orphans: 2; widows: 2; overflow-wrap: anywhere }
.sender { height: 26mm; overflow: hidden; font-size: 9.5pt; white-space: pre-line }
.recipient { position: absolute; left: 80mm; top: 30mm; width: 85mm; height: 30mm; overflow: hidden }
.recipient { white-space: pre-line; line-height: 1.2 }
.facts { margin-top: 50mm }
.facts p { margin: 0 0 1mm }
h1 { font-size: 11pt; margin: 8mm 0 6mm }
.signature { margin-top: 10mm; white-space: pre-line; break-inside: avoid }
.enclosures { margin-top: 8mm; font-size: 9pt }
"""
MOST_ADDRESS_LINES = 7

logging.getLogger("weasyprint.progress").setLevel(logging.ERROR)
logging.getLogger("fontTools").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a letter says, in the language now active. `references`: the citizen's, then ours. `day` is written out already."""

    language: str
    organisation: str
    letterhead: str
    recipient: str
    day: str
    subject: str
    references: tuple[str, ...]
    text: str
    signature: str
    enclosures: tuple[str, ...] = ()


def draw(sheet: Sheet) -> bytes:
    """The PDF. It takes about a second.

    :raises LayoutError: what lays it out is missing.
    """
    return lay_out_page(write(sheet))


def lay_out_page(page: str) -> bytes:
    """:raises LayoutError: what lays it out is missing."""
    try:
        from weasyprint import HTML

        ImageFile.LOAD_TRUNCATED_IMAGES = False  # it lets broken pictures pass everywhere: a logo that is cut off is refused
    except (ImportError, OSError) as error:
        raise LayoutError from error
    content: bytes = HTML(string=page, url_fetcher=_fetch_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return content


class LayoutError(Exception):
    """Pango, which lays letters out, is missing on this machine: `guichet doctor --install letters`."""

    code = "layout-missing"


def _fetch_nothing(_url: str, *_arguments: object, **_names: object) -> dict[str, object]:
    raise ValueError("a letter fetches nothing")


def write(sheet: Sheet) -> str:
    """Its page, every word of it escaped."""
    head = sheet.letterhead.strip() or sheet.organisation
    address = "\n".join(sheet.recipient.strip().splitlines()[:MOST_ADDRESS_LINES])
    facts = [f"<p>{escape(sheet.day)}</p>"]
    if sheet.references:
        before = _("References:")
        facts.append(f"<p>{escape(before)} {escape(', '.join(sheet.references))}</p>")
    paragraphs = "".join(f"<p>{_break(part)}</p>" for part in sheet.text.strip().split("\n\n") if part.strip())
    enclosures = ""
    if sheet.enclosures:
        before, items = _("Enclosed:"), ", ".join(sheet.enclosures)
        enclosures = f'<p class="enclosures">{escape(before)} {escape(items)}</p>'
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8"><title>{escape(sheet.subject)}</title>'
        f'<meta name="author" content="{escape(sheet.organisation)}"><style>{STYLE}</style></head><body>'
        f'<p class="sender">{escape(head)}</p><p class="recipient">{escape(address)}</p>'
        f'<div class="facts">{"".join(facts)}</div><h1>{escape(sheet.subject)}</h1>{paragraphs}'
        f'<p class="signature">{escape(sheet.signature.strip())}</p>{enclosures}</body></html>'
    )


def _break(part: str) -> str:
    return "<br>".join(str(escape(line)) for line in part.strip().splitlines())
