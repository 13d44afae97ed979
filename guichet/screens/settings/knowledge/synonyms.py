"""The page of words that mean the same, by which articles are found."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.records.directory.models import Account
from guichet.records.directory.writers import Editing
from guichet.records.errors import RefusedError
from guichet.records.knowledge.synonyms import get_synonyms, restore_delivered, save_synonyms
from guichet.screens.settings.knowledge.access import draw_knowledge, editors_only


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms_page(request: HttpRequest, account: Account) -> HttpResponse:
    text, edition = get_synonyms(account.organisation_id)
    wrong = ""
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\r\n", "\n")
        seen = request.POST.get("edition", "")
        edition = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
        try:
            keep(account, text, edition, is_restored="restore" in request.POST)
        except RefusedError as error:
            wrong = str(error)
        else:
            return redirect(f"{request.path}?done=saved")
    done = _("The list is saved: the next search uses it.") if "done" in request.GET else ""
    page = {"done": done, "text": text, "edition": edition, "wrong": wrong, "is_delivered": edition == 0}
    return draw_knowledge(request, account, "synonyms.html", page, 422 if wrong else 200)


def keep(account: Account, text: str, edition: int, *, is_restored: bool) -> None:
    """:raises RefusedError: the list cannot be used, or somebody else has saved meanwhile."""
    editing = Editing(account, timezone.now())
    if is_restored:
        restore_delivered(account.organisation_id, editing)
    else:
        save_synonyms(account.organisation_id, text, edition, editing)
