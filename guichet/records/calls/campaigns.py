"""Listening campaigns: declared ahead by whoever steers, shown to every agent whom they concern, and ended early when they should be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from guichet.decisions.listening.rule import AHEAD_MS, LONGEST_MS, find_earliest
from guichet.records.audit.actions import record
from guichet.records.audit.words import Act, Details
from guichet.records.calls.errors import (
    CampaignBackwardsError,
    CampaignTooFarError,
    CampaignTooLongError,
    CampaignTooSoonError,
    CampaignUnknownChoiceError,
    NobodyConcernedError,
    NobodyListensError,
    NoSuchCampaignError,
)
from guichet.records.calls.legs import list_open, tell
from guichet.records.calls.models import Campaign, CampaignSight, Line
from guichet.records.calls.words import CAMPAIGNS_CHANNEL, Purpose, Sign, Verb
from guichet.records.contacts.texts import check_text
from guichet.records.directory.models import Account, Agent, Organisation, Team
from guichet.records.directory.words import STEERING

SHOWN_BEFORE = timedelta(days=90)
"""How long a campaign that is over stands on the page."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What somebody declares. `teams`, `agents`, `lines` and `listeners` are ids; no line: all of them."""

    purpose: Purpose
    aim: str
    teams: Sequence[int]
    agents: Sequence[int]
    lines: Sequence[int]
    listeners: Sequence[int]
    begins_at: datetime
    ends_at: datetime


@transaction.atomic
def declare_campaign(campaign_id: UUID, declared: Declared, by: Account, now: datetime) -> Campaign:
    """Declare a campaign under an id of its own: the same again is the same campaign.

    :raises RefusedError: too soon, too far ahead, too long; nobody is concerned, or may listen; or what was chosen is unknown.
    """
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=by.organisation_id)
    if known := Campaign.objects.of(organisation.pk).filter(pk=campaign_id).first():
        return known
    check_text(declared.aim)
    _check_times(declared, now, ZoneInfo(organisation.time_zone))
    _check_people(organisation.pk, declared)
    made = Campaign.objects.create(
        id=campaign_id,
        organisation=organisation,
        purpose=declared.purpose,
        aim=declared.aim.strip(),
        teams=sorted(set(declared.teams)),
        agents=sorted(set(declared.agents)),
        lines=sorted(set(declared.lines)),
        listeners=sorted(set(declared.listeners)),
        by=by,
        declared_at=now,
        begins_at=declared.begins_at,
        ends_at=declared.ends_at,
    )
    details: Details = {"purpose": str(made.purpose), "agents": len(list_concerned(made)), "listeners": len(made.listeners)}
    times = {"begins_at": made.begins_at.isoformat(), "ends_at": made.ends_at.isoformat()}
    record(organisation.pk, Act("listening-campaign-declared", "campaign", str(made.pk), by.pk, {**details, **times}), now)
    tell_campaigns(organisation.pk)
    return made


def _check_times(declared: Declared, now: datetime, zone: ZoneInfo) -> None:
    earliest = get_earliest(now)
    if declared.ends_at <= declared.begins_at:
        raise CampaignBackwardsError
    if declared.begins_at < earliest:
        raise CampaignTooSoonError(time=f"{earliest.astimezone(zone):%H:%M}")
    if declared.begins_at > now + timedelta(milliseconds=AHEAD_MS):
        raise CampaignTooFarError
    if declared.ends_at - declared.begins_at > timedelta(milliseconds=LONGEST_MS):
        raise CampaignTooLongError


def _check_people(organisation_id: int, declared: Declared) -> None:
    chosen = (
        (Team.objects.of(organisation_id).current(), declared.teams),
        (Agent.objects.of(organisation_id).current(), declared.agents),
        (Line.objects.of(organisation_id), declared.lines),
    )
    if any(rows.filter(pk__in=ids).count() != len(set(ids)) for rows, ids in chosen):
        raise CampaignUnknownChoiceError
    if not _list_agents(organisation_id, declared.teams, declared.agents):
        raise NobodyConcernedError
    if not declared.listeners:
        raise NobodyListensError
    if list_possible_listeners(organisation_id).filter(pk__in=declared.listeners).count() != len(set(declared.listeners)):
        raise CampaignUnknownChoiceError


@transaction.atomic
def end_campaign(campaign_id: UUID, by: Account, now: datetime) -> Campaign:
    """From now on nobody listens under it: whoever does is let go. Again, or after its end, changes nothing.

    :raises NoSuchCampaignError: there is none of that id.
    """
    campaign = Campaign.objects.of(by.organisation_id).select_for_update().filter(pk=campaign_id).first()
    if campaign is None:
        raise NoSuchCampaignError
    if campaign.ended_at is None and campaign.ends_at > now:
        campaign.ended_at, campaign.ended_by = now, by
        campaign.save(update_fields=["ended_at", "ended_by"])
        record(by.organisation_id, Act("listening-campaign-ended", "campaign", str(campaign.pk), by.pk), now)
        for leg in list_open(by.organisation_id).filter(campaign=campaign):
            tell(Sign(organisation=by.organisation_id, leg=leg.pk, verb=Verb.HANG_UP))
        tell_campaigns(by.organisation_id)
    return campaign


def mark_seen(organisation_id: int, campaign_id: UUID, agent_id: int, now: datetime) -> None:
    """The desk of this agent shows it. Again changes nothing. :raises NoSuchCampaignError: it does not concern him."""
    campaign = Campaign.objects.of(organisation_id).filter(pk=campaign_id).first()
    if campaign is None or agent_id not in list_concerned(campaign):
        raise NoSuchCampaignError
    seen = CampaignSight(organisation_id=organisation_id, campaign=campaign, agent_id=agent_id, seen_at=now)
    if CampaignSight.objects.bulk_create([seen], ignore_conflicts=True):
        tell_campaigns(organisation_id)


def list_campaigns(organisation_id: int, now: datetime) -> QuerySet[Campaign]:
    """Those that are on or to come, and those that ended lately; the latest first."""
    return (
        Campaign.objects.of(organisation_id).filter(ends_at__gt=now - SHOWN_BEFORE).select_related("by", "ended_by").order_by("-begins_at")
    )


def list_concerned(campaign: Campaign) -> list[int]:
    return _list_agents(campaign.organisation_id, campaign.teams, campaign.agents)


def _list_agents(organisation_id: int, teams: Sequence[int], agents: Sequence[int]) -> list[int]:
    found = Agent.objects.of(organisation_id).current().filter(Q(pk__in=agents) | Q(team_id__in=teams))
    return list(found.order_by("pk").values_list("pk", flat=True))


def list_possible_listeners(organisation_id: int) -> QuerySet[Account]:
    found = Account.objects.filter(organisation_id=organisation_id, is_active=True, roles__overlap=sorted(STEERING))
    return found.order_by("name", "email")


def get_earliest(now: datetime) -> datetime:
    """The first instant at which a campaign that is declared now may begin."""
    return datetime.fromtimestamp(find_earliest(int(now.timestamp() * 1000)) / 1000, UTC)


def must_tell(organisation_id: int, line_id: int | None, now: datetime) -> bool:
    """Whether callers of this line are told that they may be listened to. No line: those whom we call ourselves."""
    on = Campaign.objects.of(organisation_id).filter(begins_at__lte=now, ends_at__gt=now, ended_at__isnull=True)
    return any(not lines or line_id is None or line_id in lines for lines in on.values_list("lines", flat=True))


def tell_campaigns(organisation_id: int) -> None:
    """Have every desk and board know, once this transaction is kept."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CAMPAIGNS_CHANNEL, str(organisation_id)])
