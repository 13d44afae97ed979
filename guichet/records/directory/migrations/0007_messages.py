"""Whoever answers in writing may answer messages that are left: seats in capacities, and the channel in queues, with word to the router.

An organisation that is at work has a router which knows what its agents can hold: it is told as by any change of the directory. Written
in SQL of its own, because it must go on working when the code around it has changed.
"""

from django.db import migrations

SEATS = """
insert into directory_channelcapacity (organisation_id, profile_id, channel, most, units)
select organisation_id, profile_id, 'message', 2, least(units, 1) from directory_channelcapacity chat
where channel = 'chat' and most > 0 and not exists (
  select from directory_channelcapacity other where other.profile_id = chat.profile_id and other.channel = 'message')
returning organisation_id, profile_id
"""
TELL = """
with recursive below as (
  select agent_id, territory_id as id, territory_id as top from directory_agentterritory
  union
  select below.agent_id, child.id, below.top from below join directory_territory child on child.parent_id = below.id and child.is_active
), held as (
  select agent_id, skill_id, level from directory_skillloan
  union all
  select agent_id, skill_id, level from directory_agentskill own
  where not exists (select from directory_skillloan loan where loan.agent_id = own.agent_id and loan.skill_id = own.skill_id)
), skilled as (
  select agent_id, jsonb_agg(jsonb_build_array(skill_id, level) order by skill_id) as skills
  from (select agent_id, skill_id, max(level) as level from held group by 1, 2 having max(level) > 0) as each group by 1
), covering as (
  select below.agent_id, jsonb_agg(distinct below.id order by below.id) filter (where territory.is_active) as territories
  from below join directory_territory territory on territory.id = below.id group by 1
), seats as (
  select profile_id, jsonb_agg(jsonb_build_object('channel', channel, 'most', most, 'units', units) order by channel) as channels
  from directory_channelcapacity group by 1
), facts as (
  select agent.organisation_id, gen_random_uuid() as input_id, nextval('journal_inbox_id_seq') as inbox_id,
    jsonb_build_object('type', 'AgentConfigured', 'profile', jsonb_build_object(
      'agent', agent.id,
      'capacity', jsonb_build_object('units', profile.units, 'channels', seats.channels),
      'skills', coalesce(skilled.skills, '[]'),
      'territories', case when covering.agent_id is null then null else coalesce(covering.territories, '[]') end))::text as body
  from directory_agent agent
  join directory_capacityprofile profile on profile.id = agent.capacity_id
  join seats on seats.profile_id = profile.id
  left join skilled on skilled.agent_id = agent.id
  left join covering on covering.agent_id = agent.id
  where agent.is_active and profile.id = any(%s)
), keyed as (
  insert into journal_key (organisation_id, input_id, inbox_id) select organisation_id, input_id, inbox_id from facts
)
insert into journal_inbox (id, organisation_id, input_id, kind, body)
select inbox_id, organisation_id, input_id, 'AgentConfigured', body from facts
"""
QUEUES = """
update directory_queue set channels = channels || array['message']::varchar[]
where 'chat' = any(channels) and not 'message' = any(channels)
"""


def seat_messages(_apps: object, editor: object) -> None:
    """Give the seats, and tell the routers of the agents who have them now."""
    with editor.connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(SEATS)
        profiles = [profile for _, profile in cursor.fetchall()]
        cursor.execute(TELL, [profiles])
        cursor.execute(QUEUES)


class Migration(migrations.Migration):
    dependencies = [("directory", "0006_sign_on"), ("journal", "0002_jobs")]
    operations = [migrations.RunPython(seat_messages, migrations.RunPython.noop)]
