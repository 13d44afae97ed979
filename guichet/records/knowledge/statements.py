"""The SQL by which articles are found. `@@` and `%` are not leakproof: the functions of the migrations name the organisation themselves."""

FORGET = """
delete from knowledge_search_entry where organisation_id = %(organisation_id)s and article_id = %(article_id)s returning terms
"""
UNCOUNT = """
update knowledge_search_term set articles = articles - 1
where organisation_id = %(organisation_id)s and word = any(%(terms)s)
"""
FORGET_TERMS = "delete from knowledge_search_term where organisation_id = %(organisation_id)s and articles <= 0 and word = any(%(terms)s)"
KEEP = """
insert into knowledge_search_entry (organisation_id, article_id, audience, title_words, words, terms)
select %(organisation_id)s, %(article_id)s, %(audience)s, title_words || questions, title_words || questions || text,
  array(select lexeme from unnest(to_tsvector('knowledge_words', concat_ws(' ', %(title)s, %(questions)s, %(text)s)))
        where ts_lexize('french_stem', lexeme) <> '{}')
from (select setweight(to_tsvector('knowledge_french', %(title)s), 'A') as title_words,
  setweight(to_tsvector('knowledge_french', %(questions)s), 'B') as questions,
  setweight(to_tsvector('knowledge_french', %(text)s), 'D') as text) as entry
returning terms
"""
COUNT = """
insert into knowledge_search_term (organisation_id, word, lexeme, root, articles)
select %(organisation_id)s, word, stem, knowledge_root(stem), 1
from unnest(%(terms)s::text[]) as word cross join lateral (select (ts_lexize('french_stem', word))[1] as stem) as cut order by word
on conflict (organisation_id, word) do update set articles = knowledge_search_term.articles + 1
"""
TERMS = """
select position, word, root, lexeme, articles, closeness,
  (select knowledge_spread()), (select changed_at from knowledge_synonym_list where organisation_id = %(organisation_id)s)
from knowledge_terms(%(wanted)s, %(partial)s) order by position, closeness desc, lexeme
"""
"""With each row also in how many articles the most frequent word stands, and when the synonyms were last changed."""
NEAR = "select root, lexeme, articles, closeness from knowledge_near(%(word)s, %(variants)s)"
OF_ROOTS = "select root, lexeme, articles from knowledge_of_roots(%(roots)s) order by root, lexeme"
ROOTS_OF = """
select line, coalesce(words, '{}'), coalesce(roots, '{}') from unnest(%(lines)s::int[], %(expressions)s::text[]) as given(line, expression)
cross join lateral (
  select array_agg(lexeme order by positions[1]) as words,
    array_agg(knowledge_root((ts_lexize('french_stem', lexeme))[1]) order by positions[1]) as roots
  from unnest(to_tsvector('knowledge_words', expression)) where ts_lexize('french_stem', lexeme) <> '{}'
) as told
"""
"""Of each expression its words without accents and their roots, in their order."""
RANK = """
select article_id, score
from knowledge_rank(%(strict)s, %(titled)s, %(loose)s, %(lexemes)s, %(weights)s::real[], %(terms)s::int[], %(audiences)s)
order by score desc, article_id limit %(most)s
"""
FORGET_PASSAGES = "delete from knowledge_passage where organisation_id = %(organisation_id)s and article_id = %(article_id)s"
FORGET_OTHER_MODELS = """
delete from knowledge_passage where organisation_id = %(organisation_id)s and article_id = %(article_id)s and model <> %(model)s
"""
KEEP_PASSAGE = """
insert into knowledge_passage (organisation_id, article_id, version, model, number, vector)
values (%(organisation_id)s, %(article_id)s, %(version)s, %(model)s, %(number)s, %(vector)s::vector)
on conflict (organisation_id, model, article_id, number) do update set version = excluded.version, vector = excluded.vector
"""
NEAREST = """
select passage.article_id from knowledge_passage passage join knowledge_search_entry entry using (organisation_id, article_id)
where passage.organisation_id = %(organisation_id)s and passage.model = %(model)s and entry.audience = any(%(audiences)s)
group by 1 having min(passage.vector <#> %(vector)s::vector) <= -%(alike)s
order by min(passage.vector <#> %(vector)s::vector), 1 limit %(most)s
"""
"""`<#>` is the negative product: for vectors of length one, the nearest first, as far as they are about the same thing."""
