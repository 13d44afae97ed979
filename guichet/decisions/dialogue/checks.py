"""What makes a script fit to be published: every path ends, every choice can be reached and told from the others, a person is one step
away everywhere (R15), every wording exists for every medium and language.

A problem is a code and a place; `records` puts it into a sentence. A script without problems keeps every promise of `dialogue.py`, which
properties try on scripts made at random.
"""

import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum

from guichet.decisions.dialogue.acts import Asked
from guichet.decisions.dialogue.folding import fold, read_position
from guichet.decisions.dialogue.paths import count_questions, find_ending, find_reached, list_next
from guichet.decisions.dialogue.phrases import PHRASES
from guichet.decisions.dialogue.rendering import Prompt, render
from guichet.decisions.dialogue.session import Session, State
from guichet.decisions.dialogue.understanding import find_wish, list_names
from guichet.decisions.dialogue.words import (
    VERIFIED,
    Ask,
    Branch,
    Choose,
    Free,
    HandOver,
    Identify,
    Language,
    LookUp,
    Medium,
    Number,
    Option,
    Reference,
    Script,
    StepId,
    Texts,
    Word,
)

MOST_QUESTIONS = 3
MOST_OPTIONS = 9
"""As many as the telephone has keys beside the one for a person."""
MOST_SMS = 459
"""Characters: three parts of 153."""
MOST_SPOKEN = 600
"""Characters: some forty seconds."""
MOST_STEPS = 500
UNSPEAKABLE = re.compile(r"https?:|www\.|@|[<>{}\[\]_#*|\\]")


class Flaw(StrEnum):
    NO_LANGUAGE = "no-language"
    LANGUAGE_WITHOUT_PHRASES = "language-without-phrases"
    NO_STEP = "no-step"
    NO_PERSON = "no-person"
    TOO_MANY_STEPS = "too-many-steps"
    NEVER_REACHED = "never-reached"
    NEVER_ENDS = "never-ends"
    CIRCLE = "circle"
    TOO_MANY_QUESTIONS = "too-many-questions"
    NO_OPTION = "no-option"
    TOO_MANY_OPTIONS = "too-many-options"
    SAME_OPTION = "same-option"
    SAME_WORDS = "same-words"
    RESERVED_WORDS = "reserved-words"
    MISLEADING_NUMBER = "misleading-number"
    ZERO_MEANS_A_PERSON = "zero-means-a-person"
    NO_ANSWER_FITS = "no-answer-fits"
    RESERVED_NAME = "reserved-name"
    UNKNOWN_ANSWER = "unknown-answer"
    NO_WORDING = "no-wording"
    TOO_LONG_FOR_SMS = "too-long-for-sms"
    TOO_LONG_TO_HEAR = "too-long-to-hear"
    UNSPEAKABLE = "unspeakable"
    NO_PATIENCE = "no-patience"


class Problem(Word, frozen=True):
    """`detail`: the option, language, medium or name that it is about."""

    flaw: Flaw
    step: StepId | None = None
    detail: str = ""


def check(script: Script) -> list[Problem]:
    """Everything that stands against publishing it; the most basic first, and nothing else when there is no ground to look further."""
    return list(_check_ground(script)) or [*_check_paths(script), *_check_answers(script), *_check_steps(script)]


def _check_ground(script: Script) -> Iterator[Problem]:
    if not script.languages:
        yield Problem(flaw=Flaw.NO_LANGUAGE)
    for language in script.languages:
        if language not in PHRASES:
            yield Problem(flaw=Flaw.LANGUAGE_WITHOUT_PHRASES, detail=language)
    if script.misunderstandings < 1:
        yield Problem(flaw=Flaw.NO_PATIENCE)
    if len(script.steps) > MOST_STEPS:
        yield Problem(flaw=Flaw.TOO_MANY_STEPS, detail=str(len(script.steps)))
    if script.start not in script.steps:
        yield Problem(flaw=Flaw.NO_STEP, detail=script.start)
    if not isinstance(script.get(script.person), HandOver):
        yield Problem(flaw=Flaw.NO_PERSON, detail=script.person)
    for name, step in script.steps.items():
        for following in list_next(step):
            if following not in script.steps:
                yield Problem(flaw=Flaw.NO_STEP, step=name, detail=following)


def _check_paths(script: Script) -> Iterator[Problem]:
    reached, ending = find_reached(script), find_ending(script)
    for name in script.steps:
        if name not in reached:
            yield Problem(flaw=Flaw.NEVER_REACHED, step=name)
        elif name not in ending:
            yield Problem(flaw=Flaw.NEVER_ENDS, step=name)
    for beginning, count in count_questions(script).items():
        if count is None:
            yield Problem(flaw=Flaw.CIRCLE, step=beginning)
        elif count > MOST_QUESTIONS:
            yield Problem(flaw=Flaw.TOO_MANY_QUESTIONS, step=beginning, detail=str(count))


def _check_answers(script: Script) -> Iterator[Problem]:
    """Branches ask for answers that somebody gives. What a look-up finds is known only when it is found."""
    given = {step.name for step in script.steps.values() if isinstance(step, Choose | Ask)}
    for name, step in script.steps.items():
        if isinstance(step, Choose | Ask) and step.name == VERIFIED:
            yield Problem(flaw=Flaw.RESERVED_NAME, step=name, detail=VERIFIED)
    if any(isinstance(step, Identify) for step in script.steps.values()):
        given.add(VERIFIED)
    looks_up = any(isinstance(step, LookUp) for step in script.steps.values())
    for name, step in script.steps.items():
        asked = step.arguments if isinstance(step, LookUp) else [case.name for case in step.cases] if isinstance(step, Branch) else ()
        for wanted in asked:
            if wanted not in given and (isinstance(step, LookUp) or not looks_up):
                yield Problem(flaw=Flaw.UNKNOWN_ANSWER, step=name, detail=wanted)


def _check_steps(script: Script) -> Iterator[Problem]:
    for name, step in script.steps.items():
        if isinstance(step, Choose):
            yield from _check_options(script, name, step)
        if isinstance(step, Ask):
            yield from _check_kind(name, step)
        texts: Texts | None = getattr(step, "text", None)
        if texts is not None:
            yield from _check_wordings(script, name, texts)


def _check_kind(name: StepId, step: Ask) -> Iterator[Problem]:
    match step.kind:
        case Number(least=least, most=most):
            if least < 1:
                yield Problem(flaw=Flaw.ZERO_MEANS_A_PERSON, step=name)
            if most < least:
                yield Problem(flaw=Flaw.NO_ANSWER_FITS, step=name)
        case Reference(shape=shape):
            if not any(place.isalnum() for place in shape) or shape.strip() == "0":
                yield Problem(flaw=Flaw.NO_ANSWER_FITS, step=name)
        case Free(most=most):
            if most < 1:
                yield Problem(flaw=Flaw.NO_ANSWER_FITS, step=name)


def _check_options(script: Script, name: StepId, step: Choose) -> Iterator[Problem]:
    if not step.options:
        yield Problem(flaw=Flaw.NO_OPTION, step=name)
    if len(step.options) > MOST_OPTIONS:
        yield Problem(flaw=Flaw.TOO_MANY_OPTIONS, step=name, detail=str(len(step.options)))
    for same, count in Counter(option.name for option in step.options).items():
        if count > 1:
            yield Problem(flaw=Flaw.SAME_OPTION, step=name, detail=same)
    for language in script.languages:
        yield from _check_names(name, step, language)
    for option in step.options:
        yield from _check_wordings(script, name, option.text, option)


def _check_names(name: StepId, step: Choose, language: Language) -> Iterator[Problem]:
    """Each way to say an option means that option and nothing else."""
    owners: dict[str | frozenset[str], Option] = {}
    positions = {option.name: place for place, option in enumerate(step.options, start=1)}
    for said in list_names(step, language):
        if find_wish(said.text, fold(said.text)):
            yield Problem(flaw=Flaw.RESERVED_WORDS, step=name, detail=said.text)
        if read_position(said.folded) not in (None, positions[said.option.name]):
            yield Problem(flaw=Flaw.MISLEADING_NUMBER, step=name, detail=said.text)
        if owners.setdefault(said.stems or said.folded, said.option) is not said.option:
            yield Problem(flaw=Flaw.SAME_WORDS, step=name, detail=said.text)


def _check_wordings(script: Script, name: StepId, texts: Texts, option: Option | None = None) -> Iterator[Problem]:
    """There in every language and for every medium, and fit for it."""
    of = "" if option is None else f"{option.name} "
    for language in script.languages:
        wording = texts.get(language)
        missing = [medium for medium in Medium if wording is None or not wording.on(medium).strip()]
        if wording is None or len(missing) == len(Medium):
            yield Problem(flaw=Flaw.NO_WORDING, step=name, detail=f"{of}{language}")
            continue
        for medium in missing:
            yield Problem(flaw=Flaw.NO_WORDING, step=name, detail=f"{of}{language} {medium}")
        if UNSPEAKABLE.search(wording.on(Medium.VOICE)):
            yield Problem(flaw=Flaw.UNSPEAKABLE, step=name, detail=f"{of}{language}")
        if option is None:
            yield from _check_lengths(script, name, language)


def _check_lengths(script: Script, name: StepId, language: Language) -> Iterator[Problem]:
    """Of the whole prompt, its choices included."""
    for medium, most, flaw in ((Medium.SMS, MOST_SMS, Flaw.TOO_LONG_FOR_SMS), (Medium.VOICE, MOST_SPOKEN, Flaw.TOO_LONG_TO_HEAR)):
        session = Session(step=name, state=State.ASKING, medium=medium, language=language)
        prompt = render(script, session, Asked(step=name)) or Prompt(text="")
        if len(prompt.text) > most:
            yield Problem(flaw=flaw, step=name, detail=f"{language} {len(prompt.text)}")
