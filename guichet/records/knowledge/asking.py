"""The words of a question as they are looked for: what was typed, what shares its root, what means the same, what it may have been.

Each counts by how near it is to what was typed (1: the same). A question holds at most one of each of its words: what an article says in
three ways counts once.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from guichet.decisions.dialogue.folding import fold
from guichet.records.knowledge.indexing import plain
from guichet.records.knowledge.nearness import list_variants
from guichet.records.knowledge.statements import NEAR, OF_ROOTS, TERMS
from guichet.records.knowledge.synonyms import Book, get_book

LONGEST_QUERY = 400
MOST_TERMS = 16
MOST_LEXEMES = 12
"""That stand for one word."""
MOST_MISTYPED = 4
"""Unknown words that are led to their nearest."""
SYNONYM = 0.75
"""How near another word for the same is."""
FAINT = 0.25
ASKING_WORDS = """
a ai aimerais aller allez alors am apres are aucun aussi autre avant avez avoir avons ayant besoin besoins bien bonjour bonsoir can car
cas cela cherche cherchez chez chose combien comme comment connaitre cordialement could dans depuis devons dire dit do does dois doit
doivent donc donner donnez dont encore entre est etre expliquer expliquez faire fais fait faites faut get have how ici information
informations infos is jamais juste madame maintenant merci mettre mieux monsieur my need obtenir ont ou oui parce passe peu peut peuvent
peux please plus pourquoi pourrais pouvez pouvoir prendre puis quand quel quelle quelles quelque quels question quoi renseignement rien
sais salut sans savoir sera seulement si soit suis svp tell toujours tous tout toute toutes tres trop trouver va vais vers veuillez veut
veux voici voila voir voudrais voulez vouloir vraiment what when where which who why will would you your
"""
ASKING = frozenset(ASKING_WORDS.split())
"""Words of asking, folded: they say how something is asked rather than what, and weigh a quarter."""


@dataclass(slots=True)
class Term:
    """A word of the question: the known lexemes that may be meant, each with how near it is and how many articles have it."""

    word: str
    root: str
    lexemes: dict[str, tuple[float, int]] = field(default_factory=dict)

    def is_asking(self) -> bool:
        return self.word in ASKING

    def add(self, lexeme: str, closeness: float, articles: int) -> None:
        if closeness > self.lexemes.get(lexeme, (0.0, 0))[0]:
            self.lexemes[lexeme] = (closeness, articles)


@dataclass(frozen=True, slots=True)
class Asked:
    """`spread`: in how many articles the most frequent word stands."""

    terms: tuple[Term, ...]
    spread: int

    def weigh(self, articles: int, closeness: float, *, is_asking: bool) -> float:
        """By rarity (the inverse document frequency of BM25, Robertson and Zaragoza 2009) and nearness."""
        return closeness**2 * math.log(1 + (self.spread + 1) / (articles + 0.5)) * (FAINT if is_asking else 1.0)

    def list_weighed(self) -> list[tuple[str, float, int]]:
        """Each lexeme with its weight and the number of its term; of each term those that weigh most."""
        return [each for number, term in enumerate(self.terms) for each in self._weigh_term(term, number)]

    def _weigh_term(self, term: Term, number: int) -> list[tuple[str, float, int]]:
        weighed = [
            (lexeme, self.weigh(articles, closeness, is_asking=term.is_asking()), number)
            for lexeme, (closeness, articles) in term.lexemes.items()
        ]
        return sorted(weighed, key=lambda each: (-each[1], each[0]))[:MOST_LEXEMES]


def read_question(organisation_id: int, text: str, *, completes: bool) -> Asked:
    """:param completes: the last word may still be incomplete."""
    wanted = plain(text)[:LONGEST_QUERY]
    last = re.search(r"[\w]+\Z", wanted) if completes else None
    partial = fold(last[0]) if last else ""
    rows = _fetch(TERMS, {"wanted": wanted[: last.start()] if last else wanted, "partial": partial, "organisation_id": organisation_id})
    if not rows:
        return Asked((), 0)
    terms = _make_terms(rows)
    spread, changed_at = rows[0][-2:]
    book = get_book(organisation_id, changed_at)
    _correct(terms, book)
    _add_synonyms(terms, book)
    return Asked(tuple(term for term in terms if term.lexemes), spread)


def _fetch(statement: str, names: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, names)
        return list(cursor.fetchall())


def _make_terms(rows: Iterable[tuple[Any, ...]]) -> list[Term]:
    terms: dict[tuple[int, str], Term] = {}
    for position, word, root, lexeme, articles, closeness, *_rest in rows:
        term = terms.setdefault((position, word), Term(word, root))
        if lexeme is not None:
            term.add(lexeme, closeness, articles)
    return list(terms.values())[:MOST_TERMS]


def _correct(terms: Sequence[Term], book: Book) -> None:
    """Lead words that nobody knows to the nearest that somebody does."""
    unknown = [term for term in terms if not term.lexemes and term.word not in book.words and not term.is_asking()]
    for term in unknown[:MOST_MISTYPED]:
        variants = list_variants(term.word)
        near = _fetch(NEAR, {"word": term.word, "variants": variants})
        for _root, lexeme, articles, closeness in near:
            term.add(lexeme, closeness, articles)
        meant = [book.words[each] for each in variants if each in book.words] or [root for root, *_rest in near]
        term.root = meant[0] if meant else term.root


def _add_synonyms(terms: Sequence[Term], book: Book) -> None:
    others: dict[str, set[str]] = {}
    """Of each root that was asked for, the roots that mean the same."""
    for held, other in book.list_alternatives(term.root for term in terms):
        for root in held:
            others.setdefault(root, set()).update(other)
    known: dict[str, list[tuple[str, int]]] = {}
    if others:
        for root, lexeme, articles in _fetch(OF_ROOTS, {"roots": sorted(set().union(*others.values()))}):
            known.setdefault(root, []).append((lexeme, articles))
    for term in terms:
        for root in others.get(term.root, ()):
            for lexeme, articles in known.get(root, ()):
                term.add(lexeme, SYNONYM, articles)


def join(lexemes: Iterable[str]) -> str:
    """A tsquery for any of these."""
    return " | ".join("'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in lexemes)
