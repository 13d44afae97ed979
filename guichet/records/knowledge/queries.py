"""Reading articles: the answer of a day in one wording, and lists for those who write them."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from guichet.records.directory.models import Account, Organisation, Reason, Territory
from guichet.records.directory.words import STEERING
from guichet.records.directory.writers import list_holders
from guichet.records.knowledge.facts import FactError, format_fact
from guichet.records.knowledge.models import Article, ArticleReason, ArticleTerritory, ArticleVersion
from guichet.records.knowledge.rendering import list_named, render
from guichet.records.knowledge.states import ANSWERING
from guichet.records.knowledge.words import Audience, Content, Medium


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is given. Whoever gives it keeps `article` and `version` with it.

    `facts` maps each fact that the text names to what it says there. `is_outdated`: the wording is older than its source, and whoever
    sees it is told. `language` is the one in which it is worded, which need not be the one that was asked for.
    """

    article_id: int
    article: str
    version: int
    medium: Medium
    language: str
    title: str
    text: str
    facts: dict[str, str]
    is_outdated: bool
    is_review_due: bool
    is_easy_too: bool
    """It is also worded for who reads with difficulty, in this language."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How an answer is wanted. `territory` is a key, none: anywhere. `on`: the day, none: today."""

    medium: Medium
    language: str = "fr"
    territory: str | None = None
    on: date | None = None
    audience: Audience = Audience.PUBLIC


def get_today(organisation: Organisation, now: datetime) -> date:
    """The day it is where the organisation is."""
    return now.astimezone(ZoneInfo(organisation.time_zone)).date()


def list_reviewers(organisation_id: int) -> QuerySet[Account]:
    """Who may write, read and publish articles."""
    return list_holders(organisation_id, STEERING)


def list_others(version: ArticleVersion) -> QuerySet[Account]:
    """Who may approve a version without having written it."""
    return list_reviewers(version.organisation_id).exclude(pk=version.author_id or 0)


def get_answer(
    organisation: Organisation, wanted: Wanted, now: datetime, *, article: str | None = None, reason: str | None = None
) -> Answer | None:
    """The answer of an article, or of the article that answers a reason, both by key; None when there is none for this medium.

    Of several articles for a reason, the one for the nearest territory is taken, then the oldest.
    """
    day = wanted.on or get_today(organisation, now)
    articles = Article.objects.of(organisation.pk).current()
    if wanted.audience is Audience.PUBLIC:
        articles = articles.filter(audience=Audience.PUBLIC.value)
    if article is not None:
        articles = articles.filter(key=article)
    if reason is not None:
        articles = articles.filter(reasons__reason_key=reason)
    for candidate in order_by_nearness(organisation, articles, wanted.territory):
        version = get_version_on(candidate, day)
        answer = version and make_answer(organisation, version, wanted, day)
        if answer:
            return answer
    return None


def get_version_on(article: Article, day: date) -> ArticleVersion | None:
    """The version that is, was or will be the answer on this day, as planned today."""
    versions = ArticleVersion.objects.of(article.organisation_id).filter(article=article, state__in=ANSWERING, from_on__lte=day)
    return versions.select_related("article").order_by("-from_on", "-number").first()


def make_answer(organisation: Organisation, version: ArticleVersion, wanted: Wanted, day: date) -> Answer | None:
    content = version.read()
    language = choose_language(content, wanted.medium, wanted.language, organisation.default_language)
    if language is None:
        return None
    article = version.article
    return Answer(
        article_id=article.pk,
        article=article.key,
        version=version.number,
        medium=wanted.medium,
        language=language,
        title=content.get_title(language),
        text=render(content, wanted.medium, language),
        facts=tell_facts(content, wanted.medium, language),
        is_outdated=f"{wanted.medium}.{language}" in version.list_outdated(),
        is_review_due=article.review_on is not None and article.review_on <= day,
        is_easy_too=bool(content.wordings.get(Medium.EASY, {}).get(language, "").strip()),
    )


def choose_language(content: Content, medium: Medium, asked: str, default: str) -> str | None:
    """The language asked for, else the organisation's own, else any; None when nothing is worded for the medium."""
    worded = {language for each, language, _text in content.list_wordings() if each is medium}
    return next((language for language in (asked, default, *sorted(worded)) if language in worded), None)


def tell_facts(content: Content, medium: Medium, language: str) -> dict[str, str]:
    """What each fact that the wording names says there."""
    told = {}
    for name in list_named(content.wordings[medium][language]):
        try:
            told[name] = format_fact(content.facts[name], medium, language)
        except (KeyError, FactError):
            continue
    return told


def order_by_nearness(organisation: Organisation, articles: QuerySet[Article], territory: str | None) -> list[Article]:
    """Those that hold in the territory, the nearest first; those that hold everywhere last."""
    line = list_line(organisation.pk, territory)
    held: dict[int, list[int]] = {}
    for article_id, territory_id in (
        ArticleTerritory.objects.of(organisation.pk).filter(article__in=articles).values_list("article_id", "territory_id")
    ):
        held.setdefault(article_id, []).append(territory_id)

    def measure(article: Article) -> int | None:
        if article.pk not in held:
            return len(line)
        return min((line.index(each) for each in held[article.pk] if each in line), default=None)

    near = [(distance, article.pk, article) for article in articles if (distance := measure(article)) is not None]
    return [article for _distance, _pk, article in sorted(near, key=lambda each: each[:2])]


def list_line(organisation_id: int, territory: str | None) -> list[int]:
    """The ids of a territory and of all above it, the nearest first."""
    if territory is None:
        return []
    rows = {row.pk: row for row in Territory.objects.of(organisation_id).current()}
    here = next((row for row in rows.values() if row.key == territory), None)
    line: list[int] = []
    while here is not None and here.pk not in line:
        line.append(here.pk)
        here = rows.get(here.parent_id) if here.parent_id else None
    return line


def list_articles(organisation_id: int) -> QuerySet[Article]:
    """With their versions, the latest first, and the keys of their reasons."""
    versions = ArticleVersion.objects.of(organisation_id).select_related("author", "reviewer", "article").order_by("-number")
    articles = Article.objects.of(organisation_id).current().select_related("owner", "organisation")
    return articles.prefetch_related(Prefetch("versions", queryset=versions), "reasons").order_by("key")


def list_reasons_without_article(organisation_id: int) -> list[Reason]:
    """Reasons a citizen can choose that no article answers, in their order."""
    answered = set(
        ArticleReason.objects.of(organisation_id)
        .filter(article__is_active=True, article__versions__state__in=["published"])
        .values_list("reason_key", flat=True)
    )
    reasons = list(Reason.objects.of(organisation_id).current().order_by("position", "pk"))
    parents = {reason.parent_id for reason in reasons}
    return [reason for reason in reasons if reason.pk not in parents and reason.key not in answered]
