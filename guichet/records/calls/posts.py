"""Posts: where agents are rung, and the passwords of telephones."""

from hashlib import md5
from secrets import token_urlsafe
from typing import Literal

from django.db import transaction

from guichet.records.calls.models import Post
from guichet.records.calls.words import PostKind
from guichet.records.directory.models import Agent, Organisation
from guichet.records.separation import set_organisation

REALM = "guichet"


def find_post(agent: Agent) -> Post:
    """The agent's post: without one he answers in the browser."""
    made = {"organisation_id": agent.organisation_id, "username": f"p{agent.organisation_id}-{agent.pk}"}
    return Post.objects.get_or_create(agent=agent, defaults=made)[0]


def find_kind(agent: Agent) -> Literal["browser", "telephone"]:
    """Where he is rung now."""
    found = Post.objects.filter(agent=agent, kind=PostKind.TELEPHONE).exists()
    return "telephone" if found else "browser"


def choose_post(agent: Agent, kind: PostKind) -> Post:
    post = find_post(agent)
    post.kind = kind
    post.save(update_fields=["kind"])
    return post


def renew_password(agent: Agent) -> tuple[Post, str]:
    """A new password for the agent's telephone, shown once: only its digest is kept."""
    post, password = find_post(agent), token_urlsafe(12)
    post.digest = make_digest(post.username, password)
    post.save(update_fields=["digest"])
    return post, password


def make_digest(username: str, password: str) -> str:
    """HA1 of RFC 2617, which SIP asks for."""
    return md5(f"{username}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()


def list_digests() -> dict[str, str]:
    """The digest by username of every telephone, of every organisation, for the edge."""
    found: dict[str, str] = {}
    for organisation_id in Organisation.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            set_organisation(organisation_id)
            found |= dict(Post.objects.of(organisation_id).exclude(digest="").values_list("username", "digest"))
    return found
