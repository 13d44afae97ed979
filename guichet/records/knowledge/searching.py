"""Finding articles in French: accents, endings and typing errors do not matter much.

Articles are ranked by the words of the question (`asking.py`): rare words weigh more, and a word in the title or in a question weighs more
than one in the text. A ranking by vectors is fused with it by reciprocal rank where a model is installed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db import connection

from guichet.records.directory.models import Organisation
from guichet.records.knowledge.asking import LONGEST_QUERY, Asked, Term, join, read_question
from guichet.records.knowledge.meaning import rank_by_meaning
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.queries import get_today
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.statements import RANK
from guichet.records.knowledge.states import ANSWERING
from guichet.records.knowledge.words import Audience, Content, Medium

RANKED = 60
"""Of each ranking, how many are fused."""
STRONG = 6
"""Words of which any two are looked for in titles and questions."""
RRF = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""
BOUND = 600
"""Articles that a query may touch by its rarest words before its frequent ones are left out."""
PASSAGE = 240
MARKS = re.compile(r"^[ \t]*(?:[-*#>]+|\d{1,3}\.)[ \t]+", re.MULTILINE)
"""Of lists and headings at the beginning of a line: a passage is one line."""


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


def search(organisation: Organisation, text: str, audience: Audience, limit: int, now: datetime, *, completes: bool = False) -> list[Hit]:
    """The best articles for a question, the best first; those for agents only when an agent asks.

    :param completes: the last word may still be incomplete, as while somebody types.
    """
    return make_hits(organisation, find_articles(organisation.pk, text, audience, completes=completes), limit, now)


def find_articles(organisation_id: int, text: str, audience: Audience, *, completes: bool = False) -> list[tuple[int, float]]:
    """The ids of the articles that match, each with its score, the best first."""
    asked = read_question(organisation_id, text, completes=completes)
    by_words = rank(asked, audience) if asked.terms else []
    by_meaning = [] if completes else rank_by_meaning(organisation_id, text[:LONGEST_QUERY], audience)
    return fuse([by_words, by_meaning])


def rank(asked: Asked, audience: Audience) -> list[int]:
    """Articles by their words, the best first."""
    weighed = asked.list_weighed()
    telling = [term for term in asked.terms if not term.is_asking()] or list(asked.terms)
    names: dict[str, Any] = {
        "strict": " & ".join(f"({join(term.lexemes)})" for term in telling),
        "titled": join_pairs(choose_strong(asked, telling)),
        "loose": join(choose_rare(telling)),
        "lexemes": [join([lexeme]) for lexeme, _weight, _term in weighed],
        "weights": [weight for _lexeme, weight, _term in weighed],
        "terms": [term for _lexeme, _weight, term in weighed],
        "audiences": [Audience.PUBLIC.value] if audience is Audience.PUBLIC else [each.value for each in Audience],
        "most": RANKED,
    }
    with connection.cursor() as cursor:
        cursor.execute(RANK, names)
        return [article_id for article_id, _score in cursor.fetchall()]


def choose_strong(asked: Asked, terms: Sequence[Term]) -> list[Term]:
    """The words that tell most."""

    def measure(term: Term) -> float:
        return max(asked.weigh(articles, closeness, is_asking=False) for closeness, articles in term.lexemes.values())

    return sorted(terms, key=measure, reverse=True)[:STRONG]


def join_pairs(terms: Sequence[Term]) -> str:
    """A tsquery for any two of these words; for the word itself when there is one."""
    alternatives = [join(term.lexemes) for term in terms]
    if len(alternatives) == 1:
        return alternatives[0]
    return " | ".join(f"(({one}) & ({other}))" for one, other in combinations(alternatives, 2))


def choose_rare(terms: Iterable[Term]) -> list[str]:
    """The rarest lexemes that together touch at most `BOUND` articles; the rarest in any case."""
    counts = sorted({(articles, lexeme) for term in terms for lexeme, (_closeness, articles) in term.lexemes.items()})
    chosen: list[str] = []
    touched = 0
    for articles, lexeme in counts:
        touched += articles
        if chosen and touched > BOUND:
            break
        chosen.append(lexeme)
    return chosen


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
