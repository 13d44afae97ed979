"""Hand-written statements for the hot doors: the legs that a desk or a board shows, and the campaigns under which calls are listened to."""

import json
from collections.abc import Sequence
from typing import Any

from guichet.decisions.listening.rule import Campaign
from guichet.records.calls.words import CampaignCard, LegCard, OtherCard
from guichet.records.contacts.telephone import show_number

LIST_LEGS_WHERE = """
select leg.id::text, coalesce(leg.contact_id::text, ''), leg.state, leg.post,
  case when leg.state = 'ringing' and leg.answer = '' then leg.offer else '' end,
  coalesce(caller.number, ''), (extract(epoch from coalesce(leg.answered_at, leg.began_at)) * 1000)::bigint, leg.part,
  coalesce(others.cards, '[]'), coalesce(caller.taping, ''), coalesce(caller.relay, ''), leg.mixes
from calls_leg leg
left join lateral (
  select case when citizen.relay_id is null then citizen.number else '' end number, citizen.taping, relay.name relay
  from calls_leg citizen
  left join calls_relayservice relay on relay.organisation_id = citizen.organisation_id and relay.id = citizen.relay_id
  where citizen.organisation_id = leg.organisation_id and citizen.call = leg.call and citizen.side = 'citizen'
  order by citizen.began_at limit 1) as caller on true
left join lateral (
  select json_agg(json_build_array(other.side, other.part, other.state,
    coalesce(agent.name, nullif(account.name, ''), account.email, relay.name, ''), other.number, other.manner)
    order by other.began_at) cards
  from calls_leg other left join directory_agent agent on agent.id = other.agent_id
  left join directory_account account on account.id = other.account_id
  left join calls_relayservice relay on relay.organisation_id = other.organisation_id and relay.id = other.relay_id
  where other.organisation_id = leg.organisation_id and other.call = leg.call and other.id <> leg.id and other.ended_at is null
) as others on true
where leg.organisation_id = %(organisation_id)s and leg.ended_at is null and """
LIST_LEGS = f"{LIST_LEGS_WHERE} leg.agent_id = %(agent)s order by leg.began_at, leg.id"
"""The legs of an agent that are not over. A description of media is for a browser that has not answered yet."""
LIST_LISTENING = f"{LIST_LEGS_WHERE} leg.account_id = %(account)s and leg.side = 'listener' order by leg.began_at, leg.id"
"""The legs by which an account listens."""
MOST_EARLIER = 50
"""Contacts from one number that are counted: a switchboard has thousands."""
LIST_CALLERS = """
select contact.id::text, caller.number, coalesce(caller.relay, ''), coalesce(line.label, ''), coalesce(line.number, ''), (
  select count(*) from (
    select from people_contactpoint point
    join contacts_contact earlier on earlier.organisation_id = point.organisation_id and earlier.citizen_id = point.citizen_id
      and earlier.id <> contact.id and earlier.arrived_at < contact.arrived_at
    where point.organisation_id = contact.organisation_id and point.kind = 'telephone' and point.value = caller.number
    limit %(most)s) as counted)
from contacts_contact contact
cross join lateral (
  select case when leg.relay_id is null then leg.number else '' end number, relay.name relay, leg.line_id from calls_leg leg
  left join calls_relayservice relay on relay.organisation_id = leg.organisation_id and relay.id = leg.relay_id
  where leg.organisation_id = contact.organisation_id and leg.side = 'citizen' and (leg.contact_id = contact.id or leg.call = contact.key
    or leg.call = any(array(select session.key from scripts_session session
      where session.organisation_id = contact.organisation_id and session.contact_id = contact.id)))
  order by leg.began_at desc limit 1) as caller
left join calls_line line on line.organisation_id = contact.organisation_id and line.id = caller.line_id
where contact.organisation_id = %(organisation_id)s and contact.id = any(%(contacts)s::uuid[])
"""
"""Who calls, which line he dialled, and how many contacts came before from his number, whatever their channel. A call is found by its key
until its leg knows the contact, which is told a moment after the contact is offered."""
LIST_CAMPAIGNS = """
select campaign.id::text, (extract(epoch from campaign.begins_at) * 1000)::bigint,
  (extract(epoch from least(campaign.ends_at, campaign.ended_at)) * 1000)::bigint,
  array(select agent.id from directory_agent agent where agent.organisation_id = campaign.organisation_id and agent.is_active
    and (agent.id = any(campaign.agents) or agent.team_id = any(campaign.teams))),
  array(select json_build_array(sight.agent_id, (extract(epoch from sight.seen_at) * 1000)::bigint)::text from calls_campaignsight sight
    where sight.organisation_id = campaign.organisation_id and sight.campaign_id = campaign.id),
  array(select json_build_array(account.id, agent.id)::text from directory_account account
    left join directory_agent agent on agent.organisation_id = account.organisation_id and agent.account_id = account.id
    where account.organisation_id = campaign.organisation_id and account.id = any(campaign.listeners) and account.is_active
      and account.roles::text[] && array['supervisor', 'administrator'])
from calls_campaign campaign
where campaign.organisation_id = %(organisation_id)s and campaign.ended_at is null and campaign.ends_at > now() order by campaign.id
"""
"""Campaigns that are on or to come, as the rule takes them."""
LIST_CALLS = """
select leg.call::text, coalesce(max(leg.contact_id::text), ''), coalesce(max(line.label), ''),
  (extract(epoch from min(leg.began_at)) * 1000)::bigint, bool_or(leg.side = 'citizen' and leg.is_told),
  json_agg(json_build_array(leg.id, leg.side, leg.part, leg.state,
    coalesce(agent.name, nullif(account.name, ''), account.email, relay.name, ''),
    leg.number, (extract(epoch from coalesce(leg.answered_at, leg.began_at)) * 1000)::bigint, leg.account_id, leg.manner, leg.agent_id,
    coalesce(leg.quality ->> 'sounding', ''))
    order by leg.began_at, leg.id)::text
from calls_leg leg
left join calls_line line on line.organisation_id = leg.organisation_id and line.id = leg.line_id
left join directory_agent agent on agent.organisation_id = leg.organisation_id and agent.id = leg.agent_id
left join directory_account account on account.organisation_id = leg.organisation_id and account.id = leg.account_id
left join calls_relayservice relay on relay.organisation_id = leg.organisation_id and relay.id = leg.relay_id
where leg.organisation_id = %(organisation_id)s and leg.ended_at is null
group by leg.call order by min(leg.began_at), leg.call limit %(limit)s
"""
"""The calls that are not over, with everybody in them, the longest first."""
LIST_DESK_CAMPAIGNS = """
select agent.id, campaign.id::text, campaign.purpose, campaign.aim, (extract(epoch from campaign.begins_at) * 1000)::bigint,
  (extract(epoch from campaign.ends_at) * 1000)::bigint,
  exists (select from calls_campaignsight sight where sight.campaign_id = campaign.id and sight.agent_id = agent.id),
  array(select coalesce(nullif(account.name, ''), account.email) from directory_account account
    where account.organisation_id = campaign.organisation_id and account.id = any(campaign.listeners) order by 1)
from calls_campaign campaign join directory_agent agent on agent.organisation_id = campaign.organisation_id
  and agent.id = any(%(agents)s::bigint[]) and (agent.id = any(campaign.agents) or agent.team_id = any(campaign.teams))
where campaign.organisation_id = %(organisation_id)s and campaign.ended_at is null and campaign.ends_at > now()
order by campaign.begins_at, campaign.id
"""
"""The campaigns that concern each of these agents, with whether his desk has shown it."""
LIST_RECORDED = """
select recording.id::text, recording.seconds, (extract(epoch from recording.began_at) * 1000)::bigint
from (
  select id, organisation_id, contact_id, state, seconds, began_at from calls_recording
  union all select id, organisation_id, contact_id, state, seconds, began_at from calls_callrecording) recording
join contacts_contact contact on contact.organisation_id = recording.organisation_id and contact.id = recording.contact_id
where recording.organisation_id = %(organisation_id)s and recording.contact_id = %(contact)s and recording.state = 'kept'
  and (%(steers)s or contact.agent_id = %(agent)s)
order by recording.began_at, recording.id
"""
"""What was recorded of a contact, for whoever may hear it."""


def read_leg(row: Sequence[Any]) -> LegCard:
    """Parse a row of `LIST_LEGS`."""
    leg, contact, state, post, offer, number, since, part, others, taping, relay, mixes = row
    return LegCard(
        leg=leg,
        contact=contact,
        state=state,
        post=post,
        offer=offer,
        shown=show(number),
        since=since,
        part=part,
        others=tuple(
            OtherCard(side=side, part=part, state=state, name=name or show(number), manner=manner)
            for side, part, state, name, number, manner in others
        ),
        taping=taping,
        relay=relay,
        mixes=mixes,
    )


def read_campaign(row: Sequence[Any]) -> Campaign:
    """Parse a row of `LIST_CAMPAIGNS`."""
    key, begins_at, ends_at, agents, told, listeners = row
    return Campaign(
        key=key,
        begins_at=begins_at,
        ends_at=ends_at,
        agents=frozenset(agents),
        told=dict(map(json.loads, told)),
        listeners=dict(map(json.loads, listeners)),
    )


def read_desk_campaign(row: Sequence[Any]) -> CampaignCard:
    """Parse a row of `LIST_DESK_CAMPAIGNS`, whose first column is the agent."""
    _, campaign, purpose, aim, begins_at, ends_at, is_seen, listeners = row
    return CampaignCard(
        campaign=campaign,
        purpose=purpose,
        aim=aim,
        begins_at=begins_at,
        ends_at=ends_at,
        is_seen=is_seen,
        listeners=tuple(listeners),
    )


def show(number: str) -> str:
    """A number as it is read. An emergency number, or one of a private exchange, stays as it is: it is of no country's plan."""
    return show_number(number) if number.startswith("+") else number
