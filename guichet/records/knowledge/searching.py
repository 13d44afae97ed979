"""Finding articles in French: accents, endings and typing errors do not matter much.

Three rankings are fused by reciprocal rank: articles that have every word, articles that have any of the words as they were typed, and
articles that have the nearest known words. Rare words weigh more. Vectors can come as a fourth ranking.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from guichet.decisions.dialogue.folding import fold
from guichet.records.directory.models import Organisation
from guichet.records.knowledge.indexing import plain
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.queries import get_today
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.statements import RANK, TERMS
from guichet.records.knowledge.states import ANSWERING
from guichet.records.knowledge.words import Audience, Content, Medium

LONGEST_QUERY = 400
MOST_TERMS = 16
RANKED = 60
"""Of each ranking, how many are fused."""
RRF = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
BOUND = 1_000
"""Articles that a query may touch by its rarest words before its frequent ones are left out."""
PASSAGE = 240
MARKS = re.compile(r"^[ \t]*(?:[-*#>]+|\d{1,3}\.)[ \t]+", re.MULTILINE)
"""Of lists and headings at the beginning of a line: a passage is one line."""
PARTIAL = 1_000
"""The position of the word that is still being typed."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found; `passage` is the beginning of what it says, `version` the one that says it."""

    article_id: int
    article: str
    version: int
    title: str
    passage: str
    score: float
    is_outdated: bool


@dataclass(slots=True)
class Term:
    """A word of the query: the known lexemes that may be meant, each with how near it is (1: the same) and how many articles have it."""

    lexemes: dict[str, tuple[float, int]] = field(default_factory=dict)


def search(organisation: Organisation, text: str, audience: Audience, limit: int, now: datetime, *, completes: bool = False) -> list[Hit]:
    """The best articles for a question, the best first; those for agents only when an agent asks.

    :param completes: the last word may still be incomplete, as while somebody types.
    """
    terms = find_terms(text, completes=completes)
    rows = rank(terms, audience) if terms else []
    return make_hits(organisation, fuse(list_rankings(rows)), limit, now)


def find_terms(text: str, *, completes: bool) -> list[Term]:
    """The words of a text that PostgreSQL would look for."""
    wanted = plain(text)[:LONGEST_QUERY]
    last = re.search(r"[\w]+\Z", wanted) if completes else None
    partial = fold(last[0]) if last else ""
    with connection.cursor() as cursor:
        cursor.execute(TERMS, {"wanted": wanted[: last.start()] if last else wanted, "partial": partial})
        rows = cursor.fetchall()
    terms: dict[int, Term] = {}
    for position, lexeme, articles, closeness in rows:
        terms.setdefault(position, Term()).lexemes[lexeme] = (closeness, articles)
    return list(terms.values())[:MOST_TERMS]


@dataclass(frozen=True, slots=True)
class Ranked:
    article_id: int
    score: float
    exact: float
    has_all: bool


def rank(terms: Sequence[Term], audience: Audience) -> list[Ranked]:
    weighed = weigh(terms)
    audiences = [Audience.PUBLIC.value] if audience is Audience.PUBLIC else [each.value for each in Audience]
    names: dict[str, Any] = {
        "strict": " & ".join(f"({join(term.lexemes)})" for term in terms),
        "titled": join(weighed),
        "loose": join(choose_rare(terms)),
        "lexemes": [join([lexeme]) for lexeme in weighed],
        "weights": [weight for weight, _is_exact in weighed.values()],
        "exact": [is_exact for _weight, is_exact in weighed.values()],
        "audiences": audiences,
        "most": 4 * RANKED,
    }
    with connection.cursor() as cursor:
        cursor.execute(RANK, names)
        return [Ranked(*row) for row in cursor.fetchall()]


def weigh(terms: Iterable[Term]) -> dict[str, tuple[float, bool]]:
    """Each lexeme with its weight, by rarity and nearness, and whether it is what was typed."""
    most = max((articles for term in terms for _closeness, articles in term.lexemes.values()), default=1)
    return {
        lexeme: (closeness**2 * math.log(1 + (most + 1) / (articles + 0.5)), closeness >= 1)
        for term in terms
        for lexeme, (closeness, articles) in term.lexemes.items()
    }


def choose_rare(terms: Iterable[Term]) -> list[str]:
    """The rarest lexemes that together touch at most `BOUND` articles; the rarest in any case."""
    counts = sorted((articles, lexeme) for term in terms for lexeme, (_closeness, articles) in term.lexemes.items())
    chosen: list[str] = []
    touched = 0
    for articles, lexeme in counts:
        touched += articles
        if chosen and touched > BOUND:
            break
        chosen.append(lexeme)
    return chosen


def join(lexemes: Iterable[str]) -> str:
    """A tsquery for any of these."""
    return " | ".join("'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes)


def list_rankings(rows: Sequence[Ranked]) -> list[list[int]]:
    """By every word, by any word as typed, by the nearest words."""
    by_score = sorted(rows, key=lambda row: (-row.score, row.article_id))
    by_exact = sorted((row for row in rows if row.exact), key=lambda row: (-row.exact, row.article_id))
    return [[row.article_id for row in ranking[:RANKED]] for ranking in ([row for row in by_score if row.has_all], by_exact, by_score)]


def fuse(rankings: Iterable[Sequence[int]]) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: what stands high in several rankings comes first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, article_id in enumerate(ranking, start=1):
            scores[article_id] = scores.get(article_id, 0.0) + 1 / (RRF + place)
    return sorted(scores.items(), key=lambda each: (-each[1], each[0]))


def make_hits(organisation: Organisation, ranked: Sequence[tuple[int, float]], limit: int, now: datetime) -> list[Hit]:
    best = dict(ranked[:limit])
    today = get_today(organisation, now)
    versions = ArticleVersion.objects.of(organisation.pk).filter(article__in=best, state__in=ANSWERING, from_on__lte=today)
    latest = {version.article_id: version for version in versions.select_related("article").order_by("from_on", "number")}
    return [make_hit(organisation, latest[article_id], score) for article_id, score in best.items() if article_id in latest]


def make_passage(content: Content, language: str) -> str:
    """The beginning of what an article says, cut at a word."""
    for medium in (Medium.PAGE, Medium.CHAT, Medium.GUIDE):
        if text := " ".join(MARKS.sub("", render(content, medium, language)).split()):
            return text if len(text) <= PASSAGE else text[:PASSAGE].rsplit(" ", 1)[0] + " …"
    return ""


def make_hit(organisation: Organisation, version: ArticleVersion, score: float) -> Hit:
    content, language = version.read(), organisation.default_language
    return Hit(
        article_id=version.article_id,
        article=version.article.key,
        version=version.number,
        title=content.get_title(language),
        passage=make_passage(content, language),
        score=score,
        is_outdated=bool(version.list_outdated()),
    )
