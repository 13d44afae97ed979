"""Hand-written statements for the hot doors and the engine, for psycopg 3 with named parameters.

Each transaction first says for whom it works (`records.separation.SET_ORGANISATION`).
"""

POST_MANY = """
with given as (
  select distinct on (input_id) input_id, kind, body, n
  from unnest(%(input_ids)s::uuid[], %(kinds)s::text[], %(bodies)s::text[]) with ordinality as given(input_id, kind, body, n)
  order by input_id, n
), numbered as materialized (
  select input_id, kind, body, nextval('journal_inbox_id_seq') as fresh_id from (select * from given order by n) as given
), keyed as (
  insert into journal_key (organisation_id, input_id, inbox_id)
  select %(organisation_id)s::bigint, input_id, fresh_id from numbered order by input_id
  on conflict (organisation_id, input_id) do update set inbox_id = journal_key.inbox_id
  returning input_id, inbox_id
), stored as (
  insert into journal_inbox (id, organisation_id, input_id, kind, body)
  select fresh_id, %(organisation_id)s::bigint, input_id, kind, body
  from numbered join keyed using (input_id) where inbox_id = fresh_id order by fresh_id
)
select input_id, inbox_id, inbox_id = fresh_id as is_new from numbered join keyed using (input_id)
"""
"""Post facts of one organisation: `organisation_id`, and three arrays of equal length `input_ids`, `kinds` (class names), `bodies`
(JSON, `journal.words.encode_input`). Returns (input_id, inbox_id, is_new) once per distinct id; a repeat, even a concurrent one,
returns the first row. Keys are locked in one order, so concurrent posters never deadlock. Send `NOTIFY_INBOX` once afterwards."""

NOTIFY_INBOX = "select pg_notify('guichet_inbox', %(organisation_id)s::bigint::text)"
"""Wake the engine, at the commit of this transaction: once per transaction, however many facts it posts."""

LIST_ENTRIES = """
select seq, at_ms, input_id, kind, body from journal_entry
where organisation_id = %(organisation_id)s and seq > %(since)s order by seq limit %(limit)s
"""
"""What happened after entry `since`, in order and without a gap."""

GET_HEAD = "select coalesce((select seq from journal_leader where organisation_id = %(organisation_id)s), 0)"
"""The number of the last entry; 0 before the first."""
