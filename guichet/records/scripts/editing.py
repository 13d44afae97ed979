"""Changing a script as a value: steps put, moved and taken out, and a first script to begin from."""

from collections.abc import Callable, Sequence

import msgspec
from django.utils import translation
from django.utils.translation import gettext as _
from msgspec.structs import replace

from guichet.decisions.dialogue.phrases import PHRASES
from guichet.decisions.dialogue.words import Choose, End, HandOver, Language, Option, Script, StepId, Steps, Texts, Wording
from guichet.records.scripts.errors import UnstorableScriptError
from guichet.records.storable import is_storable

LONGEST_DOCUMENT = 500_000
"""Characters of its JSON."""
START, PERSON, THANKS = StepId("start"), StepId("person"), StepId("end")


def write(script: Script) -> str:
    """:raises UnstorableScriptError: it is too long, or holds what PostgreSQL cannot keep."""
    if not is_storable(msgspec.to_builtins(script)):
        raise UnstorableScriptError
    document = msgspec.json.encode(script).decode()
    if len(document) > LONGEST_DOCUMENT:
        raise UnstorableScriptError
    return document


def make_first(language: str) -> Script:
    """A script that asks one question, ends, and can hand over: something to change rather than an empty page."""
    spoken = (Language(language if language in PHRASES else "fr"),)
    return Script(
        languages=spoken,
        start=START,
        person=PERSON,
        steps={
            START: Choose(
                name="topic",
                text=word(spoken, lambda: _("What would you like to know?")),
                options=(Option(name="first", text=word(spoken, lambda: _("A first choice")), next=THANKS),),
            ),
            THANKS: End(text=word(spoken, lambda: _("Thank you, goodbye."))),
            PERSON: HandOver(text=word(spoken, lambda: _("I am handing you over to a person, with your answers."))),
        },
    )


def word(languages: Sequence[Language], say: Callable[[], str]) -> Texts:
    """A sentence of ours in each language of a script."""
    texts: Texts = {}
    for language in languages:
        with translation.override(language):
            texts[language] = Wording(text=say())
    return texts


def put_step(script: Script, name: StepId, step: Steps, after: StepId | None = None) -> Script:
    """Replace a step, or add one behind another (at the end without one)."""
    if name in script.steps or after is None or after not in script.steps:
        return replace(script, steps={**script.steps, name: step})
    steps: dict[StepId, Steps] = {}
    for each, known in script.steps.items():
        steps[each] = known
        if each == after:
            steps[name] = step
    return replace(script, steps=steps)


def remove_step(script: Script, name: StepId) -> Script:
    """What led there leads nowhere then, which the checks say."""
    return replace(script, steps={each: step for each, step in script.steps.items() if each != name})


def move_step(script: Script, name: StepId, places: int) -> Script:
    """Change the order in which steps are listed; the way through them stays."""
    order = list(script.steps)
    if name not in order:
        return script
    place = order.index(name)
    target = min(max(place + places, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    return replace(script, steps={each: script.steps[each] for each in order})


def make_name(script: Script, stem: str) -> StepId:
    """A name that no step has yet."""
    number, name = 1, stem
    while name in script.steps:
        number += 1
        name = f"{stem}-{number}"
    return StepId(name)
