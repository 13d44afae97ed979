"""One-time links: a citizen takes a conversation to another browser. They work without scripts."""

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guichet.doors.limits import Allowance, Buckets
from guichet.doors.refusals import TooManyError
from guichet.records.contacts.actions import LINK_LIFE, find_link, make_link, use_link
from guichet.records.contacts.errors import LinkSpentError
from guichet.records.contacts.words import LinkPurpose
from guichet.screens.public.passes import find_own_contact, give_pass
from guichet.screens.public.views import OPEN_STATES, show_nothing_here

links_of_a_contact = Buckets(Allowance(burst=10, per_second=1 / 60))


@never_cache
@require_POST
def keep_link(request: HttpRequest) -> HttpResponse:
    """Give whoever holds the pass a link to the same conversation."""
    contact = find_own_contact(request)
    if contact is None:
        return show_nothing_here(request)
    try:
        links_of_a_contact.take(contact.pk, time.monotonic())
    except TooManyError as error:
        page = {"organisation": contact.organisation, "refusal": str(error)}
        return render(request, "public/kept_link.html", page, status=error.status)
    address = request.build_absolute_uri(reverse("resume", args=[make_link(contact, LinkPurpose.RESUME)]))
    page = {"organisation": contact.organisation, "address": address, "until": timezone.now() + LINK_LIFE}
    return render(request, "public/kept_link.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange a link for the pass. Only a POST spends it: the preview of a message or a scanner of mails does not."""
    own = find_own_contact(request)
    try:
        link = find_link(token, LinkPurpose.RESUME)
        if own is not None and own.pk == link.contact_id:
            return redirect("conversation")
        if request.method != "POST":
            page = {"organisation": link.organisation, "replaces": own is not None and own.state in OPEN_STATES}
            return render(request, "public/resume.html", page)
        organisation, contact = use_link(token, LinkPurpose.RESUME)
    except LinkSpentError as error:
        return render(request, "public/spent_link.html", {"sentence": str(error), "own": own}, status=410)
    response = redirect("conversation")
    give_pass(response, organisation, contact)
    return response
