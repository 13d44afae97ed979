"""Find words by their root, words for the same thing, and of a mistyped word what it may have been.

Accents are dropped before words are cut to their stem, so that who types none finds the same: some endings ("versée") are then cut by
less than others ("versement"). The root is what such stems share. What the title and the questions of an article say is kept apart.
"""

import django.db.models.deletion
from django.db import migrations, models

from guichet.records.separation import CURRENT, ROLE, separate

ROOT = r"""
create function knowledge_root(stem text) returns text language sql immutable parallel safe as $$
  select regexp_replace(regexp_replace(regexp_replace(stem, '^(.{3,}?)(se|es|e|s)$', '\1'), 'y$', 'i'), '^(.{3,})i$|^(.{5,})on$', '\1\2')
$$;
grant execute on function knowledge_root(text) to guichet_app;
update knowledge_search_term set root = knowledge_root(lexeme);
update knowledge_search_entry set title_words = ts_filter(words, '{a,b}');
create index knowledge_search_spread on knowledge_search_term (organisation_id, articles desc);
"""
NEAREST, BEGUN, ONE_OFF, CLOSE, SHORTEST = 3, 12, 0.8, 0.4, 4
"""How many words stand for a mistyped and for an unfinished one; how near a word with one mistake is, how alike others are, and from how many letters on they are compared."""
TERMS = f"""
drop function knowledge_terms(text, text);
create function knowledge_terms(wanted text, partial text)
  returns table ("position" integer, word text, root text, lexeme text, articles integer, closeness real)
  language sql stable security definer set search_path = public, pg_temp
  as $$
  with asked as materialized (
    select word.lexeme as word, (ts_lexize('french_stem', word.lexeme))[1] as stem, word.positions[1]::integer as position
    from unnest(to_tsvector('knowledge_words', wanted)) as word where ts_lexize('french_stem', word.lexeme) <> '{{}}'
  )
  select asked.position, asked.word, knowledge_root(asked.stem), known.lexeme, known.articles, known.closeness
  from asked left join lateral (
    select term.lexeme, sum(term.articles)::integer as articles, (case when term.lexeme = asked.stem then 1 else 0.9 end)::real as closeness
    from knowledge_search_term term
    where term.organisation_id = {CURRENT} and term.root = knowledge_root(asked.stem) group by term.lexeme
  ) as known on true
  union all
  (select 1000, partial, '', term.lexeme, sum(term.articles)::integer, 1::real from knowledge_search_term term
   where partial <> '' and term.organisation_id = {CURRENT} and term.word like partial || '%'
   group by term.lexeme order by 5 desc, term.lexeme limit {BEGUN})
$$;
revoke execute on function knowledge_terms(text, text) from public;
grant execute on function knowledge_terms(text, text) to {ROLE};
create function knowledge_near(asked text, variants text[]) returns table (root text, lexeme text, articles integer, closeness real)
  language sql stable security definer set search_path = public, pg_temp
  as $$
  with one_off as materialized (
    select term.root, term.lexeme, sum(term.articles)::integer as articles, {ONE_OFF}::real as closeness from knowledge_search_term term
    where term.organisation_id = {CURRENT} and term.word = any(variants) group by 1, 2 order by 3 desc, 2 limit {NEAREST}
  )
  select * from one_off
  union all
  (select term.root, term.lexeme, sum(term.articles)::integer as articles, max(similarity(term.word, asked)) as closeness
   from knowledge_search_term term
   where not exists (select from one_off) and length(asked) >= {SHORTEST}
     and term.organisation_id = {CURRENT} and term.word % asked and similarity(term.word, asked) >= {CLOSE}
   group by 1, 2 order by closeness desc, articles desc, 2 limit {NEAREST})
$$;
revoke execute on function knowledge_near(text, text[]) from public;
grant execute on function knowledge_near(text, text[]) to {ROLE};
create function knowledge_of_roots(roots text[]) returns table (root text, lexeme text, articles integer)
  language sql stable security definer set search_path = public, pg_temp
  as $$
  select term.root, term.lexeme, sum(term.articles)::integer from knowledge_search_term term
  where term.organisation_id = {CURRENT} and term.root = any(roots) group by 1, 2
$$;
revoke execute on function knowledge_of_roots(text[]) from public;
grant execute on function knowledge_of_roots(text[]) to {ROLE};
create function knowledge_spread() returns integer
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(max(term.articles), 1) from knowledge_search_term term where term.organisation_id = {CURRENT} $$;
revoke execute on function knowledge_spread() from public;
grant execute on function knowledge_spread() to {ROLE};
"""  # noqa: S608 - constants of ours
IN_TITLES, IN_TEXTS = 400, 600
"""Of the articles that match in their titles or anywhere, how many are ranked. `searching.BOUND` keeps the second from being cut."""
RANK = f"""
drop function knowledge_rank(text, text, text, text[], real[], boolean[], text[]);
create function knowledge_rank(strict text, titled text, loose text, lexemes text[], weights real[], terms integer[], audiences text[])
  returns table (article_id bigint, score real)
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
  ), word as materialized (
    select given.lexeme::tsquery as lexeme, given.weight, given.term from unnest(lexemes, weights, terms) as given(lexeme, weight, term)
  ), each as (
    select matched.article_id, word.term, max(word.weight * ts_rank('{{0.35, 0.35, 0.9, 1}}', matched.words, word.lexeme)) as score
    from matched cross join word group by 1, 2
  )
  select each.article_id, sum(each.score)::real from each group by 1
$$;
revoke execute on function knowledge_rank(text, text, text, text[], real[], integer[], text[]) from public;
grant execute on function knowledge_rank(text, text, text, text[], real[], integer[], text[]) to {ROLE};
"""  # noqa: S608 - constants of ours


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_separation")]
    operations = [
        migrations.AddField("searchterm", "root", models.TextField(default=""), preserve_default=False),
        migrations.RemoveIndex("searchterm", "knowledge_search_stem"),
        migrations.AddIndex("searchterm", models.Index(fields=["organisation", "root"], name="knowledge_search_root")),
        migrations.CreateModel(
            name="SynonymList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("roots", models.JSONField()),
                ("edition", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "knowledge_synonym_list",
                "constraints": [models.UniqueConstraint(fields=("organisation",), name="knowledge_synonyms_once")],
            },
        ),
        separate("knowledge_synonym_list"),
        migrations.RunSQL(ROOT),
        migrations.RunSQL(TERMS),
        migrations.RunSQL(RANK),
    ]
