"""What an address of the editor names, for this administrator; 404 for anything else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from guichet.records.directory.models import Account
from guichet.records.directory.writers import Editing
from guichet.records.scripts.models import Script, ScriptVersion
from guichet.screens.settings.views import draw

LONGEST_NUMBER = 9


def find_script(account: Account, key: str) -> Script:
    return get_object_or_404(Script.objects.for_user(account).select_related("organisation"), key=key)


def find_version(account: Account, key: str, number: int) -> ScriptVersion:
    if len(str(number)) > LONGEST_NUMBER:
        raise Http404
    versions = ScriptVersion.objects.for_user(account).select_related("script__organisation", "author", "reviewer")
    return get_object_or_404(versions, script__key=key, number=number)


def edit_as(account: Account) -> Editing:
    return Editing(account, timezone.now())


def read_seen(request: HttpRequest) -> int:
    """The edition that the writer had before him; 0 fits none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) <= LONGEST_NUMBER else 0


def show(request: HttpRequest, account: Account, template: str, page: dict[str, object], status: int = 200) -> HttpResponse:
    return draw(request, account, f"settings/scripts/{template}.html", {"place": _("Scripts"), **page}, status)
