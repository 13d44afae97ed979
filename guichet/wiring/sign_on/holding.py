"""Sessions that are held: locked, or still without the proof that the organisation asks for. In one of them only those pages are shown
that end it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone

from guichet.doors.refusals import SessionHeldError
from guichet.records.directory.factors import needs_factor
from guichet.records.directory.models import Account
from guichet.records.directory.sessions import is_locked, touch
from guichet.wiring.sign_on.asking import get_key, go

ALWAYS_OPEN = frozenset(
    {"locked", "unlock-passkey", "sign-in", "sign-in-passkey", "second-proof", "sign-out", "set_language", "jsi18n", "wall"}
)
OPEN_WITHOUT_FACTOR = ALWAYS_OPEN | {"account", "application", "passkeys", "change-password", "prove", "lock", "active"}
"""Names of pages."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class HeldSessions:
    """After `OneOrganisation`: it asks the organisation's tables."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _arguments: Any, _named: Any) -> HttpResponse | None:
        if not isinstance(request.user, Account):
            return None
        account, now = request.user, timezone.now()
        page = request.resolver_match.url_name if request.resolver_match else ""
        if page in ALWAYS_OPEN:
            return None
        if is_locked(get_key(request), account, now):
            return _refuse(request, "locked")
        touch(get_key(request), now)
        if page not in OPEN_WITHOUT_FACTOR and needs_factor(account):
            return _refuse(request, "account")
        return None


def _refuse(request: HttpRequest, page: str) -> HttpResponse:
    """The way to what ends it; for a script a refusal."""
    if "application/json" in request.headers.get("Accept", ""):
        error = SessionHeldError()
        return JsonResponse({"code": error.code, "message": str(error)}, status=error.status)
    return go(page, request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home"))
