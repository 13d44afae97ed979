"""Who writes and reads articles: administrators and supervisors, so that there is a second pair of eyes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guichet.records.directory.models import Account
from guichet.records.directory.words import STEERING
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.queries import list_articles
from guichet.screens.settings.views import draw

P = ParamSpec("P")


def editors_only(view: Callable[Concatenate[HttpRequest, Account, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the account beside the request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account) or not account.is_active or STEERING.isdisjoint(account.roles):
            raise PermissionDenied(_("Only administrators and supervisors write articles: ask one of them."))
        return view(request, account, *args, **kwargs)

    return never_cache(login_required(guarded))


def get_article(account: Account, key: str) -> Article:
    """:raises Http404: there is none."""
    article = list_articles(account.organisation_id).filter(key=key).first()
    if article is None:
        raise Http404
    return article


def get_version(account: Account, key: str, number: int) -> ArticleVersion:
    """:raises Http404: there is none."""
    versions = ArticleVersion.objects.of(account.organisation_id).select_related("article__organisation", "author", "reviewer")
    version = versions.filter(article__key=key, article__is_active=True, number=number).first()
    if version is None:
        raise Http404
    return version


def draw_knowledge(request: HttpRequest, account: Account, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    return draw(request, account, f"settings/knowledge/{template}", {"place": _("Knowledge"), **page}, status)
