"""Giving seats of a channel that was switched on, in one step: whom it concerns is read first; it is undone like any change."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.decisions.routing.words import Channel
from guichet.records.contacts.consent import ask_consent
from guichet.records.directory.editing import Author, edit_directory, get_content
from guichet.records.directory.errors import ChangedMeanwhileError
from guichet.records.directory.models import Account
from guichet.records.directory.seats import SEATS, give_seats, propose_seats
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.entries import get_title
from guichet.screens.settings.views import draw
from guichet.screens.settings.words import CHANNELS

PAGES = {
    Channel.EMAIL: "settings-mailboxes",
    Channel.SMS: "settings-sms",
    Channel.SOCIAL: "settings-social",
    Channel.LETTER: "settings-letter-box",
}
"""The page of each channel that is set up by itself."""
MOST_NAMED = 12


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def seats_page(request: HttpRequest, account: Account, name: str) -> HttpResponse:
    channel = next((each for each in PAGES if each == name), None)
    if channel is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        chosen = request.POST.getlist("capacity")
        if not chosen:
            refusal = _("Tick at least one capacity.")
        else:
            try:
                return redirect(_give(account, channel, chosen))
            except ChangedMeanwhileError:
                refusal = _("Somebody changed the capacities meanwhile. Look at them again.")
    return _draw(request, account, channel, refusal)


def _give(account: Account, channel: Channel, keys: list[str]) -> str:
    """Returns where to go next: to the change, which can be undone, or back where nothing had to change.

    :raises ChangedMeanwhileError: somebody else changed one of them at the same moment.
    """
    edits = give_seats(get_content(account.organisation), channel, keys)
    inspect = ask_consent(account.organisation_id, "")
    stored = edit_directory(account.organisation, edits, Author(account), timezone.now(), inspect)
    return reverse(PAGES[channel]) if stored.change is None else reverse("settings-change", args=[stored.change.pk])


def _draw(request: HttpRequest, account: Account, channel: Channel, refusal: str) -> HttpResponse:
    content, language = get_content(account.organisation), account.organisation.default_language
    proposals = [
        {
            "key": each.key,
            "title": get_title(content["capacities"][each.key], each.key, language),
            "count": len(each.agents),
            "named": ", ".join(each.agents[:MOST_NAMED]),
            "others": max(0, len(each.agents) - MOST_NAMED),
            "is_ticked": each.is_likely,
        }
        for each in propose_seats(content, channel)
    ]
    title = dict(CHANNELS)[channel.value]
    page = {
        "place": title,
        "title": title,
        "back": reverse(PAGES[channel]),
        "proposals": proposals,
        "most": SEATS[channel],
        "refusal": refusal,
    }
    return draw(request, account, "settings/seats.html", page, 409 if refusal else 200)
