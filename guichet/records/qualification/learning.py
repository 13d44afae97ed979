"""Learning which reason a text has: from what the organisation says of its reasons, and from what agents confirmed.

What is learned takes the place of what was known, whole: whoever was erased since is not in it any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import transaction

from guichet.decisions.routing.words import Channel
from guichet.language.classes import Measured
from guichet.language.contracts import Embedder, Example, Learner
from guichet.language.process import EngineProcess
from guichet.records.contacts.models import Message, WrapUp
from guichet.records.contacts.words import Author, MessageKind
from guichet.records.directory.models import Reason
from guichet.records.directory.queries import get_queue
from guichet.records.knowledge.meaning import get_choice
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.states import VersionState
from guichet.records.qualification.models import LearnedReasons
from guichet.records.qualification.rows import make_rows
from guichet.records.separation import set_organisation

MOST_CONFIRMED = 3_000
"""The latest are learned from: what people ask changes."""
FEWEST_CONFIRMED = 40
"""With fewer, what the organisation says of its reasons is tested too, so that there is something to measure."""
WRITTEN = tuple(channel.value for channel in (Channel.CHAT, Channel.MESSAGE, Channel.EMAIL, Channel.SMS, Channel.SOCIAL, Channel.LETTER))
SHORTEST = 8
"""Characters that tell something."""


REGRESSION = "regression"
LEARNING_SECONDS = 300.0


class Said(NamedTuple):
    """A text and the key of its reason. `is_given`: the organisation says so itself."""

    reason: str
    text: str
    is_given: bool


@contextmanager
def open_learner() -> Iterator[EngineProcess]:
    """One in a process of its own, which ends with the block."""
    learner = EngineProcess(REGRESSION, settings.MODELS_FOLDER, seconds=LEARNING_SECONDS)
    try:
        yield learner
    finally:
        learner.close()


def find_embedder() -> Embedder | None:
    """The engine of vectors, where one is installed."""
    engine = get_choice().get()
    return None if engine is None else engine.engine


def learn_reasons(organisation_id: int, learner: Learner, embedder: Embedder | None, now: datetime) -> Measured:
    """Learn anew, and keep it in the place of what was known.

    :raises LanguageError: an engine is missing, died or hung, or there is nothing to tell apart; what was known stays.
    """
    with transaction.atomic():
        set_organisation(organisation_id)
        said = [*list_given(organisation_id), *list_confirmed(organisation_id)]
        rows = make_rows([each.text for each in said], None) if embedder is None else []
    if embedder is not None:
        rows = make_rows([each.text for each in said], embedder)
    confirmed = sum(not each.is_given for each in said)
    is_tested = confirmed < FEWEST_CONFIRMED
    examples = [Example(each.reason, row, each.is_given and not is_tested) for each, row in zip(said, rows, strict=True) if row]
    learned, measured = learner.learn(examples, weighs_rarity=embedder is None)
    kept = {
        "model": embedder.name if embedder else "",
        "body": msgspec.msgpack.encode(learned),
        "given": len(said) - confirmed,
        "confirmed": confirmed,
        "measured": msgspec.to_builtins(measured),
        "learned_at": now,
    }
    with transaction.atomic():
        set_organisation(organisation_id)
        LearnedReasons.objects.update_or_create(organisation_id=organisation_id, defaults=kept)
    return measured


def list_given(organisation_id: int) -> Iterator[Said]:
    """What the organisation says of each reason that somebody answers: its names, and the titles and questions of its articles."""
    reasons = [reason for reason in Reason.objects.of(organisation_id).current() if get_queue(reason) is not None]
    for reason in reasons:
        for label in reason.labels.values():
            yield Said(reason.key, label, is_given=True)
    keys = {reason.key for reason in reasons}
    articles = Article.objects.of(organisation_id).filter(is_active=True).prefetch_related("reasons")
    named = {article.pk: sorted(keys & {each.reason_key for each in article.reasons.all()}) for article in articles}
    for version in ArticleVersion.objects.of(organisation_id).filter(state=VersionState.PUBLISHED, article__in=named):
        content = version.read()
        texts = [*content.title.values(), *(question.question for question in content.questions)]
        yield from (Said(key, text, is_given=True) for key in named[version.article_id] for text in texts)


def list_confirmed(organisation_id: int) -> list[Said]:
    """How citizens began the contacts whose reason an agent confirmed, the latest ones."""
    current = set(Reason.objects.of(organisation_id).current().values_list("key", flat=True))
    ends = WrapUp.objects.of(organisation_id).filter(contact__channel__in=WRITTEN).order_by("-created_at")
    confirmed = dict(ends.values_list("contact", "reason__key")[:MOST_CONFIRMED])
    lines = Message.objects.of(organisation_id).filter(contact__in=confirmed, author=Author.CITIZEN, kind=MessageKind.MESSAGE)
    begun: dict[UUID, str] = {}
    for contact, text in lines.order_by("contact", "number").values_list("contact", "text"):
        begun.setdefault(contact, text)
    told = [Said(confirmed[contact], text, is_given=False) for contact, text in begun.items() if len(text) >= SHORTEST]
    return [each for each in told if each.reason in current]
