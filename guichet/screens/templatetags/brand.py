"""An organisation's logo and colours, as every page shows them."""

import hashlib

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from guichet.records.directory.colours import choose_accents, make_palette
from guichet.records.directory.models import Logo, Organisation
from guichet.records.directory.recall import recall

register = template.Library()


def make_digest(organisation: Organisation) -> str:
    """In the address of the style sheet, so that it may be kept for ever."""
    return hashlib.sha256(f"{organisation.accent_light}{organisation.accent_dark}".encode()).hexdigest()[:16]


def write_colours(organisation: Organisation) -> str:
    """The organisation's colours as custom properties, over those of the house."""
    light, dark = (
        make_palette(accent, look)
        for accent, look in zip(choose_accents(organisation.accent_light, organisation.accent_dark), ("light", "dark"), strict=True)
    )
    pairs = {
        "--accent": (light.accent, dark.accent),
        "--accent-strong": (light.strong, dark.strong),
        "--accent-ink": (light.ink, dark.ink),
        "--accent-wash": (light.wash, dark.wash),
    }
    lines = "\n".join(f"  {name}: light-dark({pair[0]}, {pair[1]});" for name, pair in pairs.items())
    return f":root {{\n{lines}\n}}\n"


@register.simple_tag(takes_context=True)
def colours(context: template.Context) -> SafeString:
    """The style sheet of the organisation's own colours; nothing when it has none."""
    organisation = context.get("organisation")
    if not isinstance(organisation, Organisation) or not (organisation.accent_light or organisation.accent_dark):
        return SafeString("")
    address = reverse("look", args=[organisation.slug, make_digest(organisation)])
    return format_html('<link rel="stylesheet" href="{}" nonce="{}">', address, str(context["request"].csp_nonce))


def find_logo(organisation_id: int) -> Logo | None:
    return Logo.objects.of(organisation_id).filter(is_current=True).only("digest", "width", "height").first()


@register.simple_tag(takes_context=True)
def logo(context: template.Context) -> SafeString:
    """The organisation's logo. Its name stands beside it, so the picture says nothing more."""
    organisation = context.get("organisation")
    if not isinstance(organisation, Organisation):
        return SafeString("")
    found = recall(("logo", organisation.pk), lambda: find_logo(organisation.pk))
    if found is None:
        return SafeString("")
    address = reverse("logo", args=[organisation.slug, found.digest])
    return format_html('<img class="logo" src="{}" alt="" width="{}" height="{}">', address, found.width, found.height)
