"""The form of a version: what it shows of a content, and the content that was sent back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guichet.records.knowledge.checking import list_problems
from guichet.records.knowledge.guides import draw_guide
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.sentences import KINDS, MEDIA, explain
from guichet.records.knowledge.sms import count_sms
from guichet.records.knowledge.words import (
    MOST_QUESTIONS,
    Audience,
    Content,
    Medium,
    Problem,
    Question,
)
from guichet.screens.settings.knowledge.fact_rows import FactRow, finish_rows, list_rows, read_facts, read_rows, read_text

OF_ONE_FACT = frozenset({"bad-fact", "fact-not-worded"})
"""What is said beside its fact."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    number: int
    question: str = ""
    facts: str = ""


@dataclass(frozen=True, slots=True)
class WordingField:
    """`preview` is the wording with its facts, `notes` say what it costs, `problems` what is wrong with it."""

    name: str
    medium: str | Promise
    language: str
    text: str
    preview: str
    rows: int
    notes: tuple[str, ...]
    problems: tuple[tuple[str, bool], ...]
    is_outdated: bool


@dataclass(slots=True)
class ContentForm:
    content: Content
    languages: list[str]
    titles: list[tuple[str, str]]
    facts: list[FactRow]
    questions: list[QuestionRow]
    wordings: list[WordingField]
    problems: list[tuple[str, bool]]

    @property
    def wrong(self) -> list[FactRow]:
        """The rows that cannot be kept."""
        return [row for row in self.facts if row.wrong]

    @property
    def kinds(self) -> list[tuple[str, str | Promise]]:
        return [(kind.value, label) for kind, label in KINDS.items()]

    @property
    def preview_ids(self) -> str:
        """What is renewed while somebody types."""
        facts, wordings = (f"#said-fact-{row.number}" for row in self.facts), (f"#said-{wording.name}" for wording in self.wordings)
        return ",".join(["#problems", *facts, *wordings])

    @property
    def count(self) -> int:
        beside = sum(len(row.problems) for row in self.facts) + sum(len(wording.problems) for wording in self.wordings)
        return len(self.problems) + beside

    @property
    def has_others(self) -> bool:
        """Whether something is said beside its fact or its wording."""
        return self.count > len(self.problems)


@dataclass(frozen=True, slots=True)
class Draft:
    """What was sent: the content, and all rows of facts, kept or not."""

    content: Content
    rows: list[FactRow]


def draw_form(
    content: Content, audience: Audience, language: str, outdated: list[str], *, more: str = "", rows: list[FactRow] | None = None
) -> ContentForm:
    """:param language: the organisation's own, shown first. :param more: another language to write in. :param rows: the facts as sent."""
    found = {each for _medium, each, _text in content.list_wordings()} | set(content.title) | ({more} if more else set())
    languages = [language, *sorted(found - {language})]
    problems = list_problems(content, audience, language)
    general = [each for each in problems if each.medium is None]
    facts = list_rows(content, languages) if rows is None else rows
    return ContentForm(
        content=content,
        languages=languages,
        titles=[(each, content.title.get(each, "")) for each in languages],
        facts=finish_rows(facts, [each for each in general if each.code in OF_ONE_FACT], languages),
        questions=_list_questions(content),
        wordings=[_draw_wording(content, medium, each, problems, outdated) for medium in Medium for each in languages],
        problems=[(explain(each), each.blocks) for each in general if each.code not in OF_ONE_FACT],
    )


def _list_questions(content: Content) -> list[QuestionRow]:
    rows = [QuestionRow(number, each.question, ", ".join(each.facts)) for number, each in enumerate(content.questions)]
    return [*rows, QuestionRow(len(rows))]


def _draw_wording(content: Content, medium: Medium, language: str, problems: list[Problem], outdated: list[str]) -> WordingField:
    text = content.wordings.get(medium, {}).get(language, "")
    preview = render(content, medium, language)
    return WordingField(
        name=f"{medium}-{language}",
        medium=MEDIA[medium],
        language=language,
        text=text,
        preview=draw_guide(preview) if medium is Medium.GUIDE else preview,
        rows=min(16, max(3, len(text) // 60 + text.count("\n") + 1)),
        notes=(_tell_cost(preview),) if medium is Medium.SMS and preview else (),
        problems=tuple((explain(each), each.blocks) for each in problems if (each.medium, each.language) == (medium, language)),
        is_outdated=f"{medium}.{language}" in outdated,
    )


def _tell_cost(text: str) -> str:
    cost = count_sms(text)
    return _("%(units)d units, %(segments)d SMS to pay for.") % {"units": cost.units, "segments": cost.segments}


def read_content(sent: Mapping[str, str], languages: list[str]) -> Draft:
    wordings: dict[Medium, dict[str, str]] = {}
    for medium in Medium:
        texts = {each: read_text(sent, f"wording-{medium}-{each}") for each in languages}
        wordings[medium] = {each: text for each, text in texts.items() if text}
    titles = {each: read_text(sent, f"title-{each}") for each in languages}
    rows = read_rows(sent, languages)
    content = Content(
        title={each: text for each, text in titles.items() if text},
        facts=read_facts(rows, languages),
        wordings={medium: texts for medium, texts in wordings.items() if texts},
        questions=_read_questions(sent, languages[0]),
    )
    return Draft(content, rows)


def _read_questions(sent: Mapping[str, str], language: str) -> tuple[Question, ...]:
    read = []
    for number in range(MOST_QUESTIONS + 2):
        question = read_text(sent, f"question-{number}")
        if question:
            names = re.split(r"[\s,;{}]+", read_text(sent, f"question-{number}-facts"))
            read.append(Question(question, tuple(name for name in names if name), language))
    return tuple(read)
