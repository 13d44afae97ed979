"""The rows of an article's facts: shown as the writer would type them, and read back. A row that cannot be kept stays in the form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count, islice

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guichet.decisions.dialogue.folding import fold
from guichet.records.knowledge.sentences import explain
from guichet.records.knowledge.typed import read_value, show_value
from guichet.records.knowledge.words import MOST_FACTS, NAME_PATTERN, WORDED, Content, Fact, FactKind, Problem

BLANK_ROWS = 2
LONGEST_FIELD = 100_000


@dataclass(frozen=True, slots=True)
class FactRow:
    """`wrong`: why it cannot be kept. `problems`: what is wrong with the fact that it is."""

    number: int
    name: str = ""
    kind: str = FactKind.AMOUNT.value
    value: str = ""
    others: tuple[tuple[str, str], ...] = ()
    wrong: str = ""
    problems: tuple[str, ...] = ()


def list_rows(content: Content, languages: list[str]) -> list[FactRow]:
    """The facts of a content, one row each."""
    rows = []
    for number, (name, fact) in enumerate(content.facts.items()):
        texts = fact.value if isinstance(fact.value, dict) else {languages[0]: show_value(fact.kind, fact.value, get_writing())}
        others = tuple((each, texts.get(each, "")) for each in languages[1:])
        rows.append(FactRow(number, name, fact.kind.value, texts.get(languages[0], ""), others))
    return rows


def finish_rows(rows: list[FactRow], problems: list[Problem], languages: list[str]) -> list[FactRow]:
    """With what is wrong with each fact, and some blank rows where numbers are free."""
    told = [replace(row, problems=_explain(row, problems)) for row in rows]
    used, blank = {row.number for row in rows}, tuple((each, "") for each in languages[1:])
    free = islice((number for number in count() if number not in used), BLANK_ROWS)
    return sorted([*told, *(FactRow(number, others=blank) for number in free)], key=lambda row: row.number)


def _explain(row: FactRow, problems: list[Problem]) -> tuple[str, ...]:
    return () if row.wrong else tuple(explain(each) for each in problems if each.values["name"] == row.name)


def read_rows(sent: Mapping[str, str], languages: list[str]) -> list[FactRow]:
    """The rows in which something was written; one that cannot be kept says why."""
    rows: list[FactRow] = []
    kept: set[str] = set()
    for number in range(MOST_FACTS + BLANK_ROWS + 1):
        kind = read_text(sent, f"fact-{number}-kind")
        row = FactRow(
            number,
            read_text(sent, f"fact-{number}-name").strip("{} "),
            kind if kind in FactKind.__members__.values() else FactKind.AMOUNT.value,
            read_text(sent, f"fact-{number}-value"),
            tuple((each, read_text(sent, f"fact-{number}-value-{each}")) for each in languages[1:]),
        )
        if row.name or row.value or any(text for _language, text in row.others):
            rows.append(replace(row, wrong=_refuse(row.name, kept)))
            kept.add(row.name)
    return rows


def read_facts(rows: list[FactRow], languages: list[str]) -> dict[str, Fact]:
    """The facts of the rows that can be kept."""
    return {row.name: _read_fact(row, languages[0]) for row in rows if not row.wrong}


def _read_fact(row: FactRow, language: str) -> Fact:
    kind = FactKind(row.kind)
    if kind not in WORDED:
        return Fact(kind, read_value(kind, row.value, get_writing()))
    return Fact(kind, {each: text for each, text in ((language, row.value), *row.others) if text})


def _refuse(name: str, kept: set[str]) -> str:
    if not name:
        return _("This fact has no name: write one, or empty its value too.")
    if not NAME_PATTERN.fullmatch(name):
        proposed = fold(name).replace(" ", "-")
        if not NAME_PATTERN.fullmatch(proposed):
            return _("“%(name)s” is no name of a fact: use small letters without accents, digits and hyphens.") % {"name": name[:60]}
        told = {"name": name[:60], "proposed": proposed[:60]}
        return _("“%(name)s” is no name of a fact: small letters without accents, digits and hyphens. Write “%(proposed)s”.") % told
    if name in kept:
        return _("There are two facts named {%(name)s}: give one of them another name.") % {"name": name}
    return ""


def read_text(sent: Mapping[str, str], name: str) -> str:
    return sent.get(name, "")[:LONGEST_FIELD].replace("\r\n", "\n").strip()


def get_writing() -> str:
    """The language in which somebody reads this screen and types."""
    return (get_language() or "en").partition("-")[0]
