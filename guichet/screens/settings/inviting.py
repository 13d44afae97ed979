"""Inviting an agent from his page: an account of his own, and the link with which he chooses its password."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from guichet.records.directory.editing import get_content, get_entry
from guichet.records.directory.models import Account
from guichet.records.directory.words import Role
from guichet.records.errors import RefusedError
from guichet.records.notices.invitations import Invitation, invite
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.entries import list_users, make_room
from guichet.screens.settings.forms import draw_form
from guichet.screens.settings.sections import AGENTS
from guichet.screens.settings.views import draw, find_agent


@administrators_only
@require_POST
def invite_agent(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    content = get_content(account.organisation)
    entry, email = get_entry(content, AGENTS.name, key), request.POST.get("email", "")
    if entry is None:
        raise Http404
    invited, refusal = None, ""
    try:
        wanted = Invitation(email=email, roles=[Role.AGENT.value], name=entry["name"], agent_key=key)
        invited = invite(account, wanted, f"{request.scheme}://{request.get_host()}", timezone.now())
    except RefusedError as error:
        refusal = str(error)
    room = make_room(content, account.organisation.default_language, key)
    page = {
        "section": AGENTS,
        "form": draw_form(AGENTS, key, entry, room),
        "title": entry["name"],
        "users": list_users(content, AGENTS.name, key, room.language),
        "agent": find_agent(account, key),
        "email": email,
        "invited": invited,
        "refusal": refusal,
        "action": request.path.removesuffix("/invite"),
    }
    return draw(request, account, "settings/entry.html", page, 422 if refusal else 200)
