"""What the board reads, on one snapshot; hand-written for psycopg 3 with named parameters."""

from guichet.decisions.routing.words import LIVE, Channel
from guichet.records.contacts.statements import WAITS_SINCE
from guichet.records.figures.words import COUNTED

PROMISED = """make_interval(
  secs => commitment.delay_seconds + contact.put_off_ms / 1000.0, mins => -least(contact.priority_minutes, 0))"""
"""Within what an answer is due: a priority below zero is a later promise, made to whoever leaves a message; while somebody was waited for,
his promise moved."""
DUE = f"contact.arrived_at + {PROMISED}"
"""When a first answer was due, as the figures of a day judge it."""
DUE_TO_WAITING = f"{WAITS_SINCE} + {PROMISED}"
"""When an answer is due to whoever waits, after a call in vain too."""

DEFERRED = ", ".join(f"'{channel}'" for channel in sorted(Channel) if channel not in LIVE)
"""In a statement: the channels whose work can wait."""
SOON_HOURS = 4
"""Ahead of its promise in which something is said to be at risk."""

LIST_QUEUES = """
select queue.id, queue.key, queue.labels, commitment.delay_seconds * 1000::bigint,
  case when state.is_open then null else coalesce(state.reason, 'never-opened') end
from directory_queue queue
join directory_commitment commitment on commitment.organisation_id = queue.organisation_id and commitment.id = queue.commitment_id
left join contacts_queue_state state on state.queue_id = queue.id
where queue.organisation_id = %(organisation_id)s and queue.is_active order by queue.id
"""
COUNT_WAITING = f"""
select contact.queue_id, contact.channel, count(*),
  (extract(epoch from min({WAITS_SINCE}) filter (where {WAITS_SINCE} <= now())) * 1000)::bigint,
  count(*) filter (where {DUE_TO_WAITING} < now()),
  count(*) filter (where contact.channel in ({DEFERRED}) and {DUE} >= now() and {DUE} < now() + interval '{SOON_HOURS} hours')
from contacts_contact contact
join directory_queue queue on queue.organisation_id = contact.organisation_id and queue.id = contact.queue_id
join directory_commitment commitment on commitment.organisation_id = queue.organisation_id and commitment.id = queue.commitment_id
where contact.organisation_id = %(organisation_id)s and contact.closed_at is null and contact.state in ('waiting', 'offered') group by 1, 2
"""  # noqa: S608 - parts of our own
COUNT_HELD = """
select queue_id, channel, count(*) filter (where state not in ('wrapping_up', 'asked')),
  count(*) filter (where state = 'wrapping_up'), count(*) filter (where state = 'asked')
from contacts_contact
where organisation_id = %(organisation_id)s and closed_at is null and agent_id is not null group by 1, 2
"""
DAY = """(
  select (extract(epoch from date_trunc('day', now() at time zone time_zone) at time zone time_zone) / 900)::int
  from directory_organisation where id = %(organisation_id)s)"""
SUMS = ", ".join(f"sum({name})::bigint" for name in COUNTED)
SUM_DAY = f"""
select queue, channel, {SUMS} from figures_quarter
where organisation_id = %(organisation_id)s and quarter >= {DAY} group by 1, 2
"""  # noqa: S608 - names of our own
SUM_COURSE = f"""
with clock as (select (extract(epoch from now()) / 900)::int - 1 as turn)
select {DAY} * 900000::bigint, turn * 900000::bigint, quarter >= turn, {SUMS}
from clock left join figures_quarter on organisation_id = %(organisation_id)s and quarter >= turn - 4 group by turn, 3
"""  # noqa: S608 - names of our own
PACE_DAYS = 28
LIST_PACES = f"""
select channel, sum(handling_ms + wrap_up_ms)::bigint / sum(closed), sum(closed)::float / {PACE_DAYS}
from figures_quarter
where organisation_id = %(organisation_id)s and quarter >= {DAY} - 96 * {PACE_DAYS} and quarter < {DAY} and channel in ({DEFERRED})
group by channel having sum(closed) > 0 order by channel
"""  # noqa: S608 - parts of our own
"""How long each written channel takes an agent, and how much of it is closed a day, over the last four weeks without today."""
GET_COUNTED = "select coalesce((select seq from figures_progress where organisation_id = %(organisation_id)s), 0)"

AGENT = """
select agent.id, agent.name, agent.team_id, coalesce(presence.presence, 'offline'), presence.reason,
  (extract(epoch from presence.since) * 1000)::bigint, held.in_hand, held.wrapping_up, ringing.many
from directory_agent agent
left join contacts_presence presence on presence.agent_id = agent.id
cross join lateral (
  select count(*) filter (where state not in ('wrapping_up', 'asked')) as in_hand,
    count(*) filter (where state = 'wrapping_up') as wrapping_up
  from contacts_contact contact
  where contact.organisation_id = agent.organisation_id and contact.agent_id = agent.id and contact.closed_at is null) as held
cross join lateral (
  select count(*) as many from contacts_contact contact
  where contact.organisation_id = agent.organisation_id and contact.offered_to = agent.id) as ringing
where agent.organisation_id = %(organisation_id)s and agent.is_active
"""
LIST_AGENTS = f"{AGENT} order by agent.id"
LIST_AGENTS_AMONG = f"""{AGENT} and (agent.id = any(%(agents)s::bigint[]) or agent.id in (
  select agent_id from contacts_contact where organisation_id = %(organisation_id)s and id = any(%(contacts)s::uuid[])))
order by agent.id
"""  # noqa: S608 - parts of our own
"""These agents, and whoever holds or held one of these contacts."""
LIST_TEAMS = "select id, name from directory_team where organisation_id = %(organisation_id)s and is_active order by id"

LIST_WAITING = f"""
select contact.id::text, contact.channel, contact.state, contact.queue_id, reason.key, reason.labels,
  (extract(epoch from contact.arrived_at) * 1000)::bigint, (extract(epoch from {WAITS_SINCE}) * 1000)::bigint,
  (extract(epoch from contact.rank_at) * 1000)::bigint,
  contact.priority_minutes, contact.offered_to, contact.why::text, contact.requirement::text
from (
  select * from contacts_contact
  where organisation_id = %(organisation_id)s and closed_at is null and state in ('waiting', 'offered')
  order by rank_at, id limit %(limit)s) as contact
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
order by contact.rank_at, contact.id
"""  # noqa: S608 - parts of our own
"""The first ones are chosen before they are worded: thousands may wait, and no index follows their rank (`docs/performance.md`)."""

LISTED = f"""
select contact.id::text, contact.channel, contact.state, queue.key, queue.labels, reason.key, reason.labels,
  (extract(epoch from contact.arrived_at) * 1000)::bigint, (extract(epoch from {WAITS_SINCE}) * 1000)::bigint,
  (extract(epoch from contact.first_answer_at) * 1000)::bigint,
  (extract(epoch from contact.closed_at) * 1000)::bigint, agent.name
from contacts_contact contact
join directory_queue queue on queue.organisation_id = contact.organisation_id and queue.id = contact.queue_id
join directory_commitment commitment on commitment.organisation_id = queue.organisation_id and commitment.id = queue.commitment_id
join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
left join directory_agent agent on agent.organisation_id = contact.organisation_id and agent.id = contact.agent_id
where contact.organisation_id = %(organisation_id)s
  and (%(queue)s::bigint is null or contact.queue_id = %(queue)s) and (%(channel)s::text is null or contact.channel = %(channel)s)
"""  # noqa: S608 - parts of our own
