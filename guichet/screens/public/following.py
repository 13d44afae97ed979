"""A citizen follows a request by a signed link, without an account: where it stands, what comes next, what was said, and how to go on.

Reading spends nothing: the link may be opened as often as he likes, until it expires. What changes something is a form, so that the
preview of a message or a scanner of mails ends nothing.
"""

from uuid import uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guichet.decisions.routing.words import ContactId, ContactState
from guichet.records.contacts.actions import find_link, leave
from guichet.records.contacts.asking import find_asking
from guichet.records.contacts.errors import LinkSpentError
from guichet.records.contacts.models import Contact, ReplyAddress
from guichet.records.contacts.words import Author, LinkPurpose
from guichet.records.notices.answers import describe_promise
from guichet.screens.public.lines import list_lines
from guichet.screens.public.passes import find_own_contact, give_pass
from guichet.screens.public.views import OPEN_STATES, show_nothing_here

WAITING = frozenset({ContactState.WAITING, ContactState.OFFERED})


@never_cache
@require_http_methods(["GET", "HEAD"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    try:
        contact = find_followed(token)
    except LinkSpentError as error:
        return show_spent(request, error)
    said = list_lines(contact)
    is_answered = any(line.author == Author.AGENT for line in said)
    page = {
        "organisation": contact.organisation,
        "contact": contact,
        "token": token,
        "reason_label": contact.reason.get_label(get_language() or contact.organisation.default_language),
        "lines": said,
        "is_open": contact.state in OPEN_STATES,
        "is_answered": is_answered,
        "state": describe_state(contact.state, is_answered=is_answered),
        "next_step": describe_next_step(contact.state, is_answered=is_answered),
        "asking": describe_asking(contact),
        "promise": find_promise(contact) if contact.state in WAITING and not is_answered else "",
        "has_files": any(line.is_file and line.file for line in said),
        "address": request.build_absolute_uri(),
    }
    return render(request, "public/follow.html", page)


@never_cache
@require_POST
def move_on(request: HttpRequest, token: str) -> HttpResponse:
    """Open the conversation itself in this browser."""
    try:
        contact = find_followed(token)
    except LinkSpentError as error:
        return show_spent(request, error)
    response = redirect("conversation")
    give_pass(response, contact.organisation_id, ContactId(str(contact.pk)))
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest) -> HttpResponse:
    """End the conversation of this browser, asked once more first. It works without scripts."""
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    if contact.state not in OPEN_STATES:
        return redirect("conversation")
    if request.method == "POST":
        leave(contact, uuid4())
        return redirect("conversation-ended")
    return render(request, "public/end.html", {"organisation": contact.organisation, "is_waiting": contact.state in WAITING})


@never_cache
@require_http_methods(["GET", "HEAD"])
def ended(request: HttpRequest) -> HttpResponse:
    """What he asked is written down: the page of the conversation shows it a moment later."""
    contact = find_own_contact(request)
    return render(request, "public/ended.html", {"organisation": contact.organisation if contact else None})


def find_followed(token: str) -> Contact:
    """:raises LinkSpentError: unknown, expired, or for another purpose."""
    link = find_link(token, LinkPurpose.FOLLOW)
    return Contact.objects.of(link.organisation_id).select_related("organisation", "reason").get(pk=link.contact_id)


def find_promise(contact: Contact) -> str:
    """Until when a message that was left is answered; empty for another contact."""
    way = ReplyAddress.objects.of(contact.organisation_id).filter(pk=contact.pk).first()
    return "" if way is None else describe_promise(way.promised_at, contact.organisation.time_zone)


def describe_asking(contact: Contact) -> dict[str, object]:
    """What its citizen is asked for, and until when he is waited for; nothing while he is not."""
    asking = find_asking(contact)
    if asking is None:
        return {}
    zone, language = ZoneInfo(contact.organisation.time_zone), get_language() or contact.organisation.default_language
    last = formats.date_format(asking.until.astimezone(zone), "l j F")
    return {"reason": asking.reason.get_label(language), "until": last, "is_put_off": asking.due_at is not None}


def show_spent(request: HttpRequest, error: LinkSpentError) -> HttpResponse:
    return render(request, "public/spent_link.html", {"sentence": str(error), "own": find_own_contact(request)}, status=410)


def describe_state(state: str, *, is_answered: bool) -> str:
    """Where a request stands, in the citizen's own terms."""
    if state in WAITING:
        return _("Answered, and waiting for an agent again") if is_answered else _("Received, waiting for an agent")
    if state == ContactState.ASKED:
        return _("Waiting for your answer")
    if state in OPEN_STATES:
        return _("In the hands of an agent")
    if state == ContactState.WITHDRAWN:
        return _("Given up")
    if state == ContactState.TURNED_AWAY:
        return _("Not taken")
    return _("Finished")


def describe_next_step(state: str, *, is_answered: bool) -> str:
    """What happens next, and who has to do something."""
    if state in WAITING:
        return _("You have nothing to do: an agent will read your request and answer here.")
    if state == ContactState.ASKED:
        return _("An agent needs something from you to go on. Read his message below, then answer in the same way.")
    if state in OPEN_STATES:
        if is_answered:
            return _("Read the answer below. You can write back as long as the conversation is open.")
        return _("An agent is reading your request.")
    if state == ContactState.WITHDRAWN:
        return _("Nothing more will happen with this request. You can make another one.")
    if state == ContactState.TURNED_AWAY:
        return _("Nobody could take it at that time. Make your request again during opening hours.")
    return _("Nothing more will happen with this request. If something is missing, make another one.")
