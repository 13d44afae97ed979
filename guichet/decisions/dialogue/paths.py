"""Where a script can lead: its steps as a graph, walked without being played."""

from collections.abc import Iterator

from guichet.decisions.dialogue.words import (
    Answer,
    Ask,
    Branch,
    Choose,
    End,
    HandOver,
    Identify,
    LookUp,
    RequestCallback,
    Say,
    Script,
    SendLink,
    StepId,
    Steps,
)

RELIEF = (Answer, HandOver, End)
"""At these steps questions have led to something."""


def list_next(step: Steps) -> Iterator[StepId]:
    """Every step that may follow. An option that needs a person leads to one, wherever else it is said to lead."""
    match step:
        case Say() | Ask() | Answer():
            yield step.next
        case Choose():
            yield from (option.next for option in step.options if not option.vulnerable)
        case LookUp():
            yield from (step.found, step.missing, step.failed)
        case SendLink():
            yield from (step.next, step.failed)
        case RequestCallback():
            yield from (step.done, step.failed)
        case Identify():
            yield from (step.known, step.unknown)
        case Branch():
            yield from (*(case.next for case in step.cases), step.otherwise)
        case HandOver() | End():
            return


def find_reached(script: Script) -> set[StepId]:
    """Steps that somebody can come to. A person can be asked for everywhere."""
    reached: set[StepId] = set()
    ahead = [script.start, script.person]
    while ahead:
        step = ahead.pop()
        if step not in reached and step in script.steps:
            reached.add(step)
            ahead.extend(list_next(script.steps[step]))
    return reached


def find_ending(script: Script) -> set[StepId]:
    """Steps from which some way leads to an end or a person without anybody asking for it."""
    before: dict[StepId, list[StepId]] = {}
    for name, step in script.steps.items():
        for following in list_next(step):
            before.setdefault(following, []).append(name)
    ahead = [name for name, step in script.steps.items() if isinstance(step, HandOver | End) or _hands_over(step)]
    ending = set(ahead)
    while ahead:
        for name in before.get(ahead.pop(), ()):
            if name not in ending:
                ending.add(name)
                ahead.append(name)
    return ending


def _hands_over(step: Steps) -> bool:
    return isinstance(step, Choose) and any(option.vulnerable for option in step.options)


def count_questions(script: Script) -> dict[StepId, int | None]:
    """For each place where questions begin (the start, and after each answer), the most that come before an answer, a person or an end.

    None: there is a way round in circles without any of these, so that there is no most.
    """
    memory: dict[StepId, int | None] = {}
    beginnings = [script.start, *(step.next for step in script.steps.values() if isinstance(step, Answer))]
    return {beginning: _count_from(script, beginning, memory, set()) for beginning in beginnings}


def _count_from(script: Script, name: StepId, memory: dict[StepId, int | None], above: set[StepId]) -> int | None:
    """`above`: the steps on the way here."""
    if name in above:
        return None
    if name in memory:
        return memory[name]
    step = script.get(name)
    if step is None or isinstance(step, RELIEF):
        return 0
    counts = [_count_from(script, following, memory, above | {name}) for following in list_next(step)]
    asked = 2 if isinstance(step, Identify) else 1 if isinstance(step, Choose | Ask) else 0
    most = None if None in counts else asked + max((count for count in counts if count is not None), default=0)
    memory[name] = most
    return most
