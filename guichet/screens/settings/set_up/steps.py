"""The seven steps, and the frame in which each is drawn."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from guichet.records.directory.models import Account, Organisation
from guichet.screens.settings.controls.words import Said

ORGANISATION, ADMINISTRATOR, HOURS, REASONS, AGENTS, WIDGET, TEST = range(1, 8)
FIRST_OF_ADMINISTRATORS = HOURS
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is that of its page."""

    number: int
    title: Said
    name: str


STEPS = (
    Step(ORGANISATION, _("Your organisation"), "set-up-organisation"),
    Step(ADMINISTRATOR, _("Your account"), "set-up-administrator"),
    Step(HOURS, _("Opening hours"), "set-up-hours"),
    Step(REASONS, _("What people ask"), "set-up-reasons"),
    Step(AGENTS, _("First agents"), "set-up-agents"),
    Step(WIDGET, _("On your site"), "set-up-widget"),
    Step(TEST, _("A first contact"), "set-up-test"),
)


def find_organisation(request: HttpRequest) -> Organisation | None:
    """The one that is being set up: that of the account, or before there is one the only one there is."""
    account = request.user
    return account.organisation if isinstance(account, Account) else Organisation.objects.order_by("pk").first()


def draw_step(request: HttpRequest, number: int, template: str, page: dict[str, Any], status: int = 200) -> HttpResponse:
    organisation = find_organisation(request)
    frame = {
        "organisation": organisation,
        "page": "settings",
        "is_guide": True,
        "steps": STEPS,
        "step": STEPS[number - 1],
        "previous": STEPS[max(number - 2, 0)].name,
        "is_local": urlsplit(f"//{request.get_host()}").hostname in LOCAL_HOSTS,
        "reached": (organisation.set_up_step if organisation else None) or ORGANISATION,
    }
    return render(request, template, {**frame, **page}, status=status)
