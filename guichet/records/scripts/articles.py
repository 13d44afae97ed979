"""The answers that scripts give: those of `knowledge`, in their wording for the medium."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from guichet.decisions.dialogue.words import Language, Medium
from guichet.records.directory.models import Organisation
from guichet.records.knowledge import queries
from guichet.records.knowledge.models import ArticleVersion
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.words import Audience
from guichet.records.knowledge.words import Medium as Wording

WORDINGS: Mapping[Medium, tuple[Wording, ...]] = {
    Medium.CHAT: (Wording.CHAT, Wording.PAGE),
    Medium.PAGE: (Wording.PAGE, Wording.CHAT),
    Medium.KIOSK: (Wording.PAGE, Wording.CHAT),
    Medium.SMS: (Wording.SMS,),
    Medium.VOICE: (Wording.SPOKEN,),
}
"""The wordings that serve a medium, the best first."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is given. Whoever gives it keeps `article` and `version` with it."""

    article: str
    version: int
    text: str


def get_answer(organisation: Organisation, article: str, medium: Medium, language: Language, now: datetime) -> Given | None:
    """The answer that an article gives today; None when it has none for this medium."""
    for wording in WORDINGS[medium]:
        wanted = queries.Wanted(medium=wording, language=language)
        answer = queries.get_answer(organisation, wanted, now, article=article)
        if answer is not None:
            return Given(answer.article, answer.version, answer.text)
    return None


def list_articles(organisation_id: int) -> dict[str, str]:
    """The titles of the articles that are published to citizens, by key."""
    published = ArticleVersion.objects.of(organisation_id).filter(state=VersionState.PUBLISHED.value, article__is_active=True)
    public = published.filter(article__audience=Audience.PUBLIC.value).select_related("article__organisation").order_by("article__key")
    return {version.article.key: version.read().get_title(version.article.organisation.default_language) for version in public}


def list_missing_wordings(organisation_id: int, article: str, media: Sequence[Medium], languages: Sequence[Language]) -> list[str]:
    """What a script needs of an article and does not find, as "fr sms"."""
    version = (
        ArticleVersion.objects.of(organisation_id)
        .filter(state=VersionState.PUBLISHED.value, article__is_active=True, article__key=article)
        .first()
    )
    worded = {(wording, language) for wording, language, _text in version.read().list_wordings()} if version else set()
    return [
        f"{language} {medium.value}"
        for language in languages
        for medium in media
        if not any((wording, language) in worded for wording in WORDINGS[medium])
    ]
