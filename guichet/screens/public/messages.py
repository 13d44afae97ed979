"""Leaving a message, at any hour, and how the answer is read. It works without scripts."""

import time

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guichet.decisions.routing.words import Channel, ContactState
from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import TooManyError
from guichet.records.contacts.callbacks import to_instant
from guichet.records.contacts.models import Contact
from guichet.records.contacts.replies import takes_messages
from guichet.records.contacts.words import Author
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.errors import RefusedError
from guichet.records.notices.answers import Received, receive_message, receive_waiting
from guichet.records.separation import set_organisation
from guichet.screens.public.carrying import carry_answers
from guichet.screens.public.forms import ReplyForm, ReplyWayForm
from guichet.screens.public.lines import list_lines
from guichet.screens.public.origins import keep_origin
from guichet.screens.public.passes import find_own_contact
from guichet.screens.public.views import WAITING_STATES, describe_answer, get_opening, may_be_left, show_nothing_here

messages_of_an_address = Buckets(Allowance(burst=20, per_second=1 / 20))
"""A town hall's own computers share an address."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def message_page(request: HttpRequest, slug: str, reason_id: int) -> HttpResponse:
    """One reason: a message that an agent reads when he can."""
    own = find_own_contact(request)
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    reason = get_object_or_404(Reason.objects.of(organisation.pk).current(), pk=reason_id)
    queue = get_message_queue(reason)
    language = get_language() or organisation.default_language
    written = {"text": find_turned_away(own, reason)}
    form = ReplyForm(request.POST or None, request.FILES or None, organisation=organisation, language=language, initial=written)
    status = 200
    if request.method == "POST":
        received, status = take(request, form, reason, queue)
        if received is not None:
            carry_answers(request, organisation, received.contact)
            keep_origin(request, organisation, received.contact)
            return redirect("follow", token=received.token)
    page = {
        "organisation": organisation,
        "reason": reason,
        "reason_label": reason.get_label(language),
        "opening": get_opening(organisation, queue),
        "is_called_back": Channel.CALLBACK in queue.channels,
        "promise": describe_answer(queue),
        "form": form,
        "had_files": bool(request.FILES),
    }
    return render(request, "public/leave_message.html", page, status=status)


def find_turned_away(own: Contact | None, reason: Reason) -> str:
    """What this browser wrote about the same subject when nobody could take it: nobody writes it again."""
    if own is None or own.reason_id != reason.pk or own.state != ContactState.TURNED_AWAY:
        return ""
    return next((line.text for line in list_lines(own) if line.author == Author.CITIZEN), "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def turn_page(request: HttpRequest) -> HttpResponse:
    """Whoever waits in writing may leave instead what he wrote, and read the answer later."""
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    if contact.state == ContactState.TURNED_AWAY:
        return redirect("leave-message", contact.organisation.slug, contact.reason_id)
    if contact.state not in WAITING_STATES or not may_be_left(contact):
        return redirect("conversation")
    form = ReplyWayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            way = form.get_way(f"{request.scheme}://{request.get_host()}")
            return redirect("follow", token=receive_waiting(contact, form.cleaned_data["key"], way, timezone.now()).token)
        except RefusedError as error:
            form.add_error(None, str(error))
    page = {
        "organisation": contact.organisation,
        "reason_label": contact.reason.get_label(get_language() or contact.organisation.default_language),
        "promise": describe_answer(contact.queue),
        "form": form,
        "goes_on": True,
    }
    return render(request, "public/leave_message.html", page, status=422 if form.errors else 200)


def get_message_queue(reason: Reason) -> Queue:
    """The queue whose agents read messages about this reason.

    :raises Http404: nobody does.
    """
    queue = get_queue(reason)
    if queue is None or not takes_messages(queue):
        raise Http404
    return queue


def take(request: HttpRequest, form: ReplyForm, reason: Reason, queue: Queue) -> tuple[Received | None, int]:
    """Keep what a form says; nothing when it was refused, which the form then says, with the page's status."""
    if not form.is_valid():
        return None, 422
    try:
        messages_of_an_address.take(request.META.get("REMOTE_ADDR", ""), time.monotonic())
        return keep(form, reason, queue, f"{request.scheme}://{request.get_host()}"), 200
    except RefusedError as error:
        form.add_error(None, str(error))
        return None, error.status if isinstance(error, TooManyError) else 422


def keep(form: ReplyForm, reason: Reason, queue: Queue, site: str) -> Received:
    """:raises RefusedError: it cannot be kept, or nothing can be sent to the address."""
    language = get_language() or queue.organisation.default_language
    opening = form.write_opening(Channel.MESSAGE, language, to_instant(timezone.now()))
    arrival = form.find_arrival(reason, opening.language)
    return receive_message(opening, arrival, queue, form.get_way(site), form.list_uploads())
