"""What was answered is shown as people write it."""

import pytest

from guichet.decisions.dialogue.session import Given, Session, State
from guichet.decisions.dialogue.words import Ask, Day, Language, Medium, Script, StepId
from guichet.records.scripts.given import GivenAnswer, list_given
from guichet.records.scripts.tests.scripts import FRENCH, french

MOVED = StepId("moved")
QUESTION = "À quelle date déménagez-vous ?"


@pytest.mark.parametrize(
    ("value", "language", "answer"),
    [
        ("2026-12-15", "fr", "15 décembre 2026"),
        ("2026-12-01", "fr", "1er décembre 2026"),
        ("2026-12-15", "en", "15 December 2026"),
        ("hier", "fr", "hier"),
    ],
)
def test_a_date_is_shown_as_people_read_it(value: str, language: str, answer: str) -> None:
    script = Script(
        languages=(FRENCH,), start=MOVED, person=MOVED, steps={MOVED: Ask(name="moved-on", text=french(QUESTION), kind=Day(), next=MOVED)}
    )
    given = Given(step=MOVED, name="moved-on", value=value)
    session = Session(step=MOVED, state=State.ASKING, medium=Medium.PAGE, language=FRENCH, given=(given,))
    assert list(list_given(script, session, Language(language))) == [GivenAnswer(question=QUESTION, answer=answer)]
