"""What a script says next: an input goes in, a turn comes out.

It never asks the time, never raises for an input, and nobody is ever stuck: whoever asks for a person, is misunderstood too often, or
meets a script that leads nowhere is handed over at once, with all he answered (R15).

    turn = begin(script, Medium.CHAT, Language("fr"))
    turn = receive(script, turn.session, Heard(text="2"), today)
"""

from datetime import date
from typing import assert_never

import msgspec

from guichet.decisions.dialogue.acts import (
    Acts,
    Answered,
    Asked,
    Ended,
    HandedOver,
    HandOverReason,
    Mistake,
    Misunderstood,
    Said,
    Understood,
    WorkWanted,
)
from guichet.decisions.dialogue.answers import read_answer
from guichet.decisions.dialogue.branching import find_case
from guichet.decisions.dialogue.folding import fold, read_position
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
from guichet.decisions.dialogue.session import Given, Session, State, Turn
from guichet.decisions.dialogue.understanding import UNABLE, Wish, drop_end_key, find_wish, is_unable, read_choice
from guichet.decisions.dialogue.words import (
    Address,
    Answer,
    Ask,
    Branch,
    Choose,
    Code,
    End,
    Free,
    HandOver,
    Identify,
    Language,
    LookUp,
    Medium,
    Option,
    RequestCallback,
    Say,
    Script,
    SendLink,
    StepId,
    Work,
)

MOST_CODES = 5
"""Wrong ones after one was sent."""
replace = msgspec.structs.replace


def begin(script: Script, medium: Medium, language: Language) -> Turn:
    """:param language: one that the script is worded in; any other is taken for its first."""
    spoken = language if language in script.languages else script.languages[0]
    return go_to(script, Session(step=script.start, state=State.ASKING, medium=medium, language=spoken), script.start)


def begin_with(script: Script, medium: Medium, language: Language, text: str) -> Turn:
    """Begin for somebody who wrote first, as by SMS: words for a person lead to one, and words that mean one choice of the first question
    are that choice. Anything else begins and no more; a number too: no question had been asked that it could answer."""
    turn = begin(script, medium, language)
    folded = fold(text)
    if turn.session.state is State.ENDED:
        return turn
    if find_wish(text, folded) is Wish.PERSON:
        return hand_over(script, turn.session, HandOverReason.ASKED)
    step = script.get(turn.session.step)
    is_words = bool(folded) and read_position(folded) is None
    option = read_choice(step, folded, turn.session.language) if isinstance(step, Choose) and is_words else None
    if not isinstance(step, Choose) or not isinstance(option, Option):
        return turn
    taken = take_option(script, turn.session, step, option)
    understood = () if option.vulnerable else (Understood(step=turn.session.step, option=option.name),)
    return Turn(session=taken.session, acts=(*turn.acts[:-1], *understood, *taken.acts))


def receive(script: Script, session: Session, heard: Inputs, today: date) -> Turn:
    """:param today: where the organisation is. A session that has ended hears nothing any more."""
    if session.state is State.ENDED:
        return Turn(session=session, acts=())
    match heard:
        case Heard():
            return hear(script, session, heard.text, today)
        case Chosen():
            return choose(script, session, heard.option)
        case PersonWanted():
            return hand_over(script, session, HandOverReason.ASKED)
        case MediumChanged():
            return repeat(script, replace(session, medium=heard.medium))
        case WorkDone() | WorkFailed():
            return finish_work(script, session, heard)
        case StayedSilent():
            return misunderstand(script, session, Mistake.SILENCE) if session.state is State.ASKING else Turn(session=session, acts=())
    assert_never(heard)


def hear(script: Script, session: Session, text: str, today: date) -> Turn:
    folded = fold(text)
    wish = find_wish(text, folded)
    if wish is not None:
        return grant(script, session, wish)
    if session.state is State.WORKING:
        return Turn(session=session, acts=(Misunderstood(step=session.step, mistake=Mistake.STILL_WORKING),))
    match script.get(session.step):
        case Choose() as step:
            option = read_choice(step, folded, session.language)
            return misunderstand(script, session, option) if isinstance(option, Mistake) else take_option(script, session, step, option)
        case Ask() as step:
            said = text if isinstance(step.kind, Free) else drop_end_key(text)
            answer = read_answer(step.kind, said, today)
            return misunderstand(script, session, answer) if isinstance(answer, Mistake) else take(script, session, step, answer, step.next)
        case Identify() as step:
            return hear_proof(script, session, step, text, today)
        case _:
            return hand_over(script, session, HandOverReason.BROKEN)


def hear_proof(script: Script, session: Session, step: Identify, text: str, today: date) -> Turn:
    """The address to which a code is to go, then the code; or that none can be had."""
    if is_unable(text, session.language):
        return go_to(script, session, step.unknown)
    read = read_answer(Code() if session.awaits_code else Address(), drop_end_key(text), today)
    if isinstance(read, Mistake):
        return misunderstand(script, session, read)
    wanted = WorkWanted(step=session.step, arguments={"code" if session.awaits_code else "address": read})
    return Turn(session=replace(session, state=State.WORKING, misunderstood=0), acts=(wanted,))


def grant(script: Script, session: Session, wish: Wish) -> Turn:
    match wish:
        case Wish.PERSON:
            return hand_over(script, session, HandOverReason.ASKED)
        case Wish.BACK:
            return go_back(script, session)
        case Wish.REPEAT:
            return repeat(script, session)


def choose(script: Script, session: Session, name: str) -> Turn:
    """A button may belong to a question that is past: it is said again what is asked now."""
    step = script.get(session.step)
    if session.state is State.ASKING and isinstance(step, Identify) and name == UNABLE:
        return go_to(script, session, step.unknown)
    if session.state is State.ASKING and isinstance(step, Choose):
        for option in step.options:
            if option.name == name:
                return take_option(script, session, step, option)
    return repeat(script, session)


def take_option(script: Script, session: Session, step: Choose, option: Option) -> Turn:
    if option.vulnerable:
        return hand_over(script, keep(session, step.name, option.name), HandOverReason.VULNERABLE)
    return take(script, session, step, option.name, option.next)


def take(script: Script, session: Session, step: Choose | Ask, value: str, following: StepId) -> Turn:
    return go_to(script, keep(session, step.name, value), following)


def keep(session: Session, name: str, value: str) -> Session:
    return replace(session, given=(*session.given, Given(step=session.step, name=name, value=value)), misunderstood=0)


def misunderstand(script: Script, session: Session, mistake: Mistake) -> Turn:
    """Say what is wrong and ask again; too often in a row, and a person takes over."""
    again = replace(session, misunderstood=session.misunderstood + 1)
    if again.misunderstood >= script.misunderstandings:
        return hand_over(script, again, HandOverReason.MISUNDERSTOOD)
    return Turn(session=again, acts=(Misunderstood(step=session.step, mistake=mistake), Asked(step=session.step)))


def repeat(script: Script, session: Session) -> Turn:
    """Say again what is asked now."""
    if session.state is State.WORKING:
        return Turn(session=session, acts=())
    if session.awaits_code:
        return Turn(session=session, acts=(Asked(step=session.step),))
    return go_to(script, session, session.step)


def go_back(script: Script, session: Session) -> Turn:
    """Take back the last answer, or the address to which a code was sent. What was carried out since stays done."""
    if session.awaits_code:
        return go_to(script, session, session.step)
    if not session.given:
        return repeat(script, session)
    *given, last = session.given
    return go_to(script, replace(session, given=tuple(given), misunderstood=0), last.step)


def finish_work(script: Script, session: Session, heard: WorkDone | WorkFailed) -> Turn:
    """A result that nobody waits for any more changes nothing."""
    step = script.get(session.step)
    if session.state is not State.WORKING or not isinstance(step, Work):
        return Turn(session=session, acts=())
    if isinstance(step, Identify) and isinstance(heard, WorkDone):
        turn = ask_code(session, heard)
        if turn is not None:
            return turn
    found = heard.found if isinstance(heard, WorkDone) else None
    kept = replace(session, found={**session.found, **found}) if found else session
    return go_to(script, kept, _find_next(step, heard))


def ask_code(session: Session, heard: WorkDone) -> Turn | None:
    """A code was sent, or a wrong one given: it is asked for. None when that is over."""
    asked = Asked(step=session.step)
    if not session.awaits_code:
        return Turn(session=replace(session, state=State.ASKING, awaits_code=True, wrong_codes=0), acts=(asked,))
    wrong = session.wrong_codes + 1
    if heard.found is not None or wrong >= MOST_CODES:
        return None
    return Turn(
        session=replace(session, state=State.ASKING, wrong_codes=wrong),
        acts=(Misunderstood(step=session.step, mistake=Mistake.WRONG_CODE), asked),
    )


def _find_next(step: Work, heard: WorkDone | WorkFailed) -> StepId:
    failed = isinstance(heard, WorkFailed)
    nothing = isinstance(heard, WorkDone) and heard.found is None
    match step:
        case LookUp():
            return step.failed if failed else step.missing if nothing else step.found
        case SendLink():
            return step.failed if failed else step.next
        case RequestCallback():
            return step.failed if failed else step.done
        case Identify():
            return step.unknown if failed or nothing else step.known


def hand_over(script: Script, session: Session, why: HandOverReason) -> Turn:
    """Announced in the words of the script's hand-over, and immediate."""
    step = script.get(script.person)
    reason = step.reason if isinstance(step, HandOver) else None
    return Turn(
        session=replace(session, state=State.ENDED, step=script.person, awaits_code=False),
        acts=(HandedOver(step=script.person, why=why, reason=reason),),
    )


def go_to(script: Script, session: Session, step_id: StepId) -> Turn:
    """Do one step after the other until the script waits or ends. One that turns in a circle is broken."""
    done: list[Acts] = []
    for _ in range(len(script.steps) + 1):
        step = script.steps.get(step_id)
        match step:
            case Choose() | Ask() | Identify():
                return _stop(session, step_id, State.ASKING, (*done, Asked(step=step_id)))
            case Say():
                done.append(Said(step=step_id))
                step_id = step.next
            case Answer():
                done.append(Answered(step=step_id, article=step.article))
                step_id = step.next
            case Branch():
                step_id = find_case(step, session.list_values())
            case LookUp() | SendLink() | RequestCallback():
                wanted = WorkWanted(step=step_id, arguments=_list_arguments(step, session))
                return _stop(session, step_id, State.WORKING, (*done, wanted))
            case HandOver():
                over = HandedOver(step=step_id, why=HandOverReason.SCRIPT, reason=step.reason)
                return _stop(session, step_id, State.ENDED, (*done, over))
            case End():
                return _stop(session, step_id, State.ENDED, (*done, Ended(step=step_id, settled=step.settled)))
            case None:
                break
            case _:
                assert_never(step)
    turn = hand_over(script, session, HandOverReason.BROKEN)
    return Turn(session=turn.session, acts=(*done, *turn.acts))


def _stop(session: Session, step: StepId, state: State, acts: tuple[Acts, ...]) -> Turn:
    return Turn(session=replace(session, step=step, state=state, awaits_code=False, wrong_codes=0), acts=acts)


def _list_arguments(step: Work, session: Session) -> dict[str, str]:
    if not isinstance(step, LookUp):
        return {}
    values = session.list_values()
    return {name: values[name] for name in step.arguments if name in values}
