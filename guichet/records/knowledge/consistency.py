"""Do all wordings say the same? Literal values are looked for in what wordings write out, and the facts of golden questions in what they
name. A drift is a `Problem` that blocks and shows the difference.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from guichet.decisions.dialogue.folding import drop_accents
from guichet.language.saying.numbers import ONES, TENS
from guichet.records.knowledge.facts import MONTHS, FactError, format_fact
from guichet.records.knowledge.rendering import list_named
from guichet.records.knowledge.words import ANY_PLACE, NAME_PATTERN, Content, Fact, FactKind, Medium, Problem, Question

_SPACE = r"[ \u00a0\u202f]"
_NUMBER_WORD = "|".join(
    [*ONES[2:], *TENS.values(), "quatre-vingts?", "cent", "mille", "two", "three", "four", "five", "six", "eight", "nine", "ten", "twelve"]
)
_COUNT = rf"(?:\d{{1,4}}|(?:{_NUMBER_WORD}))"
_DIGITS = rf"\d+(?:(?:[.,]|{_SPACE}(?=\d{{3}}))\d+)*"
_MONTH = "|".join((*MONTHS["fr"], *MONTHS["en"]))
_UNIT = r"jours?(?: ouvrés?)?|semaines?|mois|ans?|années?|days?|weeks?|months?|years?"
LITERALS: tuple[tuple[FactKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (FactKind.AMOUNT, rf"€{_SPACE}?{_DIGITS}|(?:{_DIGITS}|\b(?:[\w-]+{_SPACE})?(?:{_NUMBER_WORD})){_SPACE}*(?:€|euros?\b)"),
        (
            FactKind.DATE,
            rf"\b\d{{1,2}}(?:er|st|nd|rd|th)?{_SPACE}+(?:{_MONTH})\b(?:{_SPACE}+\d{{4}})?|\b\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?\b",
        ),
        (FactKind.DELAY, rf"\b{_COUNT}{_SPACE}+(?:{_UNIT})\b"),
        (
            FactKind.HOURS,
            rf"\b\d{{1,2}}{_SPACE}?h(?:eures?)?(?:{_SPACE}?\d{{2}})?\b|\b\d{{1,2}}:\d{{2}}\b|\b(?:{_NUMBER_WORD}){_SPACE}heures\b",
        ),
        (FactKind.PERCENT, rf"\d[\d.,]*{_SPACE}?%|\b(?:\d+|{_NUMBER_WORD}){_SPACE}+(?:pour{_SPACE}+cent|percent)\b"),
        (FactKind.TELEPHONE, rf"\b0{_SPACE}?[1-9](?:[ .\u00a0\u202f]?\d){{8}}\b|\b3\d{{3}}\b|\b3\d{_SPACE}\d{{2}}\b"),
    )
)
"""What looks like a fact of each kind when it is written out; a text that one kind has taken is not looked at by the next."""


def list_drifts(content: Content) -> Iterator[Problem]:
    """Everything in which wordings may say different things."""
    for medium, language, text in content.list_wordings():
        yield from _list_unknown(content, medium, language, text)
        yield from _list_literals(content, medium, language, text)
    for question in content.questions:
        yield from _compare(content, question)


def find_literals(text: str) -> Iterator[tuple[FactKind, str]]:
    """Values that a text writes out instead of naming them."""
    rest = ANY_PLACE.sub("\ufffc", text)
    for kind, pattern in LITERALS:
        for found in pattern.finditer(rest):
            yield kind, found[0].strip()
        rest = pattern.sub("\ufffc", rest)


def _list_unknown(content: Content, medium: Medium, language: str, text: str) -> Iterator[Problem]:
    for name in dict.fromkeys(ANY_PLACE.findall(text)):
        if name not in content.facts or not NAME_PATTERN.fullmatch(name):
            yield Problem("unknown-fact", medium, language, {"name": name})
    rest = ANY_PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        yield Problem("stray-brace", medium, language)


def _list_literals(content: Content, medium: Medium, language: str, text: str) -> Iterator[Problem]:
    for kind, literal in dict.fromkeys(find_literals(text)):
        of_kind = {name: fact for name, fact in content.facts.items() if fact.kind is kind}
        same = [name for name, fact in of_kind.items() if _says(fact, literal, language)]
        if same:
            yield Problem("literal-fact", medium, language, {"literal": literal, "name": same[0]})
        elif of_kind:
            shown = ", ".join(f"{{{name}}} = {_show(fact, medium, language)}" for name, fact in sorted(of_kind.items()))
            yield Problem("other-value", medium, language, {"literal": literal, "facts": shown})
        else:
            yield Problem("nameless-fact", medium, language, {"literal": literal})


def _says(fact: Fact, literal: str, language: str) -> bool:
    """Whether the literal is this fact, written in any of our ways."""
    return any(close_up(literal) == close_up(_show(fact, medium, language)) for medium in Medium) or (
        fact.kind is FactKind.AMOUNT and _read_amount(literal) == _read_amount(str(fact.value))
    )


def _read_amount(text: str) -> Decimal | None:
    digits = re.sub(r"[^\d,.]", "", text)
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".").strip(".")
    return Decimal(digits) if re.fullmatch(r"\d+(\.\d+)?", digits) else None


def close_up(text: str) -> str:
    """Without case, accents and spaces; "12,5" stays apart from "125"."""
    return "".join(drop_accents(text).split())


def _show(fact: Fact, medium: Medium, language: str) -> str:
    try:
        return format_fact(fact, medium, language)
    except FactError:
        return "?"


def _compare(content: Content, question: Question) -> Iterator[Problem]:
    """Every rendering of a golden question carries the same facts."""
    wanted = [name for name in question.facts if name in content.facts]
    for name in set(question.facts) - set(wanted):
        yield Problem("unknown-fact", values={"name": name})
    for medium, language, text in content.list_wordings():
        named = list_named(text)
        for name in wanted:
            if name not in named:
                yield _tell_missing(content, question, name, (medium, language, named))


def _tell_missing(content: Content, question: Question, name: str, wording: tuple[Medium, str, list[str]]) -> Problem:
    """The wording says nothing of a fact, or another of the same kind in its place."""
    medium, language, named = wording
    fact = content.facts[name]
    values: dict[str, str | int] = {"question": question.question, "name": name, "expected": _show(fact, medium, language)}
    others = [other for other in named if other not in question.facts and other in content.facts and content.facts[other].kind is fact.kind]
    if not others:
        return Problem("missing-fact", medium, language, values)
    return Problem("different-fact", medium, language, {**values, "found": _show(content.facts[others[0]], medium, language)})
