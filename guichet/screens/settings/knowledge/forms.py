"""The form of a version: what it shows of a content, and the content that was sent back."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from guichet.records.knowledge.checking import list_problems
from guichet.records.knowledge.rendering import render
from guichet.records.knowledge.sentences import KINDS, MEDIA, explain
from guichet.records.knowledge.sms import count_sms
from guichet.records.knowledge.words import (
    MOST_FACTS,
    MOST_QUESTIONS,
    NAME_PATTERN,
    PLACE,
    WORDED,
    Audience,
    Content,
    Fact,
    FactKind,
    Medium,
    Problem,
    Question,
)

BLANK_ROWS = 2
LONGEST_FIELD = 100_000


@dataclass(frozen=True, slots=True)
class FactRow:
    number: int
    name: str = ""
    kind: str = FactKind.AMOUNT.value
    value: str = ""
    others: tuple[tuple[str, str], ...] = ()


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
    wrong: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> list[tuple[str, str | Promise]]:
        return [(kind.value, label) for kind, label in KINDS.items()]

    @property
    def preview_ids(self) -> str:
        """What is renewed while somebody types."""
        return ",".join(["#problems", *(f"#said-{wording.name}" for wording in self.wordings)])

    @property
    def count(self) -> int:
        return len(self.problems) + sum(len(wording.problems) for wording in self.wordings)


def draw_form(content: Content, audience: Audience, language: str, outdated: list[str], more: str = "") -> ContentForm:
    """:param language: the organisation's own, shown first. :param more: another language to write in."""
    found = {each for _medium, each, _text in content.list_wordings()} | set(content.title) | ({more} if more else set())
    languages = [language, *sorted(found - {language})]
    problems = list_problems(content, audience, language)
    return ContentForm(
        content=content,
        languages=languages,
        titles=[(each, content.title.get(each, "")) for each in languages],
        facts=_list_facts(content, languages),
        questions=_list_questions(content),
        wordings=[_draw_wording(content, medium, each, problems, outdated) for medium in Medium for each in languages],
        problems=[(explain(problem), problem.blocks) for problem in problems if problem.medium is None],
    )


def _list_facts(content: Content, languages: list[str]) -> list[FactRow]:
    rows = []
    for number, (name, fact) in enumerate(content.facts.items()):
        texts = fact.value if isinstance(fact.value, dict) else {languages[0]: fact.value}
        others = tuple((each, texts.get(each, "")) for each in languages[1:])
        rows.append(FactRow(number, name, fact.kind.value, texts.get(languages[0], ""), others))
    blank = tuple((each, "") for each in languages[1:])
    return [*rows, *(FactRow(len(rows) + more, others=blank) for more in range(BLANK_ROWS))]


def _list_questions(content: Content) -> list[QuestionRow]:
    rows = [QuestionRow(number, each.question, " ".join(each.facts)) for number, each in enumerate(content.questions)]
    return [*rows, QuestionRow(len(rows))]


def _draw_wording(content: Content, medium: Medium, language: str, problems: list[Problem], outdated: list[str]) -> WordingField:
    text = content.wordings.get(medium, {}).get(language, "")
    preview = render(content, medium, language)
    return WordingField(
        name=f"{medium}-{language}",
        medium=MEDIA[medium],
        language=language,
        text=text,
        preview=preview,
        rows=min(16, max(3, len(text) // 60 + text.count("\n") + 1)),
        notes=(_tell_cost(preview),) if medium is Medium.SMS and preview else (),
        problems=tuple((explain(each), each.blocks) for each in problems if (each.medium, each.language) == (medium, language)),
        is_outdated=f"{medium}.{language}" in outdated,
    )


def _tell_cost(text: str) -> str:
    cost = count_sms(text)
    return _("%(units)d units, %(segments)d SMS to pay for.") % {"units": cost.units, "segments": cost.segments}


def read_content(sent: Mapping[str, str], languages: list[str]) -> tuple[Content, list[str]]:
    """What was sent, and what of it cannot be kept as it is, in words."""
    wrong: list[str] = []
    wordings: dict[Medium, dict[str, str]] = {}
    for medium in Medium:
        texts = {each: _read(sent, f"wording-{medium}-{each}") for each in languages}
        wordings[medium] = {each: text for each, text in texts.items() if text}
    titles = {each: _read(sent, f"title-{each}") for each in languages}
    return (
        Content(
            title={each: text for each, text in titles.items() if text},
            facts=_read_facts(sent, languages, wrong),
            wordings={medium: texts for medium, texts in wordings.items() if texts},
            questions=_read_questions(sent, languages[0]),
        ),
        wrong,
    )


def _read(sent: Mapping[str, str], name: str) -> str:
    return sent.get(name, "")[:LONGEST_FIELD].replace("\r\n", "\n").strip()


def _read_facts(sent: Mapping[str, str], languages: list[str], wrong: list[str]) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for number in range(MOST_FACTS + BLANK_ROWS + 1):
        name = _read(sent, f"fact-{number}-name").strip("{} ")
        if not name:
            continue
        kind = _read(sent, f"fact-{number}-kind")
        if not NAME_PATTERN.fullmatch(name):
            wrong.append(_("“%(name)s” is no name of a fact: use small letters, digits and hyphens.") % {"name": name[:60]})
        elif name in facts:
            wrong.append(_("There are two facts named {%(name)s}: give one of them another name.") % {"name": name})
        elif kind in FactKind.__members__.values():
            facts[name] = _read_fact(sent, number, FactKind(kind), languages)
    return facts


def _read_fact(sent: Mapping[str, str], number: int, kind: FactKind, languages: list[str]) -> Fact:
    value = _read(sent, f"fact-{number}-value")
    if kind not in WORDED:
        return Fact(kind, value)
    texts = {languages[0]: value, **{each: _read(sent, f"fact-{number}-value-{each}") for each in languages[1:]}}
    return Fact(kind, {each: text for each, text in texts.items() if text})


def _read_questions(sent: Mapping[str, str], language: str) -> tuple[Question, ...]:
    read = []
    for number in range(MOST_QUESTIONS + 2):
        question = _read(sent, f"question-{number}")
        if question:
            names = _read(sent, f"question-{number}-facts").replace(",", " ")
            read.append(Question(question, tuple(PLACE.findall(names) or names.split()), language))
    return tuple(read)
