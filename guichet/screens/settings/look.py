"""Logo and colours: their page, and how they reach every other page (a picture and a style sheet, both served by us)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guichet.records.directory.colours import HOUSE, LEAST_CONTRAST, choose_accents, find_readable, measure
from guichet.records.directory.editing import ORGANISATION, get_content
from guichet.records.directory.errors import LogoRefusedError
from guichet.records.directory.logos import remove_logo, set_logo
from guichet.records.directory.models import Account, DirectoryChange, Logo, Organisation
from guichet.records.separation import set_organisation
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.controls.colours import Colour
from guichet.screens.settings.controls.words import ABSENT
from guichet.screens.settings.entries import make_room
from guichet.screens.settings.forms import EntryForm, draw_form, read_form
from guichet.screens.settings.saving import Outcome, save
from guichet.screens.settings.sections import Section
from guichet.screens.settings.views import draw, find_saved
from guichet.screens.templatetags.brand import make_digest, write_colours

FOR_EVER = "public, max-age=31536000, immutable"
LOOK = Section(
    name="organisation",
    title=gettext_lazy("Logo and colours"),
    one=gettext_lazy("Logo and colours"),
    add="",
    purpose=gettext_lazy("How your pages look: those of the people you serve, and those of your agents."),
    empty="",
    controls={
        "accent_light": Colour(gettext_lazy("Colour in the light look"), gettext_lazy("Of links and buttons."), "light"),
        "accent_dark": Colour(
            gettext_lazy("Colour in the dark look"), gettext_lazy("For people who read light text on a dark ground."), "dark"
        ),
    },
)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def look_page(request: HttpRequest, account: Account) -> HttpResponse:
    """Colours are measured before they are saved: what cannot be read is refused, with the nearest that can."""
    organisation, content = account.organisation, get_content(account.organisation)
    room = make_room(content, organisation.default_language)
    outcome, refusal, form = Outcome(), "", draw_form(LOOK, organisation.slug, content[ORGANISATION], room)
    if request.method == "POST" and "logo" in request.POST:
        try:
            change = change_logo(account, request)
        except LogoRefusedError as error:
            refusal = str(error)
        else:
            return redirect(f"{request.path}?saved={change.pk if change else 0}")
    elif request.method == "POST":
        form = read_form(LOOK, organisation.slug, request.POST, room)
        take_nearest(form, request)
        if "preview" not in request.POST:
            outcome = save(account, form)
            if outcome.stored is not None:
                return redirect(f"{request.path}?saved={outcome.stored.change.pk if outcome.stored.change else 0}")
    page = {
        "section": LOOK,
        "form": form,
        "conflict": outcome.conflict,
        "refusal": refusal,
        "saved": find_saved(request, account),
        "logo": Logo.objects.for_user(account).filter(is_current=True).first(),
        "measures": [describe_measure(form, look) for look in ("light", "dark")],
    }
    status = 409 if outcome.conflict else 422 if form.is_wrong or refusal else 200
    return draw(request, account, "settings/look.html", page, status)


def take_nearest(form: EntryForm, request: HttpRequest) -> None:
    """The button beside a colour that cannot be read sends the nearest one instead."""
    for look in HOUSE:
        nearest = request.POST.get(f"nearest.{look}")
        if nearest is not None:
            form.values[f"accent_{look}"] = nearest


class NoFileError(LogoRefusedError):
    code = "no-file"
    message = gettext_lazy("Choose a file first.")


def change_logo(account: Account, request: HttpRequest) -> DirectoryChange | None:
    """Take or remove the logo; None when nothing differs.

    :raises LogoRefusedError: it is not taken.
    """
    if request.POST["logo"] == "remove":
        return remove_logo(account, timezone.now())
    sent = request.FILES.get("picture")
    if not isinstance(sent, UploadedFile):
        raise NoFileError
    return set_logo(account, sent.read(), timezone.now())


def describe_measure(form: EntryForm, look: str) -> dict[str, Any]:
    """The contrast of the colour that the form holds now, and the nearest that could be read."""
    chosen = form.values.get("accent_light", ABSENT), form.values.get("accent_dark", ABSENT)
    wanted = [value if isinstance(value, str) and is_colour(value) else "" for value in chosen]
    accent = dict(zip(("light", "dark"), choose_accents(*wanted), strict=True))[look]
    contrast = measure(accent, look)
    return {
        "look": look,
        "accent": accent,
        "contrast": number_format(int(contrast * 10) / 10, 1),
        "is_readable": contrast >= LEAST_CONTRAST,
        "nearest": find_readable(accent, look),
        "is_house": accent == HOUSE[look],
    }


def is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(character in "0123456789abcdef" for character in text[1:])


@require_safe
def logo(request: HttpRequest, slug: str, digest: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The picture itself. It is public, like the pages it stands on; its address changes with it."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    found = get_object_or_404(Logo.objects.of(organisation.pk), digest=digest)
    response = HttpResponse(bytes(found.content), content_type=found.media_type)
    response["Cache-Control"] = FOR_EVER
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def style_sheet(request: HttpRequest, slug: str, digest: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The organisation's colours as custom properties, over those of the house."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if digest != make_digest(organisation):
        raise Http404
    response = HttpResponse(write_colours(organisation), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response
