"""From a script to a person by another way: what was answered goes along (R15), and whoever comes back is counted.

The answers go with the address that the script's own page gives (`?dialogue=`), never with the browser's cookie: on a shared computer the
next person is somebody else. The cookie only leads back to a script under way, and tells that the same browser came back.
"""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from guichet.decisions.routing.words import ContactId
from guichet.records.contacts.models import Contact
from guichet.records.directory.models import Organisation, Reason
from guichet.records.scripts.passes import COOKIE, read_pass, sign_pass
from guichet.records.scripts.queries import is_under_way
from guichet.records.scripts.returning import BACK_WITHIN, LONGEST_PASS, carry_on, note_return, read_own


def remember(response: HttpResponse, token: str) -> None:
    """Let the browser come back to its script."""
    seconds = int(BACK_WITHIN.total_seconds())
    response.set_cookie(COOKIE, token, max_age=seconds, httponly=True, secure=settings.HTTPS, samesite="Lax")


def get_carried(request: HttpRequest) -> str:
    """The pass of the script that this page was opened from; empty for none."""
    token = request.GET.get("dialogue", "")[:LONGEST_PASS]
    return token if read_pass(token) else ""


def find_earlier(request: HttpRequest, organisation: Organisation) -> UUID | None:
    """The last script of this browser."""
    return read_own(organisation.pk, request.COOKIES.get(COOKIE, ""))


def find_under_way(request: HttpRequest, organisation: Organisation, reason: Reason) -> str:
    """The pass of the script about this reason that this browser has under way; empty for none."""
    session = find_earlier(request, organisation)
    if session is None or not is_under_way(organisation.pk, session, reason.key, timezone.now()):
        return ""
    return sign_pass(organisation.pk, session)


def carry_answers(request: HttpRequest, organisation: Organisation, contact_id: ContactId) -> None:
    """Give a contact that was just opened what its citizen answered in the script that he came from."""
    now, contact = timezone.now(), Contact.objects.of(organisation.pk).select_related("reason").get(pk=UUID(contact_id))
    carried = read_own(organisation.pk, get_carried(request))
    if carried is not None:
        carry_on(organisation, carried, contact, now)
    elif (earlier := find_earlier(request, organisation)) is not None:
        note_return(organisation.pk, earlier, contact.reason.key, now)
