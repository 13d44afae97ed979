"""Who may begin: whoever holds the link printed where the product was started, as long as nobody can sign in."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guichet.records.directory.founding import is_staffed
from guichet.records.directory.models import Account
from guichet.records.directory.words import Role

SALT = "guichet.set-up"
LIFE_SECONDS = 7 * 86_400
SESSION_KEY = "set-up"
View = Callable[..., HttpResponse]


def make_token(slug: str = "", email: str = "") -> str:
    """What the printed link carries: the organisation and the administrator's address, when they are known already."""
    return signing.dumps([slug, email], salt=SALT)


def read_token(text: str) -> list[str] | None:
    """The organisation's slug and the e-mail; None: it is not a link of ours, or too old."""
    try:
        slug, email = signing.loads(text, salt=SALT, max_age=LIFE_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return [str(slug), str(email)]


def holds_pass(request: HttpRequest) -> bool:
    return SESSION_KEY in request.session


def for_founders(view: View) -> View:
    """Open to holders of the link; closed for ever once somebody can sign in, and then it is for administrators."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_staffed():
            return for_administrators(view)(request, *args, **kwargs)
        if not holds_pass(request):
            return render(request, "settings/set_up/closed.html", status=403)
        return view(request, *args, **kwargs)

    return never_cache(guarded)


def for_administrators(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account) or not account.has_role(Role.ADMINISTRATOR):
            raise PermissionDenied(_("Only administrators of your organisation may change its settings: ask one of them."))
        return view(request, *args, **kwargs)

    return never_cache(login_required(guarded))
