"""Close the tables of drafts, models of answers and search; words are compared without accents, then by their French stem.

`@@` is not leakproof: under row-level security PostgreSQL would read every row of an organisation before it looked at the index. The
search is therefore a function of the tables' owner, which names the organisation of the transaction itself.
"""

from django.db import migrations

from guichet.records.separation import CURRENT, ROLE, contain, separate

TABLES = ("contacts_draft", "contacts_snippet", "contacts_search_entry", "contacts_search_mark")
POINTERS = (
    ("contacts_draft", "agent_id", "directory_agent"),
    ("contacts_draft", "contact_id", "contacts_contact"),
    ("contacts_snippet", "agent_id", "directory_agent"),
    ("contacts_snippet", "reason_id", "directory_reason"),
    ("contacts_search_entry", "contact_id", "contacts_contact"),
)
FRENCH = """
create extension if not exists unaccent;
create text search configuration guichet_french (copy = french);
alter text search configuration guichet_french
  alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword with unaccent, french_stem;
"""
FIND = f"""
create function contacts_find(wanted tsquery, part_of bigint, most integer) returns table (contact_id uuid, score real)
  language sql stable security definer set search_path = public, pg_temp
  as $$
  select entry.contact_id, ts_rank_cd(entry.words, wanted) from contacts_search_entry entry
  where entry.words @@ wanted and entry.organisation_id = {CURRENT} and (part_of is null or entry.agents @> array[part_of])
  order by 2 desc, entry.contact_id desc limit most
$$;
revoke execute on function contacts_find(tsquery, bigint, integer) from public;
grant execute on function contacts_find(tsquery, bigint, integer) to {ROLE};
"""  # noqa: S608 - a constant of ours


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_drafts_snippets_search")]
    operations = [
        *(separate(table) for table in TABLES),
        *(contain(*pointer) for pointer in POINTERS),
        migrations.RunSQL(FRENCH, "drop text search configuration guichet_french;"),
        migrations.RunSQL(FIND, "drop function contacts_find(tsquery, bigint, integer);"),
    ]
