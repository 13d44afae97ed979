"""Articles are written in Markdown: paragraphs, lists, emphasis, links. HTML in them is shown as it is written, never carried out."""

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guichet.screens.templatetags.typography import join_marks

LOWEST = 6
writer = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


def write_html(text: str, *, below: int = 2) -> SafeString:
    """:param below: the level of the heading under which the text stands; its own headings come under it."""
    tokens = writer.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(LOWEST, below + int(token.tag[1]))}"
        for part in token.children or ():
            _mark_link(part)
            if part.type == "text":
                part.content = join_marks(part.content)
    html = str(writer.renderer.render(tokens, writer.options, {}))
    return mark_safe(html)  # noqa: S308 - written by markdown-it, without any HTML of the text


def _mark_link(token: Token) -> None:
    if token.type == "link_open":
        token.attrSet("rel", "noreferrer")
