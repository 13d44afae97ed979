"""Listening campaigns: what is on, what comes and what was; the form that declares one, and the way to end one early."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from guichet.records.calls.campaigns import Declared, declare_campaign, end_campaign, list_campaigns, list_concerned
from guichet.records.calls.lines import list_lines
from guichet.records.calls.models import Campaign, CampaignSight
from guichet.records.calls.words import Purpose
from guichet.records.directory.models import Account, Agent, Team
from guichet.records.errors import RefusedError
from guichet.screens.supervision.access import steering_only
from guichet.screens.supervision.forms import CampaignForm


@dataclass(frozen=True, slots=True)
class Shown:
    """A campaign as its page lists it. `seen`: how many of the agents whom it concerns were shown it."""

    campaign: Campaign
    concerned: list[str]
    listeners: list[str]
    lines: list[str]
    agents: int
    seen: int
    now: datetime

    @property
    def purpose(self) -> str:
        return str(Purpose(self.campaign.purpose).label)

    @property
    def is_over(self) -> bool:
        return self.campaign.ended_at is not None or self.campaign.ends_at <= self.now

    @property
    def is_on(self) -> bool:
        return not self.is_over and self.campaign.begins_at <= self.now


@steering_only
@require_http_methods(["GET", "HEAD", "POST"])
def campaigns(request: HttpRequest, account: Account) -> HttpResponse:
    """The campaigns, and the form of a new one. Times are the organisation's."""
    now = timezone.now()
    with timezone.override(ZoneInfo(account.organisation.time_zone)):
        if request.method != "POST":
            told = {"declared": _("Declared. Agents see it on their desks from now on."), "ended": _("Ended: nobody listens any more.")}
            return draw(request, account, CampaignForm(account.organisation_id, now), told.get(request.GET.get("done", ""), ""))
        form = CampaignForm(account.organisation_id, now, request.POST)
        if not form.is_valid():
            return draw(request, account, form, status=422)
        try:
            declare_campaign(form.cleaned_data["key"], read(form), account, now)
        except RefusedError as error:
            form.add_error(None, str(error))
            return draw(request, account, form, status=422)
        return redirect(reverse("campaigns") + "?done=declared")


def read(form: CampaignForm) -> Declared:
    values = form.cleaned_data
    chosen = {name: [row.pk for row in values.get(name, ())] for name in ("teams", "agents", "lines", "listeners")}
    return Declared(
        purpose=Purpose(values["purpose"]),
        aim=values["aim"],
        begins_at=values["begins_at"],
        ends_at=values["ends_at"],
        **chosen,
    )


@steering_only
@require_POST
def end(request: HttpRequest, account: Account, campaign: UUID) -> HttpResponse:
    now = timezone.now()
    try:
        end_campaign(campaign, account, now)
    except RefusedError as error:
        with timezone.override(ZoneInfo(account.organisation.time_zone)):
            return draw(request, account, CampaignForm(account.organisation_id, now), refusal=str(error), status=404)
    return redirect(reverse("campaigns") + "?done=ended")


def draw(request: HttpRequest, account: Account, form: CampaignForm, done: str = "", refusal: str = "", status: int = 200) -> HttpResponse:
    shown = list_shown(account.organisation_id, timezone.now())
    page = {"organisation": account.organisation, "page": "board", "form": form, "done": done, "refusal": refusal}
    page |= {"current": [each for each in shown if not each.is_over], "past": [each for each in shown if each.is_over]}
    return render(request, "supervision/campaigns.html", page, status=status)


def list_shown(organisation_id: int, now: datetime) -> list[Shown]:
    teams = {team.pk: team.name for team in Team.objects.of(organisation_id)}
    agents = {agent.pk: agent.name for agent in Agent.objects.of(organisation_id)}
    accounts = {each.pk: each.name or each.email for each in Account.objects.filter(organisation_id=organisation_id)}
    lines = {line.pk: line.label for line in list_lines(organisation_id)}
    found = []
    for campaign in list_campaigns(organisation_id, now):
        concerned = list_concerned(campaign)
        seen = CampaignSight.objects.of(organisation_id).filter(campaign=campaign, agent_id__in=concerned).count()
        names = [teams[pk] for pk in campaign.teams if pk in teams] + [agents[pk] for pk in campaign.agents if pk in agents]
        listeners = [accounts[pk] for pk in campaign.listeners if pk in accounts]
        told = [lines[pk] for pk in campaign.lines if pk in lines]
        found.append(Shown(campaign, names, listeners, told, len(concerned), seen, now))
    return found
