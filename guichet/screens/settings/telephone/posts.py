"""Where agents are rung: in the browser, or on a telephone with a password that is shown once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.records.audit.actions import record
from guichet.records.audit.words import Act
from guichet.records.calls.models import Post
from guichet.records.calls.posts import choose_post, find_kind, find_post, renew_password
from guichet.records.calls.words import PostKind
from guichet.records.directory.models import Account, Agent
from guichet.records.directory.names import BY_NAME
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.views import draw


@administrators_only
@require_safe
def posts_page(request: HttpRequest, person: Account) -> HttpResponse:
    telephones = set(Post.objects.for_user(person).filter(kind=PostKind.TELEPHONE).values_list("agent_id", flat=True))
    agents = Agent.objects.of(person.organisation_id).current().order_by(BY_NAME)
    page = {"place": _("Telephone"), "agents": [(agent, agent.pk in telephones) for agent in agents]}
    return draw(request, person, "settings/telephone/posts.html", page)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def post_page(request: HttpRequest, person: Account, key: str) -> HttpResponse:
    agent = get_object_or_404(Agent.objects.of(person.organisation_id).current(), key=key)
    password, done = "", ""
    if request.method == "POST" and "renew" in request.POST:
        _post, password = renew_password(agent)
        note(person, agent, "post-password-renewed")
    elif request.method == "POST" and request.POST.get("kind") in PostKind.values:
        choose_post(agent, PostKind(request.POST["kind"]))
        note(person, agent, "post-changed")
        done = _("Saved.")
    post = find_post(agent) if request.method == "POST" else Post.objects.for_user(person).filter(agent=agent).first()
    page = {
        "place": _("Telephone"),
        "agent": agent,
        "kind": find_kind(agent),
        "kinds": PostKind.choices,
        "has_password": bool(post and post.digest),
        "username": post.username if post else "",
        "password": password,
        "server": settings.TELEPHONE,
        "done": done,
    }
    return draw(request, person, "settings/telephone/post.html", page)


def note(person: Account, agent: Agent, verb: str) -> None:
    record(person.organisation_id, Act(verb, "post", str(agent.pk), person.pk), timezone.now())
