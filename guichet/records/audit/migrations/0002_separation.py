"""Close the trail: each organisation sees its own, the product may only add to it, and expiry cuts the oldest end alone."""

from django.db import migrations

from guichet.records.separation import CURRENT, ROLE, create_role, separate

LEAST_RETENTION = "180 days"
"""No caller may cut younger entries: whoever broke into the product would otherwise wipe his traces."""

EXPIRE = f"""
create function audit_expire(wanted bigint, before timestamptz) returns bigint
  language plpgsql security definer set search_path = public, pg_temp
  as $$
declare
  last bigint; last_hash bytea; cut bigint;
begin
  if wanted is distinct from {CURRENT} or before > now() - interval '{LEAST_RETENTION}' then
    raise insufficient_privilege using message = 'audit: another organisation, or younger than {LEAST_RETENTION}';
  end if;
  perform 1 from audit_chain where organisation_id = wanted for update;
  select number, hash into last, last_hash from audit_entry entry
    where organisation_id = wanted and at < before
      and not exists (select from audit_entry older where older.organisation_id = wanted and older.number < entry.number and older.at >= before)
    order by number desc limit 1;
  if last is null then
    return 0;
  end if;
  delete from audit_entry where organisation_id = wanted and number <= last;
  get diagnostics cut = row_count;
  update audit_chain set cut_number = last, cut_hash = last_hash where organisation_id = wanted;
  return cut;
end $$;
revoke execute on function audit_expire(bigint, timestamptz) from public;
grant execute on function audit_expire(bigint, timestamptz) to {ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(create_role, migrations.RunPython.noop),
        separate("audit_entry", rights="select, insert"),
        separate("audit_chain", rights="select, insert, update (number, hash)"),
        migrations.RunSQL(EXPIRE, "drop function audit_expire(bigint, timestamptz);"),
    ]
