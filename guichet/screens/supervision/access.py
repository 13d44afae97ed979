"""Who may steer: supervisors and administrators of the organisation, for which the transaction already works."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from guichet.records.directory.models import Account
from guichet.records.directory.words import STEERING

P = ParamSpec("P")


def steering_only(view: Callable[Concatenate[HttpRequest, Account, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the account beside the request."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account) or not account.has_role(*STEERING):
            raise PermissionDenied
        return view(request, account, *args, **kwargs)

    return never_cache(login_required(guarded))
