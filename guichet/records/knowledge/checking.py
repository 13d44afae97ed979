"""Everything that is wrong with a content, said before it is published."""

from collections.abc import Iterator, Sequence

from guichet.records.knowledge import easy
from guichet.records.knowledge.consistency import list_drifts
from guichet.records.knowledge.facts import FactError, format_fact
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.sms import MOST_SEGMENTS, count_sms
from guichet.records.knowledge.speech import list_long_sentences, list_unsayable
from guichet.records.knowledge.words import (
    ANY_PLACE,
    LONGEST_WORDING,
    MOST_FACTS,
    MOST_QUESTIONS,
    WORDED,
    Audience,
    Content,
    Medium,
    Problem,
)

NEEDED = {Audience.PUBLIC: tuple(each for each in Medium if each is not Medium.EASY), Audience.AGENTS: (Medium.GUIDE,)}
"""The media without which an article cannot be published, in the organisation's own language."""


def list_problems(content: Content, audience: Audience, language: str) -> list[Problem]:
    """:param language: the organisation's own: there an answer is worded for every medium."""
    return [
        *_list_missing(content, audience, language),
        *_list_bad_facts(content),
        *list_drifts(content),
        *(problem for medium, each, _text in content.list_wordings() for problem in check_wording(content, medium, each)),
    ]


def blocks(problems: Sequence[Problem]) -> bool:
    return any(problem.blocks for problem in problems)


def check_wording(content: Content, medium: Medium, language: str) -> Iterator[Problem]:
    """What is wrong with one wording for its own medium, facts filled in. A place without its fact is told elsewhere, not judged here."""
    text = render(content, medium, language)
    if len(text) > LONGEST_WORDING:
        yield Problem("wording-too-long", medium, language, {"length": len(text), "most": LONGEST_WORDING})
    if medium is Medium.SMS:
        yield from _check_sms(text, language)
    if medium is Medium.SPOKEN:
        yield from _check_speech(ANY_PLACE.sub("", text), language)
    if medium is Medium.EASY:
        yield from _check_ease(text, language)


def _list_missing(content: Content, audience: Audience, language: str) -> Iterator[Problem]:
    if not content.title.get(language, "").strip():
        yield Problem("no-title", language=language)
    for medium in NEEDED[audience]:
        if not content.wordings.get(medium, {}).get(language, "").strip():
            yield Problem("no-wording", medium, language)
    if not content.questions:
        yield Problem("no-question")
    for what, count, most in (("facts", len(content.facts), MOST_FACTS), ("questions", len(content.questions), MOST_QUESTIONS)):
        if count > most:
            yield Problem(f"too-many-{what}", values={"count": count, "most": most})


def _list_bad_facts(content: Content) -> Iterator[Problem]:
    languages = sorted({language for _medium, language, _text in content.list_wordings()})
    for name, fact in content.facts.items():
        try:
            format_fact(fact, Medium.PAGE, "fr")
        except FactError:
            yield Problem("bad-fact", values={"name": name, "kind": fact.kind})
            continue
        if fact.kind in WORDED and isinstance(fact.value, dict):
            for language in languages:
                if not fact.value.get(language, "").strip():
                    yield Problem("fact-not-worded", language=language, values={"name": name})


def _check_sms(text: str, language: str) -> Iterator[Problem]:
    cost = count_sms(text)
    if cost.segments > MOST_SEGMENTS:
        yield Problem("sms-too-long", Medium.SMS, language, {"segments": cost.segments, "most": MOST_SEGMENTS, "units": cost.units})
    if cost.costly:
        values: dict[str, str | int] = {"characters": " ".join(cost.costly), "segments": cost.segments}
        yield Problem("sms-costly", Medium.SMS, language, values, blocks=False)


def _check_speech(text: str, language: str) -> Iterator[Problem]:
    for code, found in dict.fromkeys(list_unsayable(text)):
        yield Problem(code, Medium.SPOKEN, language, {"found": found})
    for sentence in list_long_sentences(text):
        yield Problem("spoken-long", Medium.SPOKEN, language, {"sentence": sentence[:60]}, blocks=False)


def _check_ease(text: str, language: str) -> Iterator[Problem]:
    """A long sentence blocks: what is called easy to read must be. The rest is for whoever knows the readers to judge."""
    for sentence in easy.list_long_sentences(text):
        yield Problem("easy-long", Medium.EASY, language, {"sentence": sentence[:60], "most": easy.LONGEST_SENTENCE})
    for found, simple in easy.list_hard_words(text, language):
        yield Problem("easy-hard", Medium.EASY, language, {"found": found, "simple": simple}, blocks=False)
    for code, found in easy.list_hard_signs(text):
        yield Problem(code, Medium.EASY, language, {"found": found}, blocks=False)
