"""Which case of a branch holds. An answer that was never given passes no test."""

from collections.abc import Mapping

from guichet.decisions.dialogue.words import Branch, StepId, Test


def find_case(branch: Branch, values: Mapping[str, str]) -> StepId:
    for case in branch.cases:
        value = values.get(case.name)
        if value is not None and passes(value, case.test, case.value):
            return case.next
    return branch.otherwise


def passes(value: str, test: Test, bound: str) -> bool:
    """Numbers compare as numbers; ISO dates compare as they are written."""
    match test:
        case Test.IS:
            return value == bound
        case Test.BEGINS:
            return value.startswith(bound)
        case Test.AT_LEAST:
            return _measure(value, bound) >= _measure(bound, value)
        case Test.AT_MOST:
            return _measure(value, bound) <= _measure(bound, value)


def _measure(text: str, other: str) -> tuple[int, str]:
    return (int(text), "") if text.isdecimal() and other.isdecimal() else (0, text)
