"""The pass of a citizen's browser, as his pages read and give it."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.models import Contact
from guichet.records.contacts.passes import COOKIE, read_pass, sign_pass
from guichet.records.separation import set_organisation

COOKIE_SECONDS = 30 * 86_400


def give_pass(response: HttpResponse, organisation_id: int, contact: ContactId) -> None:
    value = sign_pass(organisation_id, contact)
    response.set_cookie(COOKIE, value, max_age=COOKIE_SECONDS, httponly=True, secure=settings.HTTPS, samesite="Lax")


def find_own_contact(request: HttpRequest) -> Contact | None:
    """The contact that this browser's pass opens. From here on the transaction works for its organisation."""
    opened = read_pass(request.COOKIES.get(COOKIE, ""))
    if opened is None:
        return None
    organisation_id, contact = opened
    set_organisation(organisation_id)
    return Contact.objects.of(organisation_id).filter(pk=UUID(contact)).select_related("organisation", "reason").first()
