"""What somebody answered in a script, in words: for himself on his page, and for the person who takes over."""

from collections.abc import Iterator
from datetime import date

import msgspec
from django.utils import formats, translation

from guichet.decisions.dialogue.inputs import Chosen, Heard, Inputs, PersonWanted
from guichet.decisions.dialogue.phrases import get_phrases
from guichet.decisions.dialogue.session import Session
from guichet.decisions.dialogue.understanding import BACK_KEY
from guichet.decisions.dialogue.words import Ask, Choose, Day, Language, Medium, Script, Texts


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was asked, and what was answered to it."""

    question: str
    answer: str


def list_given(script: Script, session: Session, language: Language) -> Iterator[GivenAnswer]:
    """The last answer to each question, in the order in which they were asked."""
    answers = {given.step: given for given in session.given}
    for step_id, given in answers.items():
        step = script.get(step_id)
        if isinstance(step, Choose | Ask):
            yield GivenAnswer(question=say(step.text, language), answer=_name_value(step, given.value, language))


def word_input(script: Script, session: Session, heard: Inputs) -> str:
    """An input as the one who gave it would read it; empty for one without words."""
    match heard:
        case Heard(text=text):
            return get_phrases(session.language).back if text == BACK_KEY else text
        case Chosen(option=option):
            step = script.get(session.step)
            return next((say(each.text, session.language) for each in getattr(step, "options", ()) if each.name == option), "")
        case PersonWanted():
            return get_phrases(session.language).person
    return ""


def say(texts: Texts, language: Language) -> str:
    wording = texts.get(language) or next(iter(texts.values()), None)
    return wording.on(Medium.CHAT) if wording else ""


def _name_value(step: Choose | Ask, value: str, language: Language) -> str:
    """A choice by its words rather than by its name, a date as people read it."""
    if isinstance(step, Choose):
        return next((say(option.text, language) for option in step.options if option.name == value), value)
    return write_day(value, language) if isinstance(step.kind, Day) else value


def write_day(value: str, language: Language) -> str:
    """Whatever is no date, of an older version of the script, stays as it is."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    with translation.override(language):
        return formats.date_format(day, "j F Y")
