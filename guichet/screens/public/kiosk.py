"""Where a kiosk begins and comes back to: the languages, and the subjects about which a script answers there, each one press away.

Nothing of whoever stood there before stays: his language, his conversation and his answers are forgotten as soon as this page is shown.
"""

from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guichet.decisions.dialogue.words import Medium
from guichet.records.contacts.passes import COOKIE as CONTACT
from guichet.records.directory.models import Organisation, Reason
from guichet.records.scripts.passes import COOKIE as SCRIPT
from guichet.records.scripts.queries import list_scripted_reasons
from guichet.records.separation import set_organisation
from guichet.screens.public.visits import COOKIE as VISIT

RESTING_SECONDS = 45
"""Until a language that somebody chose is forgotten, when he went away."""
FORGOTTEN = (CONTACT, SCRIPT, VISIT)


@never_cache
@require_safe
def kiosk_page(request: HttpRequest, slug: str) -> HttpResponse:
    """`?language=`: the one that was pressed; without it the organisation's own."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    chosen = request.GET.get("language", "")
    language = chosen if chosen in dict(settings.LANGUAGES) else organisation.default_language
    with translation.override(language):
        page = {
            "organisation": organisation,
            "reasons": [(reason, reason.get_label(language)) for reason in list_kiosk_reasons(organisation.pk)],
            "languages": [translation.get_language_info(code) for code, _name in settings.LANGUAGES if code != language],
            "key": uuid4(),
        }
        response = render(request, "public/kiosk.html", page)
    for name in FORGOTTEN:
        response.delete_cookie(name, samesite="Lax")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, secure=settings.HTTPS, httponly=True, samesite="Lax")
    if language != organisation.default_language:
        response.headers["Refresh"] = f"{RESTING_SECONDS}; url={request.path}"
    return response


def list_kiosk_reasons(organisation_id: int) -> list[Reason]:
    """Those about which a script answers at the kiosk, in their order."""
    keys = list_scripted_reasons(organisation_id, Medium.KIOSK)
    return list(Reason.objects.of(organisation_id).current().filter(key__in=keys).order_by("position", "key"))
