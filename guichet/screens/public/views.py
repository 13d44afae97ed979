"""The citizen's pages. Every one of them works without scripts: the conversation then moves on by reload."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from msgspec import structs

from guichet.decisions.dialogue.words import Medium
from guichet.decisions.routing.words import LIVE, Channel, ContactState, Instant, QueueId
from guichet.records.contacts.actions import Opened, add_message, open_contact
from guichet.records.contacts.models import Contact
from guichet.records.contacts.queries import estimate_new_wait, estimate_own_wait
from guichet.records.contacts.replies import foresee_answer, takes_messages
from guichet.records.contacts.texting import find_kind
from guichet.records.contacts.words import Author, RealTimeText
from guichet.records.directory.calendars import Calendar
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.queries import get_calendar, get_queue, list_queue_calendars
from guichet.records.directory.recall import recall
from guichet.records.errors import RefusedError
from guichet.records.notices.answers import describe_promise
from guichet.records.orders.queries import list_announcements, list_closed_queues
from guichet.records.scripts.queries import get_published
from guichet.records.separation import set_organisation
from guichet.screens.public.answers import find_answer, find_organisation, find_read, show_branches
from guichet.screens.public.carrying import carry_answers, find_under_way, get_carried
from guichet.screens.public.forms import FileForm, MessageForm, RequestForm
from guichet.screens.public.lines import list_lines
from guichet.screens.public.opening import Opening as OpeningHours
from guichet.screens.public.opening import describe_opening
from guichet.screens.public.origins import keep_origin, read_came_from
from guichet.screens.public.passes import find_own_contact, give_pass
from guichet.screens.public.reasons import is_called_back, list_queues
from guichet.screens.public.relays import show_relays, show_relays_of
from guichet.screens.public.waits import describe_wait
from guichet.screens.public.ways import Offer, describe_ways

WAITING_STATES = frozenset({ContactState.WAITING, ContactState.OFFERED})
OPEN_STATES = frozenset({*WAITING_STATES, ContactState.ASSIGNED, ContactState.INTERRUPTED, ContactState.ASKED, ContactState.MERGED})


@require_http_methods(["GET", "HEAD"])
def entrance(request: HttpRequest) -> HttpResponse:
    """The organisation's page when there is one only, otherwise the choice."""
    organisations = list(Organisation.objects.order_by("name"))
    if len(organisations) == 1:
        return show_organisation(request, organisations[0])
    return render(request, "public/organisations.html", {"organisations": organisations})


@require_http_methods(["GET", "HEAD"])
def organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    return show_organisation(request, get_object_or_404(Organisation, slug=slug))


def show_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Whether somebody answers now, and what can be asked."""
    contact = find_own_contact(request)
    set_organisation(organisation.pk)
    language = get_language() or organisation.default_language
    under_way = contact is not None and contact.state in OPEN_STATES
    page = {
        "organisation": organisation,
        "opening": get_opening(organisation),
        "announcements": list_announcements(organisation.pk),
        "branches": show_branches(organisation, language),
        "conversation": under_way,
        "relays": show_relays(organisation.pk),
    }
    return render(request, "public/home.html", page)


def get_opening(organisation: Organisation, queue: Queue | None = None) -> OpeningHours:
    """When a queue is answered; without one, when anything is."""
    if queue is not None:
        calendars = {QueueId(queue.pk): recall(("calendar", queue.pk), lambda: get_calendar(queue.calendar))}
    else:
        calendars = recall(("chats", organisation.pk), lambda: list_chat_calendars(organisation.pk))
    opening = describe_opening(calendars.values(), timezone.now(), organisation.time_zone)
    is_closed_by_order = bool(calendars) and list_closed_queues(organisation.pk).issuperset(calendars)
    return replace(opening, is_open=False, opens_at=None) if is_closed_by_order else opening


def list_chat_calendars(organisation_id: int) -> dict[QueueId, Calendar]:
    chats = list_queues(organisation_id, Channel.CHAT)
    return {key: calendar for key, calendar in list_queue_calendars(organisation_id).items() if key in chats}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, slug: str, reason_id: int) -> HttpResponse:
    """One reason: its message, and the contact it opens."""
    organisation = find_organisation(slug)
    set_organisation(organisation.pk)
    reason = get_object_or_404(Reason.objects.of(organisation.pk).current(), pk=reason_id)
    language = get_language() or organisation.default_language
    form = RequestForm(request.POST or None, organisation=organisation, language=language)
    queue = recall(("queue", reason.pk), lambda: get_queue(reason))
    writes = queue is None or Channel.CHAT in queue.channels
    if request.method == "POST" and writes and form.is_valid():
        opened = open_from(form, organisation, reason, language)
        if opened is not None:
            carry_answers(request, organisation, opened.contact)
            keep_origin(request, organisation, opened.contact, read=find_read(organisation, reason, language))
            response = redirect("conversation")
            give_pass(response, organisation.pk, opened.contact)
            return response
    page: dict[str, Any] = {
        "organisation": organisation,
        "reason": reason,
        "reason_label": reason.get_label(language),
        "opening": get_opening(organisation, queue),
        "announcements": list_announcements(organisation.pk, [queue.pk] if queue else None),
        "form": form,
        "writes": writes,
        **find_answer(request, organisation, reason, language),
    }
    came = read_came_from(request)
    if "answer" in page and not came.article:
        came = structs.replace(came, article=page["answer"].article)
    offer = offer_ways(reason, queue, is_open=page["opening"].is_open)
    page |= describe_ways(organisation, reason, offer, get_carried(request), came)
    page |= {"key": uuid4(), "under_way": find_under_way(request, organisation, reason), "relays": show_relays_of(queue)}
    return render(request, "public/request.html", page, status=422 if form.errors else 200)


def offer_ways(reason: Reason, queue: Queue | None, *, is_open: bool) -> Offer:
    """What there is for a reason now."""
    is_written_to = is_open and queue is not None and Channel.CHAT in queue.channels
    return Offer(
        wait=estimate_new_wait(reason.organisation_id, queue.pk, read_clock()) if is_written_to and queue else None,
        is_open=is_open,
        is_called_back=queue is not None and Channel.CALLBACK in queue.channels,
        promise=foresee_answer(queue, timezone.now()) if queue and takes_messages(queue) else None,
        is_called_by_text=is_open and queue is not None and Channel.VOICE in queue.channels,
        has_script=get_published(reason.organisation_id, reason.key, Medium.PAGE) is not None,
    )


def describe_answer(queue: Queue) -> str:
    """Until when a message that is left now is answered."""
    return describe_promise(foresee_answer(queue, timezone.now()), queue.organisation.time_zone)


def open_from(form: RequestForm, organisation: Organisation, reason: Reason, language: str) -> Opened | None:
    """Open the contact that a valid form asks for; None when it was refused, which the form then says."""
    opening = form.write_opening(Channel.CHAT, language, read_clock())
    try:
        return open_contact(organisation.pk, opening, form.find_arrival(reason, opening.language))
    except RefusedError as error:
        form.add_error(None, str(error))
        return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conversation(request: HttpRequest) -> HttpResponse:
    """The conversation this browser has under way."""
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    if contact.channel == Channel.CALLBACK:
        return redirect("callback")
    form = MessageForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and say(contact, form):
        return redirect("conversation")
    return draw_conversation(request, contact, form, FileForm())


def draw_conversation(request: HttpRequest, contact: Contact, form: MessageForm, file_form: FileForm) -> HttpResponse:
    """The page of a conversation, with what was wrong in its forms."""
    is_waiting, text = contact.state in WAITING_STATES, find_kind(contact)
    page = {
        "organisation": contact.organisation,
        "contact": contact,
        "reason_label": contact.reason.get_label(get_language() or contact.organisation.default_language),
        "lines": list_lines(contact),
        "is_open": contact.state in OPEN_STATES,
        "is_waiting": is_waiting,
        "may_be_called": is_waiting and text is not RealTimeText.ALONE and is_called_back(contact.reason),
        "may_be_left": (is_waiting or contact.state == ContactState.TURNED_AWAY) and may_be_left(contact),
        "progress": describe_progress(contact.state),
        "wait": describe_wait(estimate_own_wait(contact, read_clock())) if is_waiting and Channel(contact.channel) in LIVE else "",
        "sends_mail": settings.MAIL_SERVER is not None,
        "text": text,
        "form": form,
        "file_form": file_form,
    }
    return render(request, "public/conversation.html", page, status=422 if form.errors or file_form.errors else 200)


def may_be_left(contact: Contact) -> bool:
    """Whether what was written may stay as a message, to be answered later."""
    return Channel(contact.channel) in LIVE and takes_messages(contact.queue)


def show_nothing_here(request: HttpRequest) -> HttpResponse:
    """For a browser without a pass: how to come to a conversation."""
    return render(request, "public/no_conversation.html", status=404)


def say(contact: Contact, form: MessageForm) -> bool:
    """Add the form's message; False when it was refused, which the form then says."""
    try:
        add_message(contact, form.cleaned_data["key"], Author.CITIZEN, form.cleaned_data["text"])
    except RefusedError as error:
        form.add_error("text", str(error))
        return False
    return True


def describe_progress(state: str) -> str:
    """For browsers without scripts; the others say it themselves."""
    if state in {ContactState.WAITING, ContactState.OFFERED}:
        return _("Your request has arrived. An agent will answer you here.")
    if state in OPEN_STATES:
        return _("An agent is answering you.")
    if state == ContactState.TURNED_AWAY:
        return _("We cannot take your request now.")
    return _("This conversation has ended. You can still read it here.")


def read_clock() -> Instant:
    return Instant(int(timezone.now().timestamp() * 1000))
