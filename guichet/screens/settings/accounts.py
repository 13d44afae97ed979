"""The accounts of the organisation: who may sign in and as what. Inviting, changing roles, switching off and on."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.records.directory import accounts
from guichet.records.directory.accounts import Rights
from guichet.records.directory.errors import NoRoleError, OwnRoleError
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.words import AccountState, Role
from guichet.records.errors import RefusedError
from guichet.records.notices.invitations import Invitation, Invited, invite
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.views import draw

MOST_SHOWN = 200
ROLES = (
    (Role.AGENT, gettext_lazy("Answers people at a desk. What is routed to him is said by his entry under Agents.")),
    (Role.SUPERVISOR, gettext_lazy("Sees all the work on the board, steers it, and reviews what others wrote.")),
    (Role.ADMINISTRATOR, gettext_lazy("Changes these settings, and may do what a supervisor does.")),
    (Role.RECEPTIONIST, gettext_lazy("Receives people where they come in person. There is no screen for that yet.")),
)
"""What each role lets somebody do, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Row:
    account: Account
    roles: str
    state: AccountState
    agent: Agent | None
    is_own: bool


@administrators_only
@require_safe
def accounts_page(request: HttpRequest, account: Account) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100].replace("\0", "")
    found = accounts.list_accounts(account, query)
    done = {"saved": _("Saved."), "off": _("Switched off: nobody signs in with it."), "on": _("Switched on again.")}
    page = {
        "place": _("Accounts and roles"),
        "rows": [make_row(each, account) for each in found[:MOST_SHOWN]],
        "left_out": max(0, found.count() - MOST_SHOWN),
        "query": query,
        "done": done.get(request.GET.get("done", ""), ""),
        "can_review": count_reviewers(account) > 1,
    }
    return draw(request, account, "settings/accounts.html", page)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_account_page(request: HttpRequest, account: Account) -> HttpResponse:
    """Invite somebody; the link is shown on the answer only."""
    if request.method != "POST":
        return draw_new(request, account, {"roles": ()})
    said: dict[str, Any] = {"email": request.POST.get("email", ""), "name": request.POST.get("name", ""), "roles": read_roles(request)}
    try:
        wanted = Invitation(email=said["email"], roles=said["roles"], name=said["name"])
        invited = send_invitation(request, account, wanted)
    except NoRoleError as error:
        return draw_new(request, account, said, role_refusal=str(error), status=422)
    except RefusedError as error:
        return draw_new(request, account, said, refusal=str(error), status=422)
    return draw_account(request, account, invited.account, invited=invited)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def account_page(request: HttpRequest, account: Account, account_id: int) -> HttpResponse:
    other = find_account(account, account_id)
    if request.method != "POST":
        return draw_account(request, account, other)
    wanted = Rights(roles=read_roles(request), agent_key=request.POST.get("agent", ""))
    try:
        accounts.change_rights(other, wanted, account, timezone.now(), is_agreed="agreed" in request.POST)
    except OwnRoleError as error:
        return draw_account(request, account, other, wanted, asked=str(error), status=409)
    except RefusedError as error:
        return draw_account(request, account, other, wanted, refusal=str(error), status=422)
    keeps_settings = other.pk != account.pk or Role.ADMINISTRATOR in wanted.roles
    return redirect(reverse("settings-accounts") + "?done=saved" if keeps_settings else "home")


@administrators_only
@require_POST
def switch_account(request: HttpRequest, account: Account, account_id: int) -> HttpResponse:
    other, is_on = find_account(account, account_id), request.POST.get("switch") == "on"
    try:
        (accounts.switch_on if is_on else accounts.switch_off)(other, account, timezone.now())
    except RefusedError as error:
        return draw_account(request, account, other, refusal=str(error), status=409)
    return redirect(reverse("settings-accounts") + ("?done=on" if is_on else "?done=off"))


@administrators_only
@require_POST
def invite_account(request: HttpRequest, account: Account, account_id: int) -> HttpResponse:
    """A new link for somebody who has not come yet; the one before opens nothing any more."""
    other = find_account(account, account_id)
    try:
        invited = send_invitation(request, account, Invitation(email=other.email, roles=other.roles, name=other.name))
    except RefusedError as error:
        return draw_account(request, account, other, refusal=str(error), status=409)
    return draw_account(request, account, invited.account, invited=invited)


def send_invitation(request: HttpRequest, account: Account, wanted: Invitation) -> Invited:
    """:raises NoRoleError: no role was ticked, or one that is unknown. :raises RefusedError: nobody can be invited with this address."""
    try:
        return invite(account, wanted, f"{request.scheme}://{request.get_host()}", timezone.now())
    except ValidationError:
        raise NoRoleError from None


def read_roles(request: HttpRequest) -> list[str]:
    return sorted({role for role in request.POST.getlist("roles") if role in Role.values})


def find_account(viewer: Account, account_id: int) -> Account:
    return get_object_or_404(accounts.list_accounts(viewer), pk=account_id)


def count_reviewers(account: Account) -> int:
    """Those who may say yes to what another one wrote."""
    return sum(
        accounts.get_state(each) == AccountState.ACTIVE and each.has_role(Role.SUPERVISOR, Role.ADMINISTRATOR)
        for each in accounts.list_accounts(account)
    )


def make_row(each: Account, viewer: Account) -> Row:
    roles = ", ".join(str(role.label) for role, _purpose in ROLES if role in each.roles)
    return Row(each, roles, accounts.get_state(each), find_agent(each), each.pk == viewer.pk)


def find_agent(account: Account) -> Agent | None:
    agent: Agent | None = getattr(account, "agent", None)
    return agent if agent is not None and agent.is_active else None


def draw_roles(ticked: Any) -> list[dict[str, Any]]:
    return [{"role": role, "purpose": purpose, "is_ticked": role in ticked} for role, purpose in ROLES]


def draw_new(
    request: HttpRequest, account: Account, said: dict[str, Any], *, refusal: str = "", role_refusal: str = "", status: int = 200
) -> HttpResponse:
    page = {
        "place": _("Accounts and roles"),
        "roles": draw_roles(said["roles"]),
        "email": said.get("email", ""),
        "name": said.get("name", ""),
        "refusal": refusal,
        "role_refusal": role_refusal,
    }
    return draw(request, account, "settings/account_new.html", page, status)


def draw_account(
    request: HttpRequest,
    account: Account,
    other: Account,
    wanted: Rights | None = None,
    *,
    invited: Invited | None = None,
    refusal: str = "",
    asked: str = "",
    status: int = 200,
) -> HttpResponse:
    """`asked`: what whoever gives up his own role must agree to."""
    agent = find_agent(other)
    chosen = wanted.agent_key if wanted else agent.key if agent else ""
    page = {
        "place": _("Accounts and roles"),
        "other": other,
        "row": make_row(other, account),
        "roles": draw_roles(wanted.roles if wanted else other.roles),
        "agents": accounts.list_free_agents(other),
        "chosen": chosen,
        "lacks_agent": Role.AGENT in other.roles and agent is None,
        "invited": invited,
        "refusal": refusal,
        "asked": asked,
    }
    return draw(request, account, "settings/account.html", page, status)
