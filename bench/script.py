"""How many steps of scripts one core plays: what somebody wrote or keyed is understood, the script goes on, and what it says is put into
words for his medium, as production does for each turn."""

import argparse
import time
from datetime import date
from typing import Any

from guichet.decisions.dialogue.dialogue import begin, receive
from guichet.decisions.dialogue.inputs import Chosen, Heard, Inputs
from guichet.decisions.dialogue.rendering import render
from guichet.decisions.dialogue.session import State, Turn
from guichet.decisions.dialogue.words import (
    Answer,
    Ask,
    Branch,
    Case,
    Choose,
    Day,
    End,
    HandOver,
    Language,
    Medium,
    Option,
    PostalCode,
    Script,
    StepId,
    Test,
    Texts,
    Wording,
)

FRENCH = Language("fr")
TODAY = date(2026, 11, 29)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=5.0, help="to play for (default: %(default)s)")


def run(options: argparse.Namespace) -> dict[str, Any]:
    script = write_script()
    stories: list[tuple[Medium, list[Inputs]]] = [
        (Medium.CHAT, [Chosen(option="moving"), Heard(text="le 3 mars 2027"), Heard(text="54000"), Heard(text="oui")]),
        (Medium.SMS, [Heard(text="2"), Heard(text="03/03/2027"), Heard(text="57 000"), Heard(text="non")]),
        (Medium.VOICE, [Heard(text="2#"), Heard(text="03032027#"), Heard(text="0")]),
        (Medium.CHAT, [Heard(text="je voudrais mon attestation"), Heard(text="quelque chose"), Heard(text="un conseiller")]),
    ]
    steps = sessions = 0
    began = time.perf_counter()
    while time.perf_counter() < began + options.seconds:
        for medium, inputs in stories:
            steps += play(script, medium, inputs)
            sessions += 1
    seconds = time.perf_counter() - began
    figures = {"steps_per_second": round(steps / seconds), "sessions_per_second": round(sessions / seconds)}
    return {"figures": figures, "conditions": {"seconds": options.seconds, "processes": 1}}


def play(script: Script, medium: Medium, inputs: list[Inputs]) -> int:
    """The steps that one session took: every act is one."""
    turn = begin(script, medium, FRENCH)
    steps = show(script, turn)
    for heard in inputs:
        if turn.session.state is State.ENDED:
            break
        turn = receive(script, turn.session, heard, TODAY)
        steps += show(script, turn)
    return steps


def show(script: Script, turn: Turn) -> int:
    for act in turn.acts:
        render(script, turn.session, act)
    return len(turn.acts)


def say(text: str) -> Texts:
    return {FRENCH: Wording(text=text)}


def write_script() -> Script:
    """A menu of six, two questions, a branch, an answer and the question whether it helped."""
    certificate, answer, moving, helped, end, person = map(StepId, ("certificate", "answer", "moving", "helped", "end", "person"))
    subjects = ("payment", "birth", "separation", "income")
    texts = ("Connaître la date de mon paiement", "Déclarer une naissance", "Déclarer une séparation", "Déclarer mes revenus")
    others = [Option(name=name, text=say(text), next=answer) for name, text in zip(subjects, texts, strict=True)]
    options = (
        Option(name="certificate", text=say("Obtenir une attestation"), next=certificate),
        Option(name="moving", text=say("Signaler un déménagement"), next=moving),
        *others,
    )
    yes_or_no = (Option(name="yes", text=say("Oui"), next=end), Option(name="no", text=say("Non"), next=person))
    return Script(
        languages=(FRENCH,),
        start=StepId("topic"),
        person=person,
        steps={
            StepId("topic"): Choose(name="topic", text=say("Que souhaitez-vous faire ?"), options=options),
            certificate: Answer(article="attestation", next=helped),
            moving: Ask(name="moved-on", text=say("À quelle date déménagez-vous ?"), kind=Day(), next=StepId("postal-code")),
            StepId("postal-code"): Ask(
                name="postal-code", text=say("Quel est votre nouveau code postal ?"), kind=PostalCode(), next=StepId("where")
            ),
            StepId("where"): Branch(cases=(Case(name="postal-code", test=Test.BEGINS, value="54", next=answer),), otherwise=answer),
            answer: Answer(article="demenagement", next=helped),
            helped: Choose(name="helped", text=say("Avez-vous la réponse à votre question ?"), options=yes_or_no),
            end: End(text=say("Merci, bonne journée.")),
            person: HandOver(text=say("Une personne va vous répondre.")),
        },
    )
