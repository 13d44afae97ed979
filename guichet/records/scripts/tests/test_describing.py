"""A script in words, for people who never see the names under which steps are kept."""

import pytest
from msgspec.structs import replace

from guichet.decisions.dialogue.words import Answer, End, HandOver, Script, StepId
from guichet.records.scripts.describing import compare, describe, name_steps
from guichet.records.scripts.naming import Names
from guichet.records.scripts.tests.scripts import LINK, LOOK_UP, french, make_document, say_otherwise, with_callback, with_work


@pytest.mark.parametrize("script", [make_document(), with_work(LOOK_UP), with_callback()])
def test_no_step_is_described_by_the_name_under_which_it_is_kept(script: Script) -> None:
    for name in script.steps:
        for line in describe(script, name, Names()):
            if line.target:
                assert line.text == name_steps(script)[StepId(line.target)]
                assert line.text not in script.steps, "the internal name is no title"


def test_steps_with_one_title_are_told_apart_by_their_place() -> None:
    script = make_document(other=End(text=french("Merci, bonne journée.")))
    names = name_steps(script)
    assert names[StepId("end")] != names[StepId("other")]
    assert all(name.startswith("Merci, bonne journée.") for name in (names[StepId("end")], names[StepId("other")]))
    assert names[StepId("topic")] == "Que souhaitez-vous savoir ?"


def test_another_wording_of_a_step_is_one_difference_and_none_at_the_steps_that_lead_to_it() -> None:
    script = make_document()
    [difference] = compare(script, say_otherwise(script, "Au revoir."), Names())
    assert (difference.step, difference.before, difference.after) == ("end", "Merci, bonne journée.", "Au revoir.")


def test_another_way_is_said_by_the_titles_of_both_steps() -> None:
    before = make_document(other=End(text=french("Au revoir.")))
    after = make_document(other=End(text=french("Au revoir.")), rooms=replace(before.steps[StepId("rooms")], next=StepId("other")))
    [difference] = compare(before, after, Names())
    assert (difference.step, difference.before, difference.after) == ("rooms", "Merci, bonne journée.", "Au revoir.")


def test_what_a_step_names_is_said_as_people_call_it() -> None:
    names = Names({"demenagement": "Je déménage"}, {"account": "Mon compte"}, {"payments": "Les paiements"}, {7: "Le logement"})
    answer = make_document(end=Answer(article="demenagement", next=StepId("person")))
    person = make_document(person=HandOver(text=french("Une personne vous répond."), reason=7))
    for script, name, said in (
        (answer, "end", "Je déménage"),
        (with_work(LINK), "work", "Mon compte"),
        (with_work(LOOK_UP), "work", "Les paiements (rooms)"),
        (person, "person", "Le logement"),
    ):
        assert said in [line.text for line in describe(script, StepId(name), names)]


def test_what_has_no_title_keeps_its_key() -> None:
    script = make_document(end=Answer(article="demenagement", next=StepId("person")))
    assert "demenagement" in [line.text for line in describe(script, StepId("end"), Names())]
