"""The SQL by which articles are found. `@@` and `%` are not leakproof: the functions of migration 0002 name the organisation themselves."""

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
select %(organisation_id)s, %(article_id)s, %(audience)s, title_words, title_words || questions || text,
  array(select lexeme from unnest(to_tsvector('knowledge_words', concat_ws(' ', %(title)s, %(questions)s, %(text)s)))
        where ts_lexize('french_stem', lexeme) <> '{}')
from (select setweight(to_tsvector('knowledge_french', %(title)s), 'A') as title_words,
  setweight(to_tsvector('knowledge_french', %(questions)s), 'B') as questions,
  setweight(to_tsvector('knowledge_french', %(text)s), 'D') as text) as entry
returning terms
"""
COUNT = """
insert into knowledge_search_term (organisation_id, word, lexeme, articles)
select %(organisation_id)s, word, (ts_lexize('french_stem', word))[1], 1 from unnest(%(terms)s::text[]) as word order by word
on conflict (organisation_id, word) do update set articles = knowledge_search_term.articles + 1
"""
TERMS = (
    "select position, lexeme, articles, closeness from knowledge_terms(%(wanted)s, %(partial)s) order by position, closeness desc, lexeme"
)
RANK = """
select article_id, score, exact, has_all
from knowledge_rank(%(strict)s, %(titled)s, %(loose)s, %(lexemes)s, %(weights)s::real[], %(exact)s, %(audiences)s)
order by score desc, article_id limit %(most)s
"""
