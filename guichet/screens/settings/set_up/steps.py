"""The seven steps, and the frame in which each is drawn."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from guichet.records.directory.models import Account, Organisation
from guichet.screens.settings.controls.words import Said

ORGANISATION, ADMINISTRATOR, HOURS, REASONS, AGENTS, WIDGET, TEST = range(1, 8)
FIRST_OF_ADMINISTRATORS = HOURS


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    title: Said


STEPS = (
    Step(ORGANISATION, _("Your organisation")),
    Step(ADMINISTRATOR, _("Your account")),
    Step(HOURS, _("Opening hours")),
    Step(REASONS, _("What people ask")),
    Step(AGENTS, _("First agents")),
    Step(WIDGET, _("On your site")),
    Step(TEST, _("A first contact")),
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
        "steps": STEPS,
        "step": STEPS[number - 1],
        "reached": (organisation.set_up_step if organisation else None) or ORGANISATION,
    }
    return render(request, template, {**frame, **page}, status=status)
