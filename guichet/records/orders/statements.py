"""Hand-written statements for the hot doors: the orders that hold, the messages a desk shows, and the links of wall displays."""

LIST_HOLDING = """
select o.id::text, o.kind, coalesce(nullif(account.name, ''), account.email), (extract(epoch from o.given_at) * 1000)::bigint,
  (extract(epoch from o.until) * 1000)::bigint, o.text, o.number,
  agent.name, queue.key, queue.labels, team.name, skill.key, skill.labels, reason.key, reason.labels,
  (select count(*) from orders_reading reading where reading.order_id = o.id)
from orders_order o
join directory_account account on account.organisation_id = o.organisation_id and account.id = o.by_id
left join directory_agent agent on agent.organisation_id = o.organisation_id and agent.id = o.agent_id
left join directory_queue queue on queue.organisation_id = o.organisation_id and queue.id = o.queue_id
left join directory_team team on team.organisation_id = o.organisation_id and team.id = o.team_id
left join directory_skill skill on skill.organisation_id = o.organisation_id and skill.id = o.skill_id
left join contacts_contact contact on contact.organisation_id = o.organisation_id and contact.id = o.contact_id
left join directory_reason reason on reason.organisation_id = contact.organisation_id and reason.id = contact.reason_id
where o.organisation_id = %(organisation_id)s and o.ended_at is null order by o.given_at desc, o.id limit 100
"""
LIST_UNREAD = """
select agent.id, o.id::text, coalesce(nullif(account.name, ''), account.email), o.text, (extract(epoch from o.given_at) * 1000)::bigint
from orders_order o
join directory_agent agent on agent.organisation_id = o.organisation_id and agent.id = any(%(agents)s::bigint[])
join directory_account account on account.organisation_id = o.organisation_id and account.id = o.by_id
where o.organisation_id = %(organisation_id)s and o.kind = 'message' and o.ended_at is null
  and (o.team_id is null or o.team_id = agent.team_id)
  and not exists (select from orders_reading reading where reading.order_id = o.id and reading.agent_id = agent.id)
order by o.given_at, o.id
"""
"""The messages that each of these agents has not read yet, oldest first."""
GET_WALL_LINK = """
select link.name, link.queues, organisation.name, organisation.default_language
from orders_walllink link join directory_organisation organisation on organisation.id = link.organisation_id
where link.organisation_id = %(organisation_id)s and link.id = %(link)s::uuid and link.revoked_at is null and link.expires_at > now()
"""
