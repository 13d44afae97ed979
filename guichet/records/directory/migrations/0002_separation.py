"""Close the directory's tables: each organisation sees its own rows, and no row points into another organisation."""

from django.db import migrations

from guichet.records.separation import CURRENT, ROLE, anchor, contain, create_role, separate

ANCHORED = (
    "account", "agent", "capacityprofile", "commitment", "openingcalendar", "pausereason", "queue", "reason", "reserve", "site", "skill",
    "team", "territory", "wrapupoutcome",
)
OTHERS = (
    "agentskill", "agentterritory", "channelcapacity", "openingexception", "openinghours", "reasonskill", "relaxationstep", "reserveskill",
)
POINTERS = (
    ("session", "account_id", "account"),
    ("territory", "parent_id", "territory"),
    ("site", "territory_id", "territory"),
    ("site", "calendar_id", "openingcalendar"),
    ("agent", "account_id", "account"),
    ("agent", "site_id", "site"),
    ("agent", "team_id", "team"),
    ("agent", "capacity_id", "capacityprofile"),
    ("agentskill", "agent_id", "agent"),
    ("agentskill", "skill_id", "skill"),
    ("agentterritory", "agent_id", "agent"),
    ("agentterritory", "territory_id", "territory"),
    ("channelcapacity", "profile_id", "capacityprofile"),
    ("openinghours", "calendar_id", "openingcalendar"),
    ("openingexception", "calendar_id", "openingcalendar"),
    ("queue", "commitment_id", "commitment"),
    ("queue", "calendar_id", "openingcalendar"),
    ("relaxationstep", "queue_id", "queue"),
    ("reserve", "territory_id", "territory"),
    ("reserveskill", "reserve_id", "reserve"),
    ("reserveskill", "skill_id", "skill"),
    ("reason", "parent_id", "reason"),
    ("reason", "queue_id", "queue"),
    ("reasonskill", "reason_id", "reason"),
    ("reasonskill", "skill_id", "skill"),
)

# What is public of an organisation (its name, language, zone) is read by anybody: a door must find it first. Only migrations and
# commands, run by the owner, create or remove one.
ORGANISATIONS = f"""
grant select, update on directory_organisation to {ROLE};
alter table directory_organisation enable row level security;
create policy open on directory_organisation for select to {ROLE} using (true);
create policy separation on directory_organisation for update to {ROLE} using (id = {CURRENT}) with check (id = {CURRENT});
"""
# A session is found by its key before its organisation is known; afterwards only the organisation's own are seen.
SESSIONS = f"""
grant select, insert, update, delete on directory_session to {ROLE};
alter table directory_session enable row level security;
create policy separation on directory_session to {ROLE}
  using ({CURRENT} is null or organisation_id is null or organisation_id = {CURRENT});
"""
# The only reads across organisations, each of one row by something only its holder knows. They run as the tables' owner.
FUNCTIONS = """
create function directory_account_by_email(wanted text) returns setof directory_account
  language sql stable security definer set search_path = public, pg_temp
  as $$ select * from directory_account where email = wanted and is_active $$;
create function directory_account_by_id(wanted bigint) returns setof directory_account
  language sql stable security definer set search_path = public, pg_temp
  as $$ select * from directory_account where id = wanted and is_active $$;
create function directory_seat_of_session(wanted text)
  returns table (account_id bigint, organisation_id bigint, roles text[], language text, agent_id bigint)
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select account.id, account.organisation_id, account.roles::text[], account.language::text, agent.id
    from directory_session session
    join directory_account account on account.id = session.account_id and account.organisation_id = session.organisation_id
    left join directory_agent agent on agent.account_id = account.id and agent.is_active
    where session.key = wanted and session.expires_at > now() and account.is_active
  $$;
revoke execute on function directory_account_by_email(text), directory_account_by_id(bigint), directory_seat_of_session(text) from public;
"""
GRANTS = f"""
grant execute on function directory_account_by_email(text), directory_account_by_id(bigint), directory_seat_of_session(text) to {ROLE};
"""
UNDO = """
drop function directory_account_by_email(text); drop function directory_account_by_id(bigint); drop function directory_seat_of_session(text);
drop policy open on directory_organisation; drop policy separation on directory_organisation; drop policy separation on directory_session;
alter table directory_organisation disable row level security; alter table directory_session disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]
    operations = [
        migrations.RunPython(create_role, migrations.RunPython.noop),
        *(separate(f"directory_{name}") for name in (*ANCHORED, *OTHERS)),
        *(anchor(f"directory_{name}") for name in ANCHORED),
        *(contain(f"directory_{name}", column, f"directory_{target}") for name, column, target in POINTERS),
        migrations.RunSQL(ORGANISATIONS + SESSIONS + FUNCTIONS + GRANTS, UNDO),
    ]
