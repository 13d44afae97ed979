"""Inbox, keys, journal, leaders, snapshots and what was set aside; months are made and dropped by functions that own the tables."""

import django.db.models.functions.datetime
from django.db import migrations, models

from guichet.records.separation import ROLE, create_role, separate

PARTITIONED = f"""
create sequence journal_inbox_id_seq;
grant usage, select on sequence journal_inbox_id_seq to {ROLE};

create table journal_inbox (
  id bigint not null default nextval('journal_inbox_id_seq'),
  organisation_id bigint not null,
  input_id uuid not null,
  kind text not null,
  body text not null,
  posted_at timestamptz not null default clock_timestamp(),
  primary key (id, posted_at)
) partition by range (posted_at);
alter sequence journal_inbox_id_seq owned by journal_inbox.id;
create index journal_inbox_waiting on journal_inbox (organisation_id, id);

create table journal_entry (
  organisation_id bigint not null,
  seq bigint not null,
  at_ms bigint not null,
  recorded_at timestamptz not null default now(),
  input_id uuid,
  kind text not null,
  body text not null,
  primary key (organisation_id, seq, recorded_at)
) partition by range (recorded_at);
"""

FUNCTIONS = f"""
create function journal_make_months(ahead int) returns int language plpgsql security definer set search_path from current as $$
declare
  base text; name text; first timestamp; made int := 0;
begin
  perform pg_advisory_xact_lock(hashtext('journal_make_months'));
  for month in 0..least(ahead, 24) loop
    first := date_trunc('month', now() at time zone 'utc') + make_interval(months => month);
    foreach base in array array['journal_inbox', 'journal_entry'] loop
      name := base || to_char(first, '_YYYY_MM');
      if to_regclass(quote_ident(name)) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          name, base, first at time zone 'utc', (first + interval '1 month') at time zone 'utc');
        execute format('alter table %I enable row level security', name);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

create function journal_drop_months(keep int) returns setof text language plpgsql security definer set search_path from current as $$
declare
  name text; month timestamp; is_used boolean;
begin
  for name in select inhrelid::regclass::text from pg_inherits
              where inhparent in ('journal_inbox'::regclass, 'journal_entry'::regclass) order by 1 loop
    month := to_timestamp(right(name, 7), 'YYYY_MM') at time zone current_setting('timezone');
    if name like 'journal_inbox%' then
      continue when month >= date_trunc('month', (now() at time zone 'utc') - interval '1 day');
      execute format('lock table %s in access exclusive mode', name);
      execute format('select exists (select from %s)', name) into is_used;
    else
      continue when month >= date_trunc('month', now() at time zone 'utc') - make_interval(months => greatest(keep, 2));
      execute format('select exists (select from (select organisation_id, max(seq) as seq from %s group by 1) as old
        where not exists (select from journal_snapshot where organisation_id = old.organisation_id and seq >= old.seq))', name)
        into is_used;
    end if;
    continue when is_used;
    execute format('drop table %s', name);
    return next name;
  end loop;
end $$;

create function journal_forget_keys(keep_days int) returns bigint language sql security definer set search_path from current as $$
  with forgotten as (
    delete from journal_key where posted_at < now() - make_interval(days => greatest(keep_days, 7)) returning 1
  ) select count(*) from forgotten
$$;

create function journal_advance(organisation bigint, own_epoch bigint, before bigint, after bigint) returns void
language plpgsql set search_path from current as $$
begin
  update journal_leader set seq = after where organisation_id = organisation and epoch = own_epoch and seq = before;
  if not found then
    raise exception 'another engine leads organisation %', organisation using errcode = 'GU001';
  end if;
end $$;

revoke all on function journal_make_months, journal_drop_months, journal_forget_keys, journal_advance from public;
grant execute on function journal_make_months, journal_drop_months, journal_forget_keys, journal_advance to {ROLE};
select journal_make_months(3);
"""

DROP = """
drop function journal_make_months, journal_drop_months, journal_forget_keys, journal_advance;
drop table journal_entry;
drop table journal_inbox;
"""

now = django.db.models.functions.datetime.Now


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.RunPython(create_role, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(PARTITIONED, "drop table journal_entry; drop table journal_inbox;")],
            state_operations=[
                migrations.CreateModel(
                    name="Inbox",
                    fields=[
                        ("pk", models.CompositePrimaryKey("id", "posted_at", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("id", models.BigIntegerField()),
                        ("organisation_id", models.BigIntegerField()),
                        ("input_id", models.UUIDField()),
                        ("kind", models.TextField()),
                        ("body", models.TextField()),
                        ("posted_at", models.DateTimeField(db_default=now())),
                    ],
                    options={"db_table": "journal_inbox"},
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "organisation_id", "seq", "recorded_at", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("organisation_id", models.BigIntegerField()),
                        ("seq", models.BigIntegerField()),
                        ("at_ms", models.BigIntegerField()),
                        ("recorded_at", models.DateTimeField(db_default=now())),
                        ("input_id", models.UUIDField(null=True)),
                        ("kind", models.TextField()),
                        ("body", models.TextField()),
                    ],
                    options={"db_table": "journal_entry"},
                ),
            ],
        ),
        migrations.CreateModel(
            name="Key",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id", "input_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation_id", models.BigIntegerField()),
                ("input_id", models.UUIDField()),
                ("inbox_id", models.BigIntegerField()),
                ("posted_at", models.DateTimeField(db_default=now())),
            ],
            options={"db_table": "journal_key"},
        ),
        migrations.CreateModel(
            name="Aside",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id", "inbox_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation_id", models.BigIntegerField()),
                ("inbox_id", models.BigIntegerField()),
                ("input_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("body", models.TextField()),
                ("posted_at", models.DateTimeField()),
                ("reason", models.TextField()),
                ("set_aside_at", models.DateTimeField(db_default=now())),
            ],
            options={"db_table": "journal_aside"},
        ),
        migrations.CreateModel(
            name="Leader",
            fields=[
                ("organisation_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("epoch", models.BigIntegerField(default=0)),
                ("seq", models.BigIntegerField(default=0)),
                ("since", models.DateTimeField(db_default=now())),
            ],
            options={"db_table": "journal_leader"},
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("organisation_id", "seq", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("organisation_id", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("state", models.BinaryField()),
                ("made_at", models.DateTimeField(db_default=now())),
            ],
            options={"db_table": "journal_snapshot"},
        ),
        separate("journal_inbox", "select, insert, delete"),
        separate("journal_entry", "select, insert"),
        separate("journal_key"),
        separate("journal_aside"),
        separate("journal_leader"),
        separate("journal_snapshot"),
        migrations.RunSQL(FUNCTIONS, DROP),
    ]
