"""Close the tables of knowledge, and find articles by words without accents, by their French stem, by nearest words.

`@@` and `%` are not leakproof: under row-level security PostgreSQL would read every row of an organisation before it looked at an index.
What searches is therefore a function of the tables' owner, which names the organisation of the transaction itself.
"""

from django.db import migrations

from guichet.records.separation import CURRENT, ROLE, anchor, contain, separate

TABLES = (
    "knowledge_article",
    "knowledge_articlereason",
    "knowledge_articleterritory",
    "knowledge_articleversion",
    "knowledge_search_entry",
    "knowledge_search_term",
    "knowledge_asked_search",
    "knowledge_verdict",
)
POINTERS = (
    ("knowledge_article", "owner_id", "directory_account"),
    ("knowledge_articlereason", "article_id", "knowledge_article"),
    ("knowledge_articleterritory", "article_id", "knowledge_article"),
    ("knowledge_articleterritory", "territory_id", "directory_territory"),
    ("knowledge_articleversion", "article_id", "knowledge_article"),
    ("knowledge_articleversion", "author_id", "directory_account"),
    ("knowledge_articleversion", "reviewer_id", "directory_account"),
    ("knowledge_search_entry", "article_id", "knowledge_article"),
    ("knowledge_asked_search", "article_id", "knowledge_article"),
    ("knowledge_verdict", "article_id", "knowledge_article"),
)
FRENCH = """
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gin;
create text search configuration knowledge_french (copy = french);
alter text search configuration knowledge_french
  alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword with unaccent, french_stem;
create text search configuration knowledge_words (copy = knowledge_french);
alter text search configuration knowledge_words
  alter mapping for hword, hword_part, word, asciihword, hword_asciipart, asciiword with unaccent, simple;
create index knowledge_search_words on knowledge_search_entry using gin (organisation_id, words);
create index knowledge_search_titles on knowledge_search_entry using gin (organisation_id, title_words);
create index knowledge_search_near on knowledge_search_term using gin (organisation_id, word gin_trgm_ops);
create index knowledge_search_begun on knowledge_search_term (organisation_id, word text_pattern_ops);
"""
NEAREST, BEGUN, CLOSE, SHORTEST = 3, 12, 0.4, 4
"""How many words stand for a mistyped and for an unfinished one; how alike they are, and from how many letters on they are compared."""
TERMS = f"""
create function knowledge_terms(wanted text, partial text)
  returns table ("position" integer, lexeme text, articles integer, closeness real)
  language sql stable security definer set search_path = public, pg_temp
  as $$
  with asked as materialized (
    select word.lexeme as word, (ts_lexize('french_stem', word.lexeme))[1] as stem, word.positions[1]::integer as position
    from unnest(to_tsvector('knowledge_words', wanted)) as word where ts_lexize('french_stem', word.lexeme) <> '{{}}'
  ), known as (
    select asked.position, asked.stem, sum(term.articles)::integer as articles from asked
    join knowledge_search_term term on term.organisation_id = {CURRENT} and term.lexeme = asked.stem group by 1, 2
  )
  select known.position, known.stem, known.articles, 1::real from known
  union all
  select asked.position, near.lexeme, near.articles, near.closeness from asked cross join lateral (
    select term.lexeme, sum(term.articles)::integer as articles, max(similarity(term.word, asked.word)) as closeness
    from knowledge_search_term term
    where term.organisation_id = {CURRENT} and term.word % asked.word and similarity(term.word, asked.word) >= {CLOSE}
    group by term.lexeme order by closeness desc, articles desc, term.lexeme limit {NEAREST}
  ) as near
  where length(asked.word) >= {SHORTEST} and asked.position not in (select known.position from known)
  union all
  (select 1000, term.lexeme, sum(term.articles)::integer, 1::real from knowledge_search_term term
   where partial <> '' and term.organisation_id = {CURRENT} and term.word like partial || '%'
   group by term.lexeme order by 3 desc, term.lexeme limit {BEGUN})
$$;
revoke execute on function knowledge_terms(text, text) from public;
grant execute on function knowledge_terms(text, text) to {ROLE};
"""  # noqa: S608 - constants of ours
IN_TITLES, IN_TEXTS = 600, 1_000
"""Of the articles that match in their titles or anywhere, how many are ranked. `searching.BOUND` keeps the second from being cut."""
RANK = f"""
create function knowledge_rank(strict text, titled text, loose text, lexemes text[], weights real[], exact boolean[], audiences text[])
  returns table (article_id bigint, score real, exact real, has_all boolean)
  language sql stable security definer set search_path = public, pg_temp
  as $$
  with found as (
    (select entry.article_id from knowledge_search_entry entry
     where entry.organisation_id = {CURRENT} and entry.title_words @@ titled::tsquery and entry.audience = any(audiences) limit {IN_TITLES})
    union
    (select entry.article_id from knowledge_search_entry entry
     where entry.organisation_id = {CURRENT} and entry.words @@ strict::tsquery and entry.audience = any(audiences) limit {IN_TITLES})
    union
    (select entry.article_id from knowledge_search_entry entry
     where entry.organisation_id = {CURRENT} and entry.words @@ loose::tsquery and entry.audience = any(audiences) limit {IN_TEXTS})
  ), matched as (
    select entry.article_id, entry.words from found join knowledge_search_entry entry using (article_id)
    where entry.organisation_id = {CURRENT}
  )
  select matched.article_id, sum(each.score)::real, coalesce(sum(each.score) filter (where each.is_exact), 0)::real,
    bool_and(matched.words @@ strict::tsquery)
  from matched cross join lateral (
    select word.weight * ts_rank('{{0.1, 0.2, 0.5, 1}}', matched.words, word.lexeme::tsquery) as score, word.is_exact
    from unnest(lexemes, weights, exact) as word(lexeme, weight, is_exact)
  ) as each
  group by matched.article_id
$$;
revoke execute on function knowledge_rank(text, text, text, text[], real[], boolean[], text[]) from public;
grant execute on function knowledge_rank(text, text, text, text[], real[], boolean[], text[]) to {ROLE};
"""  # noqa: S608 - constants of ours


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0001_initial"), ("directory", "0002_separation")]
    operations = [
        *(separate(table) for table in TABLES),
        anchor("knowledge_article"),
        *(contain(*pointer) for pointer in POINTERS),
        migrations.RunSQL(FRENCH, "drop text search configuration knowledge_words; drop text search configuration knowledge_french;"),
        migrations.RunSQL(TERMS, "drop function knowledge_terms(text, text);"),
        migrations.RunSQL(RANK, "drop function knowledge_rank(text, text, text, text[], real[], boolean[], text[]);"),
    ]
