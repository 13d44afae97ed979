"""What the templates of the settings pages need."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def of(values: Mapping[str, object], name: str) -> object:
    return values.get(name, "")


@register.filter
def language_or_code(code: str) -> str:
    """The name of a language in the reader's language, or its code."""
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code
