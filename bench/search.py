"""How fast and how well articles are found: the articles of the demonstration among tens of thousands of others.

`p99_ms` is one search, from the text to the articles with their passages, one after the other on one connection. `recall_at_5` is the
share of the questions of `search_questions.yaml` whose article is among the first five; `recall_at_5_perturbed` the same for each question
with its accents dropped, its words in the other number, or one typing error, by seed. Neither set was used to tune the search.
"""

import argparse
import random
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import connection, transaction

from bench.ground import connect_owner, lay
from guichet.engine.connections import Connection
from guichet.records.directory.models import Organisation
from guichet.records.directory.writers import Editing
from guichet.records.knowledge.actions import Details as ArticleDetails
from guichet.records.knowledge.actions import approve, create_article, publish, submit
from guichet.records.knowledge.demonstration import list_written
from guichet.records.knowledge.searching import search
from guichet.records.knowledge.words import Audience
from guichet.records.separation import set_organisation

QUESTIONS = Path(__file__).with_name("search_questions.yaml")
VERBS = (
    *("Renouveler", "Obtenir", "Perdre", "Faire refaire", "Contester", "Inscrire", "Déclarer", "Payer", "Faire traduire", "Légaliser"),
    *("Transférer", "Annuler", "Louer", "Réserver", "Signaler", "Ouvrir", "Fermer", "Vendre", "Assurer", "Faire contrôler"),
)
OBJECTS = (
    *("une carte d’identité", "un passeport", "un permis de construire", "un permis de conduire", "une carte grise", "un acte de mariage"),
    *("une concession", "une place de crèche", "une licence de taxi", "un débit de boissons", "une association sportive"),
    *("un certificat d’urbanisme", "une autorisation de voirie", "un véhicule en fourrière", "un chien dangereux", "une arme de chasse"),
    *("un bateau de plaisance", "une taxe foncière", "une taxe de séjour", "un livret d’épargne", "une bourse d’études", "un stage"),
    *("un contrat d’apprentissage", "une carte de séjour", "un visa", "une naturalisation", "un changement de nom", "un pacs"),
    *(
        "une procuration de vote",
        "un extrait de casier judiciaire",
        "une plainte",
        "une amende",
        "un marché public",
        "un branchement d’eau",
    ),
)
TOPICS = (
    *("pour un mineur", "à l’étranger", "en mairie", "en préfecture", "par courrier", "en urgence", "pour une entreprise", "pour un tiers"),
    *("après un vol", "après un décès", "en outre-mer", "à titre gratuit", "pour un agriculteur", "pour un artisan", "en copropriété"),
    *("à la campagne", "en zone inondable", "pour un retraité", "avec un mandat", "sans rendez-vous"),
)
FREQUENT_FIRST = """
demande dossier pièce formulaire guichet délai justificatif date personne famille service public agent droit commune compte adresse mois
année
paiement versement enfant logement travail revenu copie original photo timbre préfet registre dépôt récépissé instruction décision recours
notification tribunal avocat notaire tarif exonération domicile propriétaire locataire salaire entreprise impôt attestation aide
"""
WORDS = FREQUENT_FIRST.split()
"""The word of rank n is drawn with weight 1/n, as words of a language are (Zipf)."""
WEIGHTS = [1 / rank for rank in range(1, len(WORDS) + 1)]
MENTIONS = (
    *("rivière", "forêt", "moulin", "place", "église", "gare", "pont", "marché", "école", "stade", "port", "colline", "vallée"),
    *("château", "fontaine", "lavoir", "verger", "carrière"),
)
ROWS = """
with article as (
  insert into knowledge_article (organisation_id, key, is_active, audience, source_title, source_url, created_at)
  select %(organisation)s, 'other-' || n, true, 'public', '', '', now() from generate_series(%(first)s::int, %(last)s::int) as n
  returning id, substr(key, 7)::int as n
)
insert into knowledge_articleversion (organisation_id, article_id, number, state, content, worded_on, edition, note, from_on, changed_at)
select %(organisation)s, id, 1, 'published',
  jsonb_build_object('title', jsonb_build_object('fr', (%(titles)s::text[])[n - %(first)s + 1]),
    'wordings', jsonb_build_object('page', jsonb_build_object('fr', (%(texts)s::text[])[n - %(first)s + 1]))),
  '{}', 1, '', '2026-01-01', now() from article
"""
ENTRIES = """
with said as (
  select organisation_id, article_id, translate(content->'title'->>'fr', '’', '''') as title,
    translate(content->'wordings'->'page'->>'fr', '’', '''') as body
  from knowledge_articleversion where organisation_id = %(organisation)s
)
insert into knowledge_search_entry (organisation_id, article_id, audience, title_words, words, terms)
select organisation_id, article_id, 'public', setweight(to_tsvector('knowledge_french', title), 'A'),
  setweight(to_tsvector('knowledge_french', title), 'A') || setweight(to_tsvector('knowledge_french', body), 'D'),
  array(select lexeme from unnest(to_tsvector('knowledge_words', title || ' ' || body)) where ts_lexize('french_stem', lexeme) <> '{}')
from said
"""
TERMS = """
insert into knowledge_search_term (organisation_id, word, lexeme, root, articles)
select %(organisation)s, word, (ts_lexize('french_stem', word))[1], knowledge_root((ts_lexize('french_stem', word))[1]), count(*)
from knowledge_search_entry, unnest(terms) as word where organisation_id = %(organisation)s group by word
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--articles", type=int, default=50_000, help="articles in all (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="how often every question is asked (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)


def run(options: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(options.seed)  # noqa: S311 - the same each time is what is wanted
    with connect_owner() as owner:
        organisation = lay_articles(owner, options.articles, chance)
    questions = list(list_questions())
    perturbed = [(key, each) for key, question in questions for each in perturb(question, chance)]
    recall, missed, _ = ask(organisation, questions)
    recall_perturbed, missed_perturbed, _ = ask(organisation, perturbed)
    times = sorted(time for _round in range(options.rounds) for time in ask(organisation, [*questions, *perturbed])[2])
    return {
        "figures": {
            "p50_ms": round(times[len(times) // 2], 1),
            "p99_ms": round(times[int(len(times) * 0.99)], 1),
            "recall_at_5": round(recall, 3),
            "recall_at_5_perturbed": round(recall_perturbed, 3),
        },
        "conditions": {
            "articles": options.articles,
            "questions": len(questions),
            "perturbed": len(perturbed),
            "searches": len(times),
            "missed": missed,
            "missed_perturbed": missed_perturbed[:40],
        },
    }


def lay_articles(owner: Connection, articles: int, chance: random.Random) -> Organisation:
    """The demonstration's articles, by the product's own verbs, among others that are laid in bulk by the same statements."""
    ground = lay(owner, agents=1, queues=1, skills=1)
    names = {"organisation": ground.organisation_id}
    others = articles - len(list_written())
    for first in range(0, others, 5_000):
        last = min(first + 5_000, others) - 1
        made = [make_other(number, chance) for number in range(first, last + 1)]
        batch = {**names, "first": first, "last": last, "titles": [title for title, _ in made], "texts": [text for _, text in made]}
        owner.execute(ROWS, batch)
    owner.execute(ENTRIES, names)
    owner.execute(TERMS, names)
    organisation = Organisation.objects.get(pk=ground.organisation_id)
    with transaction.atomic():
        set_organisation(organisation.pk)
        publish_demonstration(organisation)
    owner.execute("vacuum analyze")
    return organisation


def publish_demonstration(organisation: Organisation) -> None:
    editing = Editing(None, datetime(2026, 11, 30, tzinfo=UTC))
    for written in list_written():
        version = create_article(organisation.pk, written.key, written.get_content(), ArticleDetails(), editing)
        publish(approve(submit(version, editing), editing), editing)


def make_other(number: int, chance: random.Random) -> tuple[str, str]:
    """The title and text of an article about something else, in words that the demonstration uses too."""
    verb, thing, topic = (chance.choice(choices) for choices in (VERBS, OBJECTS, TOPICS))
    place = f"{chance.choice(MENTIONS)} {number % 997}"
    said = " ".join(chance.choices(WORDS, WEIGHTS, k=60))
    return f"{verb} {thing} {topic} ({place})", f"{verb} {thing} {topic} : {said}."


def list_questions() -> Iterator[tuple[str, str]]:
    for key, questions in yaml.safe_load(QUESTIONS.read_text()).items():
        for question in questions:
            yield key, question


def perturb(question: str, chance: random.Random) -> list[str]:
    """Without accents, in the other number, with one typing error."""
    return [drop_accents(question), change_number(question), mistype(question, chance)]


def drop_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def change_number(text: str) -> str:
    """Each word of five letters or more takes or loses its final s."""
    return " ".join(
        (word[:-1] if word.endswith("s") else word + "s") if len(word) > 4 and word.isalpha() else word for word in text.split()
    )


def mistype(text: str, chance: random.Random) -> str:
    """Two letters swapped, one left out, doubled or replaced, in one of the longest words, not at its beginning."""
    words = text.split()
    place = chance.choice([number for number, word in enumerate(words) if len(word) >= min(6, max(map(len, words)))])
    word = words[place]
    at = chance.randrange(1, len(word) - 1) if len(word) > 2 else 0
    kinds = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + chance.choice("aeiorst") + word[at + 1 :],
    )
    words[place] = chance.choice(kinds)
    return " ".join(words)


def ask(organisation: Organisation, questions: list[tuple[str, str]]) -> tuple[float, list[str], list[float]]:
    """The share found among the first five, what was missed, and how long each search took in milliseconds."""
    now, times, missed = datetime(2026, 11, 30, 9, tzinfo=UTC), [], []
    with transaction.atomic():
        set_organisation(organisation.pk)
        with connection.cursor() as cursor:
            cursor.execute("set local role guichet_app")
        for key, question in questions:
            began = time.perf_counter()
            hits = search(organisation, question, Audience.PUBLIC, 5, now)
            times.append(1_000 * (time.perf_counter() - began))
            if key not in [hit.article for hit in hits]:
                missed.append(question)
    return 1 - len(missed) / len(questions), missed, times
