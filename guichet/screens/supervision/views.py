"""The supervisor's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.doors.microphone import open_microphone
from guichet.records.directory.models import Account, Agent
from guichet.screens.supervision.access import steering_only


@steering_only
@require_safe
def board(request: HttpRequest, account: Account) -> HttpResponse:
    """The board itself; its figures come by the hot doors. Who listens to a call in his browser whispers and joins there."""
    has_agents = Agent.objects.of(account.organisation_id).current().exists()
    page = {"organisation": account.organisation, "page": "board", "has_agents": has_agents}
    return open_microphone(render(request, "supervision/board.html", page))
