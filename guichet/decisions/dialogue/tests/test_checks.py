"""Whatever would break a script's promises is found before it is published: one planted flaw each."""

from collections.abc import Callable

import msgspec
import pytest

from guichet.decisions.dialogue.checks import Flaw, check
from guichet.decisions.dialogue.tests.scripts import FRENCH, PERSON, french, housing
from guichet.decisions.dialogue.words import (
    Ask,
    Choose,
    End,
    Free,
    HandOver,
    Language,
    Medium,
    Number,
    Option,
    Reference,
    Say,
    Script,
    StepId,
    Steps,
    Wording,
)

replace = msgspec.structs.replace
TOPIC, END, MOVED = StepId("topic"), StepId("end"), StepId("moved-on")


def plant(script: Script, **steps: Steps) -> Script:
    """Steps that stand instead of others, or beside them; `_` in a name for its hyphen."""
    return replace(script, steps={**script.steps, **{StepId(name.replace("_", "-")): step for name, step in steps.items()}})


def ask(kind: Number | Reference | Free) -> Ask:
    return Ask(name="moved-on", text=french("Dites-nous."), kind=kind, next=StepId("when"))


def offer(*options: Option) -> Choose:
    return Choose(name="topic", text=french("Que souhaitez-vous ?"), options=options)


def name(text: str, following: StepId = MOVED) -> Option:
    return Option(name=text, text=french(text), next=following)


def end(wording: Wording) -> End:
    return End(text={FRENCH: wording})


PLANTED: dict[Flaw, Callable[[Script], Script]] = {
    Flaw.NO_LANGUAGE: lambda script: replace(script, languages=()),
    Flaw.LANGUAGE_WITHOUT_PHRASES: lambda script: replace(script, languages=(FRENCH, Language("xx"))),
    Flaw.NO_PATIENCE: lambda script: replace(script, misunderstandings=0),
    Flaw.NO_STEP: lambda script: plant(script, failed=Say(text=french("Non."), next=StepId("nowhere"))),
    Flaw.NO_PERSON: lambda script: replace(script, person=END),
    Flaw.TOO_MANY_STEPS: lambda script: plant(script, **{f"more{number}": End(text=french("Fin.")) for number in range(600)}),
    Flaw.NEVER_REACHED: lambda script: plant(script, alone=End(text=french("Fin."))),
    Flaw.NEVER_ENDS: lambda script: plant(script, failed=Say(text=french("Et encore."), next=StepId("failed"))),
    Flaw.CIRCLE: lambda script: plant(script, failed=Say(text=french("Recommençons."), next=TOPIC)),
    Flaw.TOO_MANY_QUESTIONS: lambda script: plant(
        script,
        end=replace(ask(Free()), next=StepId("second")),
        second=replace(ask(Free()), next=PERSON),
    ),
    Flaw.NO_OPTION: lambda script: plant(script, topic=offer()),
    Flaw.TOO_MANY_OPTIONS: lambda script: plant(script, topic=offer(*(name("mot" * count) for count in range(1, 11)))),
    Flaw.SAME_OPTION: lambda script: plant(script, topic=offer(name("Un passeport"), name("Un passeport", END))),
    Flaw.SAME_WORDS: lambda script: plant(script, topic=offer(name("Un passeport"), replace(name("Les passeports"), name="other"))),
    Flaw.RESERVED_WORDS: lambda script: plant(script, topic=offer(name("Parler à un agent"))),
    Flaw.MISLEADING_NUMBER: lambda script: plant(script, topic=offer(name("Deux"), name("Un mariage"))),
    Flaw.ZERO_MEANS_A_PERSON: lambda script: plant(script, moved_on=ask(Number(least=0))),
    Flaw.NO_ANSWER_FITS: lambda script: plant(script, moved_on=ask(Number(least=9, most=3))),
    Flaw.RESERVED_NAME: lambda script: plant(script, moved_on=replace(ask(Free()), name="verified")),
    Flaw.UNKNOWN_ANSWER: lambda script: plant(script, look=replace(script.steps[StepId("look")], arguments=("birth",))),
    Flaw.NO_WORDING: lambda script: replace(script, languages=(FRENCH, Language("en"))),
    Flaw.TOO_LONG_FOR_SMS: lambda script: plant(script, end=end(Wording(text="Merci.", media={Medium.SMS: "trop " * 100}))),
    Flaw.TOO_LONG_TO_HEAR: lambda script: plant(script, end=end(Wording(text="Merci.", media={Medium.VOICE: "long " * 200}))),
    Flaw.UNSPEAKABLE: lambda script: plant(script, end=end(Wording(text="Voyez www.exemple.fr"))),
}


def test_a_good_script_has_no_problem() -> None:
    assert check(mend(housing())) == []


def mend(script: Script) -> Script:
    """`housing` goes round in a circle: a number that is not found is asked for again, for ever."""
    return plant(script, look=replace(script.steps[StepId("look")], missing=StepId("failed")))


def test_a_question_asked_again_for_ever_is_found() -> None:
    assert [(problem.flaw, problem.step) for problem in check(housing())] == [(Flaw.CIRCLE, TOPIC)]


@pytest.mark.parametrize("flaw", list(Flaw))
def test_a_planted_flaw_is_found(flaw: Flaw) -> None:
    assert flaw in {problem.flaw for problem in check(PLANTED[flaw](mend(housing())))}


def test_a_choice_that_needs_a_person_need_not_lead_elsewhere() -> None:
    script = mend(housing())
    topic = script.steps[TOPIC]
    assert isinstance(topic, Choose)
    options = tuple(replace(option, next=StepId("")) if option.vulnerable else option for option in topic.options)
    assert check(plant(script, topic=replace(topic, options=options))) == []
    only = tuple(replace(option, vulnerable=True, next=StepId("")) for option in topic.options)
    assert Flaw.NEVER_ENDS not in {problem.flaw for problem in check(plant(script, topic=replace(topic, options=only)))}


def test_a_step_to_which_only_a_choice_that_needs_a_person_leads_is_never_reached() -> None:
    script = plant(mend(housing()), alone=End(text=french("Fin.")))
    topic = script.steps[TOPIC]
    assert isinstance(topic, Choose)
    options = tuple(replace(option, next=StepId("alone")) if option.vulnerable else option for option in topic.options)
    assert [problem.flaw for problem in check(plant(script, topic=replace(topic, options=options)))] == [Flaw.NEVER_REACHED]


def test_a_wording_missing_on_one_medium_is_named() -> None:
    script = plant(mend(housing()), end=end(Wording(text="Merci.", media={Medium.SMS: " "})))
    assert [(problem.flaw, problem.detail) for problem in check(script)] == [(Flaw.NO_WORDING, "fr sms")]


def test_the_person_that_is_led_to_is_a_hand_over() -> None:
    assert isinstance(housing().steps[PERSON], HandOver)
