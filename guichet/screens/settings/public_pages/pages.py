"""Pages with help on other sites, codes on letters, and the texts of the public pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guichet.records.directory.models import Account
from guichet.records.directory.queries import get_widget_origins
from guichet.records.directory.writers import Editing
from guichet.records.errors import RefusedError
from guichet.records.pages.actions import make_letter, remove_help_page, remove_letter, save_help_page, save_texts
from guichet.records.pages.models import HelpPage, Letter
from guichet.records.pages.queries import find_help_page, get_texts, list_help_pages, list_letters
from guichet.records.pages.words import LetterKind, TextKind
from guichet.screens.settings.access import administrators_only
from guichet.screens.settings.forms import make_key
from guichet.screens.settings.public_pages.forms import HelpPageForm, LetterForm, TextsForm
from guichet.screens.settings.views import draw


@administrators_only
@require_http_methods(["GET", "HEAD"])
def help_pages(request: HttpRequest, account: Account) -> HttpResponse:
    page = {
        "pages": list_help_pages(account.organisation_id),
        "has_sites": bool(get_widget_origins(account.organisation)),
        "tag": f'<script src="{request.scheme}://{request.get_host()}/help/{account.organisation.slug}.js" async></script>',
        "done": find_done(request),
    }
    return draw_public(request, account, _("Help on other sites"), "help_pages.html", page)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def help_page(request: HttpRequest, account: Account, key: str = "") -> HttpResponse:
    """Declare a page, or change it; `key` is empty for a new one."""
    organisation = account.organisation
    known = find_help_page(organisation.pk, key)
    if key and known is None:
        raise Http404
    initial = {name: getattr(known, name) for name in ("name", "origin", "path", "reason_key", "articles")} if known else None
    form = HelpPageForm(request.POST or None, organisation=organisation, initial=initial)
    if request.method == "POST" and form.is_valid():
        taken = HelpPage.objects.of(organisation.pk).values_list("key", flat=True)
        try:
            save_help_page(
                organisation.pk, key or make_key(form.cleaned_data["name"], taken), form.get_details(), Editing(account, timezone.now())
            )
            return redirect_done("settings-help-pages", "saved")
        except RefusedError as error:
            form.add_error(None, str(error))
    return draw_public(
        request, account, _("Help on other sites"), "help_page.html", {"form": form, "known": known}, 422 if form.errors else 200
    )


@administrators_only
@require_http_methods(["POST"])
def remove_page(request: HttpRequest, account: Account, key: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    remove_help_page(account.organisation_id, key, Editing(account, timezone.now()))
    return redirect_done("settings-help-pages", "removed")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest, account: Account) -> HttpResponse:
    """The codes that there are, and a form for another."""
    organisation = account.organisation
    form = LetterForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            make_letter(
                organisation.pk,
                said["name"],
                LetterKind(said["kind"]),
                article=said["article"],
                reason_key=said["reason_key"],
                editing=Editing(account, timezone.now()),
            )
            return redirect_done("settings-letters", "made")
        except RefusedError as error:
            form.add_error(None, str(error))
    page = {"form": form, "letters": show_letters(request, account), "done": find_done(request)}
    return draw_public(request, account, _("Codes on letters"), "letters.html", page, 422 if form.errors else 200)


def show_letters(request: HttpRequest, account: Account) -> list[tuple[Letter, str]]:
    """Each with the address that is printed on it."""
    return [(letter, f"{request.get_host()}/n/{letter.key.upper()}") for letter in list_letters(account.organisation_id)]


@administrators_only
@require_http_methods(["POST"])
def drop_letter(request: HttpRequest, account: Account, key: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    remove_letter(account.organisation_id, key, Editing(account, timezone.now()))
    return redirect_done("settings-letters", "removed")


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: HttpRequest, account: Account) -> HttpResponse:
    """The texts of the public pages."""
    kept, edition = get_texts(account.organisation_id)
    initial = {kind.value.replace("-", "_"): kept.get(kind, "") for kind in TextKind}
    form = TextsForm(request.POST or None, initial={**initial, "edition": edition})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save_texts(account.organisation_id, form.get_texts(), form.cleaned_data["edition"], Editing(account, timezone.now()))
                return redirect_done("settings-public-texts", "saved")
            except RefusedError as error:
                form.add_error(None, str(error))
                form.data = QueryDict(request.POST.urlencode(), mutable=True)
                form.data["edition"] = str(edition)
                status = 409
    return draw_public(
        request, account, _("Texts of the public pages"), "texts.html", {"form": form, "kept": kept, "done": find_done(request)}, status
    )


def find_done(request: HttpRequest) -> str:
    words = {"saved": _("It is saved."), "removed": _("It is removed."), "made": _("The code is made: print it, or put it into a mail.")}
    return words.get(request.GET.get("done", ""), "")


def redirect_done(name: str, done: str) -> HttpResponse:
    response = redirect(name)
    response["Location"] += f"?done={done}"
    return response


def draw_public(request: HttpRequest, account: Account, place: str, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    """:param place: its name in the menu."""
    return draw(request, account, f"settings/public_pages/{template}", {"place": place, **page}, status)
