"""Hand-written statements: counting, on the follower's connection, and reading figures at the hot doors, on theirs."""

from guichet.records.contacts.statements import LIVE_CHANNELS, WAITS_SINCE
from guichet.records.figures.words import COUNTED

BEGIN_PROGRESS = """
insert into figures_progress (organisation_id, seq, at_ms, sealed_until, commitments)
select %(organisation_id)s, 0, 0, 0, '{}'
where not exists (select from figures_progress where organisation_id = %(organisation_id)s) on conflict do nothing
"""
"""A mere conflict would wait for whoever counts just now."""
LOCK_PROGRESS = """
select seq, commitments::text from figures_progress where organisation_id = %(organisation_id)s for update skip locked
"""
"""One counts at a time; whoever comes second leaves it to the first."""

GET_PROGRESS = """
select coalesce((select seq from figures_progress where organisation_id = %(organisation_id)s), 0)
"""

LOAD_ACCOUNTS = """
select body from figures_account where organisation_id = %(organisation_id)s and contact = any(%(contacts)s::uuid[])
"""
LOAD_SUBJECTS = """
select id::text, reason_id, coalesce(territory_id, 0) from contacts_contact
where organisation_id = %(organisation_id)s and id = any(%(contacts)s::uuid[])
"""
KEEP_ACCOUNTS = """
insert into figures_account (organisation_id, contact, body)
select %(organisation_id)s, contact, body from unnest(%(contacts)s::uuid[], %(bodies)s::text[]) as kept(contact, body)
on conflict (organisation_id, contact) do update set body = excluded.body
"""
FORGET_ACCOUNTS = "delete from figures_account where organisation_id = %(organisation_id)s and contact = any(%(contacts)s::uuid[])"

ADD_COUNTS = f"""
insert into figures_quarter as q (organisation_id, quarter, channel, queue, reason, territory, {", ".join(COUNTED)})
select %(organisation_id)s, quarter, channel, queue, reason, territory, {", ".join(COUNTED)}
from json_to_recordset(%(rows)s::json) as r(quarter int, channel text, queue bigint, reason bigint, territory bigint,
  {", ".join(f"{name} bigint" for name in COUNTED)})
on conflict (organisation_id, quarter, channel, queue, reason, territory)
do update set {", ".join(f"{name} = q.{name} + excluded.{name}" for name in COUNTED)}
"""  # noqa: S608 - names of our own
ADVANCE = """
update figures_progress set seq = %(seq)s, at_ms = %(at)s, sealed_until = greatest(sealed_until, %(quarter)s), commitments = %(commitments)s
where organisation_id = %(organisation_id)s
"""
"""Entries come in the order of their instants: what lies before the period of the last one is complete."""

SUM_BY_QUEUE_AND_CHANNEL = f"""
select queue, channel, {", ".join(f"sum({name})::bigint" for name in COUNTED)}
from figures_quarter where organisation_id = %(organisation_id)s and quarter >= %(since)s and quarter < %(until)s group by queue, channel
"""  # noqa: S608 - names of our own
LIST_CELLS = f"""
select quarter, channel, queue, reason, territory, {", ".join(COUNTED)} from figures_quarter where organisation_id = %(organisation_id)s
"""  # noqa: S608 - names of our own

STAND = f"""
select queue.id, coalesce(state.is_open, false), commitment.delay_seconds * 1000::bigint, coalesce(waiting.many, 0),
  (extract(epoch from clock_timestamp() - waiting.longest_since) * 1000)::bigint,
  (select count(*) from contacts_presence presence
     where presence.organisation_id = %(organisation_id)s and presence.presence = 'available'),
  coalesce(lately.judged, 0), coalesce(lately.in_time, 0)
from directory_queue queue
join directory_commitment commitment on commitment.organisation_id = queue.organisation_id and commitment.id = queue.commitment_id
left join contacts_queue_state state on state.queue_id = queue.id
left join (
  select queue_id, count(*) as many, min({WAITS_SINCE}) as longest_since from contacts_contact contact
  where organisation_id = %(organisation_id)s and closed_at is null and state in ('waiting', 'offered')
    and channel in ({LIVE_CHANNELS}) and {WAITS_SINCE} <= clock_timestamp() group by queue_id
) as waiting on waiting.queue_id = queue.id
left join (
  select queue, sum(answered + abandoned) as judged, sum(in_time) as in_time from figures_quarter
  where organisation_id = %(organisation_id)s and quarter > %(quarter)s - 4 group by queue
) as lately on lately.queue = queue.id
where queue.organisation_id = %(organisation_id)s and queue.is_active
"""  # noqa: S608 - names of our own
"""How each queue stands (`alerts.Standing`): those who cannot wait. What can wait calls for nobody in the night, nor does a
call that is promised for later."""

LIST_WATCHPOINTS = """
select kind, queue_id, since_ms, raised_at_ms, calm_since_ms from figures_watchpoint where organisation_id = %(organisation_id)s
"""
LIST_ALERTS = f"{LIST_WATCHPOINTS} and raised_at_ms is not null order by raised_at_ms, kind, queue_id"
KEEP_WATCHPOINTS = """
with kept as (
  select * from json_to_recordset(%(rows)s::json) as r(kind text, queue bigint, since bigint, raised_at bigint, calm_since bigint)
), gone as (
  delete from figures_watchpoint w where organisation_id = %(organisation_id)s
    and not exists (select from kept where kept.kind = w.kind and kept.queue = w.queue_id)
)
insert into figures_watchpoint (organisation_id, kind, queue_id, since_ms, raised_at_ms, calm_since_ms)
select %(organisation_id)s, kind, queue, since, raised_at, calm_since from kept
on conflict (organisation_id, kind, queue_id)
do update set since_ms = excluded.since_ms, raised_at_ms = excluded.raised_at_ms, calm_since_ms = excluded.calm_since_ms
"""
