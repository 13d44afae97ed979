"""What every script promises, whatever is written in it and whatever is said to it."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.decisions.dialogue.acts import Answered, Asked, Ended, HandedOver, HandOverReason, Misunderstood, Understood, WorkWanted
from guichet.decisions.dialogue.checks import Flaw, check
from guichet.decisions.dialogue.dialogue import begin, begin_with, receive
from guichet.decisions.dialogue.inputs import (
    Chosen,
    Heard,
    Inputs,
    MediumChanged,
    PersonWanted,
    StayedSilent,
    WorkDone,
    WorkFailed,
)
from guichet.decisions.dialogue.rendering import render
from guichet.decisions.dialogue.session import Session, State, Turn
from guichet.decisions.dialogue.tests.scripts import FRENCH, PERSON, RIGHT, french, housing, scripts
from guichet.decisions.dialogue.understanding import UNABLE
from guichet.decisions.dialogue.words import Address, Ask, Choose, Code, End, HandOver, Identify, Medium, Script, StepId, Steps

TODAY = date(2026, 11, 29)
BOUND = 200
"""More inputs than any of these scripts can take."""
INPUTS: st.SearchStrategy[Inputs] = st.one_of(
    st.builds(
        Heard, text=st.one_of(st.text(max_size=30), st.sampled_from(["0", "*", "#", "2", "deux", "un agent", "retour", "9" * 5_000]))
    ),
    st.builds(Chosen, option=st.sampled_from(["La retraite", "nothing"])),
    st.builds(PersonWanted),
    st.builds(StayedSilent),
    st.builds(WorkDone, found=st.one_of(st.none(), st.dictionaries(st.sampled_from(["one", "x"]), st.text(max_size=5), max_size=2))),
    st.builds(WorkFailed),
    st.builds(MediumChanged, medium=st.sampled_from(Medium)),
)


WHO = Identify(text=french("À quelle adresse ?"), known=StepId("known"), unknown=StepId("unknown"))


def answer_rightly(script: Script, session: Session, draw: st.DataObject) -> Inputs:
    """An input that the step where the session stands takes."""
    step = script.steps[session.step]
    if isinstance(step, Choose):
        return Chosen(option=draw.draw(st.sampled_from([option.name for option in step.options])))
    if isinstance(step, Ask):
        return Heard(text=RIGHT[type(step.kind)])
    if isinstance(step, Identify) and session.state is State.ASKING:
        return Heard(text=RIGHT[Code if session.awaits_code else Address])
    results: list[Inputs] = [WorkDone(), WorkDone(found=None), WorkFailed()]
    return draw.draw(st.sampled_from(results))


def walk(script: Script, draw: st.DataObject, medium: Medium = Medium.CHAT) -> list[Turn]:
    """Every turn of somebody who answers rightly until the end."""
    turns = [begin(script, medium, FRENCH)]
    while turns[-1].session.state is not State.ENDED:
        assert len(turns) < BOUND
        turns.append(receive(script, turns[-1].session, answer_rightly(script, turns[-1].session, draw), TODAY))
    return turns


@given(scripts(), st.data())
def test_a_person_is_one_step_away_everywhere_and_sees_every_answer(script: Script, data: st.DataObject) -> None:
    """R15."""
    for turn in walk(script, data)[:-1]:
        for asked in (PersonWanted(), Heard(text="0"), Heard(text="0#"), Heard(text="Je voudrais parler à quelqu’un, s’il vous plaît")):
            over = receive(script, turn.session, asked, TODAY)
            assert over.acts == (HandedOver(step=PERSON, why=HandOverReason.ASKED),)
            assert over.session.state is State.ENDED
            assert over.session.given == turn.session.given
            assert render(script, over.session, over.acts[0]) is not None


@given(scripts(), st.data())
def test_a_script_without_problems_ends_and_never_breaks(script: Script, data: st.DataObject) -> None:
    assert {problem.flaw for problem in check(script)} <= {Flaw.NEVER_REACHED, Flaw.UNKNOWN_ANSWER}
    turns = walk(script, data)
    last = turns[-1].acts[-1]
    assert isinstance(last, Ended | HandedOver)
    assert not (isinstance(last, HandedOver) and last.why is HandOverReason.BROKEN)


@given(scripts(), st.text(max_size=60))
def test_first_words_lead_nowhere_that_an_answer_or_a_wish_would_not_lead(script: Script, text: str) -> None:
    begun, spoken = begin(script, Medium.SMS, FRENCH), begin_with(script, Medium.SMS, FRENCH, text)
    step = script.steps[begun.session.step]
    chosen = [receive(script, begun.session, Chosen(option=each.name), TODAY) for each in getattr(step, "options", ())]
    asked = receive(script, begun.session, PersonWanted(), TODAY)
    assert spoken.session in [begun.session, asked.session, *(turn.session for turn in chosen)]


@given(scripts())
def test_an_option_named_in_the_first_words_is_taken_and_said_again(script: Script) -> None:
    begun = begin(script, Medium.SMS, FRENCH)
    step = script.steps[begun.session.step]
    for option in step.options if isinstance(step, Choose) else ():
        spoken = begin_with(script, Medium.SMS, FRENCH, option.text[FRENCH].text)
        assert spoken.session == receive(script, begun.session, Chosen(option=option.name), TODAY).session
        said = [render(script, spoken.session, act) for act in spoken.acts if isinstance(act, Understood)]
        assert option.vulnerable or [prompt and option.text[FRENCH].text in prompt.text for prompt in said] == [True]


def test_a_number_or_a_greeting_before_any_question_answers_nothing() -> None:
    script = housing()
    for text in ("2", "Bonjour", "", "deux"):
        assert begin_with(script, Medium.SMS, FRENCH, text) == begin(script, Medium.SMS, FRENCH)
    person = begin_with(script, Medium.SMS, FRENCH, "Bonjour, un conseiller s’il vous plaît")
    assert person.acts == (HandedOver(step=PERSON, why=HandOverReason.ASKED, reason=7),)


@given(scripts(), st.data())
def test_three_questions_at_most_come_before_an_answer_or_a_person(script: Script, data: st.DataObject) -> None:
    """What is asked again after a mistake is no new question."""
    asked = 0
    for turn in walk(script, data):
        for act in turn.acts:
            if isinstance(act, Answered):
                asked = 0
            asked += isinstance(act, Asked) and not any(isinstance(each, Misunderstood) for each in turn.acts)
            assert asked <= 3


@given(scripts(), st.data())
def test_the_same_answer_leads_to_the_same_place_on_every_medium(script: Script, data: st.DataObject) -> None:
    """By its button, its number, its number in words, its text, and keyed with the end key."""
    for turn in walk(script, data)[:-1]:
        step = script.steps[turn.session.step]
        if not isinstance(step, Choose):
            continue
        for medium in Medium:
            session = msgspec.structs.replace(turn.session, medium=medium)
            prompt = render(script, session, Asked(step=session.step))
            assert prompt is not None
            words = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"]
            for choice, word in zip(prompt.choices[:-1], words, strict=False):
                chosen = receive(script, session, Chosen(option=choice.option), TODAY)
                for said in (choice.key, f"{choice.key}#", f" {choice.key}. ", word, choice.label, choice.label.upper()):
                    assert receive(script, session, Heard(text=said), TODAY) == chosen
            assert prompt.choices[-1].key == "0"


@given(scripts(), st.data())
def test_a_stored_session_goes_on_as_if_nothing_had_happened_and_on_another_medium(script: Script, data: st.DataObject) -> None:
    stored = msgspec.json.decode(msgspec.json.encode(script), type=Script)
    for turn in walk(script, data)[:-1]:
        session = msgspec.json.decode(msgspec.json.encode(turn.session), type=Session)
        heard = answer_rightly(script, turn.session, data)
        assert receive(stored, session, heard, TODAY) == receive(script, turn.session, heard, TODAY)
        moved = receive(script, turn.session, MediumChanged(medium=Medium.VOICE), TODAY)
        assert moved.session == msgspec.structs.replace(turn.session, medium=Medium.VOICE)
        after, before = receive(script, moved.session, heard, TODAY), receive(script, turn.session, heard, TODAY)
        assert after.acts == before.acts


@given(scripts(), st.data(), st.lists(INPUTS, max_size=30))
def test_nobody_is_ever_stuck_in_a_script_however_broken(script: Script, data: st.DataObject, inputs: list[Inputs]) -> None:
    """Steps are led astray at random; whatever is then said, every turn waits for an answer, or has ended with an act that says so."""
    names = [*script.steps, StepId("nowhere")]
    led_astray = data.draw(st.dictionaries(st.sampled_from(names), st.sampled_from(names), max_size=4))
    broken = msgspec.structs.replace(script, steps={name: lead_astray(step, led_astray) for name, step in script.steps.items()})
    turn = begin(broken, Medium.CHAT, FRENCH)
    for heard in inputs:
        if turn.acts:
            assert turn.session.state is State.WORKING or isinstance(turn.acts[-1], Asked | Ended | HandedOver | Misunderstood)
        for act in turn.acts:
            render(broken, turn.session, act)
        turn = receive(broken, turn.session, heard, TODAY)


def lead_astray(step: Steps, led: dict[StepId, StepId]) -> Steps:
    next_step = getattr(step, "next", None)
    return msgspec.structs.replace(step, next=led[next_step]) if next_step in led else step


@given(scripts(), st.data())
def test_an_answer_taken_back_is_asked_again(script: Script, data: st.DataObject) -> None:
    for turn in walk(script, data)[:-1]:
        before = turn.session.given
        back = receive(script, turn.session, Heard(text="*"), TODAY)
        if turn.session.awaits_code:
            assert back.acts == (Asked(step=turn.session.step),)
            assert not back.session.awaits_code
        elif before:
            assert back.session.given == before[:-1]
            assert back.acts == (Asked(step=before[-1].step),)
        else:
            assert back.session.given == ()


def prove(*said: Inputs) -> Turn:
    """Somebody in a script that identifies him, after all that he said."""
    known, unknown = End(text=french("Merci, bonne journée.")), End(text=french("Nous n’avons pas pu vérifier."), settled=False)
    steps: dict[StepId, Steps] = {
        StepId("who"): WHO,
        StepId("known"): known,
        StepId("unknown"): unknown,
        PERSON: HandOver(text=french("Une personne va vous répondre.")),
    }
    script = Script(languages=(FRENCH,), start=StepId("who"), person=PERSON, steps=steps)
    assert not check(script)
    turn = begin(script, Medium.SMS, FRENCH)
    for heard in said:
        turn = receive(script, turn.session, heard, TODAY)
    return turn


def test_a_code_is_sent_to_an_address_and_given_back() -> None:
    wanted = prove(Heard(text="06 12 34 56 78"))
    assert wanted.acts == (WorkWanted(step=StepId("who"), arguments={"address": "0612345678"}),)
    assert prove(Heard(text="zoe@exemple.fr"), WorkDone()).acts == (Asked(step=StepId("who")),)
    checked = prove(Heard(text="zoe@exemple.fr"), WorkDone(), Heard(text="123 456"))
    assert checked.acts == (WorkWanted(step=StepId("who"), arguments={"code": "123456"}),)
    over = prove(Heard(text="zoe@exemple.fr"), WorkDone(), Heard(text="123456"), WorkDone(found={"verified": "zoe@exemple.fr"}))
    assert over.acts == (Ended(step=StepId("known"), settled=True),)
    assert over.session.list_values() == {"verified": "zoe@exemple.fr"}


def test_wrong_codes_are_no_misunderstandings_and_five_are_enough() -> None:
    said: list[Inputs] = [Heard(text="zoe@exemple.fr"), WorkDone()]
    for _ in range(4):
        said += [Heard(text="000000"), WorkDone(found=None)]
        assert [type(act) for act in prove(*said).acts] == [Misunderstood, Asked]
    assert prove(*said, Heard(text="000000"), WorkDone(found=None)).acts == (Ended(step=StepId("unknown"), settled=False),)


@pytest.mark.parametrize("said", ["1", "1#", "Je ne peux pas recevoir de code", "non"])
def test_whoever_can_receive_no_code_goes_on_without(said: str) -> None:
    over = (Ended(step=StepId("unknown"), settled=False),)
    assert prove(Heard(text=said)).acts == over
    assert prove(Chosen(option=UNABLE)).acts == over
    assert prove(Heard(text="zoe@exemple.fr"), WorkDone(), Heard(text=said)).acts == over


def test_a_code_that_cannot_be_sent_or_checked_leads_on() -> None:
    over = (Ended(step=StepId("unknown"), settled=False),)
    assert prove(Heard(text="zoe@exemple.fr"), WorkFailed()).acts == over
    assert prove(Heard(text="zoe@exemple.fr"), WorkDone(), Heard(text="123456"), WorkFailed()).acts == over


def test_going_back_from_the_code_asks_for_another_address() -> None:
    back = prove(Heard(text="zoe@exemple.fr"), WorkDone(), Heard(text="retour"))
    assert (back.session.awaits_code, back.acts) == (False, (Asked(step=StepId("who")),))
    again = prove(Heard(text="zoe@exemple.fr"), WorkDone(), Heard(text="répéter"))
    assert (again.session.awaits_code, again.acts) == (True, (Asked(step=StepId("who")),))


@pytest.mark.parametrize("medium", list(Medium))
def test_the_code_is_asked_for_in_words_on_every_medium(medium: Medium) -> None:
    turn = prove(Heard(text="zoe@exemple.fr"), WorkDone(), MediumChanged(medium=medium))
    prompt = render(Script(languages=(), start=PERSON, person=PERSON, steps={StepId("who"): WHO}), turn.session, turn.acts[0])
    assert prompt is not None
    assert prompt.text.startswith("Un code à 6 chiffres")
    assert [choice.key for choice in prompt.choices] == ["1", "0"]


def test_two_misunderstandings_bring_a_person() -> None:
    script = housing()
    first = receive(script, begin(script, Medium.CHAT, FRENCH).session, Heard(text="le temps qu’il fait"), TODAY)
    assert [type(act) for act in first.acts] == [Misunderstood, Asked]
    second = receive(script, first.session, StayedSilent(), TODAY)
    assert second.acts == (HandedOver(step=PERSON, why=HandOverReason.MISUNDERSTOOD, reason=7),)


def test_a_misunderstanding_is_forgotten_once_an_answer_is_taken() -> None:
    script = housing()
    session = receive(script, begin(script, Medium.CHAT, FRENCH).session, Heard(text="hein"), TODAY).session
    session = receive(script, session, Heard(text="un justificatif"), TODAY).session
    assert receive(script, session, Heard(text="je ne sais plus"), TODAY).session.state is State.ASKING


def test_whoever_declares_that_he_is_in_need_gets_a_person_at_once() -> None:
    script = housing()
    turn = receive(script, begin(script, Medium.SMS, FRENCH).session, Heard(text="on va m'expulser, une expulsion"), TODAY)
    assert turn.session.state is State.ASKING
    turn = receive(script, turn.session, Heard(text="3"), TODAY)
    assert turn.acts == (HandedOver(step=PERSON, why=HandOverReason.VULNERABLE, reason=7),)
    assert turn.session.given[-1].value == "evicted"


def test_a_look_up_that_finds_fails_or_comes_late() -> None:
    script = housing()
    session = receive(script, begin(script, Medium.CHAT, FRENCH).session, Heard(text="1"), TODAY).session
    working = receive(script, session, Heard(text="1234567b"), TODAY)
    assert working.acts == (WorkWanted(step=StepId("look"), arguments={"number": "1234567 B"}),)
    assert receive(script, working.session, Heard(text="alors ?"), TODAY).session == working.session
    found = receive(script, working.session, WorkDone(found={"paid": "2026-11-05"}), TODAY)
    assert found.session.list_values()["paid"] == "2026-11-05"
    failed = receive(script, working.session, WorkFailed(), TODAY)
    assert failed.acts[-1] == HandedOver(step=PERSON, why=HandOverReason.SCRIPT, reason=7)
    assert receive(script, failed.session, WorkDone(), TODAY) == Turn(session=failed.session, acts=())


def test_a_button_of_a_past_question_repeats_the_present_one() -> None:
    script = housing()
    session = receive(script, begin(script, Medium.CHAT, FRENCH).session, Chosen(option="moving"), TODAY).session
    again = receive(script, session, Chosen(option="moving"), TODAY)
    assert again == Turn(session=session, acts=(Asked(step=StepId("moved-on")),))
