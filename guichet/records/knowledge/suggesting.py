"""The next best articles for somebody who is being answered: from the reason of the contact and from what was said so far.

Two rankings are fused like those of a search: the articles that answer the reason, the nearest territory first, and those that are found by
what was said. An article in both comes first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import Organisation
from guichet.records.knowledge.guides import Guide, read_guide
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.passages import choose_passage
from guichet.records.knowledge.queries import Answer, Wanted, choose_language, get_today, make_answer, order_by_nearness
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.searching import find_articles, fuse
from guichet.records.knowledge.states import ANSWERING
from guichet.records.knowledge.words import Audience, Medium

MOST_SUGGESTED = 5
SEARCHED = 8
"""Articles that the words may bring in."""
MEDIA: Mapping[Channel, Medium] = MappingProxyType(
    {
        Channel.VOICE: Medium.SPOKEN,
        Channel.CALLBACK: Medium.SPOKEN,
        Channel.VIDEO: Medium.SPOKEN,
        Channel.VISIT: Medium.SPOKEN,
        Channel.CHAT: Medium.CHAT,
        Channel.SOCIAL: Medium.CHAT,
        Channel.SMS: Medium.SMS,
        Channel.EMAIL: Medium.MAIL,
        Channel.LETTER: Medium.MAIL,
        Channel.MESSAGE: Medium.MAIL,
    }
)
"""In which wording each channel is answered."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Whom an agent answers. `reason` and `territory` are keys, `language` is the citizen's and `reader` the agent's.

    `said`: what the citizen said, the latest first. `words`: what the agent looks for instead, empty when he does not.
    """

    channel: Channel
    reason: str
    territory: str | None
    language: str
    reader: str
    said: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article with what an agent needs of it. `answer` is worded for the channel; None: it has no such wording, or is for agents."""

    article: str
    version: int
    title: str
    passage: str
    answer: Answer | None
    guide: Guide
    is_for_reason: bool
    is_public: bool
    is_outdated: bool
    is_review_due: bool


def suggest(organisation: Organisation, situation: Situation, now: datetime) -> list[Suggestion]:
    """The best articles, the best first."""
    today = get_today(organisation, now)
    wanted = situation.words or " ".join(situation.said)
    matching = find_articles(organisation.pk, wanted, Audience.AGENTS, completes=bool(situation.words))
    found = [article_id for article_id, _score in matching[:SEARCHED]]
    of_reason = _list_of_reason(organisation, situation)
    rankings = [found] if situation.words else [of_reason, found]
    best = [article_id for article_id, _score in fuse(rankings)]
    versions = _get_versions(organisation, best, today)
    suggested = [
        _describe(organisation, versions[article_id], situation, today, is_for_reason=article_id in of_reason)
        for article_id in best
        if article_id in versions
    ]
    return suggested[:MOST_SUGGESTED]


def _list_of_reason(organisation: Organisation, situation: Situation) -> list[int]:
    articles = Article.objects.of(organisation.pk).current().filter(reasons__reason_key=situation.reason)
    return [article.pk for article in order_by_nearness(organisation, articles, situation.territory)]


def _get_versions(organisation: Organisation, articles: Iterable[int], today: date) -> dict[int, ArticleVersion]:
    """What each article says today."""
    versions = ArticleVersion.objects.of(organisation.pk).filter(article__in=articles, state__in=ANSWERING, from_on__lte=today)
    return {version.article_id: version for version in versions.select_related("article").order_by("from_on", "number")}


def _describe(organisation: Organisation, version: ArticleVersion, situation: Situation, today: date, *, is_for_reason: bool) -> Suggestion:
    content, article = version.read(), version.article
    is_public = article.audience == Audience.PUBLIC.value
    wanted = Wanted(MEDIA[situation.channel], situation.language)
    reader = choose_language(content, Medium.GUIDE, situation.reader, organisation.default_language)
    return Suggestion(
        article=article.key,
        version=version.number,
        title=content.get_title(situation.reader),
        passage=choose_passage(content, reader or organisation.default_language, [situation.words, *situation.said]),
        answer=make_answer(organisation, version, wanted, today) if is_public else None,
        guide=read_guide(render(content, Medium.GUIDE, reader)) if reader else Guide(),
        is_for_reason=is_for_reason,
        is_public=is_public,
        is_outdated=bool(version.list_outdated()),
        is_review_due=article.review_on is not None and article.review_on <= today,
    )


def list_texts(organisation_id: int, article: str, version: int) -> tuple[str, ...] | None:
    """Every text in which a version gives its answer to a citizen; None when it never was an answer for citizens."""
    versions = ArticleVersion.objects.of(organisation_id).filter(state__in=ANSWERING, number=version)
    found = versions.filter(article__key=article, article__audience=Audience.PUBLIC.value).first()
    if found is None:
        return None
    content = found.read()
    return tuple(render(content, medium, language) for medium, language, _text in content.list_wordings() if medium is not Medium.GUIDE)


def is_in_words_of(text: str, texts: Sequence[str]) -> bool:
    """Whether one of these texts stands in a text whole; spaces and line breaks do not count."""
    said = " ".join(text.split())
    return any(" ".join(each.split()) in said for each in texts if each.strip())
