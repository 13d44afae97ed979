"""All that callers of an organisation may hear today: its articles, its scripts, and the telephone's own sentences."""

from collections.abc import Iterator

from django.db.models import Count, Max
from django.utils import timezone

from guichet.decisions.dialogue.acts import Asked
from guichet.decisions.dialogue.phrases import get_phrases
from guichet.decisions.dialogue.rendering import render as render_act
from guichet.decisions.dialogue.session import Session, State
from guichet.decisions.dialogue.words import Language
from guichet.decisions.dialogue.words import Medium as ScriptMedium
from guichet.decisions.dialogue.words import Script as Document
from guichet.records.calls.lines import OpenLine, list_lines_of
from guichet.records.calls.models import Line
from guichet.records.directory.models import Organisation
from guichet.records.knowledge.models import Article, ArticleVersion
from guichet.records.knowledge.queries import get_today
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.states import ANSWERING
from guichet.records.knowledge.words import Audience, Medium
from guichet.records.prompts.sentences import SENTENCES, get_sentences, list_fixed, list_waits, tell_recording
from guichet.records.prompts.words import Group, Said, digest
from guichet.records.scripts.models import Script, ScriptVersion
from guichet.records.scripts.words import VersionState


def answers_telephone(organisation_id: int) -> bool:
    """Whether anybody may call at all."""
    return Line.objects.of(organisation_id).filter(is_active=True).exists()


def list_said(organisation: Organisation) -> list[Said]:
    """Each text once, the telephone's own first: callers hear those before any other."""
    said = [*_list_own(organisation), *_list_of_scripts(organisation), *_list_of_articles(organisation)]
    return list({each.key: each for each in reversed(said)}.values())[::-1]


def _list_own(organisation: Organisation) -> Iterator[Said]:
    """What lines greet with and offer, then what is said everywhere, in the languages of the lines."""
    lines = list_lines_of(organisation)
    for line in lines:
        for language in line.languages:
            yield from (Said(Group.TELEPHONE, line.number, language, text) for text in _list_of_line(line, language) if text.strip())
    for language in dict.fromkeys(get_sentences(each).language for line in lines for each in line.languages):
        yield from (Said(Group.TELEPHONE, name, language, text) for name, text in list_fixed(SENTENCES[language]))
        for number, text in enumerate(list_waits(SENTENCES[language])):
            yield Said(Group.WAITING, f"waiting-{number}", language, text)


def _list_of_line(line: OpenLine, language: str) -> Iterator[str]:
    sentences = get_sentences(language)
    yield line.announcement.get(language, "")
    if line.recorded_for:
        yield tell_recording(sentences, line.recorded_for, line.recorded_days)
    yield line.welcome.get(language) or sentences.welcome.format(name=line.name)
    if len(line.languages) > 1:
        yield sentences.choose_language.format(key=line.languages.index(language) + 1)
    for number, (key, labels) in enumerate(line.menu, start=1):
        yield sentences.press.format(text=labels.get(language) or labels.get("fr") or key, key=number)


def _list_of_articles(organisation: Organisation) -> Iterator[Said]:
    """The spoken wordings of what answers today."""
    today = get_today(organisation, timezone.now())
    articles = Article.objects.of(organisation.pk).current().filter(audience=Audience.PUBLIC.value).values("pk")
    versions = ArticleVersion.objects.of(organisation.pk).filter(article__in=articles, state__in=ANSWERING, from_on__lte=today)
    latest = {version.article_id: version for version in versions.select_related("article").order_by("from_on", "number")}
    for version in sorted(latest.values(), key=lambda each: each.article.key):
        for medium, language, _text in version.read().list_wordings():
            if medium is Medium.SPOKEN:
                yield Said(Group.ARTICLES, version.article.key, language, render(version.read(), Medium.SPOKEN, language))


def _list_of_scripts(organisation: Organisation) -> Iterator[Said]:
    """Every step of the published scripts that are switched on for the telephone, and what any script says in its own name."""
    published = ScriptVersion.objects.of(organisation.pk).filter(state=VersionState.PUBLISHED, script__is_active=True)
    spoken = published.filter(script__media__contains=[ScriptMedium.VOICE.value]).select_related("script").order_by("script__key")
    languages: set[Language] = set()
    for version in spoken:
        document = version.read()
        languages.update(document.languages)
        yield from _list_of_steps(version.script.key, document)
    for language in sorted(languages):
        phrases = get_phrases(language)
        yield from (Said(Group.SCRIPTS, f"{mistake}", language, text) for mistake, text in phrases.mistakes.items())
        yield Said(Group.SCRIPTS, "nobody", language, phrases.nobody)


def _list_of_steps(key: str, document: Document) -> Iterator[Said]:
    for language in document.languages:
        for step in document.steps:
            session = Session(step=step, state=State.ASKING, medium=ScriptMedium.VOICE, language=language)
            prompt = render_act(document, session, Asked(step=step))
            if prompt and prompt.text.strip():
                yield Said(Group.SCRIPTS, f"{key}/{step}", language, prompt.text)


def stamp(organisation: Organisation) -> str:
    """Changes with everything from which the list is made."""
    articles = ArticleVersion.objects.of(organisation.pk).aggregate(Max("changed_at"), Count("pk"))
    scripts = ScriptVersion.objects.of(organisation.pk).aggregate(Max("changed_at"), Count("pk"))
    switched = list(Script.objects.of(organisation.pk).order_by("pk").values_list("pk", "is_active", "media"))
    there = list(Article.objects.of(organisation.pk).order_by("pk").values_list("pk", "is_active", "audience"))
    today = get_today(organisation, timezone.now())
    lines = list_lines_of(organisation)
    return digest(*map(str, (organisation.name, lines, today, sorted(articles.items()), sorted(scripts.items()), switched, there)))
