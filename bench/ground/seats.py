"""Accounts and sessions for the agents of the ground, laid in bulk as its directory is."""

from bench.ground import Ground
from guichet.engine.connections import Connection
from guichet.wiring import settings

CSRF = "b" * 32
SEATS = """
with account as (
  insert into directory_account (organisation_id, email, name, language, roles, is_active, created_at, password, last_login)
  select %(organisation_id)s, 'agent-' || agent || '@bench.invalid', 'Agent', 'fr', array['agent', 'supervisor'], true, now(), '!', null
  from unnest(%(agents)s::bigint[]) as agent returning id, split_part(split_part(email, '@', 1), '-', 2)::bigint as agent
), seated as (
  update directory_agent set account_id = account.id from account where directory_agent.id = account.agent
)
insert into directory_session (key, account_id, organisation_id, data, expires_at)
select md5('seat ' || agent), id, %(organisation_id)s, '', now() + interval '1 day' from account
returning key, account_id
"""
REASON = "update directory_reason set queue_id = %(queue)s where id = %(reason)s"
OUTCOME = """
insert into directory_wrapupoutcome (organisation_id, key, is_active, labels, is_resolved) values (%s, 'resolved', true, '{}', true)
"""
SLUG = "select slug from directory_organisation where id = %s"


def seat(owner: Connection, ground: Ground) -> list[str]:
    """Give every agent an account that is signed in, the reason a queue, and contacts an outcome.

    Returns the cookies of each agent, in their order.
    """
    names = {"organisation_id": ground.organisation_id, "agents": list(ground.agents)}
    rows = owner.execute(SEATS, names).fetchall()
    owner.execute(REASON, {"queue": ground.queues[0], "reason": ground.reason_id})
    owner.execute(OUTCOME, [ground.organisation_id])
    keys = [str(key) for key, _ in sorted(rows, key=lambda row: int(str(row[1])))]
    return [f"{settings.SESSION_COOKIE_NAME}={key}; {settings.CSRF_COOKIE_NAME}={CSRF}" for key in keys]


def get_slug(owner: Connection, ground: Ground) -> str:
    row = owner.execute(SLUG, [ground.organisation_id]).fetchone()
    return str(row[0]) if row else ""
