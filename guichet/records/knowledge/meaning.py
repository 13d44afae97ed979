"""Articles by what they mean, where a model of vectors is installed. Without one, or when it is late, the full text goes on alone.

Passages are embedded by the work process, a few articles at a time, each in a transaction of its own: what is done stays done. A passage
belongs to the version that says it and to the model that read it; a new model's take the place of the old one's article by article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from guichet.language.choosing import Choice
from guichet.language.contracts import Embedder, Job, Purpose, Vector
from guichet.language.errors import LanguageError
from guichet.records.knowledge.indexing import SEARCHED, plain
from guichet.records.knowledge.models import ArticleVersion, MeaningState, Passage, SearchEntry
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.statements import FORGET_OTHER_MODELS, KEEP_PASSAGE, NEAREST
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.words import Audience, Content
from guichet.records.separation import set_organisation

QUESTION_SECONDS = 0.25
"""That a search may wait for the meaning of its question."""
MEANT = 10
"""Articles that the meaning may add to what the words found."""
PASSAGE_CHARACTERS = 500
MOST_PASSAGES = 12
BATCH = 16
"""Articles that are embedded between two looks at the clock."""


@cache
def get_choice() -> Choice:
    return Choice(Job.VECTORS, settings.MODELS_FOLDER)


def rank_by_meaning(organisation_id: int, text: str, audience: Audience) -> list[int]:
    """The articles near in meaning, the nearest first; none without a model, without passages, or when it takes too long."""
    engine = get_choice().get()
    if engine is None or not Passage.objects.of(organisation_id).exists():
        return []
    vector = engine.embed(plain(text), QUESTION_SECONDS)
    if vector is None:
        return []
    audiences = [Audience.PUBLIC.value] if audience is Audience.PUBLIC else [each.value for each in Audience]
    names: dict[str, Any] = {"organisation_id": organisation_id, "model": engine.engine.name, "audiences": audiences, "most": MEANT}
    names["alike"] = engine.engine.alike
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {**names, "vector": write(vector)})
        return [article_id for (article_id,) in cursor.fetchall()]


def write(vector: "Vector[float]") -> str:
    return "[" + ",".join(f"{number:.6g}" for number in vector) + "]"


def cut(content: Content) -> Iterator[str]:
    """What of an article is embedded: its title with each question, then its paragraphs under its title; each piece once."""
    seen: set[str] = set()
    for language, title in content.title.items():
        asked = [question.question for question in content.questions if question.language == language]
        said = [render(content, medium, language) for medium in SEARCHED]
        paragraphs = [" ".join(part.split())[:PASSAGE_CHARACTERS] for text in said for part in text.split("\n\n")]
        for piece in (f"{title} {asked_or_said}".strip() for asked_or_said in ("", *asked, *filter(None, paragraphs))):
            if piece and piece not in seen:
                seen.add(piece)
                yield plain(piece)


def embed_some(organisation_id: int, engine: Embedder, now: datetime) -> int:
    """Embed the next articles that this model has not read; how many. What fails is kept for the settings to show.

    :raises LanguageError: the engine is missing, died or hung.
    """
    try:
        model = engine.name or _learn_name(engine)
        waiting = _list_waiting(organisation_id, model)
        for version in waiting:
            pieces = list(cut(version.read()))[:MOST_PASSAGES]
            _keep(version, model, engine.embed(pieces, Purpose.PASSAGE))
    except LanguageError as error:
        _note(organisation_id, engine.name, error.code, now)
        raise
    if waiting:
        _note(organisation_id, model, "", now)
    return len(waiting)


def _learn_name(engine: Embedder) -> str:
    """A model says its name with its first vector."""
    engine.embed(["?"], Purpose.PASSAGE)
    return engine.name


@transaction.atomic
def _list_waiting(organisation_id: int, model: str) -> list[ArticleVersion]:
    """In any order: one of which the engine dies does not keep the others waiting."""
    set_organisation(organisation_id)
    versions = ArticleVersion.objects.of(organisation_id).filter(state=VersionState.PUBLISHED, article__is_active=True)
    read = Passage.objects.filter(organisation=OuterRef("organisation"), article=OuterRef("article"), model=model, version=OuterRef("pk"))
    return list(versions.filter(~Exists(read)).order_by("?")[:BATCH])


@transaction.atomic
def _keep(version: ArticleVersion, model: str, vectors: Sequence["Vector[float]"]) -> None:
    """Unless the article has said something else since."""
    set_organisation(version.organisation_id)
    found = SearchEntry.objects.of(version.organisation_id).select_for_update().filter(article=version.article_id).exists()
    current = ArticleVersion.objects.of(version.organisation_id).filter(pk=version.pk, state=VersionState.PUBLISHED).exists()
    if not (found and current):
        return
    names: dict[str, Any] = {
        "organisation_id": version.organisation_id,
        "article_id": version.article_id,
        "version": version.pk,
        "model": model,
    }
    with connection.cursor() as cursor:
        cursor.execute(FORGET_OTHER_MODELS, names)
        for number, vector in enumerate(vectors):
            cursor.execute(KEEP_PASSAGE, {**names, "number": number, "vector": write(vector)})


@transaction.atomic
def _note(organisation_id: int, model: str, problem: str, now: datetime) -> None:
    set_organisation(organisation_id)
    MeaningState.objects.update_or_create(
        organisation_id=organisation_id, defaults={"model": model[:100], "problem": problem[:100], "at": now}
    )


@dataclass(frozen=True, slots=True)
class Meaning:
    """How far the search by meaning has come: `read` of `total` articles by `model`; `problem` is the code of what last went wrong."""

    model: str
    read: int
    total: int
    problem: str


def get_meaning(organisation_id: int) -> Meaning | None:
    """None where no model has ever been used."""
    state = MeaningState.objects.of(organisation_id).first()
    if state is None:
        return None
    read = Passage.objects.of(organisation_id).filter(model=state.model).values("article").distinct().count()
    return Meaning(state.model, read, SearchEntry.objects.of(organisation_id).count(), state.problem)
