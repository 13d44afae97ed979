"""Asking to be called back, and changing one's mind. Every page works without scripts."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import date as write_date
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from guichet.decisions.routing.callbacks import UNREACHED
from guichet.decisions.routing.words import Channel, ContactId, ContactState
from guichet.records.calls.relays import call_through, find_way_through
from guichet.records.contacts.actions import Opened, leave
from guichet.records.contacts.callbacks import Wish, ask_callback, list_free_slots, move_callback, to_instant, turn_into_callback
from guichet.records.contacts.models import Callback, Contact
from guichet.records.contacts.slots import MOST_ATTEMPTS, Slot
from guichet.records.contacts.telephone import LONGEST_TYPED, mask_number, read_number
from guichet.records.directory.models import Organisation, Queue, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.errors import RefusedError
from guichet.records.separation import set_organisation
from guichet.screens.public.carrying import carry_answers
from guichet.screens.public.forms import RequestForm
from guichet.screens.public.origins import keep_origin
from guichet.screens.public.passes import find_own_contact, give_pass
from guichet.screens.public.reasons import is_called_back
from guichet.screens.public.relays import ShownRelay, show_asked_in
from guichet.screens.public.views import get_opening, show_nothing_here

NOT_BEGUN = frozenset({ContactState.WAITING, ContactState.OFFERED})


class WhenForm(forms.Form):
    """When to call: as soon as possible while somebody is there, or in a window that has room."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    slot = forms.ChoiceField(
        label=gettext_lazy("When shall we call you?"), error_messages={"required": gettext_lazy("Choose when we shall call you.")}
    )

    def offer(self, slots: Sequence[Slot], *, at_once: bool) -> None:
        """Say what can be chosen."""
        self.slots = {slot.start.isoformat(): slot for slot in slots}
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        soon = [("now", _("As soon as possible"))] if at_once else [("", _("Choose…"))]
        field.choices = [*soon, *_group_by_day(slots)]

    def get_slot(self) -> Slot | None:
        return self.slots.get(self.cleaned_data["slot"])


class NumberForm(WhenForm):
    """A number to call, and when."""

    field_order: tuple[str, ...] = ("key", "number", "slot")
    number = forms.CharField(
        label=gettext_lazy("Your telephone number"),
        help_text=gettext_lazy("We only use it to call you about this request."),
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Write your telephone number.")},
    )

    def clean_number(self) -> str:
        try:
            return read_number(self.cleaned_data["number"])
        except RefusedError as error:
            raise ValidationError(str(error), code=error.code) from error

    def offer_relays(self, relays: Sequence[ShownRelay]) -> None:
        """Nothing is asked where there is none."""
        if not relays:
            return
        self.fields["relay"] = forms.ChoiceField(
            label=_("Call me"),
            help_text=_(
                "Deaf or hard of hearing: we call an interpreter, who calls you in the application of this service. Give the number that"
                " this service knows."
            ),
            required=False,
            choices=[
                ("", _("Directly")),
                *((str(relay.key), _("Through %(name)s (%(kinds)s)") % {"name": relay.name, "kinds": relay.kinds}) for relay in relays),
            ],
        )
        self.order_fields(("key", "number", "relay"))

    def get_relay(self) -> int | None:
        chosen = self.cleaned_data.get("relay", "")
        return int(chosen) if chosen else None

    def get_wish(self) -> Wish:
        return Wish(self.cleaned_data["number"], self.get_slot())


class CallbackForm(NumberForm, RequestForm):
    """A request to be called, from nothing."""

    field_order: tuple[str, ...] = ("key", "number", "slot", "name", "territory", "language", "text")

    def __init__(self, *args: object, organisation: Organisation, language: str, **kwargs: object) -> None:
        super().__init__(*args, organisation=organisation, language=language, **kwargs)
        text = self.fields["text"]
        text.required = False
        text.label = _("What is it about? (optional)")
        text.widget.attrs["rows"] = 3

    def clean_text(self) -> str:
        return super().clean_text() if self.cleaned_data["text"] else ""


def _group_by_day(slots: Sequence[Slot]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (write_date(day, "l j F").capitalize(), [(slot.start.isoformat(), write_window(slot.start, slot.end)) for slot in group])
        for day, group in groupby(slots, key=lambda slot: slot.start.date())
    ]


def write_window(start: datetime, end: datetime) -> str:
    return _("between %(start)s and %(end)s") % {"start": write_date(start, "H:i"), "end": write_date(end, "H:i")}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def callback_page(request: HttpRequest, slug: str, reason_id: int) -> HttpResponse:
    """One reason: where and when to call about it."""
    organisation = get_object_or_404(Organisation, slug=slug)
    set_organisation(organisation.pk)
    reason = get_object_or_404(Reason.objects.of(organisation.pk).current(), pk=reason_id)
    queue = get_callback_queue(reason)
    language = get_language() or organisation.default_language
    form = CallbackForm(request.POST or None, organisation=organisation, language=language)
    form.offer(list_free_slots(queue, timezone.now()), at_once=get_opening(organisation, queue).is_open)
    form.offer_relays(show_asked_in(organisation.pk))
    if request.method == "POST" and form.is_valid():
        opened = ask_from(form, reason, queue, language)
        if opened is not None:
            carry_answers(request, organisation, opened.contact)
            keep_origin(request, organisation, opened.contact)
            response = redirect("callback")
            give_pass(response, organisation.pk, opened.contact)
            return response
    page = {"organisation": organisation, "reason": reason, "reason_label": reason.get_label(language), "form": form}
    return render(request, "public/ask_callback.html", page, status=422 if form.errors else 200)


def get_callback_queue(reason: Reason) -> Queue:
    """The queue that calls about this reason.

    :raises Http404: nobody does.
    """
    queue = get_queue(reason)
    if queue is None or not is_called_back(reason):
        raise Http404
    return queue


def ask_from(form: CallbackForm, reason: Reason, queue: Queue, language: str) -> Opened | None:
    """Keep what a valid form asks; None when it was refused, which the form then says."""
    now = timezone.now()
    opening = form.write_opening(Channel.CALLBACK, language, to_instant(now))
    try:
        arrival = form.find_arrival(reason, opening.language)
        with transaction.atomic():
            opened = ask_callback(opening, arrival, queue, form.get_wish(), now)
            go_through(form, reason.organisation_id, opened.contact)
            return opened
    except RefusedError as error:
        form.add_error(None, str(error))
        return None


def go_through(form: NumberForm, organisation_id: int, contact: ContactId) -> None:
    """Through the relay service that was chosen, if one was. :raises RefusedError: it cannot be called any more."""
    relay = form.get_relay()
    if relay is not None:
        call_through(organisation_id, contact, relay)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def turn_page(request: HttpRequest) -> HttpResponse:
    """Whoever waits in writing may be called instead, at the same rank."""
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    if contact.channel == Channel.CALLBACK or contact.state not in NOT_BEGUN:
        return redirect("conversation")
    form = NumberForm(request.POST or None)
    form.offer(list_free_slots(get_callback_queue(contact.reason), timezone.now()), at_once=True)
    form.offer_relays(show_asked_in(contact.organisation_id))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                turn_into_callback(contact, form.cleaned_data["key"], form.get_wish(), timezone.now())
                go_through(form, contact.organisation_id, ContactId(str(contact.pk)))
            return redirect("callback")
        except RefusedError as error:
            form.add_error(None, str(error))
    page = {"organisation": contact.organisation, "reason_label": _get_label(contact), "form": form, "goes_on": True}
    return render(request, "public/ask_callback.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_callback(request: HttpRequest) -> HttpResponse:
    """The call this browser waits for: where and when, another time, or none at all."""
    contact = find_own_contact(request)
    callback = None if contact is None else Callback.objects.of(contact.organisation_id).filter(pk=contact.pk).first()
    if contact is None or callback is None:
        return show_nothing_here(request)
    form = WhenForm(request.POST if "slot" in request.POST else None)
    form.offer(list_free_slots(contact.queue, timezone.now()), at_once=get_opening(contact.organisation, contact.queue).is_open)
    if request.method == "POST" and change_mind(request, contact, form):
        return redirect("callback-cancelled" if "cancel" in request.POST else "callback")
    page = {
        "organisation": contact.organisation,
        "reason_label": _get_label(contact),
        "trying": describe_trying(callback),
        "relay": find_way_through(contact.organisation_id, contact.pk),
        "progress": describe_call(contact, callback),
        "is_open": contact.state in NOT_BEGUN,
        "form": form,
        "key": uuid4(),
    }
    return render(request, "public/callback.html", page, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD"])
def cancelled(request: HttpRequest) -> HttpResponse:
    """What he asked is written down: the page of the call shows it a moment later."""
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    page = {"organisation": contact.organisation, "reason_label": _get_label(contact), "progress": describe_cancelled()}
    return render(request, "public/callback.html", page)


def describe_trying(callback: Callback) -> str:
    """Where the next call goes, and how many follow it when it is in vain."""
    left = MOST_ATTEMPTS - 1 - callback.attempts
    values = {"number": mask_number(callback.number), "count": left}
    if left <= 0:
        return _("At %(number)s. This is our last try: if you do not answer, your request is closed.") % values
    return (
        ngettext(
            "At %(number)s. If you do not answer, we try once more.",
            "At %(number)s. If you do not answer, we try %(count)s times more.",
            left,
        )
        % values
    )


def describe_cancelled() -> str:
    return _("You cancelled this call. We will not call you.")


def change_mind(request: HttpRequest, contact: Contact, form: WhenForm) -> bool:
    """Move or cancel the call; False when it was refused, which the form then says."""
    try:
        if "cancel" in request.POST:
            leave(contact, forms.UUIDField().clean(request.POST.get("key", "")))
            return True
        if form.is_valid():
            move_callback(contact, form.cleaned_data["key"], form.get_slot(), timezone.now())
            return True
    except (RefusedError, ValidationError) as error:
        form.add_error(None, str(error))
    return False


def describe_call(contact: Contact, callback: Callback) -> str:
    """Where the call stands, in one sentence."""
    match contact.state:
        case ContactState.WAITING if callback.wanted_from is None:
            return _("We call you as soon as an agent is free.")
        case ContactState.WAITING:
            return _describe_window(callback, ZoneInfo(contact.organisation.time_zone))
        case ContactState.OFFERED:
            return _("An agent is about to call you. Keep your telephone near.")
        case ContactState.ASSIGNED | ContactState.INTERRUPTED:
            return _("An agent is calling you now.")
        case ContactState.WITHDRAWN:
            return describe_cancelled()
    if contact.outcome == UNREACHED:
        return _("We could not reach you. You can ask again, or write to us.")
    return _("This call has taken place.")


def _describe_window(callback: Callback, zone: ZoneInfo) -> str:
    assert callback.wanted_from is not None  # noqa: S101 - asked by the caller
    start = callback.wanted_from.astimezone(zone)
    day = write_date(start, "l j F")
    if callback.attempts or callback.wanted_until is None:
        values = {"day": day, "hour": write_date(start, "H:i")}
        return _("We could not reach you. We call again on %(day)s from %(hour)s.") % values
    return _("We call you on %(day)s, %(window)s.") % {"day": day, "window": write_window(start, callback.wanted_until.astimezone(zone))}


def _get_label(contact: Contact) -> str:
    label: str = contact.reason.get_label(get_language() or contact.organisation.default_language)
    return label
