"""Answers of which nobody knows whether they were sent, on the pages of the channels: listed, and decided about once each."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import Account as Person
from guichet.records.messaging.deciding import leave, list_uncertain, send_again
from guichet.records.messaging.models import Outgoing

MOST_SHOWN = 100


def show_uncertain(organisation_id: int, channel: Channel) -> dict[str, Any]:
    """What `settings/perhaps.html` draws."""
    uncertain = list_uncertain(organisation_id, channel)
    return {
        "uncertain": [(each, hide(each.handle)) for each in uncertain[:MOST_SHOWN]],
        "uncertain_out": max(0, uncertain.count() - MOST_SHOWN),
    }


def decide(request: HttpRequest, person: Person, channel: Channel, outgoing_id: UUID) -> str:
    """Send it again or leave it, if it still is what the page showed; returns which.

    :raises Http404: there is none of that channel. :raises RefusedError: it has moved on, or nothing is left to send.
    """
    outgoing = get_object_or_404(Outgoing.objects.for_user(person).select_related("account"), pk=outgoing_id, account__channel=channel)
    is_sending = request.POST.get("decision") == "send"
    seen = request.POST.get("seen", "")
    outgoing.attempts = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 5 else -1
    (send_again if is_sending else leave)(outgoing, person, timezone.now())
    return "sent" if is_sending else "left"


def hide(handle: str) -> str:
    return f"…{handle[-2:]}" if len(handle) > 4 else handle or "–"
