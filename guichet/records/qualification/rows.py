"""A text as a row of numbers: what it means where a model of vectors is installed, else which words it has.

Words are taken as the search takes them (without accents and endings), and kept as sums: no word can be read out of what is learned.
"""

from collections.abc import Mapping, Sequence
from zlib import crc32

from django.db import connection

from guichet.language.contracts import Embedder, Purpose

Row = Mapping[int, float]
LONGEST = 2_000
"""Characters of one text that are looked at."""
BATCH = 64

LEXEMES = """
select array(select lexeme from unnest(to_tsvector('guichet_french', said)))
from unnest(%s::text[]) with ordinality as each(said, place) order by place
"""


def make_rows(texts: Sequence[str], embedder: Embedder | None) -> list[Row]:
    """:raises LanguageError: the engine is missing, died or hung."""
    said = [text[:LONGEST] for text in texts]
    return _count(said) if embedder is None else _mean(said, embedder)


def _count(texts: Sequence[str]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(LEXEMES, [list(texts)])
        return [{crc32(word.encode()): 1.0 for word in words} for (words,) in cursor.fetchall()]


def _mean(texts: Sequence[str], embedder: Embedder) -> list[Row]:
    rows: list[Row] = []
    for start in range(0, len(texts), BATCH):
        vectors = embedder.embed(texts[start : start + BATCH], Purpose.QUESTION)
        rows += [dict(enumerate(vector)) for vector in vectors]
    return rows
