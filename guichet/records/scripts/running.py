"""Telling a turn and doing what it wants, until the script waits for the citizen or is over."""

from guichet.decisions.dialogue.acts import (
    Acts,
    Answered,
    Asked,
    Ended,
    HandedOver,
    HandOverReason,
    Misunderstood,
    Said,
    Understood,
    WorkWanted,
)
from guichet.decisions.dialogue.dialogue import hand_over as turn_to_person
from guichet.decisions.dialogue.dialogue import receive
from guichet.decisions.dialogue.phrases import get_phrases
from guichet.decisions.dialogue.rendering import Prompt, render
from guichet.decisions.dialogue.session import Session, State, Turn
from guichet.records.scripts.articles import get_answer
from guichet.records.scripts.handing_over import announce, hand_over
from guichet.records.scripts.runs import Run
from guichet.records.scripts.verbs import carry_out
from guichet.records.scripts.words import Part, Piece, SessionState


def play(run: Run, turn: Turn) -> Session:
    """Go on for at most as many steps as the script has, which a published one never reaches; beyond that a person takes over."""
    for _step in range(len(run.script.steps)):
        wanted = tell(run, turn)
        if wanted is None:
            return turn.session
        turn = wanted
    turn = turn_to_person(run.script, turn.session, HandOverReason.BROKEN)
    tell(run, turn)
    return turn.session


def tell(run: Run, turn: Turn) -> Turn | None:
    """Put the acts into words, carry out what they want, and return the turn that this leads to; None when it leads no further."""
    is_again = any(isinstance(act, Misunderstood) for act in turn.acts)
    for act in turn.acts:
        match act:
            case Answered(article=article):
                if not _answer(run, turn.session, article):
                    return turn_to_person(run.script, turn.session, HandOverReason.BROKEN)
            case WorkWanted(arguments=arguments):
                return receive(run.script, turn.session, carry_out(run, turn.session, arguments), run.today)
            case HandedOver():
                _hand_over(run, turn.session, act)
            case Ended(settled=settled):
                run.row.state = SessionState.SETTLED if settled else SessionState.UNSETTLED
                _say(run, turn.session, act, Part.END)
            case Asked():
                run.row.questions += 0 if is_again else 1
                _say(run, turn.session, act, Part.QUESTION)
            case Misunderstood():
                run.row.misunderstood += 1
                _say(run, turn.session, act, Part.MISTAKE)
            case Said() | Understood():
                _say(run, turn.session, act, Part.TEXT)
    return None if turn.session.state is not State.WORKING else turn_to_person(run.script, turn.session, HandOverReason.BROKEN)


def _answer(run: Run, session: Session, article: str) -> bool:
    """Whether there is one."""
    given = get_answer(run.organisation, article, session.medium, session.language, run.now)
    if given is None:
        return False
    run.pieces.append(Piece(part=Part.ANSWER, text=given.text, article=given.article, version=given.version))
    return True


def _hand_over(run: Run, session: Session, act: HandedOver) -> None:
    run.row.state, run.row.why = SessionState.HANDED_OVER, act.why.value
    contact = hand_over(run, session, act.why, act.reason)
    if not contact or run.row.contact is None:
        run.pieces.append(Piece(part=Part.HAND_OVER, text=get_phrases(session.language).nobody))
        return
    prompt = render(run.script, session, act) or Prompt(text="")
    if prompt.text.strip():
        announce(run, run.row.contact, prompt.text)
    run.pieces.append(Piece(part=Part.HAND_OVER, text=prompt.text, contact=contact))


def _say(run: Run, session: Session, act: Acts, part: Part) -> None:
    prompt = render(run.script, session, act)
    if prompt is not None:
        run.pieces.append(Piece(part=part, text=prompt.text, choices=prompt.choices))
