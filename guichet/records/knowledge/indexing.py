"""The words by which the answers of today are found. They are renewed with each publication, in its transaction."""

from datetime import datetime
from typing import Any

from django.db import connection

from guichet.records.directory.models import Reason
from guichet.records.knowledge.models import Article, ArticleReason
from guichet.records.knowledge.queries import get_today, get_version_on
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.statements import COUNT, FORGET, FORGET_PASSAGES, FORGET_TERMS, KEEP, UNCOUNT
from guichet.records.knowledge.words import Content, Medium

SEARCHED = (Medium.PAGE, Medium.CHAT, Medium.GUIDE)
"""The other media say the same in fewer words."""
MOST_CHARACTERS = 50_000
PLAIN = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "\0": " "})


def renew_entry(article: Article, now: datetime) -> None:
    """Let the article be found by what it says today, or not at all when it says nothing."""
    version = get_version_on(article, get_today(article.organisation, now)) if article.is_active else None
    forget_entry(article)
    if version is not None:
        keep_entry(article, gather(article, version.read()))


def forget_entry(article: Article) -> None:
    names: dict[str, Any] = {"organisation_id": article.organisation_id, "article_id": article.pk}
    with connection.cursor() as cursor:
        cursor.execute(FORGET, names)
        row = cursor.fetchone()
        cursor.execute(FORGET_PASSAGES, names)
        if row:
            cursor.execute(UNCOUNT, {**names, "terms": row[0]})
            cursor.execute(FORGET_TERMS, {**names, "terms": row[0]})


def keep_entry(article: Article, texts: dict[str, str]) -> None:
    """:param texts: title, questions and text, by these names."""
    names: dict[str, Any] = {"organisation_id": article.organisation_id, "article_id": article.pk, "audience": article.audience}
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {**names, **{name: plain(text) for name, text in texts.items()}})
        [terms] = cursor.fetchone() or ([],)
        cursor.execute(COUNT, {**names, "terms": terms})


def gather(article: Article, content: Content) -> dict[str, str]:
    """What an article is found by. Of the languages all count: a citizen may write in another than he reads."""
    keys = ArticleReason.objects.of(article.organisation_id).filter(article=article).values_list("reason_key", flat=True)
    reasons = Reason.objects.of(article.organisation_id).current().filter(key__in=list(keys))
    labels = [label for reason in reasons for label in reason.labels.values()]
    said = [render(content, medium, language) for medium, language, _text in content.list_wordings() if medium in SEARCHED]
    return {
        "title": " ".join(content.title.values()),
        "questions": " ".join([*labels, *(question.question for question in content.questions)]),
        "text": " ".join(said)[:MOST_CHARACTERS],
    }


def plain(text: str) -> str:
    """With the apostrophe and the spaces at which PostgreSQL parts words, and without what it cannot keep."""
    return text.translate(PLAIN).encode(errors="ignore").decode()
