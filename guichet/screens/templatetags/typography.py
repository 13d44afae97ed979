"""French puts a space before ? ! ; : and within « »: at none of them may a line end, or a line would begin with a question mark. The
screens that run in the browser do the same (`web/shared/data/typography.ts`)."""

import re

from django import template

BESIDE_A_MARK = re.compile(r" (?=[?!;:»])|(?<=«) ")
register = template.Library()


@register.filter
def join_marks(text: str) -> str:
    """The same words, with spaces that no line ends at beside the marks."""
    return BESIDE_A_MARK.sub("\u00a0", text)
