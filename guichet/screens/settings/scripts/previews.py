"""A script played without being stored: the same answers on the telephone, in chat, by SMS and at the kiosk, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guichet.decisions.dialogue.acts import Acts, Asked, HandedOver, Said, WorkWanted
from guichet.decisions.dialogue.dialogue import begin, receive
from guichet.decisions.dialogue.inputs import Chosen, Heard, Inputs, PersonWanted, WorkDone, WorkFailed
from guichet.decisions.dialogue.phrases import get_phrases
from guichet.decisions.dialogue.rendering import Choice, render
from guichet.decisions.dialogue.session import Session, State
from guichet.decisions.dialogue.understanding import UNABLE
from guichet.decisions.dialogue.words import Ask, Choose, Identify, Language, LookUp, Medium, Script, StepId
from guichet.records.directory.models import Organisation
from guichet.records.scripts.articles import get_answer
from guichet.records.scripts.words import MEDIA

SHOWN = (Medium.VOICE, Medium.CHAT, Medium.SMS, Medium.KIOSK)
MOST_SAID = 30
PERSON, OPTION, WORDS, WORK = "p", "o", "t", "w"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line of a preview. `is_ours`: said by the script."""

    text: str
    is_ours: bool = True
    screens: tuple[tuple[Choice, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Played:
    medium: Medium
    label: str
    lines: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`said` is what was answered so far. `works`: how the step that waits could end; `options` and `asks`: how it can be answered."""

    media: tuple[Played, ...]
    said: tuple[str, ...]
    language: str
    works: tuple[tuple[str, str], ...]
    options: tuple[Choice, ...]
    asks: bool
    is_over: bool


def play(organisation: Organisation, script: Script, said: Sequence[str], language: str, now: datetime) -> Preview | None:
    """The dialogue that these answers make; None while the script speaks no language."""
    if not script.languages:
        return None
    said = tuple(said)[:MOST_SAID]
    spoken = Language(language if language in script.languages else script.languages[0])
    played, session = [], None
    for medium in SHOWN:
        session, lines = _play_on(organisation, script, said, (medium, spoken), now)
        played.append(Played(medium, str(MEDIA[medium]), tuple(lines)))
    step = script.get(session.step) if session else None
    works = _list_works(script, session) if session else ()
    options = render_options(script, session) if session else ()
    asks = session is not None and session.state is State.ASKING and isinstance(step, Choose | Ask | Identify)
    return Preview(tuple(played), said, spoken, works, options, asks, session is None or session.state is State.ENDED)


def show_step(organisation: Organisation, script: Script, name: StepId, language: str, now: datetime) -> Preview | None:
    """One step alone, as it is being written."""
    step = script.get(name)
    if step is None or not script.languages:
        return None
    spoken = Language(language if language in script.languages else script.languages[0])
    act: Acts = Asked(step=name) if isinstance(step, Choose | Ask | Identify) else Said(step=name)
    played = []
    for medium in SHOWN:
        session = Session(step=name, state=State.ASKING, medium=medium, language=spoken)
        played.append(Played(medium, str(MEDIA[medium]), tuple(_say(organisation, script, session, (act,), now))))
    return Preview(tuple(played), (), spoken, (), (), asks=False, is_over=False)


def _play_on(
    organisation: Organisation, script: Script, said: Sequence[str], place: tuple[Medium, Language], now: datetime
) -> tuple[Session, list[Spoken]]:
    turn = begin(script, *place)
    lines = list(_say(organisation, script, turn.session, turn.acts, now))
    for token in said:
        words = _word(script, turn.session, token)
        turn = receive(script, turn.session, read_token(token), now.date())
        lines.append(Spoken(words, is_ours=False))
        lines += _say(organisation, script, turn.session, turn.acts, now)
    return turn.session, lines


def read_token(token: str) -> Inputs:
    """An answer as the preview's forms send it: `o:NAME`, `t:WORDS`, `w:done`, `w:none`, `w:failed` or `p:`."""
    kind, _colon, rest = token.partition(":")
    match kind:
        case "o":
            return Chosen(option=rest)
        case "w":
            return WorkFailed() if rest == "failed" else WorkDone(found=None if rest == "none" else {})
        case "p":
            return PersonWanted()
        case _:
            return Heard(text=rest)


def _word(script: Script, session: Session, token: str) -> str:
    kind, _colon, rest = token.partition(":")
    step = script.get(session.step)
    if kind == OPTION and rest == UNABLE:
        return get_phrases(session.language).unable
    if kind == OPTION and isinstance(step, Choose):
        for option in step.options:
            wording = option.text.get(session.language)
            if option.name == rest and wording:
                return wording.on(session.medium)
    return {PERSON: _("Talk to somebody"), WORK: dict(_list_works(script, session)).get(token, rest)}.get(kind, rest)


def render_options(script: Script, session: Session) -> tuple[Choice, ...]:
    """The choices of the question that is asked, without the one for a person."""
    if session.state is not State.ASKING or not isinstance(script.get(session.step), Choose | Identify):
        return ()
    prompt = render(script, session, Asked(step=session.step))
    return tuple(choice for choice in prompt.choices if choice.option) if prompt else ()


def _list_works(script: Script, session: Session) -> tuple[tuple[str, str], ...]:
    if session.state is not State.WORKING:
        return ()
    if isinstance(script.get(session.step), Identify):
        return _list_proofs(session)
    nothing = (("w:none", _("There is nothing")),) if isinstance(script.get(session.step), LookUp) else ()
    return (("w:done", _("It is done")), *nothing, ("w:failed", _("It fails")))


def _list_proofs(session: Session) -> tuple[tuple[str, str], ...]:
    """How sending a code, or checking one, could end."""
    if session.awaits_code:
        return (("w:done", _("It is the right code")), ("w:none", _("It is a wrong code")), ("w:failed", _("It is too late")))
    return (("w:done", _("The code leaves")), ("w:failed", _("No code can be sent there")))


def _say(organisation: Organisation, script: Script, session: Session, acts: Sequence[Acts], now: datetime) -> Iterator[Spoken]:
    for act in acts:
        prompt = render(script, session, act)
        if isinstance(act, WorkWanted):
            yield Spoken(_("(Something is being done.)"))
        elif prompt is not None and prompt.article is not None:
            given = get_answer(organisation, prompt.article, session.medium, session.language, now)
            yield Spoken(given.text if given else _("(The article “%(key)s” gives no answer here.)") % {"key": prompt.article})
        elif prompt is not None:
            buttons = session.medium in (Medium.CHAT, Medium.KIOSK)
            screens = prompt.list_screens() if session.medium is Medium.KIOSK else (prompt.choices,) if prompt.choices else ()
            yield Spoken(prompt.text, screens=screens if buttons else ())
            if isinstance(act, HandedOver):
                yield Spoken(_("(A person takes over, with all answers.)"))
