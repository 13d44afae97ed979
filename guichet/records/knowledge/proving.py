"""Golden questions asked at the real doors: is the article found, and does each door say today's facts?

A question is asked as a citizen asks it, by HTTP: in the public search, on the article's pages, and in a chat, whose contact is marked as
synthetic and is never offered to an agent or counted. At the door of agents it is then asked what whoever answers would be given: in this
chat, and by mail, by SMS and on the telephone. What the doors say is compared with what was published.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from html import unescape
from types import MappingProxyType
from typing import NamedTuple, Protocol
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse

from guichet.decisions.routing.words import Channel
from guichet.records.directory.models import Organisation, Reason
from guichet.records.directory.queries import get_queue
from guichet.records.knowledge.consistency import close_up
from guichet.records.knowledge.models import ArticleProof, ArticleVersion
from guichet.records.knowledge.queries import choose_language, tell_facts
from guichet.records.knowledge.states import VersionState
from guichet.records.knowledge.suggesting import MEDIA
from guichet.records.knowledge.words import Audience, Content, Medium, Question
from guichet.records.separation import set_organisation

MOST_ARTICLES = 300
"""Of one organisation in one night; those that were proved longest ago come first."""
MOST_CHATS = 300
"""Contacts that are opened for it in one night."""
TAGS = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)


ASKED: Mapping[Channel, Medium] = MappingProxyType(
    {channel: MEDIA[channel] for channel in (Channel.CHAT, Channel.EMAIL, Channel.SMS, Channel.VOICE)}
)
"""The channels that are asked, one for each wording."""
Given = Mapping[Channel, Mapping[str, str]]
"""On each channel the wording of each article that an agent is given."""


class DoorsError(Exception):
    """The doors do not answer at all: nothing can be said of any article."""


class Doors(Protocol):
    def read(self, path: str, language: str) -> str | None:
        """The page, None when it is refused (404, 429, 500 ...).

        :raises DoorsError: nobody answers.
        """
        ...

    def ask(self, organisation: Organisation, reason: int, question: str, language: str) -> Given | None:
        """Ask in a chat, and return what its agent would be given on each channel of `ASKED`; None when a door refuses.

        :raises DoorsError: nobody answers.
        """
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """What a door says otherwise than what was published. `code`: "not-found", "no-page", or "fact-missing" with the fact and its value;
    in a chat "chat-refused" and "chat-not-found"; for whoever answers "chat-fact-missing", "mail-", "sms-" and "spoken-fact-missing"."""

    code: str
    question: str
    name: str = ""
    expected: str = ""


def list_due(organisation_id: int, limit: int = MOST_ARTICLES) -> list[ArticleVersion]:
    """What is published for everybody, the longest unproved first."""
    versions = ArticleVersion.objects.of(organisation_id).filter(
        state=VersionState.PUBLISHED, article__is_active=True, article__audience=Audience.PUBLIC.value
    )
    return list(versions.select_related("article__organisation").order_by(F("article__proof__at").asc(nulls_first=True), "pk")[:limit])


class Wording(NamedTuple):
    content: Content
    medium: Medium
    language: str


def prove(version: ArticleVersion, doors: Doors, *, in_chat: bool = True) -> list[Fault]:
    """Ask each golden question of an article. What its page and its page in easier words both fail to say is told once.

    :raises DoorsError: nobody answers.
    """
    questions = version.read().questions
    faults = [fault for question in questions for fault in _ask(version, question, doors)]
    if in_chat and (reason := _find_reason(version)) is not None:
        faults += [fault for question in questions for fault in _chat(version, reason, question, doors)]
    return list(dict.fromkeys(faults))


def _find_reason(version: ArticleVersion) -> int | None:
    """A reason of the article that somebody answers."""
    keys = version.article.reasons.values_list("reason_key", flat=True)
    reasons = Reason.objects.of(version.organisation_id).current().filter(key__in=keys).order_by("key")
    return next((reason.pk for reason in reasons if get_queue(reason) is not None), None)


def _chat(version: ArticleVersion, reason: int, question: Question, doors: Doors) -> Iterator[Fault]:
    """Whether whoever answers is given what belongs to the answer of a question, on each channel."""
    organisation = version.article.organisation
    given = doors.ask(organisation, reason, question.question, question.language)
    if given is None:
        yield Fault("chat-refused", question.question)
        return
    if version.article.key not in given[Channel.CHAT]:
        yield Fault("chat-not-found", question.question)
        return
    for channel, medium in ASKED.items():
        yield from _compare(version, medium, question, given[channel].get(version.article.key, ""))


def _compare(version: ArticleVersion, medium: Medium, question: Question, text: str) -> Iterator[Fault]:
    """Whether the wording that an agent is given says what was published; nothing where there is none in a language to be had."""
    content = version.read()
    language = choose_language(content, medium, question.language, version.article.organisation.default_language)
    if language is None:
        return
    said, facts = close_up(text), tell_facts(content, medium, language)
    for name in question.facts:
        if name in facts and close_up(facts[name]) not in said:
            yield Fault(f"{medium.value}-fact-missing", question.question, name, facts[name])


def _ask(version: ArticleVersion, question: Question, doors: Doors) -> Iterator[Fault]:
    organisation, key = version.article.organisation, version.article.key
    page = reverse("answer", args=[organisation.slug, key])
    found = doors.read(f"{reverse('search', args=[organisation.slug])}?{urlencode({'q': question.question})}", question.language)
    if found is None or f'"{page}"' not in found:
        yield Fault("not-found", question.question)
    content = version.read()
    language = choose_language(content, Medium.PAGE, question.language, organisation.default_language)
    if language is None:
        yield Fault("no-page", question.question)
        return
    yield from _read(page, Wording(content, Medium.PAGE, language), question, doors)
    if content.wordings.get(Medium.EASY, {}).get(language):
        yield from _read(f"{page}?easy=1", Wording(content, Medium.EASY, language), question, doors)


def _read(page: str, wording: Wording, question: Question, doors: Doors) -> Iterator[Fault]:
    """Whether a page says what belongs to the answer of a question."""
    read = doors.read(page, question.language)
    if read is None:
        yield Fault("no-page", question.question)
        return
    said, facts = close_up(tell(read)), tell_facts(*wording)
    for name in question.facts:
        if name in facts and close_up(facts[name]) not in said:
            yield Fault("fact-missing", question.question, name, facts[name])


def tell(html: str) -> str:
    """What a page says, without its marks."""
    return unescape(TAGS.sub(" ", html))


@transaction.atomic
def keep_proof(version: ArticleVersion, faults: Sequence[Fault], now: datetime) -> bool:
    """Keep what was seen, unless something else was published meanwhile. True when it is a drift that was not known."""
    set_organisation(version.organisation_id)
    if not ArticleVersion.objects.of(version.organisation_id).filter(pk=version.pk, state=VersionState.PUBLISHED).exists():
        return False
    before = ArticleProof.objects.of(version.organisation_id).filter(article=version.article_id).first()
    told = [asdict(fault) for fault in faults]
    ArticleProof.objects.update_or_create(
        organisation_id=version.organisation_id,
        article_id=version.article_id,
        defaults={"version": version.number, "at": now, "faults": told},
    )
    return bool(told) and (before is None or (before.version, before.faults) != (version.number, told))


def list_drifts(organisation: Organisation) -> dict[int, list[Fault]]:
    """By article, what its doors said otherwise than the version that is still published."""
    published = Q(article__versions__state=VersionState.PUBLISHED, article__versions__number=F("version"))
    proofs = ArticleProof.objects.of(organisation.pk).filter(published).exclude(faults=[])
    return {proof.article_id: [Fault(**fault) for fault in proof.faults] for proof in proofs}
